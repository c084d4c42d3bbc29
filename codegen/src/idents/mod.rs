//! Rust identifiers from the names of a description.

mod ident;
mod reserved;

pub(crate) use ident::{camel, screaming, snake};
pub(crate) use reserved::{REQUEST_METHODS, RESERVED_TYPES};

/// Returns whether rustdoc accepts the string as a `doc(alias)`.
pub(crate) fn is_alias(alias: &str) -> bool {
    let is_valid = |c: char| !matches!(c, '"' | '\'' | '\\') && !c.is_control() && (c == ' ' || !c.is_whitespace());
    !alias.is_empty() && alias.trim() == alias && alias.chars().all(is_valid)
}

/// Returns the name of an argument or setter for an identifier.
pub(crate) fn setter(mut name: String, required: bool) -> String {
    if required {
        // The generated method has a local variable `call`.
        if name == "call" {
            name.push('_');
        }
    } else if REQUEST_METHODS.contains(&name.as_str()) {
        name = format!("with_{}", name.trim_start_matches("r#"));
    }
    name
}
