//! Events of webhooks of version 2.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::Value;

use super::enums::{Action, ChangeSource, Entity, Origin};
use super::forms::{EventTime, ItemId};
use super::users::PermittedUsers;
use crate::json::encode::Fields;
use crate::json::enums::IntOrString;
use crate::json::extra::Extra;
use crate::json::field::Field;
use crate::json::model::Model;

/// An event of a webhook of version 2, the default version of webhooks.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct EventV2 {
    /// The metadata of the event.
    pub meta: MetaV2,
    /// The item after the change, or `None` if it was deleted.
    pub data: Option<Value>,
    /// The previous values of the changed fields, the whole item if it was deleted, or `None` if it was created.
    pub previous: Option<Value>,
    /// Fields without a member of their own, and values of an unexpected type.
    pub extra: Extra,
}

impl EventV2 {
    /// Returns the item before the change: the item after it, with the previous values of the changed fields.
    pub(super) fn before(&self) -> Option<Cow<'_, Value>> {
        let previous = self.previous.as_ref()?;
        let (Some(Value::Object(data)), Value::Object(changed)) = (&self.data, previous) else {
            return Some(Cow::Borrowed(previous));
        };
        let mut before = data.clone();
        for (key, old) in changed {
            match (before.get_mut(key), old) {
                // `previous` contains only the changed custom fields too.
                (Some(Value::Object(current)), Value::Object(old)) if key == "custom_fields" => current.extend(old.clone()),
                _ => drop(before.insert(key.clone(), old.clone())),
            }
        }
        Some(Cow::Owned(Value::Object(before)))
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

/// The metadata of an event of version 2.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct MetaV2 {
    /// The action.
    pub action: Option<Action>,
    /// The type of the item.
    pub entity: Option<Entity>,
    /// The id of the item: a string for leads, a number for other items.
    pub entity_id: Option<IntOrString>,
    /// The id of the event, the same in all delivery attempts.
    pub id: Option<String>,
    /// The id of the company.
    pub company_id: Option<i64>,
    /// The id of the user who made the change.
    pub user_id: Option<i64>,
    /// The time of the change.
    pub timestamp: Option<Timestamp>,
    /// The number of the delivery attempt, starting at 1.
    pub attempt: Option<i64>,
    /// Where the change was made.
    pub change_source: Option<ChangeSource>,
    /// Whether the change was part of a bulk edit.
    pub is_bulk_edit: Option<bool>,
    /// The users who may see the item.
    pub permitted_user_ids: Option<PermittedUsers>,
    /// The id of the item that this one was merged into. Set if the item was deleted by a merge.
    pub merged_to_id: Option<IntOrString>,
    /// The id of the item that was merged into this one. Set if the item was changed by a merge.
    pub merged_from_id: Option<IntOrString>,
    /// The id of the webhook.
    pub webhook_id: Option<i64>,
    /// The id of the user who owns the webhook.
    pub webhook_owner_id: Option<i64>,
    /// The owner type of the webhook: `type` in JSON.
    pub origin: Option<Origin>,
    /// The host of the company, such as `acme.pipedrive.com`.
    pub host: Option<String>,
    /// The id of the event for support requests to Pipedrive.
    pub correlation_id: Option<String>,
    /// The version of the event: `2.0`.
    pub version: Option<String>,
    /// Fields without a member of their own, and values of an unexpected type.
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
            6 => field.optional_as::<EventTime, _>(&mut self.timestamp),
            7 => field.optional(&mut self.attempt),
            8 => field.optional(&mut self.change_source),
            9 => field.optional(&mut self.is_bulk_edit),
            10 => field.optional(&mut self.permitted_user_ids),
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
        out.optional_as::<EventTime, _>("timestamp", &self.timestamp);
        out.optional("attempt", &self.attempt);
        out.optional("change_source", &self.change_source);
        out.optional("is_bulk_edit", &self.is_bulk_edit);
        out.optional("permitted_user_ids", &self.permitted_user_ids);
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
