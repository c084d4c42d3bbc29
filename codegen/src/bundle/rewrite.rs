//! Rewrites one definition: its references, and the keywords that only this description uses.

use serde_json::{Map, Value};

use super::spell_out;

/// Maps whose keys are names, not keywords: a property can have the name `default` or `$ref`.
const NAME_MAPS: [&str; 6] = ["properties", "responses", "content", "headers", "encoding", "variables"];
/// Keys whose values are data, which contain no keywords.
const DATA: [&str; 3] = ["example", "default", "enum"];

/// Replaces every reference, and expresses formats, `nullable` and extensions in standard keywords.
pub(super) fn references(value: &mut Value, replace: &mut dyn FnMut(&str) -> String) {
    match value {
        Value::Array(items) => {
            for item in items {
                references(item, replace);
            }
        }
        Value::Object(map) => {
            object(map, replace);
            spell_out::format(map);
            spell_out::nullable(map);
            spell_out::extensions(map);
        }
        _ => {}
    }
}

fn object(map: &mut Map<String, Value>, replace: &mut dyn FnMut(&str) -> String) {
    for (key, value) in map.iter_mut() {
        match (key.as_str(), value) {
            ("$ref", Value::String(reference)) => *reference = replace(reference),
            ("mapping", Value::Object(names)) => {
                for reference in names.values_mut() {
                    if let Value::String(reference) = reference {
                        *reference = replace(reference);
                    }
                }
            }
            (key, Value::Object(names)) if NAME_MAPS.contains(&key) => {
                for value in names.values_mut() {
                    references(value, replace);
                }
            }
            (key, _) if DATA.contains(&key) || key.starts_with("x-") => {}
            (_, value) => references(value, replace),
        }
    }
}
