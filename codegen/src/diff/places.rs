//! From a place in what was made of a foreign description back to the place that was written.

use std::collections::HashMap;

use crate::emit::surface::Surface;
use crate::load::{Document, Node, NodeValue, Pointer, Span};

/// The places of a file by where they stand in its text. What is made of a foreign file keeps where each thing stood.
pub(super) struct Places {
    root: Pointer,
    at: HashMap<Mark, Pointer>,
}

/// The first and last line and column.
type Mark = (usize, usize, usize, usize);

impl Places {
    /// Every place of the root file.
    pub fn of(document: &Document) -> Self {
        let root = Pointer::root(document.root_file().to_owned());
        let mut places = Self { root: root.clone(), at: HashMap::new() };
        if let Some(node) = document.node(&root) {
            places.add(node, &root);
        }
        places
    }

    fn add(&mut self, node: &Node, at: &Pointer) {
        self.mark(node.span, at);
        match &node.value {
            NodeValue::Map(entries) => {
                for entry in entries {
                    let at = at.child(&entry.key);
                    self.mark(entry.key_span, &at);
                    self.add(&entry.value, &at);
                }
            }
            NodeValue::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let at = at.index(index);
                    // What is made of a parameter stands where its name does.
                    item.get("name").into_iter().for_each(|name| self.mark(name.span, &at));
                    self.add(item, &at);
                }
            }
            _ => {}
        }
    }

    /// Of things that begin and end together, the outermost counts.
    fn mark(&mut self, span: Span, at: &Pointer) {
        self.at.entry(mark(span)).or_insert_with(|| at.clone());
    }

    /// Where something stands that was made of this file: the nearest thing around it that was written.
    pub fn written(&self, made: &Document, at: &Pointer) -> Pointer {
        let mut here = Some(at.clone());
        while let Some(place) = here {
            let found = made.file(place.file()).and_then(|file| file.node().find(&place));
            let mut spans = found.into_iter().flat_map(|(node, key)| key.into_iter().chain([node.span]));
            if let Some(written) = spans.find_map(|span| self.at.get(&mark(span))) {
                return written.clone();
            }
            here = place.parent();
        }
        self.root.clone()
    }

    /// Every method, type and member, with the place that was written.
    pub fn restore(&self, made: &Document, surface: &mut Surface) {
        let restore = |at: &mut Pointer| *at = self.written(made, at);
        for call in &mut surface.methods {
            restore(&mut call.at);
            call.members.iter_mut().filter_map(|member| member.at.as_mut()).for_each(restore);
        }
        for item in &mut surface.types {
            restore(&mut item.at);
            item.members.iter_mut().filter_map(|member| member.at.as_mut()).for_each(restore);
        }
    }
}

fn mark(span: Span) -> Mark {
    (span.line, span.column, span.end_line, span.end_column)
}
