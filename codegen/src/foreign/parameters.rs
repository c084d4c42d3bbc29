//! Parameters: those of the path and of the query, each with a type that can stand in a URL.

use super::schema::{Kind, Schema};
use super::tree::{self, Map};
use super::{Adopting, Direction, docs};
use crate::diag::codes;
use crate::load::{Node, Span};

/// Headers that OpenAPI itself says are no parameters.
const NO_PARAMETERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// What older descriptions put beside the name of a parameter instead of into its schema.
const SCHEMA_KEYS: [&str; 6] = ["type", "format", "enum", "items", "default", "maximum"];

/// A parameter of the path or the query.
pub(super) struct Parameter {
    pub at: Span,
    pub name: String,
    pub in_path: bool,
    pub required: bool,
    pub docs: Option<String>,
    pub deprecated: bool,
    pub example: Option<Node>,
    pub schema: Schema,
}

impl Adopting<'_> {
    /// The parameters of an operation; its own ones replace those of its path.
    pub(super) fn parameters(&mut self, shared: Option<&Node>, own: Option<&Node>) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for (list, is_own) in [(shared, false), (own, true)] {
            let mut seen = Vec::new();
            for node in list.map(Node::items).unwrap_or_default() {
                let Some(parameter) = self.parameter(node) else { continue };
                let same = |other: &Parameter| other.name == parameter.name && other.in_path == parameter.in_path;
                if seen.contains(&(parameter.name.clone(), parameter.in_path)) {
                    let message = format!("the parameter `{}` is there twice", parameter.name);
                    self.warn(codes::REPAIRED, parameter.at, message, "leave one of the two");
                } else {
                    seen.push((parameter.name.clone(), parameter.in_path));
                    if is_own {
                        parameters.retain(|other| !same(other));
                    }
                    parameters.push(parameter);
                }
            }
        }
        parameters
    }

    fn parameter(&mut self, node: &Node) -> Option<Parameter> {
        let at = node.entry("name").map_or(node.span, |entry| entry.value.span);
        let raw = match node.get("$ref") {
            Some(reference) => self.parameter_behind(reference, at)?,
            None => node.clone(),
        };
        let name = tree::text_of(&raw, "name");
        let (Some(name), Some(place)) = (name, raw.get("in").and_then(Node::as_str)) else {
            self.warn(
                codes::NOT_GENERATED,
                at,
                "a parameter must have `name` and `in`",
                "add `name:`, and `in: query` or `in: path`",
            );
            return None;
        };
        let in_path = match place {
            "path" => true,
            "query" => false,
            "header" if NO_PARAMETERS.contains(&name.to_ascii_lowercase().as_str()) => return None,
            _ => {
                let message = format!("the parameter `{name}` stands in `{place}`, where none is generated");
                self.warn(codes::NOT_GENERATED, at, message, "headers can be sent with `.header(..)` of every call");
                return None;
            }
        };
        let schema = self.schema_of_parameter(&raw, at);
        let explode = raw.get("explode").is_none_or(|_| tree::is_true(&raw, "explode"));
        let schema = if in_path { self.in_path(schema, name) } else { self.in_query(schema, name, explode) };
        Some(Parameter {
            at,
            name: name.to_owned(),
            in_path,
            required: in_path || tree::is_true(&raw, "required"),
            docs: tree::text_of(&raw, "description").and_then(docs::clean),
            deprecated: tree::is_true(&raw, "deprecated"),
            example: raw.get("example").filter(|example| !example.to_json().is_null()).cloned(),
            schema,
        })
    }

    fn parameter_behind(&mut self, reference: &Node, at: Span) -> Option<Node> {
        let Some(target) = reference.as_str() else {
            self.warn(codes::NOT_GENERATED, at, "this `$ref` is no text", "write `$ref: '#/components/parameters/Name'`");
            return None;
        };
        let found = self.follow(target, at)?;
        self.resolved(found, at).cloned()
    }

    fn schema_of_parameter(&mut self, raw: &Node, at: Span) -> Schema {
        if let Some(entry) = raw.entry("schema") {
            return self.schema(&entry.value, entry.key_span, Direction::Request);
        }
        if raw.get("content").is_some() {
            self.warn(codes::LOOSENED, at, "a parameter with `content` is taken as text", "give it a `schema`");
        } else if raw.get("type").is_some() {
            self.warn(
                codes::REPAIRED,
                at,
                "the type of this parameter stands beside `schema`, not in it",
                "move it into `schema:`",
            );
            let mut schema = Map::new(at);
            for entry in raw.entries().iter().filter(|entry| SCHEMA_KEYS.contains(&entry.key.as_str())) {
                schema.put_at(entry.key_span, &entry.key, entry.value.clone());
            }
            return self.schema(&schema.done(), at, Direction::Request);
        } else {
            self.warn(codes::LOOSENED, at, "a parameter without `schema` is taken as text", "add `schema:` with its type");
        }
        Schema::new(at, Kind::Text(None))
    }

    /// What can stand between two slashes: everything that is one value.
    fn in_path(&mut self, schema: Schema, name: &str) -> Schema {
        let kind = match self.kind_of(&schema) {
            Kind::Integer | Kind::Flag => Kind::Integer,
            kind @ (Kind::Texts(_) | Kind::Integers(_)) => match schema.kind {
                Kind::Named(_) => return schema,
                _ => kind,
            },
            kind @ (Kind::Number | Kind::Boolean | Kind::IntegerOrText) => kind,
            Kind::Text(format) => Kind::Text(format.filter(|format| *format != "binary")),
            _ => {
                let message = format!("`{name}` is taken as text: only a single value can stand in a path");
                self.warn(codes::LOOSENED, schema.at, message, "give it a type of text, number or boolean");
                Kind::Text(None)
            }
        };
        Schema { kind, ..schema }
    }

    /// What can stand in a query: a value, or a list of values separated by commas.
    fn in_query(&mut self, schema: Schema, name: &str, explode: bool) -> Schema {
        let kind = match self.kind_of(&schema) {
            Kind::List(item) => {
                let single = !matches!(
                    self.kind_of(&item),
                    Kind::Any | Kind::List(_) | Kind::Map(_) | Kind::Object(_) | Kind::Union { .. }
                );
                if explode {
                    let message = format!("`{name}` is sent as `{name}=a,b`, not as `{name}=a&{name}=b`");
                    self.warn(codes::LOOSENED, schema.at, message, "write `explode: false`, if that is what the API takes");
                }
                if single { Kind::List(item) } else { Kind::List(Box::new(Schema::new(item.at, Kind::Text(None)))) }
            }
            Kind::Map(_) | Kind::Object(_) | Kind::Union { .. } => {
                let message = format!("`{name}` is sent as JSON: there is no other way to put an object into a query");
                self.warn(
                    codes::LOOSENED,
                    schema.at,
                    message,
                    "describe each of its properties as a parameter, if the API takes that",
                );
                Kind::Any
            }
            kind @ (Kind::Texts(_) | Kind::Integers(_)) => match schema.kind {
                Kind::Named(_) => return schema,
                _ => kind,
            },
            kind => kind,
        };
        Schema { kind, ..schema }
    }
}

impl Parameter {
    /// A parameter of the path of which nothing is known but its name.
    pub(super) fn of_path(name: &str, at: Span) -> Self {
        Self {
            at,
            name: name.to_owned(),
            in_path: true,
            required: true,
            docs: None,
            deprecated: false,
            example: None,
            schema: Schema::new(at, Kind::Text(None)),
        }
    }

    /// The parameter as we would write it; `schema` is what its schema was lifted to.
    pub(super) fn written(self, schema: Node) -> Node {
        let at = self.at;
        let mut map = Map::new(at);
        map.put("name", tree::text(at, &self.name));
        map.put("in", tree::text(at, if self.in_path { "path" } else { "query" }));
        map.put_text("description", self.docs);
        map.put_flag("required", self.required);
        map.put_flag("deprecated", self.deprecated);
        map.put_copy("example", self.example.as_ref());
        if matches!(self.schema.kind, Kind::List(_)) && !self.in_path {
            map.put("style", tree::text(at, "form"));
            map.put("explode", tree::no(at));
        }
        map.put("schema", schema);
        map.done()
    }
}
