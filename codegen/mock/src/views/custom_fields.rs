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
