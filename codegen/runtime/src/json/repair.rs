//! Repair of responses that the parser rejects because of a single value: invalid UTF-8, an unpaired surrogate, an unescaped
//! control character, a number out of range, objects nested too deeply. The value is repaired and reported as a mismatch, so that
//! the rest of the response can be decoded.
//!
//! It runs only after parsing has failed, and does not change a body that is not JSON for any other reason.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::log::{Mismatch, Path, Segment};

/// The maximum depth of nesting, which is that of the parser. It bounds the recursion over a value, and so the use of the stack.
const MAX_DEPTH: usize = 127;
const REPLACEMENT: &str = "\u{fffd}";

/// A repaired body. It is not necessarily valid JSON.
#[derive(Debug, Default)]
pub(crate) struct Repaired {
    pub(crate) json: String,
    /// One mismatch per repaired value.
    pub(crate) problems: Vec<Mismatch>,
}

/// Repairs a body. Returns `None` if there is nothing to repair.
pub(crate) fn repair(body: &[u8]) -> Option<Repaired> {
    let mut scanner = Scanner::new(body);
    while scanner.step() {}
    let changed = scanner.out != body;
    let json = String::from_utf8(scanner.out).ok().filter(|_| changed)?;
    Some(Repaired { json, problems: scanner.problems })
}

/// Returns the path of the value at an offset, as far as the body is JSON up to there.
pub(crate) fn path_at(body: &[u8], offset: usize) -> Path {
    let mut scanner = Scanner::new(&body[..offset.min(body.len())]);
    while scanner.step() {}
    scanner.path()
}

/// The position of the scanner in a list or an object.
enum Nesting {
    /// The index of the current element.
    List(usize),
    /// The key that was read last, and whether a key is expected next.
    Object(Option<String>, bool),
}

/// Copies a body token by token, without recursion and without checking the order of the tokens.
struct Scanner<'a> {
    body: &'a [u8],
    position: usize,
    levels: Vec<Nesting>,
    out: Vec<u8>,
    problems: Vec<Mismatch>,
}

impl<'a> Scanner<'a> {
    fn new(body: &'a [u8]) -> Self {
        // Some servers send a byte order mark.
        let position = if body.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Self { body, position, levels: Vec::new(), out: Vec::with_capacity(body.len()), problems: Vec::new() }
    }

    /// Copies one token. Returns `false` at the end of the body.
    fn step(&mut self) -> bool {
        let Some(&byte) = self.body.get(self.position) else { return false };
        match byte {
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number(),
            b'{' | b'[' if self.levels.len() == MAX_DEPTH => self.too_deep(),
            _ => {
                self.enter_or_leave(byte);
                self.out.push(byte);
                self.position += 1;
            }
        }
        true
    }

    fn enter_or_leave(&mut self, byte: u8) {
        match (byte, self.levels.last_mut()) {
            (b'{', _) => self.levels.push(Nesting::Object(None, true)),
            (b'[', _) => self.levels.push(Nesting::List(0)),
            (b'}' | b']', _) => drop(self.levels.pop()),
            (b',', Some(Nesting::List(index))) => *index += 1,
            (b',', Some(Nesting::Object(_, key_is_next))) => *key_is_next = true,
            (b':', Some(Nesting::Object(_, key_is_next))) => *key_is_next = false,
            _ => {}
        }
    }

    fn path(&self) -> Path {
        let segment = |level: &Nesting| match level {
            Nesting::List(index) => Some(Segment::Index(*index)),
            Nesting::Object(key, _) => key.clone().map(Segment::Key),
        };
        self.levels.iter().rev().filter_map(segment).collect()
    }

    fn report(&mut self, expected: &'static str, found: &'static str) {
        self.problems.push(Mismatch::new(self.path(), expected, found));
    }

    fn string(&mut self) {
        let end = self.end_of_string(self.position);
        let raw = &self.body[self.position..end];
        self.position = end;
        let (string, problem) = repair_string(raw);
        if let Some(Nesting::Object(key, true)) = self.levels.last_mut() {
            *key = serde_json::from_str(&string).ok();
        }
        if let Some((expected, found)) = problem {
            self.report(expected, found);
        }
        self.out.extend_from_slice(string.as_bytes());
    }

    /// Returns the offset after the closing quote of the string whose opening quote is at `start`.
    fn end_of_string(&self, start: usize) -> usize {
        let mut position = start + 1;
        loop {
            match self.body.get(position) {
                None => return self.body.len(),
                Some(b'"') => return position + 1,
                Some(b'\\') => position += 2,
                Some(_) => position += 1,
            }
        }
    }

    /// Copies a number. One that is out of the range of `f64` becomes a string, which keeps its digits.
    fn number(&mut self) {
        let rest = &self.body[self.position..];
        let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
        let digits = &rest[..rest.iter().position(|byte| !is_part(byte)).unwrap_or(rest.len())];
        self.position += digits.len();
        let number = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse::<f64>().ok());
        if number.is_some_and(f64::is_infinite) {
            self.report("a number in the range of `f64`", "a number out of range");
            self.out.push(b'"');
            self.out.extend_from_slice(digits);
            self.out.push(b'"');
        } else {
            self.out.extend_from_slice(digits);
        }
    }

    /// Copies a list or object at the maximum depth as a string.
    fn too_deep(&mut self) {
        let start = self.position;
        let mut depth = 0_usize;
        while let Some(byte) = self.body.get(self.position) {
            match byte {
                b'"' => {
                    self.position = self.end_of_string(self.position);
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.position += 1;
            if depth == 0 {
                break;
            }
        }
        self.report("at most 127 levels of nesting", "more levels");
        let nested = String::from_utf8_lossy(&self.body[start..self.position]);
        self.out.extend_from_slice(serde_json::Value::from(nested).to_string().as_bytes());
    }
}

/// Makes a quoted string acceptable to the parser. Returns what was expected and found, if it had to be repaired.
fn repair_string(raw: &[u8]) -> (Cow<'_, str>, Option<(&'static str, &'static str)>) {
    let string = String::from_utf8_lossy(raw);
    let bytes = matches!(string, Cow::Owned(_)).then_some(("valid UTF-8", "invalid bytes"));
    let (string, surrogates) = match repair_escapes(&string) {
        Some(repaired) => (Cow::Owned(repaired), Some(("a surrogate pair", "an unpaired surrogate"))),
        None => (string, None),
    };
    let (string, controls) = match escape_controls(&string) {
        Some(repaired) => (Cow::Owned(repaired), Some(("escaped control characters", "an unescaped control character"))),
        None => (string, None),
    };
    (string, bytes.or(surrogates).or(controls))
}

/// Replaces unpaired surrogates. Returns `None` if there are none.
///
/// Characters above U+FFFF are escaped as a pair, `\ud83d\ude00`, which servers that truncate strings may split.
fn repair_escapes(string: &str) -> Option<String> {
    let mut repaired = String::new();
    let mut copied = 0;
    let mut position = 0;
    while let Some(offset) = string[position..].find('\\') {
        position += offset;
        position = match escaped(&string[position..]) {
            // Any other escape is followed by one ASCII character, or is rejected by the parser.
            None => position + 1 + string[position + 1..].chars().next().map_or(0, char::len_utf8),
            Some(0xd800..=0xdbff) if matches!(escaped(&string[position + 6..]), Some(0xdc00..=0xdfff)) => position + 12,
            Some(0xd800..=0xdfff) => {
                repaired.push_str(&string[copied..position]);
                repaired.push_str(REPLACEMENT);
                copied = position + 6;
                copied
            }
            Some(_) => position + 6,
        };
    }
    (copied > 0).then(|| repaired + &string[copied..])
}

/// Returns the code unit of the escape `\u0000` at the beginning of a string.
fn escaped(string: &str) -> Option<u32> {
    let digits = string.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// Escapes control characters, such as line breaks, which JSON requires. Returns `None` if there are none.
fn escape_controls(string: &str) -> Option<String> {
    let is_control = |c: char| c < ' ';
    string.contains(is_control).then(|| {
        string.chars().fold(String::with_capacity(string.len() + 8), |mut out, c| {
            if is_control(c) {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            } else {
                out.push(c);
            }
            out
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(body: &[u8]) -> Option<(String, Vec<String>)> {
        repair(body).map(|repaired| (repaired.json, repaired.problems.iter().map(ToString::to_string).collect()))
    }

    #[test]
    fn invalid_values_are_repaired_and_reported_with_their_path() {
        let cases: [(&[u8], &str, &str); 6] = [
            (b"{\"a\":[1,{\"b\":\"x\xffy\"}]}", "{\"a\":[1,{\"b\":\"x\u{fffd}y\"}]}", "`a[1].b`: "),
            (br#"["\\\ud83d!","\ud83d\ude00"]"#, "[\"\\\\\u{fffd}!\",\"\\ud83d\\ude00\"]", "`[0]`: "),
            (br#"["\ude00\ud83d"]"#, "[\"\u{fffd}\u{fffd}\"]", "`[0]`: "),
            (b"[\"a\nb\"]", r#"["a\u000ab"]"#, "`[0]`: "),
            (b"{\"k\xff\":1}", "{\"k\u{fffd}\":1}", "`[\"k\u{fffd}\"]`: "),
            (b"{\"a\":-1e999}", r#"{"a":"-1e999"}"#, "`a`: "),
        ];
        for (body, json, path) in cases {
            let (repaired, problems) = repaired(body).unwrap_or_default();
            assert_eq!(repaired, json);
            assert!(problems.len() == 1 && problems[0].starts_with(path), "{problems:?}");
        }
        assert_eq!(repaired(b"\xef\xbb\xbf{}"), Some(("{}".to_owned(), Vec::new())));
    }

    #[test]
    fn values_nested_too_deeply_become_strings() {
        let nested = |depth: usize| format!("{}\"]\"{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(repaired(nested(MAX_DEPTH).as_bytes()), None);
        let (json, problems) = repaired(nested(MAX_DEPTH + 2).as_bytes()).unwrap_or_default();
        assert!(json.contains(r#"["[[\"]\"]]"]"#), "{json}");
        assert_eq!(problems.len(), 1);
        assert!(problems[0].contains(&format!("at most {MAX_DEPTH} levels")), "{problems:?}");
        assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
    }

    #[test]
    fn invalid_json_is_not_repaired() {
        for body in
            [&b"{\"a\":nul"[..], b"NaN", b"]]}},:", b"\"\\", b"\"\\u12", b"\"\\\xc3\xa9", b"<p>\xff</p>", b"", b"[1e5,1.5]"]
        {
            // An unterminated string may be repaired, but the result is not JSON either.
            let is_invalid = repaired(body).is_none_or(|(json, _)| serde_json::from_str::<serde_json::Value>(&json).is_err());
            assert!(is_invalid, "{body:?}");
        }
    }

    #[test]
    fn path_at_returns_the_path_of_an_offset() {
        let body = br#"{"data":[{"id":1},{"id":nul"#;
        assert_eq!(super::super::log::render(&path_at(body, body.len())), "data[1].id");
        assert!(path_at(b"<html>", 3).is_empty());
        assert!(path_at(b"", 3).is_empty());
    }
}
