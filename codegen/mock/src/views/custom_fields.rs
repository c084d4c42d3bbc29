//! Custom fields in the encoding of version 1.

use serde_json::{Map, Value};

/// Returns custom fields in the flat encoding of version 1, from the nested one of version 2.
pub(crate) fn flat(nested: &Map<String, Value>) -> Map<String, Value> {
    let mut flat = Map::new();
    for (key, value) in nested {
        match value {
            Value::Object(parts) => {
                for (name, part) in parts {
                    let key = if name == "value" { key.clone() } else { format!("{key}_{name}") };
                    flat.insert(key, part.clone());
                }
            }
            Value::Array(options) => {
                let options: Vec<String> = options.iter().map(Value::to_string).collect();
                flat.insert(key.clone(), options.join(",").into());
            }
            _ => drop(flat.insert(key.clone(), value.clone())),
        }
    }
    flat
}

/// Returns custom fields in the nested encoding of version 2, from the flat one of version 1.
pub(crate) fn nested(flat: Map<String, Value>) -> Map<String, Value> {
    let mut nested: Map<String, Value> = Map::new();
    for (key, value) in flat {
        match key.get(41..).filter(|part| !part.is_empty()) {
            None => drop(nested.insert(key, value)),
            Some(part) => {
                let entry = nested.entry(key[..40].to_owned()).or_insert(Value::Null);
                if !entry.is_object() {
                    *entry = serde_json::json!({ "value": entry.take() });
                }
                entry[part] = value;
            }
        }
    }
    nested
}
