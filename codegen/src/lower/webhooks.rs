//! `x-webhook-items`: the types of the items of webhook events.

use openapiv3::{ReferenceOr, Schema};

use super::Lowering;
use crate::diag::codes;
use crate::ir::{TypeKind, Version, WebhookItemType};
use crate::load::{Node, NodeEntry, Pointer};

impl Lowering<'_> {
    pub(super) fn webhook_items(&mut self) -> Vec<WebhookItemType> {
        let at = Pointer::root(self.document.root_file()).child("x-webhook-items");
        let versions = self.document.node(&at).map(Node::entries).unwrap_or_default();
        let mut items = Vec::new();
        for versioned in versions {
            let Some(version) = Version::from_name(&versioned.key) else { continue };
            let at = at.child(&versioned.key);
            for entry in versioned.value.entries() {
                items.extend(self.webhook_item(version, &at.child(&entry.key), entry));
            }
        }
        items
    }

    fn webhook_item(&mut self, version: Version, at: &Pointer, entry: &NodeEntry) -> Option<WebhookItemType> {
        let Some(reference) = entry.value.get("$ref").and_then(Node::as_str) else {
            let message = format!("the item of `{}` events has no name", entry.key);
            self.error(
                codes::UNSUPPORTED,
                at,
                message,
                "define the schema in the file of its resource, and write a `$ref` to it",
            );
            return None;
        };
        let reference = ReferenceOr::<Schema>::Reference { reference: reference.to_owned() };
        let (target, _) = self.document.schema(at, &reference)?;
        let ty = self.by_pointer.get(&target).copied();
        let Some(ty) = ty.filter(|ty| matches!(self.types[ty.index()].kind, TypeKind::Object(_))) else {
            let message = format!("the item of `{}` events is not an object", entry.key);
            self.error(codes::UNSUPPORTED, at, message, "refer to a schema with `type: object` and `properties`");
            return None;
        };
        Some(WebhookItemType { version, entity: entry.key.clone(), ty, at: at.clone() })
    }
}
