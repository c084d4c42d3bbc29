//! Checks that an extension is known, is allowed on the object that has it, and has a valid value.

use serde_json::Value;

use super::{CustomFieldsPlacement, Extension, Lenient, parse};
use crate::load::shape::TYPES;
use crate::load::{Node, NodeValue};
use crate::openapi::{help_or, nearest};

/// The kind of object that has an extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::load) enum ExtensionOwner {
    Operation,
    /// A schema that is not directly under `properties`.
    Schema,
    /// A schema directly under `properties`.
    Property,
    /// Any other object.
    Other,
}

impl ExtensionOwner {
    /// The name with its article.
    pub(in crate::load) fn name(self) -> &'static str {
        match self {
            Self::Operation => "an operation",
            Self::Schema => "a schema",
            Self::Property => "a property",
            Self::Other => "this object",
        }
    }
}

/// An error in an extension. The help says what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::load) enum ExtensionError {
    Unknown {
        help: String,
    },
    Misplaced {
        allowed: &'static str,
    },
    /// The value is invalid by itself.
    InvalidValue {
        help: String,
    },
    /// The value is not allowed on this schema.
    Mismatched {
        help: String,
    },
}

/// The kinds of objects that an extension is allowed on.
enum AllowedOwner {
    Operation,
    OperationOrProperty,
    Schema,
    Property,
    Any,
}

/// The error of a parser is the help for an invalid value.
impl From<String> for ExtensionError {
    fn from(help: String) -> Self {
        Self::InvalidValue { help }
    }
}

fn mismatched(help: impl Into<String>) -> ExtensionError {
    ExtensionError::Mismatched { help: help.into() }
}

/// Returns the kinds of objects that an extension is allowed on.
fn allowed_owner(extension: Extension) -> AllowedOwner {
    match extension {
        Extension::TokenCost
        | Extension::Pagination
        | Extension::Wait
        | Extension::Aliases
        | Extension::SentTo
        | Extension::Retired => AllowedOwner::Operation,
        Extension::ReplacedBy => AllowedOwner::OperationOrProperty,
        Extension::Id
        | Extension::Lenient
        | Extension::CustomFields
        | Extension::EnumVarnames
        | Extension::EnumDescriptions
        | Extension::Closed
        | Extension::EmptyList
        | Extension::IgnoredWith
        | Extension::WholeSeconds => AllowedOwner::Schema,
        Extension::MapKey | Extension::Proven | Extension::Sensitive => AllowedOwner::Property,
        Extension::RateLimits | Extension::UserAgent | Extension::WebhookItems | Extension::RevocationUrl | Extension::Source => {
            AllowedOwner::Any
        }
    }
}

/// Checks the value of an extension, given the object that has it.
fn check_value(extension: Extension, value: &Value, on: &Node) -> Result<(), ExtensionError> {
    match extension {
        Extension::TokenCost => Ok(parse::cost(value).map(drop)?),
        Extension::Pagination => Ok(parse::pagination(value).map(drop)?),
        Extension::Wait => Ok(parse::wait(value).map(drop)?),
        Extension::Aliases => Ok(parse::aliases(value).map(drop)?),
        Extension::SentTo => Ok(parse::path(value).map(drop)?),
        Extension::ReplacedBy | Extension::Source => Ok(parse::string(value).map(drop)?),
        Extension::Retired | Extension::Proven | Extension::Sensitive => Ok(parse::flag(value)?),
        Extension::Id => id(value, on),
        Extension::Lenient => lenient(value, on),
        Extension::MapKey => map_key(value, on),
        Extension::CustomFields => custom_fields(value, on),
        Extension::EnumVarnames => per_value(parse::type_names(value)?.len(), on),
        Extension::EnumDescriptions => per_value(parse::descriptions(value)?.len(), on),
        Extension::Closed => closed(value, on),
        Extension::EmptyList => {
            parse::empty_list(value)?;
            on_list(on)
        }
        Extension::IgnoredWith => {
            parse::string(value)?;
            on_list(on)
        }
        Extension::WholeSeconds => {
            parse::rounding(value)?;
            let is_timestamp = on.get("format").and_then(Node::as_str) == Some("date-time");
            if is_timestamp { Ok(()) } else { Err(mismatched("move it to a schema with `format: date-time`")) }
        }
        Extension::RateLimits => {
            parse::rate_limits(value)?;
            on_root(on)
        }
        Extension::UserAgent => {
            parse::string(value)?;
            on_root(on)
        }
        // At the top level, the table of shapes checks it.
        Extension::WebhookItems => on_root(on),
        Extension::RevocationUrl => {
            parse::string(value)?;
            let help = "move it to a security scheme with `type: oauth2`";
            if on.get("type").and_then(Node::as_str) == Some("oauth2") { Ok(()) } else { Err(mismatched(help)) }
        }
    }
}

/// Checks the extension `name` with `value` on the object `on`.
pub(in crate::load) fn check(name: &str, value: &Node, owner: ExtensionOwner, on: &Node) -> Result<(), ExtensionError> {
    let Some(extension) = Extension::of_word(name) else {
        let known = Extension::ALL.iter().map(|known| known.word());
        let help = help_or(name, known, "remove it; spec/README.md lists the extensions");
        return Err(ExtensionError::Unknown { help });
    };
    let (fits, allowed) = match allowed_owner(extension) {
        AllowedOwner::Operation => (owner == ExtensionOwner::Operation, "an operation"),
        AllowedOwner::OperationOrProperty => {
            (matches!(owner, ExtensionOwner::Operation | ExtensionOwner::Property), "an operation or a property of a schema")
        }
        AllowedOwner::Schema => (matches!(owner, ExtensionOwner::Schema | ExtensionOwner::Property), "a schema"),
        AllowedOwner::Property => (owner == ExtensionOwner::Property, "a property of a schema"),
        AllowedOwner::Any => (true, ""),
    };
    // Only the fields of a struct can represent it.
    if owner == ExtensionOwner::Schema && value.as_str() == Some(Lenient::OneOrList.word()) {
        return Err(ExtensionError::Misplaced { allowed: "a property of a schema" });
    }
    if !fits {
        return Err(ExtensionError::Misplaced { allowed });
    }
    check_value(extension, &value.to_json(), on)
}

fn on_root(on: &Node) -> Result<(), ExtensionError> {
    if on.get("openapi").is_some() { Ok(()) } else { Err(mismatched("move it to the top level of the root file")) }
}

fn on_list(on: &Node) -> Result<(), ExtensionError> {
    if has_type(on, &["array"]) { Ok(()) } else { Err(mismatched("move it to a schema with `type: array`")) }
}

/// Whether a schema has one of the types. A type that is misspelt is reported, and may be the right one.
fn has_type(on: &Node, wanted: &[&str]) -> bool {
    match on.get("type").and_then(Node::as_str) {
        Some(of_type) => wanted.contains(&of_type) || !TYPES.contains(&of_type),
        None => on.entries().iter().any(|entry| entry.key == "type" || nearest(&entry.key, ["type"]).is_some()),
    }
}

fn id(value: &Value, on: &Node) -> Result<(), ExtensionError> {
    parse::type_name(value)?;
    if has_type(on, &["integer", "string"]) {
        Ok(())
    } else {
        Err(mismatched("change the schema to `type: integer` or `type: string`, or remove `x-id`"))
    }
}

fn lenient(value: &Value, on: &Node) -> Result<(), ExtensionError> {
    let lenient = parse::lenient(value)?;
    let (fits, wanted) = match lenient {
        Lenient::Flag01 => (
            has_type(on, &["integer"]) && on.get("enum").map(Node::to_json) == Some(serde_json::json!([0, 1])),
            "use `flag01` only with `type: integer, enum: [0, 1]`",
        ),
        Lenient::Digits => (has_type(on, &["string"]), "use `digits` only with `type: string`"),
        Lenient::IntOrString => (on.get("oneOf").is_some(), "use `int-or-string` only with a `oneOf` of an integer and a string"),
        Lenient::IdOrObject => (on.get("oneOf").is_some(), "use `id-or-object` only with a `oneOf` of an id and an object"),
        Lenient::MapOrEmptyList => {
            (has_type(on, &["object"]) || on.get("allOf").is_some(), "use `map-or-empty-list` only with `type: object`")
        }
        Lenient::ObjectOrTrue => (has_type(on, &["object"]), "use `object-or-true` only with `type: object`"),
        Lenient::OneOrList => (has_type(on, &["array"]), "use `one-or-list` only with `type: array`"),
        Lenient::IdList => (on.get("oneOf").is_some(), "use `id-list` only with a `oneOf` of an id and a string"),
        Lenient::OptionId => {
            (on.get("oneOf").is_some(), "use `option-id` only with a `oneOf` of an integer, a string and a boolean")
        }
        Lenient::FlagOrConditions => {
            (on.get("oneOf").is_some(), "use `flag-or-conditions` only with a `oneOf` of a boolean and an object")
        }
    };
    if fits { Ok(()) } else { Err(mismatched(wanted)) }
}

fn map_key(value: &Value, on: &Node) -> Result<(), ExtensionError> {
    parse::string(value)?;
    if has_type(on, &["array"]) { Ok(()) } else { Err(mismatched("move it to a property with `type: array`")) }
}

fn custom_fields(value: &Value, on: &Node) -> Result<(), ExtensionError> {
    let kind = parse::custom_fields(value)?;
    // In a composed object, another part may have the property.
    if on.get("allOf").is_some() {
        return Ok(());
    }
    let own = on.get("properties").and_then(|properties| properties.get("custom_fields"));
    if !has_type(on, &["object"]) && on.get("properties").is_none() {
        Err(mismatched("move it to a schema with `type: object`"))
    } else if kind == CustomFieldsPlacement::Nested && own.is_none() {
        Err(mismatched("add the property `custom_fields` to the object, or write `flat`"))
    } else {
        Ok(())
    }
}

fn closed(value: &Value, on: &Node) -> Result<(), ExtensionError> {
    parse::flag(value)?;
    if on.get("enum").is_some() { Ok(()) } else { Err(mismatched("move it to a schema with an `enum`")) }
}

fn per_value(count: usize, on: &Node) -> Result<(), ExtensionError> {
    let values = match on.get("enum").map(|node| &node.value) {
        Some(NodeValue::List(values)) => values.iter().filter(|value| value.value != NodeValue::Null).count(),
        _ => return Err(mismatched("move it to a schema with an `enum`")),
    };
    if count == values {
        Ok(())
    } else {
        Err(mismatched(format!("write one item for each of the {values} values of the enum, not {count}")))
    }
}
