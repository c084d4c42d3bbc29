//! `#[allow]` attributes for clippy lints that emitted code violates.

/// Maximum number of arguments that clippy accepts, without `self`.
const MAX_ARGUMENTS: usize = 6;

/// Methods of the operator traits.
const OPERATORS: &[&str] = &["add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];

/// Returns the attribute for a method with this many arguments.
pub(super) fn for_arguments(count: usize) -> &'static str {
    if count > MAX_ARGUMENTS { "#[allow(clippy::too_many_arguments, reason = \"the API requires them all\")]" } else { "" }
}

/// Returns the attribute for an `impl` with these setters.
pub(super) fn for_setters<'a>(mut names: impl Iterator<Item = &'a str>) -> &'static str {
    if names.any(|name| OPERATORS.contains(&name)) {
        "#[allow(clippy::should_implement_trait, reason = \"setters are named after the properties of the API\")]"
    } else {
        ""
    }
}
