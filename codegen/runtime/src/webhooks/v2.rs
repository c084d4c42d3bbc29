//! The events of the second version.

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::forms::{ItemId, Moment};
use super::words::{Action, ChangeSource, Entity, Origin};
use crate::codec::{Field, Fields, Model};
use crate::json::log::Mismatch;
use crate::{Extra, IntOrString};

/// An event in the form of the second version, which webhooks have unless they ask for the first.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct EventV2 {
    /// What happened, and how it came here.
    pub meta: MetaV2,
    /// The item as it is now; nothing once it is deleted.
    pub data: Option<Value>,
    /// The fields that have changed, as they were before; the whole item where it is deleted; nothing for a new one.
    pub previous: Option<Value>,
    /// Everything else.
    pub extra: Extra,
    pub(super) mismatches: Vec<Mismatch>,
}

impl EventV2 {
    /// The item as it is now, as one of the crate's types such as `pipedrive::v2::deals::Deal` (or any other type). Leads and notes
    /// have theirs in `pipedrive::v1`. Custom fields are read through the same views as those of responses.
    pub fn data_as<T: DeserializeOwned>(&self) -> crate::Result<Option<T>> {
        super::item(self.data.as_ref())
    }

    /// The item as it was before, in the same way: the present one with the fields put back that have changed.
    pub fn previous_as<T: DeserializeOwned>(&self) -> crate::Result<Option<T>> {
        super::item(self.before().as_ref())
    }

    fn before(&self) -> Option<Value> {
        let previous = self.previous.as_ref()?;
        let (Some(Value::Object(data)), Value::Object(changed)) = (&self.data, previous) else { return Some(previous.clone()) };
        let mut before = data.clone();
        for (key, old) in changed {
            match (before.get_mut(key), old) {
                // Of the account's own fields, too, only those are there that have changed.
                (Some(Value::Object(now)), Value::Object(old)) if key == "custom_fields" => now.extend(old.clone()),
                _ => drop(before.insert(key.clone(), old.clone())),
            }
        }
        Some(Value::Object(before))
    }
}

impl Model for EventV2 {
    fn names(&self) -> &'static [&'static str] {
        &["meta", "data", "previous"]
    }

    fn proven(&self) -> &'static [usize] {
        &[0]
    }

    fn put(&mut self, field: &mut Field<'_, '_>) {
        match field.index() {
            0 => field.proven(&mut self.meta),
            1 => field.optional(&mut self.data),
            _ => field.optional(&mut self.previous),
        }
    }

    fn each(&self, out: &mut Fields<'_>) {
        out.proven("meta", &self.meta);
        out.optional("data", &self.data);
        out.optional("previous", &self.previous);
    }
}

model!(EventV2);

/// What happened, and how it came here.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct MetaV2 {
    /// What happened.
    pub action: Option<Action>,
    /// What kind of item it happened to.
    pub entity: Option<Entity>,
    /// The item: a number, or the text of a lead's id.
    pub entity_id: Option<IntOrString>,
    /// Identifies the event. It stays the same when delivering is tried again.
    pub id: Option<String>,
    /// The company that it happened in.
    pub company_id: Option<i64>,
    /// The user who did it.
    pub user_id: Option<i64>,
    /// When it happened.
    pub timestamp: Option<Timestamp>,
    /// How often delivering has been tried, this time included.
    pub attempt: Option<i64>,
    /// Where the change was made.
    pub change_source: Option<ChangeSource>,
    /// Whether it was one of many changes made at once in a list.
    pub is_bulk_edit: Option<bool>,
    /// The users who may see the item.
    pub permitted_user_ids: Vec<i64>,
    /// For an item that is deleted because it was merged: the one that it was merged into.
    pub merged_to_id: Option<IntOrString>,
    /// For an item that is changed because another was merged into it: that other one.
    pub merged_from_id: Option<IntOrString>,
    /// The webhook.
    pub webhook_id: Option<i64>,
    /// The user who owns the webhook.
    pub webhook_owner_id: Option<i64>,
    /// What the webhook belongs to; `type` on the wire.
    pub origin: Option<Origin>,
    /// The host of the company, such as `acme.pipedrive.com`.
    pub host: Option<String>,
    /// What the vendor's support needs to find the event.
    pub correlation_id: Option<String>,
    /// The form of the event: `2.0`.
    pub version: Option<String>,
    /// Everything else.
    pub extra: Extra,
}

impl Model for MetaV2 {
    fn names(&self) -> &'static [&'static str] {
        &[
            "action",
            "entity",
            "entity_id",
            "id",
            "company_id",
            "user_id",
            "timestamp",
            "attempt",
            "change_source",
            "is_bulk_edit",
            "permitted_user_ids",
            "merged_to_id",
            "merged_from_id",
            "webhook_id",
            "webhook_owner_id",
            "type",
            "host",
            "correlation_id",
            "version",
        ]
    }

    fn put(&mut self, field: &mut Field<'_, '_>) {
        match field.index() {
            0 => field.optional(&mut self.action),
            1 => field.optional(&mut self.entity),
            2 => field.optional_as::<ItemId, _>(&mut self.entity_id),
            3 => field.optional(&mut self.id),
            4 => field.optional(&mut self.company_id),
            5 => field.optional(&mut self.user_id),
            6 => field.optional_as::<Moment, _>(&mut self.timestamp),
            7 => field.optional(&mut self.attempt),
            8 => field.optional(&mut self.change_source),
            9 => field.optional(&mut self.is_bulk_edit),
            10 => field.list(&mut self.permitted_user_ids),
            11 => field.optional_as::<ItemId, _>(&mut self.merged_to_id),
            12 => field.optional_as::<ItemId, _>(&mut self.merged_from_id),
            13 => field.optional(&mut self.webhook_id),
            14 => field.optional(&mut self.webhook_owner_id),
            15 => field.optional(&mut self.origin),
            16 => field.optional(&mut self.host),
            17 => field.optional(&mut self.correlation_id),
            _ => field.optional(&mut self.version),
        }
    }

    fn each(&self, out: &mut Fields<'_>) {
        out.optional("action", &self.action);
        out.optional("entity", &self.entity);
        out.optional_as::<ItemId, _>("entity_id", &self.entity_id);
        out.optional("id", &self.id);
        out.optional("company_id", &self.company_id);
        out.optional("user_id", &self.user_id);
        out.optional_as::<Moment, _>("timestamp", &self.timestamp);
        out.optional("attempt", &self.attempt);
        out.optional("change_source", &self.change_source);
        out.optional("is_bulk_edit", &self.is_bulk_edit);
        out.list("permitted_user_ids", &self.permitted_user_ids);
        out.optional_as::<ItemId, _>("merged_to_id", &self.merged_to_id);
        out.optional_as::<ItemId, _>("merged_from_id", &self.merged_from_id);
        out.optional("webhook_id", &self.webhook_id);
        out.optional("webhook_owner_id", &self.webhook_owner_id);
        out.optional("type", &self.origin);
        out.optional("host", &self.host);
        out.optional("correlation_id", &self.correlation_id);
        out.optional("version", &self.version);
    }
}

model!(MetaV2);
