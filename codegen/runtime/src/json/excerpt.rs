//! A glimpse of what stands in a response, for the words of an error: one short line, without secrets.

use std::fmt::Write as _;

use serde_json::Value;

use super::log::Segment;

/// So many characters are shown.
const LONGEST: usize = 80;
/// Names of fields that hold secrets have one of these in them.
const SECRETS: [&str; 5] = ["password", "secret", "token", "api_key", "authorization"];
/// What is shown in target of a secret.
pub(crate) const HIDDEN: &str = "…";

/// Whether a field of this name may hold a secret, whoever documents it.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRETS.iter().any(|secret| name.contains(secret))
}

/// What stands at a path; where nothing does, what the last part of the path is missing from. Nothing for null.
pub(crate) fn at(value: &Value, path: &[Segment]) -> Option<String> {
    let mut target = value;
    for step in path.iter().rev() {
        let part = match step {
            Segment::Index(index) => target.get(index),
            Segment::Name(name) => target.get(name),
            Segment::Key(key) => target.get(key),
        };
        let Some(part) = part else { break };
        target = part;
    }
    (!target.is_null()).then(|| {
        let mut text = String::new();
        write(target, &mut text);
        shorten(&text, LONGEST)
    })
}

/// The target of a line and a column, both of which begin with 1; 0 means that the parser does not know.
pub(crate) fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    before + column.saturating_sub(1)
}

/// What stands around a target in a text. Nothing where a secret might be in it: what is no JSON has no fields to look at, so
/// the mere name of a secret anywhere before is enough.
pub(crate) fn around(text: &[u8], offset: usize) -> Option<String> {
    const EACH_WAY: usize = LONGEST / 2;
    let end = text.len().min(offset.saturating_add(EACH_WAY));
    let before = text.get(..end)?;
    let window = &before[offset.min(end).saturating_sub(EACH_WAY)..];
    let line: String = String::from_utf8_lossy(window).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = line.trim_matches([' ', char::REPLACEMENT_CHARACTER]);
    (!line.is_empty() && !is_secret(&String::from_utf8_lossy(before))).then(|| line.to_owned())
}

/// Writes a value as JSON, and stops when there is more than enough.
fn write(value: &Value, out: &mut String) {
    if out.len() > 4 * LONGEST {
        return;
    }
    match value {
        Value::String(text) => {
            let _ = write!(out, "{}", Value::String(shorten(text, LONGEST)));
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate().take(LONGEST) {
                out.push_str(if index == 0 { "" } else { "," });
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(entries) => {
            out.push('{');
            for (index, (key, value)) in entries.iter().enumerate().take(LONGEST) {
                out.push_str(if index == 0 { "" } else { "," });
                let _ = write!(out, "{}:", Value::String(shorten(key, LONGEST)));
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

fn shorten(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
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
    fn what_stands_at_a_path_is_shown_in_one_short_line() {
        let value = json!({ "a": [1, { "b": "x\ny" }], "long": "ä".repeat(500), "null": null });
        let shown = |path: &[Segment]| at(&value, path);
        assert_eq!(shown(&[key("b"), Segment::Index(1), key("a")]).as_deref(), Some(r#""x\ny""#));
        assert_eq!(shown(&[key("c"), Segment::Index(1), key("a")]).as_deref(), Some(r#"{"b":"x\ny"}"#));
        assert_eq!(shown(&[key("null")]), None);
        let long = shown(&[key("long")]).unwrap_or_default();
        assert!(long.starts_with("\"ääää") && long.chars().count() == LONGEST + 1, "{long}");
    }

    #[test]
    fn secrets_are_not_shown() {
        let value = json!({ "http_auth_password": "hunter2", "more": [{ "accessToken": { "a": "hunter2" } }], "user": "ada" });
        assert_eq!(at(&value, &[]).as_deref(), Some(r#"{"http_auth_password":"…","more":[{"accessToken":"…"}],"user":"ada"}"#));
        assert_eq!(around(br#"{"access_token":"hunter2","id":}"#, 31), None);
        assert_eq!(around(br#"{"title":"x","id":}"#, 18).as_deref(), Some(r#"{"title":"x","id":}"#));
        assert_eq!(around("é\n<html>".as_bytes(), 1).as_deref(), Some("é <html>"));
        assert_eq!((around(b"", 0), around(b"abc", 99).as_deref()), (None, Some("abc")));
    }

    #[test]
    fn large_values_are_not_written_out() {
        let mut out = String::new();
        write(&json!([vec!["x".repeat(10_000); 10_000]]), &mut out);
        assert!(out.len() < 10 * LONGEST, "{}", out.len());
    }
}
