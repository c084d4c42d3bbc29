//! What clippy would have otherwise in emitted code, and why it is as it is.

/// How many arguments clippy bears, besides `self`.
const MAX_ARGUMENTS: usize = 6;

/// Methods of the operator traits.
const OPERATORS: &[&str] = &["add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];

/// The attribute of a method with this many arguments.
pub(super) fn for_arguments(count: usize) -> &'static str {
    if count > MAX_ARGUMENTS { "#[allow(clippy::too_many_arguments, reason = \"the API requires them all\")]" } else { "" }
}

/// The attribute of an `impl` with these setters.
pub(super) fn for_setters<'a>(mut names: impl Iterator<Item = &'a str>) -> &'static str {
    if names.any(|name| OPERATORS.contains(&name)) {
        "#[allow(clippy::should_implement_trait, reason = \"setters are called after the properties of the API\")]"
    } else {
        ""
    }
}
