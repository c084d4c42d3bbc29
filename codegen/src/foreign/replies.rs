//! Replies: the one that tells of success, in an envelope or without.

use super::bodies::media_of;
use super::schema::{Kind, Object, Schema};
use super::tree::{self, Map};
use super::{Adopting, Direction};
use crate::diag::codes;
use crate::load::{Node, NodeEntry, Span};

/// What comes back from an operation.
pub(super) enum Reply {
    /// JSON, and an example of it.
    Json(Box<Schema>, Option<Node>),
    /// Something else, of a content type.
    Other(String, Span),
    /// Nothing.
    Empty,
}

/// Parts of an envelope that the client reads itself.
const OWN_PARTS: [&str; 2] = ["success", "related_objects"];

impl Adopting<'_> {
    /// What an operation answers when it succeeds.
    pub(super) fn reply(&mut self, operation: &Node, at: Span) -> Reply {
        let responses = operation.get("responses").map(Node::entries).unwrap_or_default();
        let mut successes: Vec<&NodeEntry> = responses.iter().filter(|entry| entry.key.starts_with('2')).collect();
        if successes.is_empty() {
            successes.extend(responses.iter().find(|entry| entry.key == "default"));
        }
        if successes.is_empty() {
            let help = "describe the reply under `'200'`; its content cannot be read without";
            self.warn(codes::LOOSENED, at, "no reply tells of success", help);
        }
        let mut replies: Vec<(Reply, Span)> = Vec::new();
        for entry in successes {
            let Some(response) = self.resolved(&entry.value, entry.key_span).cloned() else { continue };
            let reply = self.content(&response);
            if !matches!(reply, Reply::Empty) {
                replies.push((reply, entry.key_span));
            }
        }
        let is_json = |(reply, _): &(Reply, Span)| matches!(reply, Reply::Json(..));
        let chosen = replies.iter().position(is_json).unwrap_or(0);
        if replies.len() > 1 {
            let (_, other) = &replies[usize::from(chosen == 0)];
            let message = "of several replies that tell of success one is read";
            self.warn(codes::LOOSENED, *other, message, "give them the same schema; what is not documented is kept in `extra`");
        }
        if replies.is_empty() { Reply::Empty } else { replies.swap_remove(chosen).0 }
    }

    fn content(&mut self, response: &Node) -> Reply {
        let contents = response.get("content").map(Node::entries).unwrap_or_default();
        let json = contents.iter().find(|entry| media_of(&entry.key) == Some("application/json"));
        match (json, contents.first()) {
            (Some(content), _) => {
                let schema = match content.value.entry("schema") {
                    Some(schema) => self.schema(&schema.value, schema.key_span, Direction::Reply),
                    None => Schema::any(content.key_span),
                };
                Reply::Json(Box::new(schema), self.example(&content.value, content.key_span))
            }
            (None, Some(other)) => Reply::Other(other.key.clone(), other.key_span),
            (None, None) => Reply::Empty,
        }
    }

    /// The example of a content, or the first of several.
    fn example(&mut self, media: &Node, at: Span) -> Option<Node> {
        let several = media.get("examples").map(Node::entries).unwrap_or_default();
        let first = several.first().and_then(|first| self.resolved(&first.value, at)).and_then(|first| first.get("value"));
        media.get("example").or(first).cloned()
    }

    /// The data of an envelope, or the whole reply.
    pub(super) fn payload(&mut self, reply: &Reply) -> Option<Schema> {
        let Reply::Json(schema, _) = reply else { return None };
        match self.kind_of(schema) {
            Kind::Object(object) if object.properties.contains_key("data") => object.properties.get("data").cloned(),
            Kind::Object(object) if is_empty_envelope(&object) => None,
            _ => Some((**schema).clone()),
        }
    }

    /// The schema of a JSON reply as we would write it, with `payload` for what it carries.
    pub(super) fn reply_schema(&mut self, schema: &Schema, payload: Option<Node>) -> Node {
        let at = schema.at;
        let Kind::Object(object) = self.kind_of(schema) else { return payload.unwrap_or_else(|| Map::new(at).done()) };
        let is_envelope = object.properties.contains_key("data");
        if !is_envelope && !is_empty_envelope(&object) {
            return payload.unwrap_or_else(|| Map::new(at).done());
        }
        let mut properties = Map::new(at);
        if let (true, Some(payload)) = (is_envelope, payload) {
            properties.put("data", payload);
        }
        if let Some(beside) = object.properties.get("additional_data").cloned() {
            // Paging is the same everywhere and needs no type.
            let node = match self.kind_of(&beside) {
                Kind::Object(parts) if parts.properties.keys().any(|key| !is_paging(key)) => self.lift(&beside),
                _ => Map::new(at).done(),
            };
            properties.put("additional_data", node);
        }
        if !is_envelope {
            properties.put("success", Map::new(at).done());
        }
        let mut map = Map::new(at);
        map.put("type", tree::text(at, "object"));
        map.put("properties", properties.done());
        map.done()
    }
}

fn is_empty_envelope(object: &Object) -> bool {
    object.properties.contains_key("success")
        && object.properties.keys().all(|key| OWN_PARTS.contains(&key.as_str()) || key == "additional_data")
}

fn is_paging(key: &str) -> bool {
    matches!(key, "pagination" | "next_cursor" | "start" | "limit" | "more_items_in_collection" | "next_start")
}

/// The responses of an operation around the content of its reply.
pub(super) fn written(reply: &Reply, at: Span, schema: Option<Node>) -> Node {
    let mut response = Map::new(at);
    response.put("description", tree::text(at, "What comes back."));
    let mut content = Map::new(at);
    match (reply, schema) {
        (Reply::Json(..), Some(schema)) => {
            let mut media = Map::new(at);
            media.put("schema", schema);
            content.put("application/json", media.done());
        }
        (Reply::Other(media, at), _) => content.put(media, Map::new(*at).done()),
        _ => {}
    }
    if !content.is_empty() {
        response.put("content", content.done());
    }
    let mut responses = Map::new(at);
    responses.put("200", response.done());
    responses.done()
}
