//! Parses JSON into a tree of nodes. `serde_json` checks the syntax first, so this parser only has to find the locations.

use serde_json::Number;

use super::yaml::{Dialect, MAX_DEPTH};
use super::{Mapping, Node, NodeEntry, NodeValue, Span, location};
use crate::diag::{Diagnostic, Diagnostics, Location, codes};

/// Parses one file. Returns `None` after a syntax error.
pub(crate) fn parse(file: &str, content: &str, dialect: Dialect, diagnostics: &mut Diagnostics) -> Option<Node> {
    if let Err(error) = serde_json::from_str::<serde_json::Value>(content) {
        let full = error.to_string();
        let message = full.split(" at line ").next().unwrap_or(&full);
        diagnostics.push(
            Diagnostic::new(codes::YAML_SYNTAX, format!("invalid JSON: {message}"))
                .at(Location::point(file, error.line().max(1), error.column().max(1)))
                .help("check the commas, quotes and brackets before this location"),
        );
        return None;
    }
    let mut reader = JsonReader { file, dialect, diagnostics, chars: content.chars().collect(), at: 0, line: 1, column: 1 };
    reader.value(0)
}

struct JsonReader<'a> {
    file: &'a str,
    dialect: Dialect,
    diagnostics: &'a mut Diagnostics,
    chars: Vec<char>,
    at: usize,
    line: usize,
    column: usize,
}

impl JsonReader<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        if c == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
        Some(c)
    }

    /// Skips white space, commas and colons between two tokens.
    fn skip(&mut self) {
        while self.peek().is_some_and(|c| c.is_whitespace() || c == ',' || c == ':') {
            self.next();
        }
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        self.skip();
        let mut span = Span { line: self.line, column: self.column, ..Span::default() };
        if depth > MAX_DEPTH {
            self.diagnostics.push(
                Diagnostic::new(codes::TOO_DEEP, format!("more than {MAX_DEPTH} levels of nesting"))
                    .at(Location::point(self.file, span.line, span.column))
                    .help("remove inner values; the responses of the API have fewer levels"),
            );
            return None;
        }
        let value = match self.peek()? {
            '{' => self.map(depth)?,
            '[' => self.list(depth)?,
            '"' => NodeValue::String(self.string()?),
            _ => self.word()?,
        };
        span.end_line = self.line;
        span.end_column = self.column;
        Some(Node { span, value })
    }

    fn map(&mut self, depth: usize) -> Option<NodeValue> {
        self.next();
        let mut entries = Mapping::default();
        loop {
            self.skip();
            if self.peek()? == '}' {
                self.next();
                return Some(NodeValue::Map(entries));
            }
            let mut key_span = Span { line: self.line, column: self.column, ..Span::default() };
            let key = self.string()?;
            key_span.end_line = self.line;
            key_span.end_column = self.column;
            let value = self.value(depth + 1)?;
            let first = entries.entry(&key).map(|entry| entry.key_span.line);
            if first.is_none() || self.dialect == Dialect::Lenient {
                // The last value takes precedence.
                entries.push(NodeEntry { key: key.clone(), key_span, value });
            }
            if let Some(line) = first {
                let code = if self.dialect == Dialect::Lenient { codes::REPAIRED } else { codes::DUPLICATE_KEY };
                let help = format!("remove one of the two; the other is at line {line}");
                let diagnostic = Diagnostic::new(code, format!("duplicate key `{key}`"));
                self.diagnostics.push(diagnostic.at(location(self.file, key_span)).help(help));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<NodeValue> {
        self.next();
        let mut items = Vec::new();
        loop {
            self.skip();
            if self.peek()? == ']' {
                self.next();
                return Some(NodeValue::List(items));
            }
            items.push(self.value(depth + 1)?);
        }
    }

    /// Parses a string; `serde_json` unescapes it.
    fn string(&mut self) -> Option<String> {
        let start = self.at;
        self.next();
        loop {
            match self.next()? {
                '\\' => drop(self.next()?),
                '"' => break,
                _ => {}
            }
        }
        let raw: String = self.chars[start..self.at].iter().collect();
        serde_json::from_str(&raw).ok()
    }

    fn word(&mut self) -> Option<NodeValue> {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')) {
            self.next();
        }
        let word: String = self.chars[start..self.at].iter().collect();
        match word.as_str() {
            "null" => Some(NodeValue::Null),
            "true" => Some(NodeValue::Bool(true)),
            "false" => Some(NodeValue::Bool(false)),
            number => serde_json::from_str::<Number>(number).ok().map(NodeValue::Number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dialect, parse};
    use crate::diag::Diagnostics;

    #[test]
    fn values_are_the_same_as_with_serde_json() {
        let text = "{\n\t\"a\": [1, -2.5e3, true, null, {}, []],\n  \"\\ud83d\\ude00\\\"\": \"x,:\"\n}\n";
        let mut diagnostics = Diagnostics::new();
        let node = parse("a.json", text, Dialect::Strict, &mut diagnostics).expect("well-formed");
        assert!(diagnostics.is_empty());
        assert_eq!(Some(node.to_json()), serde_json::from_str(text).ok());
        let span = node.get("a").expect("there").items()[1].span;
        assert_eq!((span.line, span.column, span.end_column), (2, 11, 17));
    }
}
