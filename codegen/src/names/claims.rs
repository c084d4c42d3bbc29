//! Detects items that get the same Rust name.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, codes};
use crate::load::{Document, Pointer};

/// Claimed names with the item that has them, by scope and name.
#[derive(Default)]
pub(super) struct Claims(BTreeMap<(String, String), NamedItem>);

/// An item of the description that gets a Rust name.
#[derive(Clone)]
pub(super) struct NamedItem {
    pub kind: ItemKind,
    /// Name in the description.
    pub wire: String,
    /// What the Rust name is derived from, if that is not the name in the description.
    pub spelling: Option<String>,
    /// Location in the description.
    pub at: Pointer,
}

/// The kind of a [`NamedItem`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemKind {
    Schema,
    Property,
    Parameter,
    /// The setter that sends `null` for a property.
    ClearSetter,
    /// The setters for custom fields of an operation.
    CustomFieldSetter,
    EnumValue,
    /// The discriminator value of a variant.
    UnionVariant,
    /// The entity of the item of a webhook event.
    WebhookItem,
    Operation,
    Resource,
}

impl Claims {
    /// Returns whether an item of the scope has the name.
    pub(super) fn contains(&self, scope: &str, name: &str) -> bool {
        self.0.contains_key(&(scope.to_owned(), name.to_owned()))
    }

    /// Claims a name in a scope. If another item has it already, returns the diagnostic for the collision.
    pub(super) fn claim(&mut self, scope: &str, name: &str, item: NamedItem, document: &Document) -> Option<Diagnostic> {
        let key = (scope.to_owned(), name.to_owned());
        let Some(other) = self.0.get(&key) else {
            self.0.insert(key, item);
            return None;
        };
        let (at, other_at) = (document.locate_key(&item.at), document.locate_key(&other.at));
        let message = format!("{} and {} have the same Rust name `{scope}::{name}`", other.describe(), item.describe());
        let is_elsewhere = other_at != at;
        let diagnostic = Diagnostic::new(codes::NAME_COLLISION, message).at(at).help(help(&item, other));
        let label = format!("{} is defined at", other.describe());
        Some(if is_elsewhere { diagnostic.related(label, vec![other_at]) } else { diagnostic })
    }
}

impl NamedItem {
    pub(super) fn new(kind: ItemKind, wire: &str, at: &Pointer) -> Self {
        Self { kind, wire: wire.to_owned(), spelling: None, at: at.clone() }
    }

    pub(super) fn spelled(self, spelling: &str) -> Self {
        Self { spelling: Some(spelling.to_owned()), ..self }
    }

    /// Returns what the Rust name is derived from.
    pub(super) fn words(&self) -> &str {
        self.spelling.as_ref().unwrap_or(&self.wire)
    }

    fn describe(&self) -> String {
        let wire = &self.wire;
        match self.kind {
            ItemKind::Schema => format!("schema `{wire}`"),
            ItemKind::Property => format!("property `{wire}`"),
            ItemKind::Parameter => format!("parameter `{wire}`"),
            ItemKind::ClearSetter => format!("the setter that clears `{wire}`"),
            ItemKind::CustomFieldSetter => format!("the custom field setter of operation `{wire}`"),
            ItemKind::EnumValue => format!("enum value `{wire}`"),
            ItemKind::UnionVariant => format!("discriminator value `{wire}`"),
            ItemKind::WebhookItem => format!("entity `{wire}`"),
            ItemKind::Operation => format!("operation `{wire}`"),
            ItemKind::Resource => format!("the accessor of resource `{wire}`"),
        }
    }
}

/// Returns how to resolve a collision between two items.
fn help(item: &NamedItem, other: &NamedItem) -> &'static str {
    use ItemKind::{EnumValue, Operation, Resource, Schema};
    match (item.kind, other.kind) {
        (EnumValue, _) => "set `x-enum-varnames` to a list with a distinct name for each value",
        (Schema, Schema) => "rename one of the schemas",
        (Schema, _) | (_, Schema) => "rename the schema",
        (Operation | Resource, Operation | Resource) => "change one of the `operationId`s",
        _ if item.wire == other.wire => "rename one of them",
        _ => "rename one of them, or add one of the names to `IRREGULAR` in `codegen/src/idents/ident.rs`",
    }
}
