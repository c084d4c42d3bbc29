//! Names and documentation of the values of enums, which external descriptions have in extensions.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::tree::{self, MapBuilder};
use super::{Normalizer, docs};
use crate::diag::codes;
use crate::idents;
use crate::openapi::{Node, NodeEntry, NodeValue};

/// The extensions with the names of the variants.
const NAMES: [&str; 2] = ["x-enum-varnames", "x-enumNames"];

/// The extensions with the documentation of the variants.
const DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// The name and the documentation of a value.
#[derive(Debug, Clone, Default)]
pub(super) struct ValueDocs {
    name: Option<String>,
    docs: Option<String>,
}

/// The names and the documentation of the values of an enum, by value.
pub(super) type EnumDocs = BTreeMap<String, ValueDocs>;

/// Returns whether a schema names the values of its enum.
pub(super) fn has_names(node: &Node) -> bool {
    NAMES.iter().any(|key| node.get(key).is_some())
}

impl Normalizer<'_> {
    /// Reads the names and the documentation of the values of an enum.
    pub(super) fn enum_docs(&mut self, node: &Node) -> EnumDocs {
        let mut all = EnumDocs::new();
        let values: Vec<String> = node.get("enum").map(Node::items).unwrap_or_default().iter().map(as_written).collect();
        if values.is_empty() {
            return all;
        }
        if let Some(entry) = NAMES.iter().find_map(|key| node.entry(key)) {
            for (value, name) in self.per_value(entry, &values) {
                all.entry(value).or_default().name = Some(name).filter(|name| !name.trim().is_empty());
            }
        }
        if let Some(entry) = DESCRIPTIONS.iter().find_map(|key| node.entry(key)) {
            for (value, description) in self.per_value(entry, &values) {
                all.entry(value).or_default().docs = docs::clean(&description);
            }
        }
        all
    }

    /// Returns the strings of an extension with the values that they belong to: those of a list in the order of the values, or those of a
    /// mapping by value.
    fn per_value(&mut self, entry: &NodeEntry, values: &[String]) -> Vec<(String, String)> {
        let string = |node: &Node| node.as_str().map(str::to_owned);
        let pairs: Vec<(String, Option<String>)> = match &entry.value.value {
            NodeValue::List(items) => {
                // Null is a value without a variant, and may have been skipped.
                let named: Vec<&String> = values.iter().filter(|value| items.len() == values.len() || *value != NULL).collect();
                if named.len() != items.len() {
                    let count = values.iter().filter(|value| *value != NULL).count();
                    let message = format!("`{}` is ignored: the enum has another number of values, {count}", entry.key);
                    self.warn(codes::NOT_GENERATED, entry.key_span, message, "write one string for each value of the enum");
                    return Vec::new();
                }
                named.into_iter().cloned().zip(items.iter().map(string)).collect()
            }
            NodeValue::Map(entries) => entries.iter().map(|entry| (entry.key.clone(), string(&entry.value))).collect(),
            _ => Vec::new(),
        };
        let known: HashSet<&String> = values.iter().collect();
        if pairs.is_empty() || pairs.iter().any(|(value, string)| !known.contains(value) || string.is_none()) {
            let message = format!("what is no string or belongs to no value in `{}` is ignored", entry.key);
            self.warn(codes::NOT_GENERATED, entry.key_span, message, "write one string for each value of the enum");
        }
        pairs.into_iter().filter_map(|(value, string)| Some((value, string?))).collect()
    }
}

/// How [`as_written`] writes null.
const NULL: &str = "null";

fn as_written(value: &Node) -> String {
    value.as_str().map_or_else(|| value.to_json().to_string(), str::to_owned)
}

/// Writes the names and the documentation of these values in the form of a curated description.
pub(super) fn put(map: &mut MapBuilder, all: &EnumDocs, values: &[String]) {
    let at = map.at();
    let of = |value: &String| all.get(value).cloned().unwrap_or_default();
    let names: Option<Vec<String>> = values.iter().map(|value| of(value).name).collect();
    if let Some(names) = names.filter(|names| !names.is_empty()) {
        map.put("x-enum-varnames", tree::list(at, distinct(&names).into_iter().map(|name| tree::string(at, name)).collect()));
    }
    let descriptions: Vec<String> = values.iter().map(|value| of(value).docs.unwrap_or_default()).collect();
    if descriptions.iter().any(|description| !description.is_empty()) {
        let descriptions = descriptions.into_iter().map(|description| tree::string(at, description)).collect();
        map.put("x-enum-descriptions", tree::list(at, descriptions));
    }
}

/// Returns names in camel case that differ from one another.
fn distinct(names: &[String]) -> Vec<String> {
    let (mut taken, mut numbers) = (HashSet::new(), HashMap::new());
    let name = |name: &String| {
        let first: String = idents::type_name(name).chars().filter(char::is_ascii_alphanumeric).collect();
        let mut name = first.clone();
        // Counting continues after the last number, as many values can have the same name.
        let number = numbers.entry(first.clone()).or_insert(1);
        while !taken.insert(name.clone()) {
            *number += 1;
            name = format!("{first}{number}");
        }
        name
    };
    names.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::distinct;

    #[test]
    fn names_are_distinct_variants() {
        let names = ["off", "OFF", "switched_on", "self", "größe", "1st", "+", "Off2"].map(str::to_owned);
        let distinct = distinct(&names);
        assert_eq!(distinct[..5], ["Off", "Off2", "SwitchedOn", "Self", "Grosse"]);
        assert!(distinct[5..].iter().all(|name| name.starts_with(|c: char| c.is_ascii_uppercase())), "{distinct:?}");
        assert_eq!(distinct.iter().collect::<std::collections::BTreeSet<_>>().len(), names.len(), "{distinct:?}");
    }
}
