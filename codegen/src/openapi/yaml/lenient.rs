//! All of YAML, for external descriptions: aliases, merge keys, tags, and what tools read differently.

use std::borrow::Cow;

use saphyr_parser::Tag;

use super::super::anchors::{AliasError, merge};
use super::super::{Node, NodeValue, Span, scalar};
use super::{Dialect, MAX_DEPTH, YamlTree, tabs, tree};
use crate::diag::{Diagnostics, codes};

/// The maximum number of flow collections with tabs in the indentation, for each of which the file is parsed again.
const MAX_REPAIRS: usize = 100;

/// The prefix of the tags that YAML defines, such as `!!str`.
const CORE_TAGS: &str = "tag:yaml.org,2002:";

/// Parses one file. The parser takes tabs in the indentation of flow collections, which YAML allows, for errors.
pub(super) fn parse(file: &str, content: &str, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut content = Cow::Borrowed(content);
    let mut repairs = 0;
    loop {
        let mut found = Diagnostics::new();
        let parsed = tree(file, &content, Dialect::Lenient, &mut found);
        let repaired = match parsed {
            Ok(_) => None,
            Err(flow) => flow.filter(|_| repairs < MAX_REPAIRS).and_then(|start| without_tabs(&content, start)),
        };
        if let Some(repaired) = repaired {
            content = Cow::Owned(repaired);
            repairs += 1;
            continue;
        }
        // Tabs in other places are the likely cause of an error.
        if parsed.is_ok() || !tabs(file, &content, diagnostics) {
            diagnostics.absorb(found);
        }
        return parsed.ok().flatten();
    }
}

/// Returns the start of the outermost flow collection: one of the open collections, or the first after the last event, because the parser
/// reads ahead.
pub(super) fn flow_start(content: &str, mut open: impl Iterator<Item = Span>, last: Span) -> Option<usize> {
    let is_flow = |start: &usize| content[*start..].starts_with(['{', '[']);
    open.find_map(|span| offset(content, span.line, span.column).filter(is_flow)).or_else(|| {
        let end = offset(content, last.end_line, last.end_column)?;
        content[end..].find(['{', '[']).map(|start| end + start)
    })
}

/// Returns the offset of a position in bytes.
fn offset(content: &str, line: usize, column: usize) -> Option<usize> {
    let mut lines = content.split_inclusive('\n');
    let before: usize = lines.by_ref().take(line.checked_sub(1)?).map(str::len).sum();
    let line = lines.next()?;
    let column = line.char_indices().map(|(offset, _)| offset).chain([line.len()]).nth(column.checked_sub(1)?)?;
    Some(before + column)
}

/// Returns the content with spaces for the tabs in the indentation of a flow collection, whose lines are indented by more than the one it
/// begins in. Returns `None` if they are.
fn without_tabs(content: &str, start: usize) -> Option<String> {
    let line = content[..start].rfind('\n').map_or(0, |end| end + 1);
    let least = content[line..].chars().take_while(|c| *c == ' ').count() + 1;
    let (mut repaired, mut depth, mut quote, mut is_escaped) = (String::new(), 0_usize, None, false);
    let mut chars = content[start..].char_indices();
    while let Some((_, c)) = chars.next() {
        repaired.push(c);
        if c == '\n' && quote.is_none() {
            let rest = chars.as_str();
            let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            repaired.push_str(&" ".repeat(indent.max(least)));
            if let Some(last) = indent.checked_sub(1) {
                chars.nth(last);
            }
        }
        match (quote, c) {
            (Some('"'), _) if std::mem::take(&mut is_escaped) => {}
            (Some('"'), '\\') => is_escaped = true,
            (Some(open), c) if open == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    let end = content.len() - chars.as_str().len();
    (repaired != content[start..end]).then(|| format!("{}{repaired}{}", &content[..start], &content[end..]))
}

impl YamlTree<'_> {
    pub(super) fn alias(&mut self, anchor: usize, span: Span) {
        let node = match self.anchors.expand(anchor, MAX_DEPTH.saturating_sub(self.stack.len())) {
            Ok(node) => node,
            Err(error) => {
                let (code, message, help) = match error {
                    AliasError::Cycle => {
                        (codes::REPAIRED, "alias inside of its own value: read as `null`", "refer to it with `$ref`")
                    }
                    AliasError::TooMany => (codes::TOO_DEEP, "aliases for too many values", "use named entries and `$ref`"),
                    AliasError::TooDeep => {
                        (codes::TOO_DEEP, "alias for a value with too many levels", "use named entries and `$ref`")
                    }
                };
                self.report(code, span, message, help);
                self.broken |= code == codes::TOO_DEEP;
                Node { span, value: NodeValue::Null }
            }
        };
        self.value(node);
    }

    pub(super) fn merge(&mut self, into: &mut Node, merged: &Node) {
        if let NodeValue::Map(entries) = &mut into.value
            && !merge(entries, merged)
        {
            self.report(
                codes::REPAIRED,
                merged.span,
                "merge key without a mapping: skipped",
                "refer to a mapping, or write its keys here",
            );
        }
    }

    pub(super) fn lenient_scalar(&mut self, text: String, is_plain: bool, anchor: usize, tag: Option<&Tag>, span: Span) {
        let is_key = self.stack.last().is_some_and(|open| {
            matches!(open.node.value, NodeValue::Map(_)) && open.key.is_none() && !open.drop_value && !open.is_merging
        });
        if let (true, true, "<<", Some(open)) = (is_key, is_plain, text.as_str(), self.stack.last_mut()) {
            open.is_merging = true;
            return;
        }
        let is_untagged = match tag {
            None => is_plain,
            Some(tag) if tag.handle == CORE_TAGS => ["int", "float", "bool", "null"].contains(&tag.suffix.as_str()),
            Some(tag) if tag.handle.is_empty() && tag.suffix == "!" => false,
            Some(tag) => {
                let message = format!("the tag `{}{}` is ignored", tag.handle, tag.suffix);
                self.report(codes::REPAIRED, span, &message, "remove the tag, and quote the value if it is a string");
                is_plain
            }
        };
        let value = if !is_untagged {
            NodeValue::String(text)
        } else if is_key {
            NodeValue::String(self.lenient_key(text, span))
        } else {
            let (value, odd) = scalar::parse_lenient(&text);
            if let Some(help) = odd {
                let message = format!("ambiguous value `{text}`: read as `{}`", Node { span, value: value.clone() }.to_json());
                self.report(codes::REPAIRED, span, &message, help);
            }
            value
        };
        let node = Node { span, value };
        self.anchors.define(anchor, &node);
        self.value(node);
    }

    /// Returns a key as it is written. Only `null` has several spellings.
    fn lenient_key(&mut self, text: String, span: Span) -> String {
        let (value, odd) = scalar::parse_lenient(&text);
        let is_usual = match &value {
            NodeValue::String(_) => odd.is_none(),
            // A status code.
            NodeValue::Number(number) => number.to_string() == text,
            _ => false,
        };
        let key = if value == NodeValue::Null { "null".to_owned() } else { text };
        if !is_usual {
            let message = match value {
                NodeValue::String(_) => format!("ambiguous key `{key}`: read as a string"),
                _ => format!("key `{key}` is not a string"),
            };
            self.report(codes::REPAIRED, span, &message, &format!("quote it: '{key}'"));
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use serde_json::json;

    use crate::diag::{Diagnostics, Style};
    use crate::openapi::yaml::{Dialect, parse};

    /// The value of a file of an external description, and its warnings.
    fn read(content: &str) -> (serde_json::Value, String) {
        let mut diagnostics = Diagnostics::new();
        let node = parse("a.yaml", content, Dialect::Lenient, &mut diagnostics);
        assert!(!diagnostics.has_errors(), "{}", diagnostics.render(Style::Plain));
        let messages = diagnostics
            .sorted()
            .into_iter()
            .map(|found| format!("{}: {}", found.at.as_ref().map_or(0, |at| at.line), found.message));
        (node.expect("a value").to_json(), messages.collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn keys_are_strings() {
        let (value, warnings) = read("200: a\ntrue: b\n'404': c\n~: d\n1.0: e\n010: f\n");
        assert_eq!(value, json!({ "200": "a", "true": "b", "404": "c", "null": "d", "1.0": "e", "010": "f" }));
        assert_eq!(warnings.lines().count(), 3, "{warnings}");
        assert!(warnings.starts_with("2: key `true` is not a string"), "{warnings}");
    }

    #[test]
    fn aliases_and_merge_keys_are_their_values() {
        let content = "a: &a { x: 1, y: [2] }\nb: *a\nc: { <<: *a, x: 3 }\nd: { y: 0, <<: [{ x: 5 }, *a] }\ne: &e text\nf: [*e, *e]\n'<<': g\n";
        let (value, warnings) = read(content);
        let expected = json!({
            "a": { "x": 1, "y": [2] }, "b": { "x": 1, "y": [2] }, "c": { "x": 3, "y": [2] }, "d": { "y": 0, "x": 5 }, "e": "text",
            "f": ["text", "text"], "<<": "g",
        });
        assert_eq!((value, warnings.as_str()), (expected, ""));
        let (value, warnings) = read("a: &a [1, *a]\nb: { <<: 2 }\n");
        assert_eq!(value, json!({ "a": [1, null], "b": {} }));
        assert_eq!(warnings.lines().count(), 2, "{warnings}");
    }

    #[test]
    fn aliases_are_bounded() {
        let mut content = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let before = format!("*a{}", level - 1);
            let _ = writeln!(content, "a{level}: &a{level} [{}]", [before.as_str(); 10].join(", "));
        }
        let mut diagnostics = Diagnostics::new();
        assert!(parse("a.yaml", &content, Dialect::Lenient, &mut diagnostics).is_none());
        assert!(diagnostics.render(Style::Plain).contains("aliases for too many values"));
    }

    #[test]
    fn what_tools_read_differently_is_a_warning() {
        let (value, warnings) =
            read("a: 044925\nb: 0x1F\nc: !!str 5\nd: !!int '6'\ne: !x 7\nf: on\nno: 1\ng: 1\ng: 2\n--- \nsecond: 1\n");
        assert_eq!(value, json!({ "a": 44925, "b": 31, "c": "5", "d": 6, "e": 7, "f": "on", "no": 1, "g": 2 }));
        assert_eq!(warnings.lines().count(), 7, "{warnings}");
    }

    #[test]
    fn tabs_line_ends_and_indentation_are_read() {
        let (value, warnings) = read("a:\r\n  {\r\n  \t\"b\": 1,\r\n\t\t\"c\": [\r\n\t\t\t2\r\n\t\t]\r\n  }\r\nd: \"e\"\r\n");
        assert_eq!((value, warnings.as_str()), (json!({ "a": { "b": 1, "c": [2] }, "d": "e" }), ""));
        let (value, _) = read("a:\n    b:\n      c: {\n\t\"d\": [\n1\n],\n'e': f\n}\n    g: h\n");
        assert_eq!(value, json!({ "a": { "b": { "c": { "d": [1], "e": "f" } }, "g": "h" } }));
        let (value, _) = read("{\n\t\"a\": {\n\t\t\"b\": 1\n\t}\n}\n");
        assert_eq!(value, json!({ "a": { "b": 1 } }));
    }
}
