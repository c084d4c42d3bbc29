//! Responses that the parser refuses for the sake of a single value: bytes that are not UTF-8, half a character, a number that no
//! type holds, objects nested too deeply. What is wrong is repaired and reported, so that the rest can be read.
//!
//! All this happens only after parsing has failed. What is not JSON otherwise stays what it is.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::log::{Mismatch, Path, Segment};

/// The parser goes no deeper, and nothing that we do with a value may exhaust the stack.
const DEEPEST: usize = 127;
const REPLACEMENT: &str = "\u{fffd}";

/// A text that may be JSON now.
#[derive(Debug, Default)]
pub(crate) struct Mended {
    pub(crate) text: String,
    /// What was wrong.
    pub(crate) problems: Vec<Mismatch>,
}

/// Mends a body; nothing where there is nothing to repair.
pub(crate) fn repair(body: &[u8]) -> Option<Mended> {
    let mut scanner = Scanner::new(body);
    while scanner.step() {}
    let changed = scanner.out != body;
    let text = String::from_utf8(scanner.out).ok().filter(|_| changed)?;
    Some(Mended { text, problems: scanner.problems })
}

/// The path to what stands at an offset, as far as the text is JSON up to there.
pub(crate) fn path_at(body: &[u8], offset: usize) -> Path {
    let mut scanner = Scanner::new(&body[..offset.min(body.len())]);
    while scanner.step() {}
    scanner.path()
}

/// Where the scanner is in a list or an object.
enum Level {
    List(usize),
    /// The key that was read last, and whether another one comes next.
    Object(Option<String>, bool),
}

/// Goes over a text from token to token, without recursion and without minding whether they make sense together.
struct Scanner<'a> {
    body: &'a [u8],
    at: usize,
    levels: Vec<Level>,
    out: Vec<u8>,
    problems: Vec<Mismatch>,
}

impl<'a> Scanner<'a> {
    fn new(body: &'a [u8]) -> Self {
        // Some servers begin with a byte order mark.
        let at = if body.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Self { body, at, levels: Vec::new(), out: Vec::with_capacity(body.len()), problems: Vec::new() }
    }

    /// Copies one token; false at the end.
    fn step(&mut self) -> bool {
        let Some(&byte) = self.body.get(self.at) else { return false };
        match byte {
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number(),
            b'{' | b'[' if self.levels.len() == DEEPEST => self.too_deep(),
            _ => {
                self.enter_or_leave(byte);
                self.out.push(byte);
                self.at += 1;
            }
        }
        true
    }

    fn enter_or_leave(&mut self, byte: u8) {
        match (byte, self.levels.last_mut()) {
            (b'{', _) => self.levels.push(Level::Object(None, true)),
            (b'[', _) => self.levels.push(Level::List(0)),
            (b'}' | b']', _) => drop(self.levels.pop()),
            (b',', Some(Level::List(index))) => *index += 1,
            (b',', Some(Level::Object(_, key_is_next))) => *key_is_next = true,
            (b':', Some(Level::Object(_, key_is_next))) => *key_is_next = false,
            _ => {}
        }
    }

    fn path(&self) -> Path {
        let step = |level: &Level| match level {
            Level::List(index) => Some(Segment::Index(*index)),
            Level::Object(key, _) => key.clone().map(Segment::Key),
        };
        self.levels.iter().rev().filter_map(step).collect()
    }

    fn report(&mut self, expected: &'static str, found: &'static str) {
        self.problems.push(Mismatch::new(self.path(), expected, found));
    }

    fn string(&mut self) {
        let end = self.end_of_string(self.at);
        let raw = &self.body[self.at..end];
        self.at = end;
        let (text, problem) = repair_string(raw);
        if let Some(Level::Object(key, true)) = self.levels.last_mut() {
            *key = serde_json::from_str(&text).ok();
        }
        if let Some((expected, found)) = problem {
            self.report(expected, found);
        }
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Where the string ends that begins at a target, its quotes included.
    fn end_of_string(&self, start: usize) -> usize {
        let mut at = start + 1;
        loop {
            match self.body.get(at) {
                None => return self.body.len(),
                Some(b'"') => return at + 1,
                Some(b'\\') => at += 2,
                Some(_) => at += 1,
            }
        }
    }

    /// What is too large for any number becomes text, which keeps its digits.
    fn number(&mut self) {
        let rest = &self.body[self.at..];
        let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
        let digits = &rest[..rest.iter().position(|byte| !is_part(byte)).unwrap_or(rest.len())];
        self.at += digits.len();
        let number = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse::<f64>().ok());
        if number.is_some_and(f64::is_infinite) {
            self.report("a number that a type can hold", "a larger one");
            self.out.push(b'"');
            self.out.extend_from_slice(digits);
            self.out.push(b'"');
        } else {
            self.out.extend_from_slice(digits);
        }
    }

    /// What is too deep becomes text.
    fn too_deep(&mut self) {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.body.get(self.at) {
            match byte {
                b'"' => {
                    self.at = self.end_of_string(self.at);
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        self.report("lists and objects that are not nested so deeply", "more of them");
        let text = String::from_utf8_lossy(&self.body[start..self.at]);
        self.out.extend_from_slice(serde_json::Value::from(text).to_string().as_bytes());
    }
}

type Fault = (&'static str, &'static str);

/// A string with its quotes, made one that the parser takes, and what was wrong with it.
fn repair_string(raw: &[u8]) -> (Cow<'_, str>, Option<Fault>) {
    let text = String::from_utf8_lossy(raw);
    let bytes = matches!(text, Cow::Owned(_)).then_some(("a text in UTF-8", "a text with other bytes in it"));
    let (text, halves) = match repair_escapes(&text) {
        Some(repaired) => (Cow::Owned(repaired), Some(("a text of whole characters", "a text with half of one in it"))),
        None => (text, None),
    };
    let (text, controls) = match escape_controls(&text) {
        Some(repaired) => (Cow::Owned(repaired), Some(("a text with its control characters escaped", "a bare one"))),
        None => (text, None),
    };
    (text, bytes.or(halves).or(controls))
}

/// Characters beyond the first 65,536 are escaped in two halves, `\ud83d\ude00`. Servers that cut texts cut them apart.
fn repair_escapes(text: &str) -> Option<String> {
    let mut repaired = String::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        at += found;
        let next = match escaped(&text[at..]) {
            // Any other escape is an ASCII character, or the parser will complain about it.
            None => at + 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
            Some(0xd800..=0xdbff) if matches!(escaped(&text[at + 6..]), Some(0xdc00..=0xdfff)) => at + 12,
            Some(0xd800..=0xdfff) => {
                repaired.push_str(&text[done..at]);
                repaired.push_str(REPLACEMENT);
                done = at + 6;
                done
            }
            Some(_) => at + 6,
        };
        at = next;
    }
    (done > 0).then(|| repaired + &text[done..])
}

/// The code of the `\u0000` that a text begins with.
fn escaped(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// Line breaks and the like must be escaped.
fn escape_controls(text: &str) -> Option<String> {
    let is_control = |c: char| c < ' ';
    text.contains(is_control).then(|| {
        text.chars().fold(String::with_capacity(text.len() + 8), |mut out, c| {
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
        repair(body).map(|repaired| (repaired.text, repaired.problems.iter().map(ToString::to_string).collect()))
    }

    #[test]
    fn texts_are_mended_in_their_places() {
        let cases: [(&[u8], &str, &str); 6] = [
            (b"{\"a\":[1,{\"b\":\"x\xffy\"}]}", "{\"a\":[1,{\"b\":\"x\u{fffd}y\"}]}", "a[1].b: "),
            (br#"["\\\ud83d!","\ud83d\ude00"]"#, "[\"\\\\\u{fffd}!\",\"\\ud83d\\ude00\"]", "[0]: "),
            (br#"["\ude00\ud83d"]"#, "[\"\u{fffd}\u{fffd}\"]", "[0]: "),
            (b"[\"a\nb\"]", r#"["a\u000ab"]"#, "[0]: "),
            (b"{\"k\xff\":1}", "{\"k\u{fffd}\":1}", "[\"k\u{fffd}\"]: "),
            (b"{\"a\":-1e999}", r#"{"a":"-1e999"}"#, "a: "),
        ];
        for (body, text, path) in cases {
            let (repaired, problems) = repaired(body).unwrap_or_default();
            assert_eq!(repaired, text);
            assert!(problems.len() == 1 && problems[0].starts_with(path), "{problems:?}");
        }
        assert_eq!(repaired(b"\xef\xbb\xbf{}"), Some(("{}".to_owned(), Vec::new())));
    }

    #[test]
    fn what_is_too_deep_becomes_text() {
        let nested = |depth: usize| format!("{}\"]\"{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(repaired(nested(DEEPEST).as_bytes()), None);
        let (text, problems) = repaired(nested(DEEPEST + 2).as_bytes()).unwrap_or_default();
        assert!(text.contains(r#"["[[\"]\"]]"]"#), "{text}");
        assert_eq!(problems.len(), 1);
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }

    #[test]
    fn what_is_no_json_is_left_alone() {
        for body in
            [&b"{\"a\":nul"[..], b"NaN", b"]]}},:", b"\"\\", b"\"\\u12", b"\"\\\xc3\xa9", b"<p>\xff</p>", b"", b"[1e5,1.5]"]
        {
            // A string that does not end may be repaired; it is no JSON then either.
            let still_broken = repaired(body).is_none_or(|(text, _)| serde_json::from_str::<serde_json::Value>(&text).is_err());
            assert!(still_broken, "{body:?}");
        }
    }

    #[test]
    fn places_have_paths() {
        let body = br#"{"data":[{"id":1},{"id":nul"#;
        assert_eq!(super::super::log::render(&path_at(body, body.len())), "data[1].id");
        assert!(path_at(b"<html>", 3).is_empty());
        assert!(path_at(b"", 3).is_empty());
    }
}
