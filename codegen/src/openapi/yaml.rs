//! Parses YAML into a tree of nodes.

mod lenient;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Range};

use super::anchors::Anchors;
use super::{Mapping, Node, NodeEntry, NodeValue, Span, location, scalar};
use crate::diag::{Diagnostic, DiagnosticCode, Diagnostics, Location, codes};

/// The maximum nesting depth. It protects the recursive functions of later stages from a stack overflow.
pub(crate) const MAX_DEPTH: usize = 64;

/// How files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// What tools read differently is an error.
    Strict,
    /// All of YAML, as most tools read it. What some read differently is a warning.
    Lenient,
}

/// Parses one file. Returns `None` after an error that leaves the content unknown.
pub(crate) fn parse(file: &str, content: &str, dialect: Dialect, diagnostics: &mut Diagnostics) -> Option<Node> {
    match dialect {
        Dialect::Strict if tabs(file, content, diagnostics) => None,
        Dialect::Strict => tree(file, content, dialect, diagnostics).ok().flatten(),
        Dialect::Lenient => lenient::parse(file, content, diagnostics),
    }
}

/// Parses one file. The error is the start of the outermost flow collection that can contain the syntax error, in bytes.
fn tree(file: &str, content: &str, dialect: Dialect, diagnostics: &mut Diagnostics) -> Result<Option<Node>, Option<usize>> {
    let mut tree = YamlTree {
        file,
        is_lenient: dialect == Dialect::Lenient,
        diagnostics,
        anchors: Anchors::default(),
        stack: Vec::new(),
        root: None,
        documents: 0,
        broken: false,
        incomplete: false,
    };
    let mut last = Span { line: 1, column: 1, end_line: 1, end_column: 1 };
    for event in Parser::new_from_str(content) {
        match event {
            Ok((event, range)) => {
                last = span_of(range);
                tree.event(event, range);
            }
            Err(error) => {
                let marker = error.marker();
                let at = Location::point(file, marker.line().max(1), marker.col() + 1);
                tree.diagnostics.push(
                    Diagnostic::new(codes::YAML_SYNTAX, format!("invalid YAML: {}", error.info()))
                        .at(at)
                        .help("check the indentation of this line, and the quotes and brackets before it"),
                );
                return Err(lenient::flow_start(content, tree.stack.iter().map(|open| open.node.span), last));
            }
        }
        if tree.broken {
            return Ok(None);
        }
    }
    Ok(tree.root.filter(|_| !tree.incomplete))
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
    anchor: usize,
    /// The values of merge keys.
    merged: Vec<Node>,
    /// Whether the key of the next value is a merge key.
    is_merging: bool,
    /// The key of the next value.
    key: Option<(String, Span)>,
    /// Whether to drop the next value, because its key is invalid.
    drop_value: bool,
}

struct YamlTree<'a> {
    file: &'a str,
    is_lenient: bool,
    diagnostics: &'a mut Diagnostics,
    anchors: Anchors,
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
                    let code = if self.is_lenient { codes::REPAIRED } else { codes::MANY_DOCUMENTS };
                    self.report(code, span, "second YAML document in a file", "move it to a file of its own, or remove `---`");
                }
            }
            Event::Alias(anchor) if self.is_lenient => self.alias(anchor, span),
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
            Event::Scalar(text, style, anchor, tag) if self.is_lenient => {
                self.lenient_scalar(text.into_owned(), style == ScalarStyle::Plain, anchor, tag.as_deref(), span);
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
                self.open(span, anchor, NodeValue::List(Vec::new()));
            }
            Event::MappingStart(anchor, tag) => {
                self.features(anchor, tag.is_some(), span);
                self.open(span, anchor, NodeValue::Map(Mapping::default()));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(mut open) = self.stack.pop() {
                    if (span.line, span.column) > (open.node.span.line, open.node.span.column) {
                        open.node.span.end_line = span.end_line;
                        open.node.span.end_column = span.end_column;
                    }
                    for merged in &open.merged {
                        self.merge(&mut open.node, merged);
                    }
                    self.anchors.define(open.anchor, &open.node);
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
        if self.is_lenient {
            return;
        }
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

    fn open(&mut self, span: Span, anchor: usize, value: NodeValue) {
        if self.stack.len() >= MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} levels of nesting");
            self.report(codes::TOO_DEEP, span, &message, "move inner schemas to named entries, and refer to them");
            self.broken = true;
            return;
        }
        let node = Node { span, value };
        self.stack.push(OpenCollection { node, anchor, merged: Vec::new(), is_merging: false, key: None, drop_value: false });
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
                if std::mem::take(&mut open.is_merging) {
                    open.merged.push(node);
                    return;
                }
                let Some((key, key_span)) = open.key.take() else {
                    self.key(node);
                    return;
                };
                let first = entries.entry(&key).map(|entry| entry.key_span.line);
                if first.is_none() || self.is_lenient {
                    // The last value takes precedence.
                    entries.push(NodeEntry { key: key.clone(), key_span, value: node });
                }
                if let Some(line) = first {
                    let code = if self.is_lenient { codes::REPAIRED } else { codes::DUPLICATE_KEY };
                    let help = format!("remove one of the two; the other is at line {line}");
                    self.report(code, key_span, &format!("duplicate key `{key}`"), &help);
                }
            }
            _ => {}
        }
    }

    fn key(&mut self, node: Node) {
        let (key, help) = match node.value {
            NodeValue::String(key) if key == "<<" && !self.is_lenient => {
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
        if self.is_lenient && key.is_none() {
            self.report(codes::REPAIRED, node.span, "key is not a string: skipped", &help);
        } else if !help.is_empty() {
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
