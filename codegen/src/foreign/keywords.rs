//! Reports the keywords that the rest of the module does not read: unknown ones, those for which nothing is generated, and values of the wrong
//! type.
//!
//! The document is visited as it is written, so each is reported once, also where several operations share it.

use super::Normalizer;
use super::loosened::is_empty;
use super::vocabulary::{BESIDE_REFERENCE, Keyword, OpenApiObject};
use crate::diag::codes;
use crate::inert::rustdoc;
use crate::openapi::{Node, NodeEntry, NodeValue, Span, help_or};

impl Normalizer<'_> {
    /// Reports the keywords of the document that are not read.
    pub(super) fn unread_keywords(&mut self) {
        let root = self.root;
        self.unread_in(root, OpenApiObject::Document);
    }

    fn unread_in(&mut self, node: &Node, object: OpenApiObject) {
        let keywords = object.keywords();
        let has_reference = node.get("$ref").and_then(Node::as_str).is_some();
        for entry in node.entries().iter().filter(|entry| !entry.key.starts_with("x-")) {
            let key = entry.key.as_str();
            if has_reference && !(key == "$ref" || object == OpenApiObject::Schema && BESIDE_REFERENCE.contains(&key)) {
                let message = format!("`{key}` beside `$ref` is ignored");
                self.warn(codes::NOT_GENERATED, entry.key_span, message, "move it to what the reference points to");
                continue;
            }
            match keywords.iter().find(|(known, _)| *known == key) {
                Some((_, keyword)) => self.unread_value(entry, *keyword, object),
                None if key == "$ref" => {}
                None => {
                    let message = format!("`{key}` of {} is not supported", object.name());
                    let known = keywords.iter().map(|(known, _)| *known);
                    let help = help_or(key, known, "remove it, or use the keywords of OpenAPI 3.0");
                    self.warn(codes::NOT_GENERATED, entry.key_span, message, help);
                }
            }
        }
    }

    /// Visits an object in the value of `entry`.
    fn unread_part(&mut self, entry: &NodeEntry, node: &Node, at: Span, object: OpenApiObject) {
        if object == OpenApiObject::Schema {
            self.check_free_form(entry, node, at);
        }
        self.unread_in(node, object);
    }

    fn unread_value(&mut self, entry: &NodeEntry, keyword: Keyword, object: OpenApiObject) {
        let value = &entry.value;
        let wanted = match (keyword, &value.value) {
            (_, NodeValue::Null) => return,
            (Keyword::In(inner), _) => return self.unread_part(entry, value, entry.key_span, inner),
            (Keyword::Each(inner), _) => {
                value.items().iter().for_each(|item| self.unread_part(entry, item, item.span, inner));
                // Extensions of a map are not objects of it.
                let is_part = |part: &&NodeEntry| entry.key == "properties" || !part.key.starts_with("x-");
                let parts = value.entries().iter().filter(is_part);
                return parts.for_each(|part| self.unread_part(entry, &part.value, part.key_span, inner));
            }
            (Keyword::Read, _) => None,
            (Keyword::NotGenerated(help), _) => {
                if !is_empty(value) {
                    let message = format!("nothing is generated for `{}` of {}", entry.key, object.name());
                    self.warn(codes::NOT_GENERATED, entry.key_span, message, help);
                }
                return;
            }
            (Keyword::Text, content) => (!matches!(content, NodeValue::String(_))).then_some("a string"),
            (Keyword::Url, content) => {
                let is_url = |text: &str| !text.is_empty() && rustdoc::url(text) == text;
                (!matches!(content, NodeValue::String(text) if is_url(text))).then_some("the URL of a web page")
            }
            (Keyword::Flag, content) => (!matches!(content, NodeValue::Bool(_))).then_some("`true` or `false`"),
            (Keyword::Number, content) => (!matches!(content, NodeValue::Number(_))).then_some("a number"),
            (Keyword::Count, content) => {
                let is_count = matches!(content, NodeValue::Number(number) if number.is_u64());
                (!is_count).then_some("an integer that is not negative")
            }
        };
        if let Some(wanted) = wanted {
            let message = format!("`{}` of {} is ignored: it is not {wanted}", entry.key, object.name());
            self.warn(codes::REPAIRED, value.span, message, format!("write {wanted}, or remove it"));
        }
    }
}
