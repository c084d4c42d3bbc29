//! Reads a schema as it was written, with whatever is wrong or odd about it.

use super::schema::{Kind, Object, Schema};
use super::{Adopting, Direction, docs, tree};
use crate::diag::codes;
use crate::load::{Node, NodeValue, Span};

/// Schemas that are nested deeper than this become any JSON: the parts of a composition may multiply.
pub(super) const MOST_NESTED: usize = 48;

/// Keywords that are read here, or that limit values without changing their type.
const KNOWN: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "default",
    "deprecated",
    "description",
    "discriminator",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "properties",
    "readOnly",
    "required",
    "title",
    "type",
    "uniqueItems",
    "writeOnly",
    "xml",
    "$comment",
    "$id",
    "$schema",
];

impl Adopting<'_> {
    /// What a schema comes down to. `at` is where it is told of; what cannot be said becomes any JSON, with a warning.
    pub(super) fn schema(&mut self, node: &Node, at: Span, direction: Direction) -> Schema {
        if self.depth >= MOST_NESTED {
            self.warn(codes::ANY_JSON, at, "this is nested too deeply", "describe it with fewer levels");
            return Schema::any(at);
        }
        self.depth += 1;
        let schema = self.any_schema(node, at, direction);
        self.depth -= 1;
        schema
    }

    fn any_schema(&mut self, node: &Node, at: Span, direction: Direction) -> Schema {
        match &node.value {
            NodeValue::Map(_) => {}
            // `true` and `false` are the schemas of everything and nothing in OpenAPI 3.1.
            NodeValue::Bool(_) | NodeValue::Null => return Schema::any(at),
            _ => {
                let message = format!("a schema must be a mapping, not {}", node.describe());
                self.warn(codes::ANY_JSON, node.span, message, "write `type:` and what belongs to it");
                return Schema::any(at);
            }
        }
        if node.get("$ref").is_some() {
            let target = self.referred(node, at, direction);
            return target.described_by(&Self::described(node, at, Kind::Any));
        }
        self.unknown_keys(node);
        let mut schema = self.own(node, at, direction);
        schema = self.composed(schema, node, at, direction);
        schema
    }

    /// The schema that a `$ref` leads to; named ones stay names.
    fn referred(&mut self, node: &Node, at: Span, direction: Direction) -> Schema {
        let Some(reference) = node.get("$ref").and_then(Node::as_str) else {
            self.warn(codes::ANY_JSON, at, "this `$ref` is no text", "write `$ref: '#/components/schemas/Name'`");
            return Schema::any(at);
        };
        if let Some(name) = self.component_name(reference) {
            return Schema::new(at, Kind::Named(name));
        }
        let Some(target) = self.follow(reference, at) else { return Schema::any(at) };
        if self.inside.iter().any(|open| open == reference) {
            let message = format!("`{reference}` leads back to where it stands");
            self.warn(codes::ANY_JSON, at, message, "give the schema a name under `components` and refer to that");
            return Schema::any(at);
        }
        self.inside.push(reference.to_owned());
        let schema = self.schema(target, at, direction);
        self.inside.pop();
        schema
    }

    fn unknown_keys(&mut self, node: &Node) {
        for entry in node.entries() {
            if !KNOWN.contains(&entry.key.as_str()) && !entry.key.starts_with("x-") {
                let message = format!("`{}` of a schema is not understood", entry.key);
                self.warn(
                    codes::NOT_GENERATED,
                    entry.key_span,
                    message,
                    "take it out, or say it with the keywords of OpenAPI 3.0",
                );
            }
        }
    }

    /// What stands beside the kind.
    fn described(node: &Node, at: Span, kind: Kind) -> Schema {
        let given = |key: &str| node.get(key).filter(|value| value.value != NodeValue::Null).cloned();
        let first = || node.get("examples").and_then(|examples| examples.items().first()).cloned();
        Schema {
            title: tree::text_of(node, "title").map(str::to_owned),
            docs: tree::text_of(node, "description").and_then(docs::clean),
            nullable: tree::is_true(node, "nullable"),
            deprecated: tree::is_true(node, "deprecated"),
            read_only: tree::is_true(node, "readOnly"),
            example: given("example").or_else(|| first().filter(|value| value.value != NodeValue::Null)),
            default: given("default"),
            limits: limits(node, &kind),
            ..Schema::new(at, kind)
        }
    }

    /// What a schema says without its compositions.
    fn own(&mut self, node: &Node, at: Span, direction: Direction) -> Schema {
        let (ty, null) = self.type_of(node, at);
        let ty = self.type_that_fits(node, ty);
        let kind = match ty.as_deref() {
            Some("string") => Kind::Text(format_of(node)),
            Some("integer") => Kind::Integer,
            Some("number") => Kind::Number,
            Some("boolean") => Kind::Boolean,
            Some("integer or string") => Kind::IntegerOrText,
            Some("array") => self.list(node, at, direction),
            Some("object") => self.object(node, at, direction),
            _ => Kind::Any,
        };
        let (kind, null_value) = self.enumerated(node, kind, at);
        let mut schema = Self::described(node, at, kind);
        schema.nullable |= null || null_value;
        schema
    }

    /// The type as written, and whether null is another one.
    fn type_of(&mut self, node: &Node, at: Span) -> (Option<String>, bool) {
        let Some(written) = node.get("type") else { return (None, false) };
        let names: Vec<&str> = match &written.value {
            NodeValue::List(items) => items.iter().filter_map(Node::as_str).collect(),
            NodeValue::String(name) => vec![name],
            _ => Vec::new(),
        };
        let null = names.contains(&"null");
        let mut names: Vec<&str> = names.into_iter().filter(|name| *name != "null").collect();
        names.sort_unstable();
        names.dedup();
        let ty = match names.as_slice() {
            [] if null => None,
            ["integer", "number"] => Some("number"),
            ["integer", "string"] => Some("integer or string"),
            [only @ ("string" | "integer" | "number" | "boolean" | "array" | "object")] => Some(*only),
            [other] => {
                let message = format!("`{other}` is no type of OpenAPI");
                self.warn(codes::ANY_JSON, written.span, message, "write string, integer, number, boolean, array or object");
                None
            }
            _ => {
                let place = if names.is_empty() { at } else { written.span };
                self.warn(codes::ANY_JSON, place, "values of these types have no Rust type in common", "write one type");
                None
            }
        };
        (ty.map(str::to_owned), null)
    }

    /// The type, or the one that the other keywords speak of.
    fn type_that_fits(&mut self, node: &Node, ty: Option<String>) -> Option<String> {
        let properties = node.entry("properties").filter(|entry| !entry.value.entries().is_empty());
        if let (Some(properties), Some(other)) = (properties, ty.as_deref().filter(|ty| *ty != "object")) {
            let message = format!("this has properties, but its type is `{other}`");
            self.warn(codes::REPAIRED, properties.key_span, message, "write `type: object`");
            return Some("object".to_owned());
        }
        if ty.is_some() || node.get("type").is_some() {
            return ty;
        }
        let values = node.get("enum").map(Node::items).unwrap_or_default();
        let all = |is: fn(&NodeValue) -> bool| !values.is_empty() && values.iter().all(|value| is(&value.value));
        if properties.is_some() || node.get("additionalProperties").is_some_and(|more| !more.entries().is_empty()) {
            Some("object".to_owned())
        } else if node.get("items").is_some() {
            Some("array".to_owned())
        } else if all(|value| matches!(value, NodeValue::String(_) | NodeValue::Null)) {
            Some("string".to_owned())
        } else if all(|value| matches!(value, NodeValue::Number(_) | NodeValue::Null)) {
            Some("number".to_owned())
        } else if node.get("const").is_some_and(|value| value.as_str().is_some()) {
            Some("string".to_owned())
        } else {
            None
        }
    }

    fn list(&mut self, node: &Node, at: Span, direction: Direction) -> Kind {
        let item = match node.entry("items") {
            None => Schema::any(at),
            Some(entry) if matches!(entry.value.value, NodeValue::List(_)) => {
                self.warn(
                    codes::ANY_JSON,
                    entry.key_span,
                    "items of different kinds by place have no Rust type",
                    "write one schema",
                );
                Schema::any(at)
            }
            Some(entry) => self.schema(&entry.value, entry.key_span, direction),
        };
        Kind::List(Box::new(item))
    }

    fn object(&mut self, node: &Node, at: Span, direction: Direction) -> Kind {
        let mut object = Object::default();
        for entry in node.get("properties").map(Node::entries).unwrap_or_default() {
            object.properties.insert(entry.key.clone(), self.schema(&entry.value, entry.key_span, direction));
        }
        object.required = match node.get("required").map(|required| (&required.value, required.span)) {
            Some((NodeValue::List(names), _)) => names.iter().filter_map(Node::as_str).map(str::to_owned).collect(),
            None | Some((NodeValue::Bool(false), _)) => Vec::new(),
            Some((_, span)) => {
                let help = "write the names of the required properties: `required: [id]`";
                self.warn(codes::REPAIRED, span, "`required` of an object is a list of names", help);
                Vec::new()
            }
        };
        if !object.properties.is_empty() {
            return Kind::Object(object);
        }
        match node.entry("additionalProperties") {
            Some(entry) if !entry.value.entries().is_empty() => {
                let value = self.schema(&entry.value, entry.key_span, direction);
                Kind::Map(Box::new(Schema { at, ..value }))
            }
            _ => Kind::Any,
        }
    }
}

/// The formats that change the type. Others only limit the text, and unknown ones say nothing.
fn format_of(node: &Node) -> Option<&'static str> {
    match node.get("format").and_then(Node::as_str)? {
        "date" => Some("date"),
        "date-time" => Some("date-time"),
        "binary" => Some("binary"),
        "uuid" => Some("uuid"),
        "email" => Some("email"),
        "uri" | "url" => Some("uri"),
        _ => None,
    }
}

/// The limits that fit the kind.
fn limits(node: &Node, kind: &Kind) -> Vec<(&'static str, Node)> {
    let is_number = |node: &Node| matches!(node.value, NodeValue::Number(_));
    let is_count = |node: &Node| matches!(&node.value, NodeValue::Number(number) if number.is_u64());
    let mut limits = Vec::new();
    let mut keep = |key: &'static str, fits: &dyn Fn(&Node) -> bool| {
        limits.extend(node.get(key).filter(|limit| fits(limit)).map(|limit| (key, limit.clone())));
    };
    match kind {
        Kind::Text(_) => keep("maxLength", &is_count),
        Kind::List(_) => keep("maxItems", &is_count),
        Kind::Integer | Kind::Number => {
            let fits = |limit: &Node| is_number(limit) && (matches!(kind, Kind::Number) || tree::is_whole(limit));
            keep("minimum", &fits);
            keep("maximum", &fits);
            match node.get("exclusiveMinimum") {
                Some(limit) if is_number(limit) && fits(limit) => {
                    // As in OpenAPI 3.1.
                    limits.retain(|(key, _)| *key != "minimum");
                    limits.push(("minimum", limit.clone()));
                    limits.push(("exclusiveMinimum", tree::yes(limit.span)));
                }
                Some(limit) if limit.value == NodeValue::Bool(true) => limits.push(("exclusiveMinimum", limit.clone())),
                _ => {}
            }
        }
        _ => {}
    }
    limits
}
