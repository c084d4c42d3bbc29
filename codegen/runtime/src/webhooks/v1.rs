//! Events of webhooks of version 1.

use jiff::Timestamp;
use serde_json::Value;

use super::enums::{Action, ChangeSource, Entity};
use super::forms::{ItemId, NameOrFalse, PastTense};
use super::users::PermittedUsers;
use crate::json::encode::Fields;
use crate::json::enums::IntOrString;
use crate::json::extra::Extra;
use crate::json::field::Field;
use crate::json::model::Model;
use crate::json::wire::UnixSeconds;

/// An event of a webhook of version 1.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct EventV1 {
    /// The version of the event: 1.
    pub v: Option<i64>,
    /// The metadata of the event.
    pub meta: MetaV1,
    /// The action and the type of the item, such as `added.deal`.
    pub event: Option<String>,
    /// The item after the change, or `None` if it was deleted. A user is an element of an array.
    pub current: Option<Value>,
    /// The item before the change, or `None` if it was created. A user is an element of an array.
    pub previous: Option<Value>,
    /// The number of repeated delivery attempts: 0 for the first delivery.
    pub retry: Option<i64>,
    /// The filters that the item matches.
    pub matches_filters: Option<Value>,
    /// Fields without a member of their own, and values of an unexpected type.
    pub extra: Extra,
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

/// The metadata of an event of version 1.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct MetaV1 {
    /// The version of the event: 1.
    pub v: Option<i64>,
    /// The action: `added`, `updated`, `deleted` or `merged` in JSON.
    pub action: Option<Action>,
    /// The type of the item.
    pub object: Option<Entity>,
    /// The id of the item.
    pub id: Option<IntOrString>,
    /// The id of the company.
    pub company_id: Option<i64>,
    /// The id of the user who made the change.
    pub user_id: Option<i64>,
    /// The host of the company, such as `acme.pipedrive.com`.
    pub host: Option<String>,
    /// The time of the change, in whole seconds.
    pub timestamp: Option<Timestamp>,
    /// The time of the change, in microseconds since 1970.
    pub timestamp_micro: Option<i64>,
    /// The users who may see the item.
    pub permitted_user_ids: Option<PermittedUsers>,
    /// Whether the transaction of the change was still pending when the event was created.
    pub trans_pending: Option<bool>,
    /// Whether the change was part of a bulk edit.
    pub is_bulk_update: Option<bool>,
    /// The Pipedrive service that made the change, such as `Import`, or `None` if a user made it.
    pub pipedrive_service_name: Option<String>,
    /// Where the change was made.
    pub change_source: Option<ChangeSource>,
    /// The filters that the item matches.
    pub matches_filters: Option<Value>,
    /// The id of the webhook.
    pub webhook_id: Option<i64>,
    /// Fields without a member of their own, and values of an unexpected type.
    pub extra: Extra,
}

impl MetaV1 {
    /// Returns the time of the change, in microseconds if available.
    pub(super) fn time_of_change(&self) -> Option<Timestamp> {
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
            9 => field.optional(&mut self.permitted_user_ids),
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
        out.optional("permitted_user_ids", &self.permitted_user_ids);
        out.optional("trans_pending", &self.trans_pending);
        out.optional("is_bulk_update", &self.is_bulk_update);
        out.optional_as::<NameOrFalse, _>("pipedrive_service_name", &self.pipedrive_service_name);
        out.optional("change_source", &self.change_source);
        out.optional("matches_filters", &self.matches_filters);
        out.optional("webhook_id", &self.webhook_id);
    }
}

model!(MetaV1);
