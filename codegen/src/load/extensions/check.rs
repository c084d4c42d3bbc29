//! Whether an extension is known, stands where it may, and says something that can be read.

use serde_json::Value;

use super::{CustomFieldsPlacement, Lenient, parse};
use crate::load::{Node, NodeValue, did_you_mean};

/// What kind of object an extension stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::load) enum ExtensionOwner {
    Operation,
    /// A schema anywhere but directly under `properties`.
    Schema,
    /// A schema directly under `properties`.
    Property,
    Elsewhere,
}

/// What is wrong with an extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::load) enum ExtensionError {
    Unknown { hint: String },
    Misplaced { belongs: &'static str },
    Wrong { help: String },
}

enum AllowedOwner {
    Operation,
    OperationOrProperty,
    Schema,
    Property,
    Anything,
}

/// The value, and the object that the extension stands on.
type Check = fn(&Value, &Node) -> Result<(), String>;

const EXTENSIONS: &[(&str, AllowedOwner, Check)] = &[
    ("x-token-cost", AllowedOwner::Operation, |value, _| parse::cost(value).map(drop)),
    ("x-pagination", AllowedOwner::Operation, |value, _| parse::pagination(value).map(drop)),
    ("x-wait", AllowedOwner::Operation, |value, _| parse::wait(value).map(drop)),
    ("x-sent-to", AllowedOwner::Operation, |value, _| parse::path(value).map(drop)),
    ("x-replaced-by", AllowedOwner::OperationOrProperty, |value, _| parse::text(value).map(drop)),
    ("x-id", AllowedOwner::Schema, id),
    ("x-lenient", AllowedOwner::Schema, lenient),
    ("x-custom-fields", AllowedOwner::Schema, custom_fields),
    ("x-enum-varnames", AllowedOwner::Schema, |value, on| per_value(parse::type_names(value)?.len(), on)),
    ("x-enum-descriptions", AllowedOwner::Schema, |value, on| per_value(parse::texts(value)?.len(), on)),
    ("x-closed", AllowedOwner::Schema, closed),
    ("x-proven", AllowedOwner::Property, |value, _| parse::flag(value)),
    ("x-sensitive", AllowedOwner::Property, |value, _| parse::flag(value)),
    ("x-source", AllowedOwner::Anything, |value, _| parse::text(value).map(drop)),
];

/// Judges the extension `name` with `value` on the object `on`.
pub(in crate::load) fn check(name: &str, value: &Node, place: ExtensionOwner, on: &Node) -> Result<(), ExtensionError> {
    let Some((_, where_to, check)) = EXTENSIONS.iter().find(|(known, _, _)| *known == name) else {
        return Err(ExtensionError::Unknown { hint: did_you_mean(name, EXTENSIONS.iter().map(|(known, _, _)| *known)) });
    };
    let (fits, belongs) = match where_to {
        AllowedOwner::Operation => (place == ExtensionOwner::Operation, "an operation"),
        AllowedOwner::OperationOrProperty => {
            (matches!(place, ExtensionOwner::Operation | ExtensionOwner::Property), "an operation or a property of a schema")
        }
        AllowedOwner::Schema => (matches!(place, ExtensionOwner::Schema | ExtensionOwner::Property), "a schema"),
        AllowedOwner::Property => (place == ExtensionOwner::Property, "a property of a schema"),
        AllowedOwner::Anything => (true, ""),
    };
    if !fits {
        return Err(ExtensionError::Misplaced { belongs });
    }
    check(&value.to_json(), on).map_err(|help| ExtensionError::Wrong { help })
}

fn type_of(on: &Node) -> &str {
    on.get("type").and_then(Node::as_str).unwrap_or_default()
}

fn id(value: &Value, on: &Node) -> Result<(), String> {
    parse::type_name(value)?;
    if matches!(type_of(on), "integer" | "string") {
        Ok(())
    } else {
        Err("an id stands on a schema with `type: integer` or `type: string`".to_owned())
    }
}

fn lenient(value: &Value, on: &Node) -> Result<(), String> {
    let lenient = parse::lenient(value)?;
    let (fits, wanted) = match lenient {
        Lenient::Flag01 => (
            type_of(on) == "integer" && on.get("enum").map(Node::to_json) == Some(serde_json::json!([0, 1])),
            "`flag01` stands on `type: integer` with `enum: [0, 1]`",
        ),
        Lenient::Digits => (type_of(on) == "string", "`digits` stands on `type: string`"),
        Lenient::IntOrString => (on.get("oneOf").is_some(), "`int-or-string` stands on a `oneOf` of an integer and a string"),
        Lenient::IdOrObject => (on.get("oneOf").is_some(), "`id-or-object` stands on a `oneOf` of an id and an object"),
        Lenient::MapOrEmptyList => {
            (type_of(on) == "object" || on.get("allOf").is_some(), "`map-or-empty-list` stands on `type: object`")
        }
    };
    if fits { Ok(()) } else { Err(wanted.to_owned()) }
}

fn custom_fields(value: &Value, on: &Node) -> Result<(), String> {
    let kind = parse::custom_fields(value)?;
    // In a composed object the property may stand in another part.
    if on.get("allOf").is_some() {
        return Ok(());
    }
    let own = on.get("properties").and_then(|properties| properties.get("custom_fields"));
    if type_of(on) != "object" && on.get("properties").is_none() {
        Err("it stands on an object".to_owned())
    } else if kind == CustomFieldsPlacement::Nested && own.is_none() {
        Err("give the object a property `custom_fields`, or write `flat`".to_owned())
    } else {
        Ok(())
    }
}

fn closed(value: &Value, on: &Node) -> Result<(), String> {
    parse::flag(value)?;
    if on.get("enum").is_some() { Ok(()) } else { Err("it stands on a schema with an `enum`".to_owned()) }
}

fn per_value(count: usize, on: &Node) -> Result<(), String> {
    let values = match on.get("enum").map(|node| &node.value) {
        Some(NodeValue::List(values)) => values.iter().filter(|value| value.value != NodeValue::Null).count(),
        _ => return Err("it stands on a schema with an `enum`".to_owned()),
    };
    if count == values { Ok(()) } else { Err(format!("give as many as the enum has values: {values}, not {count}")) }
}
