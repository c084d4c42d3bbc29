//! YAML text as a tree with places.

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Range};

use super::document::location;
use super::{Node, NodeEntry, NodeValue, Span, scalar};
use crate::diag::{Diagnostic, DiagnosticCode, Diagnostics, Location, codes};

/// No description nests like this; deeper input would only serve to exhaust the stack of some later recursion.
pub(super) const MAX_DEPTH: usize = 64;

/// Reads one file. `None` if there is no telling what it says.
pub(super) fn parse(file: &str, text: &str, diagnostics: &mut Diagnostics) -> Option<Node> {
    if tabs(file, text, diagnostics) {
        return None;
    }
    let mut tree = YamlTree { file, diagnostics, stack: Vec::new(), root: None, documents: 0, broken: false };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, range)) => tree.event(event, range),
            Err(error) => {
                let marker = error.marker();
                let at = Location::point(file, marker.line().max(1), marker.col() + 1);
                tree.diagnostics.push(
                    Diagnostic::new(codes::YAML_SYNTAX, format!("this is not well-formed YAML: {}", error.info()))
                        .at(at)
                        .help("check the indentation, and the quotes and brackets above this place"),
                );
                return None;
            }
        }
        if tree.broken {
            return None;
        }
    }
    tree.root
}

/// A tab in the indentation gets a message of its own: the parser's would be about something else further down.
fn tabs(file: &str, text: &str, diagnostics: &mut Diagnostics) -> bool {
    let mut found = false;
    for (index, line) in text.lines().enumerate() {
        let indent = line.chars().take_while(|c| c.is_whitespace()).position(|c| c == '\t');
        if let (Some(column), false) = (indent, line.trim().is_empty()) {
            found = true;
            diagnostics.push(
                Diagnostic::new(codes::TAB_INDENT, "this line is indented with a tab")
                    .at(Location::point(file, index + 1, column + 1))
                    .help("use spaces, two for each level"),
            );
        }
    }
    found
}

/// A list or mapping that is not closed yet.
struct OpenCollection {
    node: Node,
    /// The key whose value comes next.
    key: Option<(String, Span)>,
    /// Set when the key was unusable: its value is read and dropped.
    drop_value: bool,
}

struct YamlTree<'a> {
    file: &'a str,
    diagnostics: &'a mut Diagnostics,
    stack: Vec<OpenCollection>,
    root: Option<Node>,
    documents: usize,
    broken: bool,
}

impl YamlTree<'_> {
    fn event(&mut self, event: Event<'_>, range: Range) {
        let place = span(range);
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.report(
                        codes::MANY_DOCUMENTS,
                        place,
                        "a second document starts here",
                        "keep one document in a file, without `---`",
                    );
                }
            }
            Event::Alias(_) => {
                self.report(
                    codes::YAML_FEATURE,
                    place,
                    "an alias stands here",
                    "give the thing a name of its own and refer to it with `$ref`",
                );
                self.value(Node { span: place, value: NodeValue::Null });
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.features(anchor, tag.is_some(), place);
                if style == ScalarStyle::Plain && tag.is_none() {
                    self.plain(&text, place);
                } else {
                    self.value(Node { span: place, value: NodeValue::String(text.into_owned()) });
                }
            }
            Event::SequenceStart(anchor, tag) => {
                self.features(anchor, tag.is_some(), place);
                self.open(place, NodeValue::List(Vec::new()));
            }
            Event::MappingStart(anchor, tag) => {
                self.features(anchor, tag.is_some(), place);
                self.open(place, NodeValue::Map(Vec::new()));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(mut open) = self.stack.pop() {
                    if (place.line, place.column) > (open.node.span.line, open.node.span.column) {
                        open.node.span.end_line = place.end_line;
                        open.node.span.end_column = place.end_column;
                    }
                    self.value(open.node);
                }
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
    }

    fn report(&mut self, code: DiagnosticCode, place: Span, message: &str, help: &str) {
        self.diagnostics.push(Diagnostic::new(code, message).at(location(self.file, place)).help(help));
    }

    fn features(&mut self, anchor: usize, tag: bool, place: Span) {
        if anchor > 0 {
            self.report(
                codes::YAML_FEATURE,
                place,
                "this carries an anchor",
                "give the thing a name of its own and refer to it with `$ref`",
            );
        }
        if tag {
            self.report(codes::YAML_FEATURE, place, "this carries a tag", "leave the tag out, and quote what is text");
        }
    }

    fn open(&mut self, place: Span, value: NodeValue) {
        if self.stack.len() >= MAX_DEPTH {
            let message = format!("this stands more than {MAX_DEPTH} levels deep");
            self.report(codes::TOO_DEEP, place, &message, "name the inner parts and refer to them");
            self.broken = true;
            return;
        }
        self.stack.push(OpenCollection { node: Node { span: place, value }, key: None, drop_value: false });
    }

    fn plain(&mut self, text: &str, place: Span) {
        let value = scalar::parse_plain(text).unwrap_or_else(|help| {
            let message = format!("`{text}` is read differently by different readers");
            self.report(codes::AMBIGUOUS_SCALAR, place, &message, help);
            // A number was meant, whichever; text would be reported once more.
            NodeValue::Number(0.into())
        });
        self.value(Node { span: place, value });
    }

    /// Puts a finished value where it belongs: into the list, or as key or value into the mapping.
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
                let first = entries.iter().find(|entry| entry.key == key).map(|entry| entry.key_span.line);
                if let Some(line) = first {
                    let message = format!("`{key}` is already in this mapping");
                    self.report(
                        codes::DUPLICATE_KEY,
                        key_span,
                        &message,
                        &format!("leave one of the two; the first is in line {line}"),
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
                let help = "write the parts out, or compose schemas with `allOf`";
                self.report(codes::YAML_FEATURE, node.span, "this is a merge key", help);
                (None, String::new())
            }
            NodeValue::String(key) => (Some(key), String::new()),
            NodeValue::Number(number) => (Some(number.to_string()), format!("quote it: '{number}'")),
            NodeValue::Bool(value) => (Some(value.to_string()), format!("quote it: '{value}'")),
            NodeValue::Null => (None, "give the entry a key".to_owned()),
            NodeValue::List(_) | NodeValue::Map(_) => (None, "give the entry a simple key".to_owned()),
        };
        if !help.is_empty() {
            let message = key.as_ref().map_or("this key is no text".to_owned(), |key| format!("the key `{key}` is not text"));
            self.report(codes::KEY_NOT_STRING, node.span, &message, &help);
        }
        if let Some(open) = self.stack.last_mut() {
            open.drop_value = key.is_none();
            open.key = key.map(|key| (key, node.span));
        }
    }
}

fn span(range: Range) -> Span {
    Span {
        line: range.start.line().max(1),
        column: range.start.col() + 1,
        end_line: range.end.line().max(1),
        end_column: range.end.col() + 1,
    }
}
