//! The events of the first version.

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::forms::{ItemId, NameOrFalse, PastTense};
use super::words::{Action, ChangeSource, Entity};
use crate::codec::{Field, Fields, Model};
use crate::json::log::Mismatch;
use crate::json::wire::UnixSeconds;
use crate::{Extra, IntOrString};

/// An event in the form of the first version.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct EventV1 {
    /// The form of the event: 1.
    pub v: Option<i64>,
    /// What happened, and how it came here.
    pub meta: MetaV1,
    /// What happened to which kind of item, such as `added.deal`.
    pub event: Option<String>,
    /// The item as it is now; nothing once it is deleted. For a user it is a list with that user.
    pub current: Option<Value>,
    /// The item as it was before; nothing for a new one. For a user it is a list with that user.
    pub previous: Option<Value>,
    /// How often delivering has been tried again.
    pub retry: Option<i64>,
    /// The filters of the list that the change was made in, where the item fits them.
    pub matches_filters: Option<Value>,
    /// Everything else.
    pub extra: Extra,
    pub(super) mismatches: Vec<Mismatch>,
}

impl EventV1 {
    /// The item as it is now, as one of the crate's types such as `pipedrive::v1::deals::Deal` (or any other type). A user is taken out of
    /// the list around it.
    pub fn current_as<T: DeserializeOwned>(&self) -> crate::Result<Option<T>> {
        super::item(alone(self.current.as_ref()))
    }

    /// The item as it was before, in the same way.
    pub fn previous_as<T: DeserializeOwned>(&self) -> crate::Result<Option<T>> {
        super::item(alone(self.previous.as_ref()))
    }
}

/// The item, out of the list around it where it is in one.
fn alone(item: Option<&Value>) -> Option<&Value> {
    match item {
        Some(Value::Array(items)) => items.first(),
        other => other,
    }
}

impl Model for EventV1 {
    fn names(&self) -> &'static [&'static str] {
        &["v", "matches_filters", "meta", "retry", "current", "previous", "event"]
    }

    fn proven(&self) -> &'static [usize] {
        &[2]
    }

    fn put(&mut self, field: &mut Field<'_, '_>) {
        match field.index() {
            0 => field.optional(&mut self.v),
            1 => field.optional(&mut self.matches_filters),
            2 => field.proven(&mut self.meta),
            3 => field.optional(&mut self.retry),
            4 => field.optional(&mut self.current),
            5 => field.optional(&mut self.previous),
            _ => field.optional(&mut self.event),
        }
    }

    fn each(&self, out: &mut Fields<'_>) {
        out.optional("v", &self.v);
        out.optional("matches_filters", &self.matches_filters);
        out.proven("meta", &self.meta);
        out.optional("retry", &self.retry);
        out.optional("current", &self.current);
        out.optional("previous", &self.previous);
        out.optional("event", &self.event);
    }
}

model!(EventV1);

/// What happened, and how it came here.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct MetaV1 {
    /// The form of the event: 1.
    pub v: Option<i64>,
    /// What happened. The words on the wire are `added`, `updated`, `deleted` and `merged`.
    pub action: Option<Action>,
    /// What kind of item it happened to.
    pub object: Option<Entity>,
    /// The item.
    pub id: Option<IntOrString>,
    /// The company that it happened in.
    pub company_id: Option<i64>,
    /// The user who did it.
    pub user_id: Option<i64>,
    /// The host of the company, such as `acme.pipedrive.com`.
    pub host: Option<String>,
    /// When it happened, in whole seconds.
    pub timestamp: Option<Timestamp>,
    /// The same in microseconds since 1970.
    pub timestamp_micro: Option<i64>,
    /// The users who may see the item.
    pub permitted_user_ids: Vec<i64>,
    /// Whether the change was not yet stored for good when the event was made.
    pub trans_pending: Option<bool>,
    /// Whether it was one of many changes made at once in a list.
    pub is_bulk_update: Option<bool>,
    /// The service of Pipedrive's own that did it, such as `Import`; nothing where it was a user.
    pub pipedrive_service_name: Option<String>,
    /// Where the change was made.
    pub change_source: Option<ChangeSource>,
    /// The filters of the list that the change was made in, where the item fits them.
    pub matches_filters: Option<Value>,
    /// The webhook.
    pub webhook_id: Option<i64>,
    /// Everything else.
    pub extra: Extra,
}

impl MetaV1 {
    /// When it happened, as exactly as the event says it.
    pub(super) fn moment(&self) -> Option<Timestamp> {
        self.timestamp_micro.and_then(|micros| Timestamp::from_microsecond(micros).ok()).or(self.timestamp)
    }
}

impl Model for MetaV1 {
    fn names(&self) -> &'static [&'static str] {
        &[
            "v",
            "action",
            "object",
            "id",
            "company_id",
            "user_id",
            "host",
            "timestamp",
            "timestamp_micro",
            "permitted_user_ids",
            "trans_pending",
            "is_bulk_update",
            "pipedrive_service_name",
            "change_source",
            "matches_filters",
            "webhook_id",
        ]
    }

    fn put(&mut self, field: &mut Field<'_, '_>) {
        match field.index() {
            0 => field.optional(&mut self.v),
            1 => field.optional_as::<PastTense, _>(&mut self.action),
            2 => field.optional(&mut self.object),
            3 => field.optional_as::<ItemId, _>(&mut self.id),
            4 => field.optional(&mut self.company_id),
            5 => field.optional(&mut self.user_id),
            6 => field.optional(&mut self.host),
            7 => field.optional_as::<UnixSeconds, _>(&mut self.timestamp),
            8 => field.optional(&mut self.timestamp_micro),
            9 => field.list(&mut self.permitted_user_ids),
            10 => field.optional(&mut self.trans_pending),
            11 => field.optional(&mut self.is_bulk_update),
            12 => field.optional_as::<NameOrFalse, _>(&mut self.pipedrive_service_name),
            13 => field.optional(&mut self.change_source),
            14 => field.optional(&mut self.matches_filters),
            _ => field.optional(&mut self.webhook_id),
        }
    }

    fn each(&self, out: &mut Fields<'_>) {
        out.optional("v", &self.v);
        out.optional_as::<PastTense, _>("action", &self.action);
        out.optional("object", &self.object);
        out.optional_as::<ItemId, _>("id", &self.id);
        out.optional("company_id", &self.company_id);
        out.optional("user_id", &self.user_id);
        out.optional("host", &self.host);
        out.optional_as::<UnixSeconds, _>("timestamp", &self.timestamp);
        out.optional("timestamp_micro", &self.timestamp_micro);
        out.list("permitted_user_ids", &self.permitted_user_ids);
        out.optional("trans_pending", &self.trans_pending);
        out.optional("is_bulk_update", &self.is_bulk_update);
        out.optional_as::<NameOrFalse, _>("pipedrive_service_name", &self.pipedrive_service_name);
        out.optional("change_source", &self.change_source);
        out.optional("matches_filters", &self.matches_filters);
        out.optional("webhook_id", &self.webhook_id);
    }
}

model!(MetaV1);
