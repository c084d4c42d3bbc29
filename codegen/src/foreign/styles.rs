//! How the values of queries and forms are written: `style`, `explode` and `encoding`.

use super::tree::{self, MapBuilder};
use crate::openapi::{Node, Span};

/// The styles of queries and forms.
pub(super) const STYLES: [&str; 4] = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];

/// What precedes the value of a path parameter with a style, as in `/lamps/;id=7`.
pub(super) fn prefix_in_path(style: Option<&str>, name: &str) -> Option<String> {
    match style {
        None | Some("simple") => Some(String::new()),
        Some("label") => Some(".".to_owned()),
        Some("matrix") => Some(format!(";{name}=")),
        Some(_) => None,
    }
}

/// Whether a style exists for parameters at a location.
pub(super) fn is_known(style: &str, location: &str) -> bool {
    match location {
        "path" => prefix_in_path(Some(style), "").is_some(),
        "query" => STYLES.contains(&style),
        "header" => style == "simple",
        _ => style == "form",
    }
}

/// How a list or object is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct ValueStyle {
    name: &'static str,
    explode: bool,
}

impl ValueStyle {
    /// Each item of a list under the same name: the default of OpenAPI.
    pub(super) const EXPLODED: Self = Self { name: STYLES[0], explode: true };

    /// Returns the style that a parameter or encoding declares, with the defaults of OpenAPI. `None` if it declares none.
    pub(super) fn of(node: &Node) -> Option<Self> {
        let declared =
            node.get("style").and_then(Node::as_str).and_then(|style| STYLES.into_iter().find(|known| *known == style));
        if declared.is_none() && node.get("explode").is_none() {
            return None;
        }
        let name = declared.unwrap_or(STYLES[0]);
        let explode = if node.get("explode").is_some() { tree::is_true(node, "explode") } else { name == STYLES[0] };
        Some(Self { name, explode })
    }

    /// Returns whether the properties of objects, at any depth, have a place in the style.
    pub(super) fn is_deep(self) -> bool {
        self.name == STYLES[3]
    }

    /// Writes the style.
    pub(super) fn put(self, map: &mut MapBuilder, at: Span) {
        map.put("style", tree::string(at, self.name));
        self.put_explode(map, at);
    }

    /// Writes whether the style is exploded.
    pub(super) fn put_explode(self, map: &mut MapBuilder, at: Span) {
        map.put("explode", if self.explode { tree::bool_true(at) } else { tree::bool_false(at) });
    }
}
