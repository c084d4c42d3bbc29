//! Comparison of schemas by their structure.

use crate::openapi::{Node, NodeValue};

/// Returns the structure of a schema as a string: everything except annotations and constraints.
pub(super) fn structure(node: &Node) -> String {
    const WORDS: &[&str] = &[
        "description",
        "x-enum-descriptions",
        "example",
        "default",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "pattern",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
    ];
    fn write(node: &Node, is_schema: bool, out: &mut String) {
        match &node.value {
            NodeValue::Map(entries) => {
                let mut entries: Vec<_> =
                    entries.iter().filter(|entry| !is_schema || !WORDS.contains(&entry.key.as_str())).collect();
                if let ([only], true) = (entries.as_slice(), is_schema)
                    && only.key == "allOf"
                    && let [reference] = only.value.items()
                {
                    return write(reference, true, out);
                }
                entries.sort_by(|a, b| a.key.cmp(&b.key));
                out.push('{');
                for entry in entries {
                    out.extend([&format!("{:?}", entry.key), ":"]);
                    write(&entry.value, !(is_schema && matches!(entry.key.as_str(), "properties" | "mapping")), out);
                    out.push(',');
                }
                out.push('}');
            }
            NodeValue::List(items) => {
                out.push('[');
                for item in items {
                    write(item, is_schema, out);
                    out.push(',');
                }
                out.push(']');
            }
            _ => out.push_str(&node.to_json().to_string()),
        }
    }
    let mut key = String::new();
    write(node, true, &mut key);
    key
}
