//! Serializes JSON values as YAML. Strings such as `no` and dates are quoted, so that no parser takes them for another type.

use serde_json::Value;

/// Serializes a value as a document.
pub(super) fn render(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(map) if !map.is_empty() => block(&mut out, value, 0),
        Value::Array(items) if !items.is_empty() => block(&mut out, value, 0),
        _ => {
            scalar(&mut out, value);
            out.push('\n');
        }
    }
    out
}

/// Writes the entries of a mapping or the items of a list, each on its own line. The first one is at the current position.
fn block(out: &mut String, value: &Value, indent: usize) {
    let mut first = true;
    let mut start = |out: &mut String| {
        if !std::mem::take(&mut first) {
            out.extend(std::iter::repeat_n(' ', indent));
        }
    };
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                start(out);
                string(out, key);
                out.push(':');
                if is_block(value) {
                    // YAML also allows a list at the indentation of its key, which is harder to read.
                    out.push('\n');
                    out.extend(std::iter::repeat_n(' ', indent + 2));
                    block(out, value, indent + 2);
                } else {
                    out.push(' ');
                    scalar(out, value);
                    out.push('\n');
                }
            }
        }
        Value::Array(items) => {
            for value in items {
                start(out);
                out.push_str("- ");
                if is_block(value) {
                    block(out, value, indent + 2);
                } else {
                    scalar(out, value);
                    out.push('\n');
                }
            }
        }
        _ => {}
    }
}

fn is_block(value: &Value) -> bool {
    match value {
        Value::Object(map) => !map.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    }
}

fn scalar(out: &mut String, value: &Value) {
    match value {
        Value::String(text) => string(out, text),
        Value::Array(_) => out.push_str("[]"),
        Value::Object(_) => out.push_str("{}"),
        other => out.push_str(&other.to_string()),
    }
}

/// Writes a string. A JSON string is also a YAML string.
fn string(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        out.push_str(&Value::from(text).to_string());
    }
}

/// Whether every YAML parser reads the unquoted string as the same string.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 11] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"];
    let safe =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | ',' | '/' | ';' | '(' | ')' | '$' | '\'');
    text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '$' | '_'))
        && text.chars().all(safe)
        && !text.ends_with(' ')
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::diag::Diagnostics;
    use crate::load::{Document, Memory, Pointer};

    #[test]
    fn serialized_values_are_parsed_again() {
        let value = json!({
            "no": ["no", "on", "2026-01-31", "12", 12, 1.5, null, true, "", " x", "x ", "a: b", "a #b", "- a", "é\n\"", "'a'"],
            "nested": [[1, [2]], { "a": { "b": [] }, "c": {} }],
            "200": "x",
        });
        let source = Memory::new().with("openapi.yaml", super::render(&json!({ "x-all": value })));
        let mut diagnostics = Diagnostics::new();
        let document = Document::load_from(&source, "openapi.yaml", &mut diagnostics).expect("readable");
        let node = document.node(&Pointer::new("openapi.yaml", "/x-all")).expect("the value");
        assert_eq!(node.to_json(), value);
    }
}
