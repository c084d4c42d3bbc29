//! Checks that the table of keys cannot express.

use std::collections::HashSet;

use super::table::{ObjectKind, ValueShape};
use super::{ShapeCheck, context, fits, start};
use crate::diag::codes;
use crate::load::extensions::ExtensionOwner;
use crate::load::{Node, NodeEntry, NodeValue, Pointer};
use crate::openapi::help_or;

/// Returns whether an entry is an example of `null` for a schema, or for something of a schema, that is nullable.
pub(super) fn is_null_example(object: &Node, entry: &NodeEntry) -> bool {
    let is_nullable = |schema: &Node| matches!(schema.get("nullable").map(|node| &node.value), Some(NodeValue::Bool(true)));
    entry.key == "example"
        && entry.value.value == NodeValue::Null
        && (is_nullable(object) || object.get("schema").is_some_and(is_nullable))
}

impl ShapeCheck<'_> {
    /// Runs the checks of one kind of object. `is_missing` is false for keys that were reported as misspelt.
    pub(super) fn special(&mut self, at: &Pointer, node: &Node, kind: ObjectKind, is_missing: &dyn Fn(&str) -> bool) {
        match kind {
            ObjectKind::Root => self.version(at, node),
            ObjectKind::Parameter => self.parameter(at, node, is_missing),
            ObjectKind::Schema => self.enumeration(at, node),
            ObjectKind::SecurityScheme => self.security_scheme(at, node, is_missing),
            _ => {}
        }
    }

    fn version(&mut self, at: &Pointer, node: &Node) {
        let Some(version) = node.get("openapi") else { return };
        if let Some(other) = version.as_str().filter(|version| !version.starts_with("3.0.")) {
            let message = format!("unsupported OpenAPI version `{other}`");
            self.error(&at.child("openapi"), version.span, codes::WRONG_SHAPE, message, "write `openapi: 3.0.3`");
        }
    }

    fn parameter(&mut self, at: &Pointer, node: &Node, is_missing: &dyn Fn(&str) -> bool) {
        match (node.get("schema"), node.entry("content")) {
            (None, None) if is_missing("schema") && is_missing("content") => {
                let message = "missing field `schema` in a parameter";
                self.error(at, start(node), codes::MISSING_KEY, message, context::missing_help("schema"));
            }
            (Some(_), Some(content)) => {
                let message = "parameter with both `schema` and `content`";
                let help = "remove `content`, unless the value is a whole document";
                self.error(&at.child("content"), content.key_span, codes::WRONG_SHAPE, message, help);
            }
            _ => {}
        }
        let string = |key: &str| node.get(key).and_then(Node::as_str);
        let required = node.get("required").map(|node| &node.value);
        // A value of another type is reported already.
        let is_optional = required == Some(&NodeValue::Bool(false)) || required.is_none() && is_missing("required");
        if string("in") == Some("path") && is_optional {
            let message = "path parameter without `required: true`";
            self.error(at, start(node), codes::MISSING_KEY, message, "add `required: true`; the path is incomplete without it");
        }
        let styles: &[&str] = match string("in") {
            Some("path") => &["simple", "label", "matrix"],
            Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            Some("header") => &["simple"],
            Some("cookie") => &["form"],
            _ => return,
        };
        if let (Some(kind), Some(style), Some(node)) = (string("in"), string("style"), node.get("style"))
            && table_styles().contains(&style)
            && !styles.contains(&style)
        {
            let message = format!("style `{style}` is not allowed for a {kind} parameter");
            self.error(&at.child("style"), node.span, codes::WRONG_SHAPE, message, context::one_of(styles));
        }
    }

    fn enumeration(&mut self, at: &Pointer, node: &Node) {
        let Some(of_type) = node.get("type").filter(|of_type| of_type.as_str().is_some()) else { return };
        let wanted = of_type.as_str().unwrap_or_default();
        let values = node.get("enum").map(Node::items).unwrap_or_default();
        let misfits = |value: &&Node| value.value != NodeValue::Null && !fits(&value.to_json(), wanted);
        let (wrong, all) =
            (values.iter().filter(misfits).count(), values.iter().filter(|value| value.value != NodeValue::Null).count());
        // If none of several values has the type, then the type is wrong.
        if let Some(first) = values.iter().find(misfits).filter(|_| wrong > 1 && wrong == all) {
            let message = format!("`type: {wanted}` does not match the values of the enum");
            let help = format!("the first value is {}: correct the type, or the values", first.describe());
            return self.error(&at.child("type"), of_type.span, codes::ENUM_VALUE_TYPE, message, help);
        }
        let mut seen = HashSet::new();
        for (index, value) in values.iter().enumerate() {
            let json = value.to_json();
            let here = at.child("enum").index(index);
            if misfits(&value) {
                let message = format!("enum value is {}, but the type is `{wanted}`", value.describe());
                let help = if wanted == "string" {
                    format!("quote it: '{}'", json.as_str().map_or_else(|| json.to_string(), str::to_owned))
                } else {
                    format!("write a value of type `{wanted}`, or change the type")
                };
                self.error(&here, value.span, codes::ENUM_VALUE_TYPE, message, help);
            } else if !seen.insert(json.to_string()) {
                self.error(&here, value.span, codes::WRONG_SHAPE, "duplicate enum value", "remove one of the two");
            }
        }
    }

    fn security_scheme(&mut self, at: &Pointer, node: &Node, is_missing: &dyn Fn(&str) -> bool) {
        let (of_type, wanted): (&str, &[&str]) = match node.get("type").and_then(Node::as_str) {
            Some(of_type @ "apiKey") => (of_type, &["in", "name"]),
            Some(of_type @ "http") => (of_type, &["scheme"]),
            Some(of_type @ "oauth2") => (of_type, &["flows"]),
            Some(of_type @ "openIdConnect") => (of_type, &["openIdConnectUrl"]),
            _ => return,
        };
        for key in wanted.iter().filter(|key| is_missing(key)) {
            let message = format!("missing field `{key}` in a security scheme of type `{of_type}`");
            self.error(at, start(node), codes::MISSING_KEY, message, context::missing_help(key));
        }
    }

    pub(super) fn paths(&mut self, at: &Pointer, entries: &[NodeEntry]) {
        for entry in entries {
            let here = at.child(&entry.key);
            if !entry.key.starts_with('/') {
                let message = format!("path `{}` does not begin with `/`", entry.key);
                self.error(&here, entry.key_span, codes::WRONG_SHAPE, message, "write the whole path, such as `/api/v2/deals`");
            } else if let Err(problem) = braces(&entry.key) {
                let message = format!("path `{}` {problem}", entry.key);
                self.error(&here, entry.key_span, codes::WRONG_SHAPE, message, "write each parameter as `{name}`");
            }
            self.shaped(&here, &entry.value, ValueShape::RefOr(ObjectKind::PathItem), ExtensionOwner::Other);
        }
    }

    pub(super) fn responses(&mut self, at: &Pointer, entries: &[NodeEntry]) {
        for entry in entries {
            let here = at.child(&entry.key);
            let key = entry.key.as_str();
            let is_status = key.len() == 3
                && key.starts_with(|c| ('1'..='5').contains(&c))
                && (key[1..].chars().all(|c| c.is_ascii_digit()) || &key[1..] == "XX");
            if !is_status && key != "default" {
                let message = format!("`{key}` is not a status");
                let help = help_or(key, ["default"], "write a status such as '200' or '4XX', or `default`");
                self.error(&here, entry.key_span, codes::UNKNOWN_KEY, message, help);
                continue;
            }
            self.shaped(&here, &entry.value, ValueShape::RefOr(ObjectKind::Response), ExtensionOwner::Other);
        }
    }
}

/// All styles of parameters. An unknown one is reported already.
fn table_styles() -> &'static [&'static str] {
    match ObjectKind::Parameter.rules().shape("style") {
        Some(ValueShape::Word(styles)) => styles,
        _ => &[],
    }
}

fn braces(path: &str) -> Result<(), &'static str> {
    let mut open = false;
    let mut empty = false;
    for c in path.chars() {
        match c {
            '{' if open => return Err("has a `{` inside a parameter"),
            '{' => (open, empty) = (true, true),
            '}' if !open => return Err("has a `}` without a `{`"),
            '}' if empty => return Err("has a parameter without a name"),
            '}' => open = false,
            '/' | '?' | '#' if open => return Err("has a `{` without a `}`"),
            '?' | '#' => return Err("contains a query or a fragment"),
            _ => empty = false,
        }
    }
    if open { Err("has a `{` without a `}`") } else { Ok(()) }
}
