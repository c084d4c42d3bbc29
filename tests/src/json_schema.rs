//! Checking JSON against a schema.

use std::collections::BTreeSet;

use serde_json::Value;

/// Collects the problems of a value that does not match a schema. Supports the parts of JSON Schema that the schemas in `docs/` use.
pub fn against_schema(value: &Value, schema: &Value, root: &Value, at: &str, problems: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/")) {
        return against_schema(value, &root["$defs"][name], root, at, problems);
    }
    if let Some(values) = schema["enum"].as_array()
        && !values.contains(value)
    {
        problems.push(format!("{at}: {value} is not one of the values"));
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is_fit = match &schema["type"] {
        Value::String(only) => only == kind,
        Value::Array(several) => several.iter().any(|one| one == kind),
        _ => true,
    };
    if !is_fit {
        problems.push(format!("{at}: {kind} is not {}", schema["type"]));
    }
    if let Value::Array(items) = value {
        for (index, item) in items.iter().enumerate() {
            against_schema(item, &schema["items"], root, &format!("{at}/{index}"), problems);
        }
    }
    if let (Value::Object(map), Value::Object(properties)) = (value, &schema["properties"]) {
        let wanted: BTreeSet<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let known: BTreeSet<&str> = properties.keys().map(String::as_str).collect();
        let there: BTreeSet<&str> = map.keys().map(String::as_str).collect();
        problems.extend(there.difference(&known).map(|name| format!("{at}: {name} is not described")));
        problems.extend(wanted.difference(&there).map(|name| format!("{at}: {name} is missing")));
        for (name, member) in map {
            against_schema(member, &properties.get(name).cloned().unwrap_or_default(), root, &format!("{at}/{name}"), problems);
        }
    }
}
