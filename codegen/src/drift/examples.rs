//! Compares the vendor's example responses with our schemas; they contain keys that the vendor's schemas lack.

use super::schema_view;
use crate::load::{Document, Node, NodeValue, Pointer};
use crate::value::ValueUnion;

/// A key of an example that is missing in our schema.
pub(super) struct Unknown {
    /// The path of the key, such as `response.data[].value`.
    pub subject: String,
    /// The pointer of our object schema.
    pub ours: Pointer,
    /// The pointer of the key in the vendor's document.
    pub vendor: Pointer,
}

/// Returns the pointers of the examples of a media type.
pub(super) fn examples(vendor: &Document, media: &Pointer) -> Vec<Pointer> {
    let one = media.child("example");
    let many = media.child("examples");
    let named = vendor.node(&many).into_iter().flat_map(Node::entries).map(|entry| many.child(&entry.key).child("value"));
    std::iter::once(one).chain(named).filter(|at| vendor.node(at).is_some()).collect()
}

/// Collects the keys of the example at `at` that are missing in our schema.
pub(super) fn unknown(vendor: &Document, subject: &str, at: &Pointer, schema: &ValueUnion<'_>, found: &mut Vec<Unknown>) {
    let Some(node) = vendor.node(at) else { return };
    match &node.value {
        NodeValue::List(items) => {
            let Some(schema) = schema.inner("items") else { return };
            for index in 0..items.len() {
                unknown(vendor, &format!("{subject}[]"), &at.index(index), &schema, found);
            }
        }
        NodeValue::Map(entries) => {
            let item = schema_view::only_item(schema);
            let (mut properties, map) = (schema.properties(), schema.inner("additionalProperties"));
            properties.extend(item.as_ref().map(ValueUnion::properties).unwrap_or_default());
            // Schemas that allow any value or no objects lack no keys.
            if schema.is_open() || item.is_some_and(|item| item.is_open()) || properties.is_empty() && map.is_none() {
                return;
            }
            // Some vendor examples contain an `allOf` that belongs to a schema.
            for entry in entries.iter().filter(|entry| !is_custom_field(&entry.key) && entry.key != "allOf") {
                let (subject, at) = (format!("{subject}.{}", entry.key), at.child(&entry.key));
                match properties.get(entry.key.as_str()).or(map.as_ref()) {
                    Some(schema) => unknown(vendor, &subject, &at, schema, found),
                    None => found.push(Unknown { subject, ours: schema.home().clone(), vendor: at }),
                }
            }
        }
        _ => {}
    }
}

/// Returns whether a key is a custom field: 40 hexadecimal digits and an optional suffix.
fn is_custom_field(key: &str) -> bool {
    key.len() >= 40 && key.bytes().take(40).all(|byte| byte.is_ascii_hexdigit())
}

/// The value of findings that originate from an example instead of a schema.
pub(super) const IN_EXAMPLE: &str = "shown in an example";
