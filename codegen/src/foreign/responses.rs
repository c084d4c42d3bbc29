//! Normalizes responses: selects the successful one and detects its envelope.

use super::bodies::media_of;
use super::loosened::is_empty;
use super::schema::{ObjectSchema, Schema, SchemaType};
use super::tree::{self, MapBuilder};
use super::{Normalizer, PayloadDirection, docs};
use crate::diag::codes;
use crate::inert::markdown;
use crate::openapi::{Node, NodeEntry, NodeValue, Span};

/// A successful response.
pub(super) enum ResponseSchema {
    /// JSON with its schema, an example and its media type.
    Json(Box<Schema>, Option<Node>, String),
    /// Content of another media type.
    Other(String, Span),
    /// No content.
    Empty,
}

/// Keys of an envelope beside the data. The client reads them itself.
const ENVELOPE_KEYS: [&str; 3] = ["success", "related_objects", "additional_data"];

impl Normalizer<'_> {
    /// Returns the successful response of an operation.
    pub(super) fn response(&mut self, operation: &Node, at: Span) -> ResponseSchema {
        let responses = operation.get("responses").map(Node::entries).unwrap_or_default();
        let mut successes: Vec<&NodeEntry> = responses.iter().filter(|entry| entry.key.starts_with('2')).collect();
        if successes.is_empty() {
            successes.extend(responses.iter().find(|entry| entry.key == "default"));
        }
        if successes.is_empty() {
            let help = "declare the response under `'200'`: its content is not read otherwise";
            self.warn(codes::LOOSENED, at, "missing successful response", help);
        }
        let mut responses: Vec<(ResponseSchema, Span)> = Vec::new();
        for entry in successes {
            let Some(response) = self.resolved(&entry.value, entry.key_span).cloned() else { continue };
            let response = self.content(&response);
            if !matches!(response, ResponseSchema::Empty) {
                responses.push((response, entry.key_span));
            }
        }
        let is_json = |(response, _): &(ResponseSchema, Span)| matches!(response, ResponseSchema::Json(..));
        let chosen = responses.iter().position(is_json).unwrap_or(0);
        if responses.len() > 1 {
            let (_, other) = &responses[usize::from(chosen == 0)];
            let message = "only one of several successful responses is read";
            self.warn(
                codes::LOOSENED,
                *other,
                message,
                "use the same schema for all of them; undocumented fields are kept in `extra`",
            );
        }
        if responses.is_empty() { ResponseSchema::Empty } else { responses.swap_remove(chosen).0 }
    }

    /// Returns what each status means, and reports the schemas of errors.
    pub(super) fn statuses(&mut self, operation: &Node) -> Option<String> {
        let mut statuses = Vec::new();
        let responses = operation.get("responses").map(Node::entries).unwrap_or_default();
        let has_success = responses.iter().any(|entry| entry.key.starts_with('2'));
        for entry in responses.iter().filter(|entry| !entry.key.starts_with("x-")) {
            let Some(response) = self.resolved(&entry.value, entry.key_span).cloned() else { continue };
            let is_success = entry.key.starts_with('2') || (entry.key == "default" && !has_success);
            if !is_success && response.get("content").is_some_and(|content| !is_empty(content)) {
                let message = "the schema of an error response is not generated";
                self.warn(codes::NOT_GENERATED, entry.key_span, message, "read the body of the error as JSON");
            }
            let description = tree::string_of(&response, "description").and_then(docs::clean);
            let status = markdown::code(&entry.key);
            statuses.push(description.map_or_else(|| status.clone(), |docs| format!("{status} {}", docs.trim_end_matches('.'))));
        }
        (!statuses.is_empty()).then(|| format!("Responses: {}", statuses.join("; ")))
    }

    fn content(&mut self, response: &Node) -> ResponseSchema {
        let contents = response.get("content").map(Node::entries).unwrap_or_default();
        let exact = contents.iter().find(|entry| entry.key == "application/json");
        let is_json = |entry: &&NodeEntry| media_of(&entry.key) == Some("application/json") && !self.is_content(entry);
        let json = exact.or_else(|| contents.iter().find(is_json));
        match (json, contents.first()) {
            (Some(content), _) => {
                self.check_contents(contents, &content.key);
                let schema = match content.value.entry("schema") {
                    Some(schema) => self.schema(&schema.value, schema.key_span, PayloadDirection::Response),
                    None => Schema::any(content.key_span),
                };
                let media =
                    if content.key.contains('*') || content.key == "text/json" { "application/json" } else { &content.key };
                ResponseSchema::Json(Box::new(schema), self.example(&content.value, content.key_span), media.to_owned())
            }
            (None, Some(other)) => {
                self.check_contents(contents, &other.key);
                let format = other.value.get("schema").and_then(|schema| schema.get("format")).and_then(Node::as_str);
                let is_text = other.key == "*/*" && format != Some("binary");
                ResponseSchema::Other(if is_text { "text/plain".to_owned() } else { other.key.clone() }, other.key_span)
            }
            (None, None) => ResponseSchema::Empty,
        }
    }

    /// Returns the example of a media type, or the first of several examples.
    pub(super) fn example(&mut self, media: &Node, at: Span) -> Option<Node> {
        let several = media.get("examples").map(Node::entries).unwrap_or_default();
        let first = several.first().and_then(|first| self.resolved(&first.value, at)).and_then(|first| first.get("value"));
        media.get("example").or(first).cloned()
    }

    /// Returns the schema of `data` in an envelope, or of the whole response.
    pub(super) fn payload(&mut self, response: &ResponseSchema) -> Option<Schema> {
        let ResponseSchema::Json(schema, ..) = response else { return None };
        match self.envelope(schema) {
            Some(envelope) => envelope.properties.get("data").cloned(),
            None => Some((**schema).clone()),
        }
    }

    /// Returns a schema if it is an envelope as Pipedrive has it: `data`, and beside it only what the client knows. A schema with
    /// `success` and nothing else is one if other responses are.
    fn envelope(&mut self, schema: &Schema) -> Option<ObjectSchema> {
        let SchemaType::Object(object) = self.resolved_type(schema) else { return None };
        let is_known = |key: &String| key == "data" || ENVELOPE_KEYS.contains(&key.as_str());
        let has_data = object.properties.contains_key("data");
        let is_success = |property: &Schema| matches!(property.kind, SchemaType::Boolean);
        let success = object.properties.get("success");
        let fits = !object.is_open && success.is_none_or(is_success) && object.properties.keys().all(is_known);
        let is_envelope = fits && (has_data || (success.is_some() && self.has_envelopes()));
        is_envelope.then_some(object)
    }

    /// Returns whether a response of the document has both `success` and `data`.
    fn has_envelopes(&mut self) -> bool {
        fn contains(node: &Node) -> bool {
            match &node.value {
                NodeValue::Map(_) => {
                    let has = |key: &str| node.get("properties").is_some_and(|properties| properties.get(key).is_some());
                    (has("success") && has("data")) || node.entries().iter().any(|entry| contains(&entry.value))
                }
                NodeValue::List(items) => items.iter().any(contains),
                _ => false,
            }
        }
        *self.has_envelopes.get_or_insert_with(|| contains(self.root))
    }

    /// Returns the schema of a JSON response with `payload` in place of its data.
    pub(super) fn response_schema(&mut self, schema: &Schema, payload: Option<Node>) -> Node {
        let at = schema.at;
        let Some(object) = self.envelope(schema) else {
            return payload.unwrap_or_else(|| MapBuilder::new(at).build());
        };
        let mut properties = MapBuilder::new(at);
        if let Some(payload) = payload {
            properties.put("data", payload);
        }
        if let Some(beside) = object.properties.get("additional_data").cloned() {
            // Pagination has the same structure everywhere and needs no type.
            let node = match self.resolved_type(&beside) {
                SchemaType::Object(parts) if parts.properties.keys().any(|key| !is_paging(key)) => self.extract(&beside),
                _ => MapBuilder::new(at).build(),
            };
            properties.put("additional_data", node);
        }
        if object.properties.contains_key("success") {
            properties.put("success", MapBuilder::new(at).build());
        }
        let mut map = MapBuilder::new(at);
        map.put("type", tree::string(at, "object"));
        map.put("properties", properties.build());
        map.build()
    }
}

fn is_paging(key: &str) -> bool {
    matches!(key, "pagination" | "next_cursor" | "start" | "limit" | "more_items_in_collection" | "next_start")
}

/// Returns the `responses` of an operation with a single response.
pub(super) fn written(response: &ResponseSchema, at: Span, schema: Option<Node>) -> Node {
    let mut node = MapBuilder::new(at);
    node.put("description", tree::string(at, "Successful response."));
    let mut content = MapBuilder::new(at);
    match (response, schema) {
        (ResponseSchema::Json(_, _, name), Some(schema)) => {
            let mut media = MapBuilder::new(at);
            media.put("schema", schema);
            content.put(name, media.build());
        }
        (ResponseSchema::Other(media, at), _) => content.put(media, MapBuilder::new(*at).build()),
        _ => {}
    }
    if !content.is_empty() {
        node.put("content", content.build());
    }
    let mut responses = MapBuilder::new(at);
    responses.put("200", node.build());
    responses.build()
}
