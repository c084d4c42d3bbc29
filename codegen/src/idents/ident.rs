//! Conversion of wire names to Rust identifiers.

use pipedrive_idents::{Case, exact};

/// Names that the case conversion splits incorrectly, with their words in `snake_case`.
const IRREGULAR: &[(&str, &str)] =
    &[("4xx", "client_error"), ("errorCode", "error_code"), ("HubSpot", "hubspot"), ("OAuth", "oauth")];

/// Returns the `snake_case` identifier of a field, parameter, method or module. Returns `None` if the name is not valid in Rust.
pub(crate) fn snake(wire: &str) -> Option<String> {
    exact(words(wire), Case::Snake)
}

/// Returns the `UpperCamelCase` identifier of a type or variant. Returns `None` if the name is not valid in Rust.
pub(crate) fn camel(wire: &str) -> Option<String> {
    exact(words(wire), Case::UpperCamel)
}

/// Returns the `SCREAMING_SNAKE_CASE` identifier of a constant.
pub(crate) fn screaming(name: &str) -> String {
    name.trim_start_matches("r#").to_ascii_uppercase()
}

/// Returns the words of a name that is converted incorrectly, and other names unchanged.
fn words(wire: &str) -> &str {
    IRREGULAR.iter().find(|(name, _)| *name == wire).map_or(wire, |(_, words)| words)
}
