//! What the table of keys cannot say.

use super::table::{ObjectKind, ValueShape};
use super::{ShapeCheck, fits};
use crate::diag::codes;
use crate::load::extensions::ExtensionOwner;
use crate::load::{Node, NodeEntry, NodeValue, Pointer};

impl ShapeCheck<'_> {
    pub(super) fn special(&mut self, at: &Pointer, node: &Node, kind: ObjectKind) {
        match kind {
            ObjectKind::Root => self.version(at, node),
            ObjectKind::Parameter => self.parameter(at, node),
            ObjectKind::Schema => self.enumeration(at, node),
            ObjectKind::SecurityScheme => self.security_scheme(at, node),
            _ => {}
        }
    }

    fn version(&mut self, at: &Pointer, node: &Node) {
        let Some(version) = node.get("openapi") else { return };
        if version.as_str().is_some_and(|text| !text.starts_with("3.0.")) {
            let message = "this description is written in OpenAPI 3.0";
            self.error(&at.child("openapi"), version.span, codes::WRONG_SHAPE, message, "write `openapi: 3.0.3`");
        }
    }

    fn parameter(&mut self, at: &Pointer, node: &Node) {
        let start = self.start(node);
        match (node.get("schema"), node.entry("content")) {
            (None, None) => {
                self.error(at, start, codes::MISSING_KEY, "a parameter must have `schema`", "add `schema:` with its type");
            }
            (Some(_), Some(content)) => {
                let message = "a parameter has `schema` or `content`, not both";
                self.error(&at.child("content"), content.key_span, codes::WRONG_SHAPE, message, "take one of the two out");
            }
            _ => {}
        }
        let text = |key: &str| node.get(key).and_then(Node::as_str);
        let required = matches!(node.get("required").map(|node| &node.value), Some(NodeValue::Bool(true)));
        if text("in") == Some("path") && !required {
            let message = "a path parameter must be required";
            self.error(at, start, codes::MISSING_KEY, message, "add `required: true`");
        }
        // Each place of a parameter knows some styles only.
        let styles: &[&str] = match text("in") {
            Some("path") => &["simple", "label", "matrix"],
            Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            Some("header") => &["simple"],
            Some("cookie") => &["form"],
            _ => return,
        };
        if let (Some(style), Some(node)) = (text("style"), node.get("style"))
            && !styles.contains(&style)
        {
            let message = format!("a parameter here cannot have the style `{style}`");
            self.error(&at.child("style"), node.span, codes::WRONG_SHAPE, message, format!("write one of {}", styles.join(", ")));
        }
    }

    fn enumeration(&mut self, at: &Pointer, node: &Node) {
        let Some(of_type) = node.get("type").and_then(Node::as_str) else { return };
        let values = node.get("enum").map(Node::items).unwrap_or_default();
        for (index, value) in values.iter().enumerate() {
            let json = value.to_json();
            let here = at.child("enum").index(index);
            if !json.is_null() && !fits(&json, of_type) {
                let message = format!("this value is {}, but the type is `{of_type}`", value.describe());
                let help = if of_type == "string" { "quote it" } else { "write a value of that type, or change the type" };
                self.error(&here, value.span, codes::ENUM_VALUE_TYPE, message, help);
            } else if values[..index].iter().any(|other| other.to_json() == json) {
                self.error(&here, value.span, codes::WRONG_SHAPE, "this value is in the enum twice", "leave one of the two");
            }
        }
    }

    fn security_scheme(&mut self, at: &Pointer, node: &Node) {
        let wanted: &[&str] = match node.get("type").and_then(Node::as_str) {
            Some("apiKey") => &["in", "name"],
            Some("http") => &["scheme"],
            Some("oauth2") => &["flows"],
            Some("openIdConnect") => &["openIdConnectUrl"],
            _ => return,
        };
        for key in wanted.iter().filter(|key| node.get(key).is_none()) {
            let message = format!("a security scheme of this type must have `{key}`");
            self.error(at, self.start(node), codes::MISSING_KEY, message, format!("add `{key}:`"));
        }
    }

    pub(super) fn paths(&mut self, at: &Pointer, entries: &[NodeEntry]) {
        for entry in entries {
            let here = at.child(&entry.key);
            if !entry.key.starts_with('/') {
                let message = format!("the path `{}` does not begin with `/`", entry.key);
                self.error(&here, entry.key_span, codes::WRONG_SHAPE, message, "write the whole path, as in `/api/v2/deals`");
            } else if let Err(why) = braces(&entry.key) {
                let message = format!("the path `{}` {why}", entry.key);
                self.error(&here, entry.key_span, codes::WRONG_SHAPE, message, "write each parameter as `{name}`");
            }
            self.shaped(&here, &entry.value, ValueShape::RefOr(ObjectKind::PathItem), ExtensionOwner::Elsewhere);
        }
    }

    pub(super) fn responses(&mut self, at: &Pointer, entries: &[NodeEntry]) {
        for entry in entries {
            let here = at.child(&entry.key);
            let key = entry.key.as_str();
            let digits = key.len() == 3
                && key.starts_with(|c| ('1'..='5').contains(&c))
                && (key[1..].chars().all(|c| c.is_ascii_digit()) || &key[1..] == "XX");
            if !digits && key != "default" {
                let message = format!("`{key}` is no status");
                self.error(&here, entry.key_span, codes::UNKNOWN_KEY, message, "write '200', '4XX' or default");
                continue;
            }
            self.shaped(&here, &entry.value, ValueShape::RefOr(ObjectKind::Response), ExtensionOwner::Elsewhere);
        }
    }
}

fn braces(path: &str) -> Result<(), &'static str> {
    let mut open = false;
    let mut empty = false;
    for c in path.chars() {
        match c {
            '{' if open => return Err("has a `{` in a parameter"),
            '{' => (open, empty) = (true, true),
            '}' if !open => return Err("has a `}` without a `{`"),
            '}' if empty => return Err("has a parameter without a name"),
            '}' => open = false,
            '/' | '?' | '#' if open => return Err("has a `{` without a `}`"),
            '?' | '#' => return Err("has more than a path in it"),
            _ => empty = false,
        }
    }
    if open { Err("has a `{` without a `}`") } else { Ok(()) }
}
