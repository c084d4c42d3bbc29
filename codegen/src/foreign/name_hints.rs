//! Name candidates for the types that an operation refers to.

use heck::ToUpperCamelCase;

use super::Normalizer;
use super::operation_ids::plain;
use super::schema::{Schema, SchemaType};
use super::types::ResourceKey;
use super::words::one_of;

/// Maximum number of properties of an object that wraps a list, such as the total or the next page.
const MAX_SIBLINGS: usize = 4;

/// Whether a response contains a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ListShape {
    No,
    Plain,
    Wrapped,
}

impl Normalizer<'_> {
    /// Returns whether a response is a list or an object with a single list.
    pub(super) fn list_shape(&mut self, payload: Option<&Schema>) -> ListShape {
        match payload.map(|payload| self.resolved_type(payload)) {
            Some(SchemaType::List(_)) => ListShape::Plain,
            Some(SchemaType::Object(object)) => {
                let mut properties = object.properties.values();
                let list_shape =
                    properties.by_ref().filter(|property| matches!(self.resolved_type(property), SchemaType::List(_))).count();
                let objects =
                    object.properties.values().any(|property| matches!(self.resolved_type(property), SchemaType::Object(_)));
                if list_shape == 1 && !objects && object.properties.len() <= MAX_SIBLINGS {
                    ListShape::Wrapped
                } else {
                    ListShape::No
                }
            }
            _ => ListShape::No,
        }
    }
}

/// Derives names for the types of an operation.
pub(super) struct TypeNameHints<'a> {
    pub module: &'a ResourceKey,
    pub action: &'a str,
    /// Whether the payload is an object that wraps a list.
    pub wrapped: bool,
}

impl TypeNameHints<'_> {
    /// Returns the singular of the resource, such as `Deal`.
    pub(super) fn one(&self) -> String {
        one_of(plain(&self.module.1))
    }

    /// Returns name candidates for the payload of the response.
    pub(super) fn for_response(&self) -> Vec<String> {
        let (one, action) = (self.one(), self.action.to_upper_camel_case());
        if self.wrapped && self.action.starts_with("list") {
            return vec![format!("{one}{action}")];
        }
        let (verb, rest) = self.action.split_once('_').unwrap_or((self.action, ""));
        let last = format!("{action}{one}");
        match (verb, rest) {
            ("delete", "" | "many") => vec![format!("Deleted{one}"), last],
            ("delete", rest) => vec![format!("Deleted{}", one_of(rest)), format!("Deleted{one}{}", one_of(rest))],
            ("list" | "get" | "create" | "update", "") => vec![one, last],
            ("list" | "get" | "add" | "create" | "update" | "put" | "post" | "find" | "set", rest) => {
                vec![one_of(rest), format!("{one}{}", one_of(rest)), last]
            }
            _ => vec![format!("{one}{action}")],
        }
    }

    /// Returns name candidates for the type of an input.
    pub(super) fn for_input(&self, name: &str) -> Vec<String> {
        let (one, name, action) = (self.one(), one_of(name), self.action.to_upper_camel_case());
        vec![format!("{one}{name}"), format!("{action}{one}{name}")]
    }
}
