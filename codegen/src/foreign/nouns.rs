//! Names for the types that an operation mentions itself.

use heck::ToUpperCamelCase;

use super::Adopting;
use super::ids::plain;
use super::schema::{Kind, Schema};
use super::types::Module;
use super::words::one_of;

/// How many properties may stand in an object around a list: the total, the next page and the like.
const MOST_BESIDE: usize = 4;

/// Whether a reply carries a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lists {
    No,
    Plain,
    Wrapped,
}

impl Adopting<'_> {
    /// Whether a reply carries a list, by itself or as the only list in an object.
    pub(super) fn lists(&mut self, payload: Option<&Schema>) -> Lists {
        match payload.map(|payload| self.kind_of(payload)) {
            Some(Kind::List(_)) => Lists::Plain,
            Some(Kind::Object(object)) => {
                let mut properties = object.properties.values();
                let lists = properties.by_ref().filter(|property| matches!(self.kind_of(property), Kind::List(_))).count();
                let objects = object.properties.values().any(|property| matches!(self.kind_of(property), Kind::Object(_)));
                if lists == 1 && !objects && object.properties.len() <= MOST_BESIDE { Lists::Wrapped } else { Lists::No }
            }
            _ => Lists::No,
        }
    }
}

/// Names for the types of an operation.
pub(super) struct Nouns<'a> {
    pub module: &'a Module,
    pub action: &'a str,
    /// Whether the payload is an object around a list.
    pub wrapped: bool,
}

impl Nouns<'_> {
    /// One of the resource: `Deal`.
    pub(super) fn one(&self) -> String {
        one_of(plain(&self.module.1))
    }

    /// What the payload of the reply may be called.
    pub(super) fn of_reply(&self) -> Vec<String> {
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

    /// What the type of an input may be called.
    pub(super) fn of_input(&self, name: &str) -> Vec<String> {
        let (one, name, action) = (self.one(), one_of(name), self.action.to_upper_camel_case());
        vec![format!("{one}{name}"), format!("{action}{one}{name}")]
    }
}
