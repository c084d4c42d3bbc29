//! Visits the entries of all mappings of the description, except those of examples and other values.

use crate::load::{Document, Node, NodeEntry, Pointer};

/// Calls `visit` for every entry, file by file. The function creates the pointer to the entry, which is needed only for errors. A property with the
/// name of a keyword is an entry too; its value is a mapping.
pub(super) fn visit(document: &Document, visit: &mut dyn FnMut(&NodeEntry, &dyn Fn() -> Pointer)) {
    for file in document.files() {
        visit_node(file.node(), None, &|| Pointer::root(file.path.clone()), visit);
    }
}

fn visit_node(node: &Node, key: Option<&str>, at: &dyn Fn() -> Pointer, visit: &mut dyn FnMut(&NodeEntry, &dyn Fn() -> Pointer)) {
    // The keys of these mappings are names, not keywords.
    let has_names = matches!(key, Some("properties" | "responses"));
    for entry in node.entries() {
        let here = || at().child(&entry.key);
        if has_names || !matches!(entry.key.as_str(), "example" | "default" | "enum") {
            visit(entry, &here);
            // A property can have the name `properties`.
            let key = Some(entry.key.as_str()).filter(|_| !has_names);
            visit_node(&entry.value, key, &here, visit);
        }
    }
    for (index, item) in node.items().iter().enumerate() {
        visit_node(item, None, &|| at().index(index), visit);
    }
}
