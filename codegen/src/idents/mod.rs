//! Rust identifiers from the names of a description.

mod ident;
mod reserved;

pub(crate) use ident::{camel, exact, method, module, screaming, setting, snake, type_name, words};
pub(crate) use pipedrive_idents::{Case, distinct_by};
pub use reserved::{ACCESSOR_METHODS, BUILDER_METHODS, MODEL_METHODS, REQUEST_METHODS, RESERVED_TYPES};

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

/// The object that a field is part of.
#[derive(Clone, Copy)]
pub(crate) struct FieldOwner {
    /// Whether requests contain it, so that it has a constructor and setters.
    pub in_requests: bool,
    /// Whether the constructor has a local variable `fields`.
    pub is_input: bool,
    pub has_custom_fields: bool,
}

/// Returns the name of a field for an identifier.
pub(crate) fn field(name: String, owner: FieldOwner, required: bool) -> String {
    let is_taken = match name.as_str() {
        "extra" => true,
        "custom_fields" => owner.has_custom_fields,
        "fields" => owner.is_input && required,
        name => owner.in_requests && MODEL_METHODS.contains(&name),
    };
    if is_taken { name + "_" } else { name }
}
