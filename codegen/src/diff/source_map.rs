//! Maps pointers of a converted third-party description back to the original document.

use std::collections::HashMap;

use crate::emit::surface::Surface;
use crate::load::{Document, Node, NodeValue, Pointer, Span};

/// The pointers of a file by their spans. Nodes of a converted document keep the spans of the original.
pub(super) struct SourceMap {
    root: Pointer,
    at: HashMap<SpanKey, Pointer>,
}

/// The start and end of a span: line, column, end line, end column.
type SpanKey = (usize, usize, usize, usize);

impl SourceMap {
    /// Indexes every node of the root file.
    pub fn of(document: &Document) -> Self {
        let root = Pointer::root(document.root_file().to_owned());
        let mut map = Self { root: root.clone(), at: HashMap::new() };
        if let Some(node) = document.node(&root) {
            map.add(node, &root);
        }
        map
    }

    fn add(&mut self, node: &Node, at: &Pointer) {
        self.record(node.span, at);
        match &node.value {
            NodeValue::Map(entries) => {
                for entry in entries {
                    let at = at.child(&entry.key);
                    self.record(entry.key_span, &at);
                    self.add(&entry.value, &at);
                }
            }
            NodeValue::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let at = at.index(index);
                    // Nodes converted from a parameter have the span of its name.
                    item.get("name").into_iter().for_each(|name| self.record(name.span, &at));
                    self.add(item, &at);
                }
            }
            _ => {}
        }
    }

    /// Records a span. Of nodes with the same span, the outermost is kept.
    fn record(&mut self, span: Span, at: &Pointer) {
        self.at.entry(span_key(span)).or_insert_with(|| at.clone());
    }

    /// Returns the original pointer of a converted node, or of its nearest ancestor that has one.
    pub fn original(&self, converted: &Document, at: &Pointer) -> Pointer {
        let mut here = Some(at.clone());
        while let Some(pointer) = here {
            let found = converted.file(pointer.file()).and_then(|file| file.node().find(&pointer));
            let mut spans = found.into_iter().flat_map(|(node, key)| key.into_iter().chain([node.span]));
            if let Some(original) = spans.find_map(|span| self.at.get(&span_key(span))) {
                return original.clone();
            }
            here = pointer.parent();
        }
        self.root.clone()
    }

    /// Replaces the pointers of all methods, types and members by the original ones.
    pub fn restore(&self, converted: &Document, surface: &mut Surface) {
        let restore = |at: &mut Pointer| *at = self.original(converted, at);
        for call in &mut surface.methods {
            restore(&mut call.at);
            call.members.iter_mut().filter_map(|member| member.at.as_mut()).for_each(restore);
        }
        surface.credentials.iter_mut().filter_map(|member| member.at.as_mut()).for_each(restore);
        for item in &mut surface.types {
            restore(&mut item.at);
            item.members.iter_mut().filter_map(|member| member.at.as_mut()).for_each(restore);
        }
    }
}

fn span_key(span: Span) -> SpanKey {
    (span.line, span.column, span.end_line, span.end_column)
}
