//! Excerpts of a response for error messages: one short line, without secrets.

use std::fmt::Write as _;

use serde_json::Value;

use super::log::Segment;

/// The maximum length of an excerpt in characters.
const MAX_CHARS: usize = 80;
/// Parts of field names that indicate a secret.
const SECRETS: [&str; 5] = ["password", "secret", "token", "api_key", "authorization"];
/// Replaces a secret.
pub(crate) const HIDDEN: &str = "…";

/// Returns whether the name of a field indicates a secret. It is not limited to documented fields.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRETS.iter().any(|secret| name.contains(secret))
}

/// Returns the value at a path as JSON; if it is missing, the innermost value on the path that exists. Returns `None` for null.
pub(crate) fn at(value: &Value, path: &[Segment]) -> Option<String> {
    let mut inner = value;
    for segment in path.iter().rev() {
        let next = match segment {
            Segment::Index(index) => inner.get(index),
            Segment::Name(name) => inner.get(name),
            Segment::Key(key) => inner.get(key),
        };
        let Some(next) = next else { break };
        inner = next;
    }
    (!inner.is_null()).then(|| {
        let mut json = String::new();
        write(inner, &mut json);
        shorten(&json)
    })
}

/// Converts a line and a column to an offset in bytes. Both begin with 1; 0 means that the parser does not know the location.
pub(crate) fn offset(body: &[u8], line: usize, column: usize) -> usize {
    let before: usize = body.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    before + column.saturating_sub(1)
}

/// Returns the content around an offset of a body that is not JSON.
///
/// Returns `None` if it may contain a secret: without JSON there are no fields to inspect, so it is enough that the name of one
/// occurs before.
pub(crate) fn around(body: &[u8], offset: usize) -> Option<String> {
    const EACH_SIDE: usize = MAX_CHARS / 2;
    let end = body.len().min(offset.saturating_add(EACH_SIDE));
    let before = body.get(..end)?;
    let window = &before[offset.min(end).saturating_sub(EACH_SIDE)..];
    let line: String = String::from_utf8_lossy(window).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = line.trim_matches([' ', char::REPLACEMENT_CHARACTER]);
    (!line.is_empty() && !is_secret(&String::from_utf8_lossy(before))).then(|| line.to_owned())
}

/// Writes a value as JSON, and stops when the output is longer than an excerpt.
fn write(value: &Value, out: &mut String) {
    if out.len() > 4 * MAX_CHARS {
        return;
    }
    match value {
        Value::String(string) => {
            let _ = write!(out, "{}", Value::String(shorten(string)));
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate().take(MAX_CHARS) {
                out.push_str(if index == 0 { "" } else { "," });
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(entries) => {
            out.push('{');
            for (index, (key, value)) in entries.iter().enumerate().take(MAX_CHARS) {
                out.push_str(if index == 0 { "" } else { "," });
                let _ = write!(out, "{}:", Value::String(shorten(key)));
                if is_secret(key) && !value.is_null() {
                    let _ = write!(out, "\"{HIDDEN}\"");
                } else {
                    write(value, out);
                }
            }
            out.push('}');
        }
        scalar => {
            let _ = write!(out, "{scalar}");
        }
    }
}

fn shorten(string: &str) -> String {
    match string.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &string[..end]),
        None => string.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn key(name: &str) -> Segment {
        Segment::Key(name.to_owned())
    }

    #[test]
    fn excerpt_of_a_path_is_one_short_line() {
        let value = json!({ "a": [1, { "b": "x\ny" }], "long": "ä".repeat(500), "null": null });
        let excerpt = |path: &[Segment]| at(&value, path);
        assert_eq!(excerpt(&[key("b"), Segment::Index(1), key("a")]).as_deref(), Some(r#""x\ny""#));
        assert_eq!(excerpt(&[key("c"), Segment::Index(1), key("a")]).as_deref(), Some(r#"{"b":"x\ny"}"#));
        assert_eq!(excerpt(&[key("null")]), None);
        let long = excerpt(&[key("long")]).unwrap_or_default();
        assert!(long.starts_with("\"ääää") && long.chars().count() == MAX_CHARS + 1, "{long}");
    }

    #[test]
    fn secrets_are_hidden() {
        let value = json!({ "http_auth_password": "hunter2", "more": [{ "accessToken": { "a": "hunter2" } }], "user": "ada" });
        assert_eq!(at(&value, &[]).as_deref(), Some(r#"{"http_auth_password":"…","more":[{"accessToken":"…"}],"user":"ada"}"#));
        assert_eq!(around(br#"{"access_token":"hunter2","id":}"#, 31), None);
        assert_eq!(around(br#"{"title":"x","id":}"#, 18).as_deref(), Some(r#"{"title":"x","id":}"#));
        assert_eq!(around("é\n<html>".as_bytes(), 1).as_deref(), Some("é <html>"));
        assert_eq!((around(b"", 0), around(b"abc", 99).as_deref()), (None, Some("abc")));
    }

    #[test]
    fn writing_stops_after_the_maximum_length() {
        let mut out = String::new();
        write(&json!([vec!["x".repeat(10_000); 10_000]]), &mut out);
        assert!(out.len() < 10 * MAX_CHARS, "{}", out.len());
    }
}
