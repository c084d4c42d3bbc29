//! Reads a schema as written and reports its problems.

use indexmap::IndexSet;

use super::integers::IntegerRange;
use super::schema::{ObjectSchema, Schema, SchemaType};
use super::{Normalizer, PayloadDirection, docs, tree};
use crate::diag::codes;
use crate::openapi::{Node, NodeValue, Span};

/// Maximum nesting depth. Deeper schemas become any JSON, because the parts of a composition can multiply.
pub(super) const MAX_DEPTH: usize = 48;

impl Normalizer<'_> {
    /// Reads a schema. Problems are reported at `at`, and a schema without a Rust type becomes any JSON.
    pub(super) fn schema(&mut self, node: &Node, at: Span, direction: PayloadDirection) -> Schema {
        if !self.can_read(at) {
            return Schema::any(at);
        }
        if self.depth >= MAX_DEPTH {
            self.warn(codes::ANY_JSON, at, "schema is nested too deeply", "reduce the nesting");
            return Schema::any(at);
        }
        self.depth += 1;
        let schema = self.any_schema(node, at, direction);
        self.depth -= 1;
        schema
    }

    fn any_schema(&mut self, node: &Node, at: Span, direction: PayloadDirection) -> Schema {
        match &node.value {
            NodeValue::Map(_) => {}
            // In OpenAPI 3.1, `true` matches every value and `false` none.
            NodeValue::Bool(_) | NodeValue::Null => return Schema::any(at),
            _ => {
                let message = format!("schema is {} instead of a mapping", node.describe());
                self.warn(codes::ANY_JSON, node.span, message, "use a mapping with `type`");
                return Schema::any(at);
            }
        }
        if node.get("$ref").is_some() {
            let target = self.referred(node, at, direction);
            return target.described_by(&Self::described(node, at, SchemaType::Any));
        }
        let mut schema = self.without_compositions(node, at, direction);
        schema = self.with_compositions(schema, node, at, direction);
        schema
    }

    /// Returns the target of a `$ref`. References to components stay names.
    fn referred(&mut self, node: &Node, at: Span, direction: PayloadDirection) -> Schema {
        let Some(reference) = node.get("$ref").and_then(Node::as_str) else {
            self.warn(codes::ANY_JSON, at, "`$ref` is not a string", "write `$ref: '#/components/schemas/Name'`");
            return Schema::any(at);
        };
        if let Some(name) = self.component_name(reference) {
            return Schema::new(at, SchemaType::Component(name));
        }
        let Some(target) = self.follow(reference, at) else { return Schema::any(at) };
        if self.open_refs.iter().any(|open| open == reference) {
            let message = format!("reference `{reference}` leads back to itself");
            self.warn(codes::ANY_JSON, at, message, "move the schema to `components` and refer to it there");
            return Schema::any(at);
        }
        self.open_refs.push(reference.to_owned());
        let schema = self.schema(target, at, direction);
        self.open_refs.pop();
        schema
    }

    /// Reads the annotations of a schema.
    fn described(node: &Node, at: Span, kind: SchemaType) -> Schema {
        let given = |key: &str| node.get(key).filter(|value| value.value != NodeValue::Null).cloned();
        let first = || node.get("examples").and_then(|examples| examples.items().first()).cloned();
        Schema {
            title: tree::string_of(node, "title").map(str::to_owned),
            docs: docs::described(node),
            nullable: tree::is_true(node, "nullable"),
            deprecated: tree::is_true(node, "deprecated"),
            read_only: tree::is_true(node, "readOnly"),
            write_only: tree::is_true(node, "writeOnly"),
            example: given("example").or_else(|| first().filter(|value| value.value != NodeValue::Null)),
            default: given("default"),
            limits: limits(node, &kind),
            ..Schema::new(at, kind)
        }
    }

    /// Reads a schema without its compositions.
    pub(super) fn without_compositions(&mut self, node: &Node, at: Span, direction: PayloadDirection) -> Schema {
        let (ty, null) = self.type_of(node, at);
        let ty = self.effective_type(node, ty);
        self.check_format(node);
        let kind = match ty.as_deref() {
            Some("string") => SchemaType::String(format_of(node)),
            Some("integer") => self.integer(node, at),
            Some("number") => SchemaType::Number,
            Some("boolean") => SchemaType::Boolean,
            Some("integer or string") => SchemaType::IntegerOrString,
            Some("array") => self.list(node, at, direction),
            Some("object") => self.object(node, at, direction),
            _ => SchemaType::Any,
        };
        let (mut kind, null_value) = self.enumerated(node, kind, at);
        let mut required = self.required(node);
        if let SchemaType::Object(object) = &mut kind {
            object.required = std::mem::take(&mut required);
        }
        let mut schema = Self::described(node, at, kind);
        schema.nullable |= null || null_value;
        schema.values = self.enum_docs(node);
        // The types of responses do not depend on what is required.
        if direction == PayloadDirection::Request {
            schema.required = required;
        }
        schema
    }

    /// Returns the type as written, and whether it includes `null`.
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
                let message = format!("unknown type `{other}`");
                self.warn(
                    codes::ANY_JSON,
                    written.span,
                    message,
                    "use `string`, `integer`, `number`, `boolean`, `array` or `object`",
                );
                None
            }
            _ => {
                let location = if names.is_empty() { at } else { written.span };
                self.warn(codes::ANY_JSON, location, "no Rust type for this combination of types", "use a single type");
                None
            }
        };
        (ty.map(str::to_owned), null)
    }

    /// Returns the type, or derives it from the other keywords.
    fn effective_type(&mut self, node: &Node, ty: Option<String>) -> Option<String> {
        let properties = node.entry("properties").filter(|entry| !entry.value.entries().is_empty());
        if let (Some(properties), Some(other)) = (properties, ty.as_deref().filter(|ty| *ty != "object")) {
            let message = format!("schema with `properties` has type `{other}`");
            self.warn(codes::REPAIRED, properties.key_span, message, "use `type: object`");
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

    fn list(&mut self, node: &Node, at: Span, direction: PayloadDirection) -> SchemaType {
        let item = match node.entry("items") {
            None => Schema::any(at),
            Some(entry) if matches!(entry.value.value, NodeValue::List(_)) => {
                self.warn(codes::ANY_JSON, entry.key_span, "no Rust type for a tuple", "use a single schema for all items");
                Schema::any(at)
            }
            Some(entry) => self.part(&entry.value, entry.key_span, direction),
        };
        SchemaType::List(Box::new(item))
    }

    fn object(&mut self, node: &Node, at: Span, direction: PayloadDirection) -> SchemaType {
        let mut object = ObjectSchema::default();
        for entry in node.get("properties").map(Node::entries).unwrap_or_default() {
            object.properties.insert(entry.key.clone(), self.part(&entry.value, entry.key_span, direction));
        }
        if !object.properties.is_empty() {
            self.check_object(node);
            let more = node.get("additionalProperties");
            object.is_open = more.is_some_and(|more| more.value != NodeValue::Bool(false));
            return SchemaType::Object(object);
        }
        match node.entry("additionalProperties") {
            Some(entry) if !entry.value.entries().is_empty() => {
                let value = self.part(&entry.value, entry.key_span, direction);
                SchemaType::Map(Box::new(Schema { at, ..value }))
            }
            _ => SchemaType::Any,
        }
    }

    /// Returns the names of the required properties.
    fn required(&mut self, node: &Node) -> IndexSet<String> {
        match node.get("required").map(|required| (&required.value, required.span)) {
            Some((NodeValue::List(names), _)) => names.iter().filter_map(Node::as_str).map(str::to_owned).collect(),
            None | Some((NodeValue::Bool(false), _)) => IndexSet::new(),
            Some((_, span)) => {
                let help = "list the names of the required properties: `required: [id]`";
                self.warn(codes::REPAIRED, span, "`required` is not a list of names", help);
                IndexSet::new()
            }
        }
    }
}

/// Returns the format of a string if something in the crate depends on it.
fn format_of(node: &Node) -> Option<&'static str> {
    match node.get("format").and_then(Node::as_str)? {
        "date" => Some("date"),
        "date-time" => Some("date-time"),
        "binary" => Some("binary"),
        "byte" => Some("byte"),
        "uuid" => Some("uuid"),
        "email" => Some("email"),
        "uri" | "url" => Some("uri"),
        _ => None,
    }
}

/// Returns the constraints that apply to the type.
fn limits(node: &Node, kind: &SchemaType) -> Vec<(&'static str, Node)> {
    let is_count = |node: &Node| matches!(&node.value, NodeValue::Number(number) if number.is_u64());
    let is_number = |node: &Node| matches!(node.value, NodeValue::Number(_));
    let fits = |limit: &Node| is_number(limit) && (matches!(kind, SchemaType::Number) || tree::is_integer(limit));
    let is_true = |node: &Node| node.value == NodeValue::Bool(true);
    let is_pattern = |node: &Node| node.as_str().is_some_and(|pattern| !pattern.is_empty());
    let mut limits = Vec::new();
    let mut keep = |key: &'static str, fits: &dyn Fn(&Node) -> bool| {
        limits.extend(node.get(key).filter(|limit| fits(limit)).map(|limit| (key, limit.clone())));
    };
    match kind {
        SchemaType::String(_) => {
            keep("minLength", &is_count);
            keep("maxLength", &is_count);
            keep("pattern", &is_pattern);
        }
        SchemaType::List(_) => {
            keep("minItems", &is_count);
            keep("maxItems", &is_count);
            keep("uniqueItems", &is_true);
        }
        SchemaType::Integer | SchemaType::Number => {
            let is_step =
                |limit: &Node| fits(limit) && !matches!(&limit.value, NodeValue::Number(step) if step.as_f64() <= Some(0.0));
            keep("multipleOf", &is_step);
            for (limit, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
                match node.get(exclusive) {
                    // The notation of OpenAPI 3.1.
                    Some(number) if fits(number) => {
                        limits.extend([(limit, number.clone()), (exclusive, tree::bool_true(number.span))]);
                    }
                    flag => {
                        limits.extend(node.get(limit).filter(|limit| fits(limit)).map(|number| (limit, number.clone())));
                        limits.extend(flag.filter(|flag| is_true(flag)).map(|flag| (exclusive, flag.clone())));
                    }
                }
            }
        }
        SchemaType::Map(_) | SchemaType::Any => {
            keep("minProperties", &is_count);
            keep("maxProperties", &is_count);
        }
        _ => {}
    }
    if matches!(kind, SchemaType::Integer) && IntegerRange::of(node) == IntegerRange::Unsigned {
        limits.push(("format", tree::string(node.span, "uint64")));
    }
    limits
}
