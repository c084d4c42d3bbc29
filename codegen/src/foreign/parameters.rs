//! Normalizes parameters to types that a URL, a header or a cookie can contain.

use std::collections::HashSet;

use super::bodies::media_of;
use super::schema::{Schema, SchemaType};
use super::styles::{self, ValueStyle};
use super::tree::{self, MapBuilder};
use super::{Normalizer, PayloadDirection, docs};
use crate::diag::codes;
use crate::openapi::{Node, NodeEntry, Span};

/// Headers that the client sets.
const CLIENT_HEADERS: [&str; 3] = ["host", "content-length", "transfer-encoding"];

/// Header parameters that OpenAPI ignores.
const NO_PARAMETERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// Schema keywords that older descriptions write next to the parameter's name.
const SCHEMA_KEYS: [&str; 6] = ["type", "format", "enum", "items", "default", "maximum"];

/// A parameter in the path, the query, a header or a cookie.
#[allow(clippy::struct_excessive_bools, reason = "independent properties of a parameter")]
pub(super) struct ParameterSchema {
    pub at: Span,
    pub name: String,
    /// `path`, `query`, `header` or `cookie`.
    pub location: &'static str,
    /// How a list or object is written.
    pub style: ValueStyle,
    /// Whether the value is sent as JSON, because it is declared in `content`.
    pub is_json: bool,
    /// What precedes the value in the path.
    pub prefix: String,
    pub allow_reserved: bool,
    pub required: bool,
    pub docs: Option<String>,
    pub deprecated: bool,
    pub example: Option<Node>,
    pub schema: Schema,
}

impl Normalizer<'_> {
    /// Reads the parameters of an operation. Its own parameters override those of the path item.
    pub(super) fn parameters(&mut self, shared: Option<&Node>, own: Option<&Node>) -> Vec<ParameterSchema> {
        let mut parameters = self.parameter_list(shared);
        let own = self.parameter_list(own);
        let overridden: HashSet<(&str, &str)> = own.iter().map(|own| (own.name.as_str(), own.location)).collect();
        parameters.retain(|shared| !overridden.contains(&(shared.name.as_str(), shared.location)));
        parameters.extend(own);
        parameters
    }

    fn parameter_list(&mut self, list: Option<&Node>) -> Vec<ParameterSchema> {
        let mut parameters: Vec<ParameterSchema> = Vec::new();
        let mut seen = HashSet::new();
        for node in list.map(Node::items).unwrap_or_default() {
            let Some(parameter) = self.parameter(node) else { continue };
            if seen.insert((parameter.name.clone(), parameter.location)) {
                parameters.push(parameter);
            } else {
                let message = format!("duplicate parameter `{}`", parameter.name);
                self.warn(codes::REPAIRED, parameter.at, message, "remove one of them");
            }
        }
        parameters
    }

    fn parameter(&mut self, node: &Node) -> Option<ParameterSchema> {
        let at = node.entry("name").map_or(node.span, |entry| entry.value.span);
        let raw = match node.get("$ref") {
            Some(reference) => self.parameter_behind(reference, at)?,
            None => node.clone(),
        };
        let name = tree::string_of(&raw, "name");
        let (Some(name), Some(location)) = (name, raw.get("in").and_then(Node::as_str)) else {
            self.warn(
                codes::NOT_GENERATED,
                at,
                "missing field `name` or `in` of a parameter",
                "add `name`, and `in: query` or `in: path`",
            );
            return None;
        };
        let location = match location {
            "path" => "path",
            "query" => "query",
            "header" if NO_PARAMETERS.contains(&name.to_ascii_lowercase().as_str()) => {
                let message = format!("header parameter `{name}` is ignored, as OpenAPI specifies");
                self.warn(codes::REPAIRED, at, message, "declare credentials in `security`, and media types in `content`");
                return None;
            }
            "header" if is_header(name) => "header",
            "cookie" if is_token(name) => "cookie",
            "header" | "cookie" => {
                let message = format!("{location} parameter `{name}` is not supported");
                self.warn(codes::NOT_GENERATED, at, message, "send headers with `.header(..)`, also `cookie`");
                return None;
            }
            _ => {
                let message = format!("parameter `{name}` is in `{location}`, which is no part of a request");
                self.warn(codes::NOT_GENERATED, at, message, "use `in: path`, `query`, `header` or `cookie`");
                return None;
            }
        };
        let is_required = location == "path" || tree::is_true(&raw, "required");
        self.check_style(&raw, location, name);
        let json = json_content(&raw).filter(|_| location == "query");
        let schema = match json.map(|content| content.value.entry("schema")) {
            Some(Some(entry)) => self.schema(&entry.value, entry.key_span, PayloadDirection::Request),
            Some(None) => Schema::any(at),
            None => self.schema_of_parameter(&raw, at),
        };
        let style = ValueStyle::of(&raw).unwrap_or(ValueStyle::EXPLODED);
        let declared = raw.get("style").and_then(Node::as_str);
        let schema = match location {
            _ if json.is_some() => schema,
            "path" => self.in_path(schema, location, name),
            "header" | "cookie" => self.in_header(schema, location, name),
            _ => self.in_query(schema, name, style),
        };
        let example = self.example(json.map_or(&raw, |content| &content.value), at);
        let example = example.filter(|example| !example.to_json().is_null());
        Some(ParameterSchema {
            at,
            name: name.to_owned(),
            location,
            style,
            is_json: json.is_some(),
            prefix: if location == "path" { styles::prefix_in_path(declared, name).unwrap_or_default() } else { String::new() },
            allow_reserved: tree::is_true(&raw, "allowReserved"),
            required: is_required,
            docs: docs::joined([
                tree::string_of(&raw, "description").and_then(docs::clean),
                tree::is_true(&raw, "allowEmptyValue").then(|| "Can be empty".to_owned()),
                // An argument has no attribute.
                (is_required && tree::is_true(&raw, "deprecated")).then(|| "Deprecated".to_owned()),
            ]),
            deprecated: tree::is_true(&raw, "deprecated"),
            example,
            schema,
        })
    }

    fn parameter_behind(&mut self, reference: &Node, at: Span) -> Option<Node> {
        let Some(target) = reference.as_str() else {
            self.warn(codes::NOT_GENERATED, at, "`$ref` is not a string", "write `$ref: '#/components/parameters/Name'`");
            return None;
        };
        let found = self.follow(target, at)?;
        self.resolved(found, at).cloned()
    }

    fn schema_of_parameter(&mut self, raw: &Node, at: Span) -> Schema {
        if let Some(entry) = raw.entry("schema") {
            return self.schema(&entry.value, entry.key_span, PayloadDirection::Request);
        }
        if raw.get("content").is_some() {
            self.warn(
                codes::LOOSENED,
                at,
                "parameter with `content` is generated as a string",
                "replace `content` with `schema`, or move it to the query and use `application/json`",
            );
        } else if raw.get("type").is_some() {
            self.warn(codes::REPAIRED, at, "the type of the parameter is outside of `schema`", "move it into `schema`");
            let mut schema = MapBuilder::new(at);
            for entry in raw.entries().iter().filter(|entry| SCHEMA_KEYS.contains(&entry.key.as_str())) {
                schema.put_at(entry.key_span, &entry.key, entry.value.clone());
            }
            return self.schema(&schema.build(), at, PayloadDirection::Request);
        } else {
            self.warn(codes::LOOSENED, at, "parameter without `schema` is generated as a string", "add `schema` with its type");
        }
        Schema::new(at, SchemaType::String(None))
    }

    /// Restricts a path parameter to a scalar type.
    fn in_path(&mut self, schema: Schema, location: &str, name: &str) -> Schema {
        let kind = match self.resolved_type(&schema) {
            SchemaType::Integer | SchemaType::Flag01 => SchemaType::Integer,
            kind @ (SchemaType::StringEnum(_) | SchemaType::IntegerEnum(_)) => match schema.kind {
                SchemaType::Component(_) => return schema,
                _ => kind,
            },
            kind @ (SchemaType::Number | SchemaType::Boolean | SchemaType::IntegerOrString) => kind,
            SchemaType::String(format) => SchemaType::String(format.filter(|format| *format != "binary")),
            _ => {
                let message = format!("{location} parameter `{name}` is not a single value: generated as a string");
                self.warn(codes::LOOSENED, schema.at, message, "use `type: string`, `integer`, `number` or `boolean`");
                SchemaType::String(None)
            }
        };
        Schema { kind, ..schema }
    }

    /// Restricts a parameter in a header or cookie to a scalar type or a list of scalars.
    fn in_header(&mut self, schema: Schema, location: &str, name: &str) -> Schema {
        match self.resolved_type(&schema) {
            SchemaType::List(item) => {
                let item = self.in_path(*item, location, name);
                Schema { kind: SchemaType::List(Box::new(item)), ..schema }
            }
            _ => self.in_path(schema, location, name),
        }
    }

    /// Restricts the items of a list in the query to what its style can represent.
    fn in_query(&mut self, schema: Schema, name: &str, style: ValueStyle) -> Schema {
        let kind = match self.resolved_type(&schema) {
            SchemaType::List(item) if !style.is_deep() => {
                let is_single = !matches!(
                    self.resolved_type(&item),
                    SchemaType::Any | SchemaType::List(_) | SchemaType::Map(_) | SchemaType::Object(_) | SchemaType::Union { .. }
                );
                if is_single {
                    // An empty value means nothing that a null could.
                    SchemaType::List(Box::new(Schema { nullable: false, ..*item }))
                } else {
                    let message = format!("the items of `{name}` are not single values: generated as strings");
                    self.warn(codes::LOOSENED, schema.at, message, "use `style: deepObject` if the API accepts that");
                    SchemaType::List(Box::new(Schema::new(item.at, SchemaType::String(None))))
                }
            }
            kind @ (SchemaType::Map(_)
            | SchemaType::Object(_)
            | SchemaType::Union { .. }
            | SchemaType::StringEnum(_)
            | SchemaType::IntegerEnum(_)) => match schema.kind {
                SchemaType::Component(_) => return schema,
                _ => kind,
            },
            kind => kind,
        };
        Schema { kind, ..schema }
    }
}

impl ParameterSchema {
    pub(super) fn is_in_path(&self) -> bool {
        self.location == "path"
    }

    /// Creates a query parameter that is a part of the path, so that it always has the same value.
    pub(super) fn constant(name: &str, value: &str, at: Span) -> Self {
        let schema = Schema::new(at, SchemaType::StringEnum(vec![value.to_owned()]));
        Self { location: "query", schema, ..Self::undescribed_path_parameter(name, at) }
    }

    /// Creates a string parameter for a path placeholder that is not described.
    pub(super) fn undescribed_path_parameter(name: &str, at: Span) -> Self {
        Self {
            at,
            name: name.to_owned(),
            location: "path",
            style: ValueStyle::EXPLODED,
            is_json: false,
            prefix: String::new(),
            allow_reserved: false,
            required: true,
            docs: None,
            deprecated: false,
            example: None,
            schema: Schema::new(at, SchemaType::String(None)),
        }
    }

    /// Returns the normalized parameter with its schema.
    pub(super) fn written(self, schema: Node) -> Node {
        let at = self.at;
        let mut map = MapBuilder::new(at);
        map.put("name", tree::string(at, &self.name));
        map.put("in", tree::string(at, self.location));
        map.put_string("description", self.docs);
        map.put_flag("required", self.required);
        map.put_flag("deprecated", self.deprecated);
        map.put_copy("example", self.example.as_ref());
        match self.location {
            "query" if self.is_json => {
                let (mut content, mut media) = (MapBuilder::new(at), MapBuilder::new(at));
                media.put("schema", schema);
                content.put("application/json", media.build());
                map.put("content", content.build());
                return map.build();
            }
            "query" => {
                self.style.put(&mut map, at);
                map.put_flag("allowReserved", self.allow_reserved);
            }
            "cookie" => self.style.put_explode(&mut map, at),
            _ => {}
        }
        map.put("schema", schema);
        map.build()
    }
}

/// Returns the content of a parameter that is sent as JSON.
fn json_content(raw: &Node) -> Option<&NodeEntry> {
    match raw.get("content").map(Node::entries) {
        Some([content]) if raw.get("schema").is_none() && media_of(&content.key) == Some("application/json") => Some(content),
        _ => None,
    }
}

/// Returns whether a program can set a header with this name.
fn is_header(name: &str) -> bool {
    is_token(name) && !CLIENT_HEADERS.contains(&name.to_ascii_lowercase().as_str())
}

/// Returns whether a name can be that of a header or a cookie.
fn is_token(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
