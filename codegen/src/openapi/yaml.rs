//! Parses YAML into a tree of nodes.

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Range};

use super::{Mapping, Node, NodeEntry, NodeValue, Span, location, scalar};
use crate::diag::{Diagnostic, DiagnosticCode, Diagnostics, Location, codes};

/// The maximum nesting depth. It protects the recursive functions of later stages from a stack overflow.
pub(crate) const MAX_DEPTH: usize = 64;

/// Parses one file. Returns `None` after an error that leaves the content unknown.
pub(crate) fn parse(file: &str, content: &str, diagnostics: &mut Diagnostics) -> Option<Node> {
    if tabs(file, content, diagnostics) {
        return None;
    }
    let mut tree = YamlTree { file, diagnostics, stack: Vec::new(), root: None, documents: 0, broken: false, incomplete: false };
    for event in Parser::new_from_str(content) {
        match event {
            Ok((event, range)) => tree.event(event, range),
            Err(error) => {
                let marker = error.marker();
                let at = Location::point(file, marker.line().max(1), marker.col() + 1);
                tree.diagnostics.push(
                    Diagnostic::new(codes::YAML_SYNTAX, format!("invalid YAML: {}", error.info()))
                        .at(at)
                        .help("check the indentation of this line, and the quotes and brackets before it"),
                );
                return None;
            }
        }
        if tree.broken {
            return None;
        }
    }
    tree.root.filter(|_| !tree.incomplete)
}

/// Reports tabs in the indentation. The parser would report another error further down.
fn tabs(file: &str, content: &str, diagnostics: &mut Diagnostics) -> bool {
    for (index, line) in content.lines().enumerate() {
        let indent = line.chars().take_while(|c| c.is_whitespace()).position(|c| c == '\t');
        if let (Some(column), false) = (indent, line.trim().is_empty()) {
            diagnostics.push(
                Diagnostic::new(codes::TAB_INDENT, "tab in the indentation")
                    .at(Location::point(file, index + 1, column + 1))
                    .help("indent with two spaces for each level"),
            );
            // Often a whole block has them.
            return true;
        }
    }
    false
}

/// A list or mapping whose end has not been parsed yet.
struct OpenCollection {
    node: Node,
    /// The key of the next value.
    key: Option<(String, Span)>,
    /// Whether to drop the next value, because its key is invalid.
    drop_value: bool,
}

struct YamlTree<'a> {
    file: &'a str,
    diagnostics: &'a mut Diagnostics,
    stack: Vec<OpenCollection>,
    root: Option<Node>,
    documents: usize,
    /// Set if the nesting is too deep: the rest is not parsed.
    broken: bool,
    /// Set if a part of the content is unknown. The rest is parsed for more errors.
    incomplete: bool,
}

impl YamlTree<'_> {
    fn event(&mut self, event: Event<'_>, range: Range) {
        let span = span_of(range);
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.report(
                        codes::MANY_DOCUMENTS,
                        span,
                        "second YAML document in a file",
                        "move it to a file of its own, or remove `---`",
                    );
                }
            }
            Event::Alias(_) => {
                self.report(
                    codes::YAML_FEATURE,
                    span,
                    "unsupported YAML alias",
                    "move the value to a named entry, and refer to it with `$ref`",
                );
                self.incomplete = true;
                self.value(Node { span, value: NodeValue::Null });
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.features(anchor, tag.is_some(), span);
                if style == ScalarStyle::Plain && tag.is_none() {
                    self.plain(&text, span);
                } else {
                    self.value(Node { span, value: NodeValue::String(text.into_owned()) });
                }
            }
            Event::SequenceStart(anchor, tag) => {
                self.features(anchor, tag.is_some(), span);
                self.open(span, NodeValue::List(Vec::new()));
            }
            Event::MappingStart(anchor, tag) => {
                self.features(anchor, tag.is_some(), span);
                self.open(span, NodeValue::Map(Mapping::default()));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(mut open) = self.stack.pop() {
                    if (span.line, span.column) > (open.node.span.line, open.node.span.column) {
                        open.node.span.end_line = span.end_line;
                        open.node.span.end_column = span.end_column;
                    }
                    self.value(open.node);
                }
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
    }

    fn report(&mut self, code: DiagnosticCode, span: Span, message: &str, help: &str) {
        self.diagnostics.push(Diagnostic::new(code, message).at(location(self.file, span)).help(help));
    }

    fn features(&mut self, anchor: usize, tag: bool, span: Span) {
        if anchor > 0 {
            self.report(
                codes::YAML_FEATURE,
                span,
                "unsupported YAML anchor",
                "remove it; for a value that is used twice, use a named entry and `$ref`",
            );
        }
        if tag {
            self.report(
                codes::YAML_FEATURE,
                span,
                "unsupported YAML tag",
                "remove the tag, and quote the value if it is a string",
            );
        }
    }

    fn open(&mut self, span: Span, value: NodeValue) {
        if self.stack.len() >= MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} levels of nesting");
            self.report(codes::TOO_DEEP, span, &message, "move inner schemas to named entries, and refer to them");
            self.broken = true;
            return;
        }
        self.stack.push(OpenCollection { node: Node { span, value }, key: None, drop_value: false });
    }

    fn plain(&mut self, text: &str, span: Span) {
        let value = scalar::parse_plain(text).unwrap_or_else(|help| {
            let message = format!("ambiguous number `{text}`");
            self.report(codes::AMBIGUOUS_SCALAR, span, &message, help);
            // As a string it would be reported again, as the wrong type.
            NodeValue::Number(0.into())
        });
        self.value(Node { span, value });
    }

    /// Adds a complete value to the innermost collection: as an item, or as a key or value.
    fn value(&mut self, node: Node) {
        let Some(open) = self.stack.last_mut() else {
            if self.root.is_none() {
                self.root = Some(node);
            }
            return;
        };
        match &mut open.node.value {
            NodeValue::List(items) => items.push(node),
            NodeValue::Map(entries) => {
                if std::mem::take(&mut open.drop_value) {
                    return;
                }
                let Some((key, key_span)) = open.key.take() else {
                    self.key(node);
                    return;
                };
                let first = entries.entry(&key).map(|entry| entry.key_span.line);
                if let Some(line) = first {
                    let message = format!("duplicate key `{key}`");
                    self.report(
                        codes::DUPLICATE_KEY,
                        key_span,
                        &message,
                        &format!("remove one of the two; the other is at line {line}"),
                    );
                } else {
                    entries.push(NodeEntry { key, key_span, value: node });
                }
            }
            _ => {}
        }
    }

    fn key(&mut self, node: Node) {
        let (key, help) = match node.value {
            NodeValue::String(key) if key == "<<" => {
                let help = "write the keys here, or compose schemas with `allOf`";
                self.report(codes::YAML_FEATURE, node.span, "unsupported YAML merge key", help);
                self.incomplete = true;
                (None, String::new())
            }
            NodeValue::String(key) => (Some(key), String::new()),
            NodeValue::Number(number) => (Some(number.to_string()), format!("quote it: '{number}'")),
            NodeValue::Bool(value) => (Some(value.to_string()), format!("quote it: '{value}'")),
            NodeValue::Null => (None, "write a key before the colon".to_owned()),
            NodeValue::List(_) | NodeValue::Map(_) => (None, "write a string as the key".to_owned()),
        };
        if !help.is_empty() {
            let message = key.as_ref().map_or("key is not a string".to_owned(), |key| format!("key `{key}` is not a string"));
            self.report(codes::KEY_NOT_STRING, node.span, &message, &help);
        }
        if let Some(open) = self.stack.last_mut() {
            open.drop_value = key.is_none();
            open.key = key.map(|key| (key, node.span));
        }
    }
}

fn span_of(range: Range) -> Span {
    Span {
        line: range.start.line().max(1),
        column: range.start.col() + 1,
        end_line: range.end.line().max(1),
        end_column: range.end.col() + 1,
    }
}
