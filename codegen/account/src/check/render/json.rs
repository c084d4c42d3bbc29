//! The JSON format, which `docs/account-check.schema.json` in the repository describes.

use pipedrive_inert::json::document;
use serde_json::{Value, json};

use crate::check::{AccountChange, AccountReport};

impl AccountReport {
    /// Renders the report as JSON. The README of the crate describes the format.
    pub fn to_json(&self) -> String {
        document(&json!({
            "effect": self.effect().as_str(),
            "changes": self.changes.iter().map(change).collect::<Vec<_>>(),
            "incomplete": self.incomplete,
        }))
    }
}

fn change(change: &AccountChange) -> Value {
    json!({
        "kind": change.kind.as_str(),
        "effect": change.effect.as_str(),
        "parts": change.parts,
        "key": change.key,
        "name": change.name,
        "old": change.old,
        "new": change.new,
        "rust": {
            "item": change.rust_item,
            "old": change.rust_old,
            "new": change.rust_new,
        },
    })
}
