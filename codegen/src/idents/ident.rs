//! Conversion of wire names to Rust identifiers.

use pipedrive_idents::{Case, ident};

/// Names that the case conversion splits incorrectly, with their words in `snake_case`.
const IRREGULAR: &[(&str, &str)] =
    &[("4xx", "client_error"), ("errorCode", "error_code"), ("HubSpot", "hubspot"), ("OAuth", "oauth")];

/// Returns the identifier of a wire name. Returns `None` if the name is not valid in Rust.
pub(crate) fn exact(wire: &str, case: Case) -> Option<String> {
    pipedrive_idents::exact(words(wire), case)
}

/// Returns the `snake_case` identifier of a field, parameter, method or module. Returns `None` if the name is not valid in Rust.
pub(crate) fn snake(wire: &str) -> Option<String> {
    exact(wire, Case::Snake)
}

/// Returns the `UpperCamelCase` identifier of a type or variant. Returns `None` if the name is not valid in Rust.
pub(crate) fn camel(wire: &str) -> Option<String> {
    exact(wire, Case::UpperCamel)
}

/// Returns a type name for any wire name.
pub(crate) fn type_name(wire: &str) -> String {
    ident(words(wire), Case::UpperCamel, "Type")
}

/// Returns the name of a setting for any wire name.
pub(crate) fn setting(wire: &str) -> String {
    ident(wire, Case::Snake, "credential")
}

/// Returns a method name for any wire name, without the escape of a raw identifier.
pub(crate) fn method(wire: &str) -> String {
    ident(wire, Case::Snake, "call").trim_start_matches("r#").trim_end_matches('_').to_owned()
}

/// Returns a module name for any wire name, which is also the name of a file and of a feature.
pub(crate) fn module(wire: &str) -> String {
    ident(words(wire), Case::Snake, "n")
}

/// Returns the `SCREAMING_SNAKE_CASE` identifier of a constant.
pub(crate) fn screaming(name: &str) -> String {
    name.trim_start_matches("r#").to_ascii_uppercase()
}

/// Returns the words of a name that is converted incorrectly, and other names unchanged.
pub(crate) fn words(wire: &str) -> &str {
    IRREGULAR.iter().find(|(name, _)| *name == wire).map_or(wire, |(_, words)| words)
}
