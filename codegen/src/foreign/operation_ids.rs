//! Derives operation ids: `version.resource.action`.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;

use super::types::ResourceKey;
use super::words::{without, words};
use crate::idents;
use crate::openapi::Method;

/// Cargo features of every crate. Each resource is also a feature.
const FEATURES: &[&str] = &[
    "arbitrary_precision",
    "blocking",
    "default",
    "reqwest",
    "rust_decimal",
    "rustls",
    "serde",
    "test_util",
    "tracing",
    "v1",
    "v2",
];

/// Names that Windows has for devices, which no file can have.
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];

/// Suffix for module names that are reserved.
const MODULE_SUFFIX: &str = "_api";

/// The ids that have been assigned.
#[derive(Default)]
pub(super) struct OperationIds {
    /// Type names in use by module: accessors and request types.
    pub taken: BTreeMap<ResourceKey, BTreeSet<String>>,
    /// The last number after an action, by module and action.
    numbers: BTreeMap<(ResourceKey, String), usize>,
}

/// The properties of an operation that its id is derived from.
pub(super) struct UnnamedOperation<'a> {
    pub method: Method,
    /// Path with the prefix from the server URL.
    pub path: &'a str,
    pub operation_id: Option<&'a str>,
    pub tag: Option<&'a str>,
    /// Whether the response is a list.
    pub is_list: bool,
}

/// Returns `v1` or `v2`, depending on the path.
pub(super) fn version(path: &str) -> &'static str {
    if path.split('/').any(|segment| segment == "v2") { "v2" } else { "v1" }
}

/// Returns the version in a path if the crate has no module for it.
pub(super) fn unsupported_version(path: &str) -> Option<&str> {
    let is_version = |segment: &&str| {
        segment.strip_prefix('v').is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit()))
    };
    path.split('/').find(is_version).filter(|segment| !matches!(*segment, "v1" | "v2"))
}

impl UnnamedOperation<'_> {
    /// Returns the resource: the first tag, or the first word of the path.
    pub(super) fn resource(&self) -> String {
        let in_path = || self.words_of_path().next().map(module_name);
        self.tag.filter(|tag| !tag.is_empty()).map(module_name).or_else(in_path).unwrap_or_else(|| "api_root".to_owned())
    }

    /// Iterates over the path segments that are neither parameters nor a version.
    fn words_of_path(&self) -> impl Iterator<Item = &str> {
        self.path.split('/').filter(|segment| is_word(segment) && *segment != "api" && is_no_version(segment))
    }

    /// Returns action candidates, in order of preference.
    fn actions(&self, resource: &str) -> Vec<String> {
        let mut actions = Vec::new();
        let resource = words(plain(resource));
        let id = self.operation_id.map(words).unwrap_or_default();
        let id: Vec<String> = id.into_iter().skip_while(|word| matches!(word.as_str(), "v1" | "v2" | "api")).collect();
        let mut path: Vec<String> = Vec::new();
        self.words_of_path().for_each(|segment| path.extend(words(segment)));
        if !id.is_empty() {
            actions.push(self.verb(without(&id, &resource, &path)));
            actions.push(id);
        }
        let verb = vec![self.method.key().to_owned()];
        let from_path = self.verb([verb.clone(), without(&path, &resource, &path)].concat());
        actions.push(from_path);
        actions.push([verb, path].concat());
        actions.into_iter().map(|words| idents::method(&words.join("_"))).collect()
    }

    /// Replaces generic verbs by the conventional ones: `get` of a list becomes `list`, `add` becomes `create`.
    fn verb(&self, mut words: Vec<String>) -> Vec<String> {
        let on_one = self.path.trim_end_matches('/').ends_with('}');
        let alone = words.len() <= 1;
        if words.is_empty() {
            words.push(self.method.key().to_owned());
        }
        let first = &mut words[0];
        let better = match (first.as_str(), self.method) {
            ("get" | "find" | "fetch", Method::Get) if self.is_list && !on_one => Some("list"),
            ("get" | "find" | "fetch", Method::Get) if alone => Some("get"),
            ("add" | "post", Method::Post) if alone => Some("create"),
            ("put" | "patch", Method::Put | Method::Patch) if alone => Some("update"),
            ("remove", Method::Delete) if alone => Some("delete"),
            _ => None,
        };
        if let Some(better) = better {
            better.clone_into(first);
        }
        let many = alone && !self.path.contains('{') && matches!(self.method, Method::Delete | Method::Put | Method::Patch);
        if many && matches!(words[0].as_str(), "delete" | "update") {
            words.push("many".to_owned());
        }
        words
    }
}

impl OperationIds {
    /// Returns an action that is unique in the module.
    pub(super) fn action(&mut self, module: &ResourceKey, operation: &UnnamedOperation<'_>) -> String {
        let taken = self.taken.entry(module.clone()).or_insert_with(|| BTreeSet::from([module.1.to_upper_camel_case()]));
        let candidates: Vec<String> = operation
            .actions(&module.1)
            .into_iter()
            .filter(|action| !idents::ACCESSOR_METHODS.contains(&action.as_str()))
            .collect();
        let first = candidates.first().cloned().unwrap_or_else(|| format!("call_{}", operation.method.key()));
        let is_free = |action: &String| {
            let request = format!("{}Request", action.to_upper_camel_case());
            !taken.contains(&request) && !idents::RESERVED_TYPES.contains(&request.as_str())
        };
        let action = candidates.into_iter().chain([first.clone()]).find(is_free).unwrap_or_else(|| {
            // Counting continues after the last number, as many operations can have the same name.
            let number = self.numbers.entry((module.clone(), first.clone())).or_insert(1);
            loop {
                *number += 1;
                let action = format!("{first}_{number}");
                if is_free(&action) {
                    break action;
                }
            }
        });
        taken.insert(format!("{}Request", action.to_upper_camel_case()));
        action
    }
}

/// Returns whether a path segment is not a parameter.
fn is_word(segment: &str) -> bool {
    !segment.is_empty() && !segment.contains('{')
}

fn is_no_version(segment: &str) -> bool {
    !matches!(segment, "v1" | "v2") && unsupported_version(segment).is_none()
}

/// Removes the suffix of a reserved module name.
pub(super) fn plain(resource: &str) -> &str {
    resource.strip_suffix(MODULE_SUFFIX).unwrap_or(resource)
}

/// Returns the module of a resource, which is also a feature, a method of the version, and a directory.
fn module_name(name: &str) -> String {
    let module = idents::module(name);
    let is_keyword = module.starts_with("r#") || module.ends_with('_');
    let is_taken = FEATURES.contains(&module.as_str()) || idents::ACCESSOR_METHODS.contains(&module.as_str());
    let is_type = idents::RESERVED_TYPES.contains(&module.to_upper_camel_case().as_str());
    if is_keyword || is_taken || is_type || is_device(&module) {
        format!("{}{MODULE_SUFFIX}", module.trim_start_matches("r#").trim_end_matches('_'))
    } else {
        module
    }
}

fn is_device(name: &str) -> bool {
    let port = name.strip_prefix("com").or(name.strip_prefix("lpt"));
    DEVICES.contains(&name) || port.is_some_and(|number| number.len() == 1 && number.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{OperationIds, UnnamedOperation, module_name};
    use crate::openapi::Method;

    fn id(method: Method, path: &str, operation_id: Option<&str>, tag: Option<&str>, is_list: bool) -> String {
        let operation = UnnamedOperation { method, path, operation_id, tag, is_list };
        let module = (super::version(path), operation.resource());
        let action = OperationIds::default().action(&module, &operation);
        format!("{}.{}.{action}", module.0, module.1)
    }

    #[test]
    fn ids_follow_from_what_is_there() {
        use Method::{Delete, Get, Patch, Post};
        assert_eq!(id(Get, "/v1/deals", Some("getDeals"), Some("Deals"), true), "v1.deals.list");
        assert_eq!(id(Get, "/api/v2/deals/{id}", Some("getDeal"), Some("Deals"), false), "v2.deals.get");
        assert_eq!(id(Post, "/v1/deals", Some("addDeal"), Some("Deals"), false), "v1.deals.create");
        assert_eq!(id(Get, "/v1/deals/{id}/files", Some("getDealFiles"), Some("Deals"), true), "v1.deals.list_files");
        assert_eq!(
            id(Delete, "/v1/dealFields", Some("deleteDealFields"), Some("Deal fields"), false),
            "v1.deal_fields.delete_many"
        );
        assert_eq!(id(Get, "/lamps", None, None, true), "v1.lamps.list");
        assert_eq!(id(Patch, "/lamps/{id}", None, None, false), "v1.lamps.update");
        assert_eq!(id(Post, "/lamps/{id}/switches", None, Some("Lamps"), false), "v1.lamps.post_switches");
        assert_eq!(id(Get, "/", None, None, false), "v1.api_root.get");
    }

    #[test]
    fn modules_are_names_that_rust_can_spell() {
        let odd = ["Deal fields", "type", "Items", "tracing", "New", "3D", "self", "Con", "com1", "名", "+1", "into"];
        let names = odd.map(module_name);
        assert_eq!(names[..6], ["deal_fields", "type_api", "items_api", "tracing_api", "new_api", "n_3d"]);
        assert_eq!(names[6..], ["self_api", "con_api", "com1_api", "ming", "plus_1", "into_api"]);
        assert!(module_name(&"tag ".repeat(100)).len() < 70);
    }
}
