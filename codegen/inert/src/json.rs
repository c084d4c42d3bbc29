//! JSON reports. The writer of JSON escapes control characters; the other hidden ones are escaped here, so that no terminal shows them.

use serde_json::Value;

use super::{OLD_COMMAND, is_hidden};

/// Renders a document, indented.
pub fn document(value: &Value) -> String {
    escaped(&format!("{value:#}\n"))
}

/// Escapes what is hidden or a command in the strings of a document.
pub fn escaped(written: &str) -> String {
    // Only strings contain what is escaped here.
    let written = written.replace(OLD_COMMAND, "\\u0023#[");
    if !written.contains(|c| is_hidden(c) && c != '\n') {
        return written;
    }
    let mut out = String::with_capacity(written.len());
    for c in written.chars() {
        if is_hidden(c) && c != '\n' {
            out.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::document;
    use serde_json::{Value, json};

    #[test]
    fn hidden_characters_are_escaped_and_read_back() {
        let value = json!({ "a\u{202e}": "b\u{7f}\n\u{e0041}\u{1b}##[a]" });
        let written = document(&value);
        assert_eq!(written, "{\n  \"a\\u202e\": \"b\\u007f\\n\\udb40\\udc41\\u001b\\u0023#[a]\"\n}\n");
        assert_eq!(serde_json::from_str::<Value>(&written).ok(), Some(value));
    }
}
