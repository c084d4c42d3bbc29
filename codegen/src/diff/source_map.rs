//! From a place in what was converted of a foreign description back to the place that was written.

use std::collections::HashMap;

use crate::emit::surface::Surface;
use crate::load::{Document, Node, NodeValue, Pointer, Span};

/// The places of a file by where they stand in its text. What is converted of a foreign file keeps where each thing stood.
pub(super) struct SourceMap {
    root: Pointer,
    at: HashMap<SpanKey, Pointer>,
}

/// The first and last line and column.
type SpanKey = (usize, usize, usize, usize);

impl SourceMap {
    /// Every place of the root file.
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
                    // What is converted of a parameter stands where its name does.
                    item.get("name").into_iter().for_each(|name| self.record(name.span, &at));
                    self.add(item, &at);
                }
            }
            _ => {}
        }
    }

    /// Of things that begin and end together, the outermost counts.
    fn record(&mut self, span: Span, at: &Pointer) {
        self.at.entry(span_key(span)).or_insert_with(|| at.clone());
    }

    /// Where something stands that was converted of this file: the nearest thing around it that was written.
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

    /// Every method, type and member, with the place that was written.
    pub fn restore(&self, converted: &Document, surface: &mut Surface) {
        let restore = |at: &mut Pointer| *at = self.original(converted, at);
        for call in &mut surface.calls {
            restore(&mut call.at);
            call.members.iter_mut().filter_map(|member| member.at.as_mut()).for_each(restore);
        }
        for item in &mut surface.types {
            restore(&mut item.at);
            item.members.iter_mut().filter_map(|member| member.at.as_mut()).for_each(restore);
        }
    }
}

fn span_key(span: Span) -> SpanKey {
    (span.line, span.column, span.end_line, span.end_column)
}
