//! Whether an extension is known, stands where it may, and says something that can be read.

use serde_json::Value;

use super::{CustomFields, Lenient, parse};
use crate::load::{Node, NodeValue, did_you_mean};

/// What kind of object an extension stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::load) enum Place {
    Operation,
    /// A schema anywhere but directly under `properties`.
    Schema,
    /// A schema directly under `properties`.
    Property,
    Elsewhere,
}

/// What is wrong with an extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::load) enum Fault {
    Unknown { hint: String },
    Misplaced { belongs: &'static str },
    Wrong { help: String },
}

enum On {
    Operation,
    OperationOrProperty,
    Schema,
    Property,
    Anything,
}

/// The value, and the object that the extension stands on.
type Check = fn(&Value, &Node) -> Result<(), String>;

const EXTENSIONS: &[(&str, On, Check)] = &[
    ("x-token-cost", On::Operation, |value, _| parse::cost(value).map(drop)),
    ("x-pagination", On::Operation, |value, _| parse::pagination(value).map(drop)),
    ("x-wait", On::Operation, |value, _| parse::wait(value).map(drop)),
    ("x-sent-to", On::Operation, |value, _| parse::path(value).map(drop)),
    ("x-replaced-by", On::OperationOrProperty, |value, _| parse::text(value).map(drop)),
    ("x-id", On::Schema, id),
    ("x-lenient", On::Schema, lenient),
    ("x-custom-fields", On::Schema, custom_fields),
    ("x-enum-varnames", On::Schema, |value, on| per_value(parse::type_names(value)?.len(), on)),
    ("x-enum-descriptions", On::Schema, |value, on| per_value(parse::texts(value)?.len(), on)),
    ("x-closed", On::Schema, closed),
    ("x-proven", On::Property, |value, _| parse::flag(value)),
    ("x-sensitive", On::Property, |value, _| parse::flag(value)),
    ("x-rate-limits", On::Anything, |value, on| parse::rate_limits(value).and(on_root(on))),
    ("x-user-agent", On::Anything, |value, on| parse::text(value).and(on_root(on))),
    ("x-revocation-url", On::Anything, |value, on| {
        parse::text(value)?;
        if type_of(on) == "oauth2" { Ok(()) } else { Err("move it to a security scheme with `type: oauth2`".to_owned()) }
    }),
    ("x-source", On::Anything, |value, _| parse::text(value).map(drop)),
];

/// Judges the extension `name` with `value` on the object `on`.
pub(in crate::load) fn check(name: &str, value: &Node, place: Place, on: &Node) -> Result<(), Fault> {
    let Some((_, where_to, check)) = EXTENSIONS.iter().find(|(known, _, _)| *known == name) else {
        return Err(Fault::Unknown { hint: did_you_mean(name, EXTENSIONS.iter().map(|(known, _, _)| *known)) });
    };
    let (fits, belongs) = match where_to {
        On::Operation => (place == Place::Operation, "an operation"),
        On::OperationOrProperty => {
            (matches!(place, Place::Operation | Place::Property), "an operation or a property of a schema")
        }
        On::Schema => (matches!(place, Place::Schema | Place::Property), "a schema"),
        On::Property => (place == Place::Property, "a property of a schema"),
        On::Anything => (true, ""),
    };
    if !fits {
        return Err(Fault::Misplaced { belongs });
    }
    check(&value.to_json(), on).map_err(|help| Fault::Wrong { help })
}

fn on_root(on: &Node) -> Result<(), String> {
    if on.get("openapi").is_some() { Ok(()) } else { Err("move it to the root of the description".to_owned()) }
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
    } else if kind == CustomFields::Nested && own.is_none() {
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
