//! The vendor's example replies against our schemas: they have keys that the vendor's own schemas leave out.

use super::schema_view::{SchemaLocations, SchemaView};
use crate::load::{Document, Node, NodeValue, Pointer};

/// A key of an example that our schema does not have.
pub(super) struct Unknown {
    /// As in `reply.data[].value`.
    pub subject: String,
    /// The object of ours that lacks it.
    pub ours: Pointer,
    /// Where the key stands.
    pub vendor: Pointer,
}

/// The places of the examples of a media type.
pub(super) fn examples(vendor: &Document, media: &Pointer) -> Vec<Pointer> {
    let one = media.child("example");
    let many = media.child("examples");
    let named = vendor.node(&many).into_iter().flat_map(Node::entries).map(|entry| many.child(&entry.key).child("value"));
    std::iter::once(one).chain(named).filter(|at| vendor.node(at).is_some()).collect()
}

/// The keys of the value at `at` that the schema of ours at `schema` does not have.
pub(super) fn unknown(
    vendor: &Document,
    ours: &Document,
    subject: &str,
    at: &Pointer,
    schema: &SchemaLocations,
    found: &mut Vec<Unknown>,
) {
    let Some(node) = vendor.node(at) else { return };
    let view = SchemaView::of(ours, schema);
    match &node.value {
        NodeValue::List(items) => {
            let Some(schema) = view.inner("items") else { return };
            for index in 0..items.len() {
                unknown(vendor, ours, &format!("{subject}[]"), &at.index(index), &schema, found);
            }
        }
        NodeValue::Map(entries) => {
            let (properties, map) = (view.properties(), view.inner("additionalProperties"));
            // What may hold anything, or only something else than an object, lacks nothing.
            if view.is_open || properties.is_empty() && map.is_none() {
                return;
            }
            // A leftover `allOf` is a schema and no data.
            for entry in entries.iter().filter(|entry| !is_own_field(&entry.key) && entry.key != "allOf") {
                let (subject, at) = (format!("{subject}.{}", entry.key), at.child(&entry.key));
                match properties.get(entry.key.as_str()).or(map.as_ref()) {
                    Some(schema) => unknown(vendor, ours, &subject, &at, schema, found),
                    None => found.push(Unknown { subject, ours: view.home().clone(), vendor: at }),
                }
            }
        }
        _ => {}
    }
}

/// A field that the account made itself: 40 hexadecimal digits, perhaps with a suffix.
fn is_own_field(key: &str) -> bool {
    key.len() >= 40 && key.bytes().take(40).all(|byte| byte.is_ascii_hexdigit())
}

/// How such a finding is told apart from what the vendor's schemas say.
pub(super) const IN_EXAMPLE: &str = "shown in an example";
