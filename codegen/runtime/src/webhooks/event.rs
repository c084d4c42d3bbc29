//! Webhook events of both versions.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::enums::{Action, Entity};
use super::item::{self, Change, RawChangeItem, WebhookItem};
use super::users::PermittedUsers;
use super::v1::EventV1;
use super::v2::EventV2;
use crate::json::enums::IntOrString;
use crate::json::log::{self, Mismatch, Segment};
use crate::json::slot::Wire;
use crate::json::wire::Plain;
use crate::protocol::error::Result;
use crate::protocol::info::ApiVersion;

/// The parts of a webhook event that do not depend on the types of the items. `Event` dereferences to it.
///
/// The methods return the information that both versions contain. They return `None` for a missing value, and for a value of an unexpected
/// type, which is kept in `extra` and reported by [`mismatches`](Self::mismatches). Serializing an event returns the received JSON; numbers
/// have a precision of 64 bits.
#[derive(Clone, PartialEq)]
pub struct EventCore {
    content: EventContent,
    received: Value,
    mismatches: Vec<Mismatch>,
}

#[derive(Clone, Debug, PartialEq)]
enum EventContent {
    V1(EventV1),
    V2(EventV2),
}

impl EventCore {
    /// Parses an event. `read_item` reads the item of the event, so that its mismatches are recorded.
    #[doc(hidden)]
    pub fn parse(body: &[u8], read_item: &dyn Fn(&Self)) -> Result<Self> {
        let received = super::json(body)?;
        let (content, mut mismatches) = match version(&received) {
            Some(1) => super::read(&received).map(|(event, found)| (EventContent::V1(event), found)),
            Some(2) => super::read(&received).map(|(event, found)| (EventContent::V2(event), found)),
            Some(other) => Err(super::invalid(format!("unsupported version {other}: expected 1 or 2"))),
            None => Err(super::invalid("missing version: neither `v` nor `meta.version` is set")),
        }?;
        let mut event = Self { content, received, mismatches: Vec::new() };
        let ((), found) = log::collect(|| read_item(&event));
        mismatches.extend(found);
        event.mismatches = log::put_back_unknown(mismatches);
        Ok(event)
    }

    /// Returns the event if it is of version 1.
    pub fn v1(&self) -> Option<&EventV1> {
        match &self.content {
            EventContent::V1(event) => Some(event),
            EventContent::V2(_) => None,
        }
    }

    /// Returns the event if it is of version 2, the default version of webhooks.
    pub fn v2(&self) -> Option<&EventV2> {
        match &self.content {
            EventContent::V1(_) => None,
            EventContent::V2(event) => Some(event),
        }
    }

    /// Returns the version of the event.
    pub fn version(&self) -> ApiVersion {
        match &self.content {
            EventContent::V1(_) => ApiVersion::V1,
            EventContent::V2(_) => ApiVersion::V2,
        }
    }

    /// Returns the action.
    pub fn action(&self) -> Option<&Action> {
        match &self.content {
            EventContent::V1(event) => event.meta.action.as_ref(),
            EventContent::V2(event) => event.meta.action.as_ref(),
        }
    }

    /// Returns the type of the item.
    pub fn entity(&self) -> Option<&Entity> {
        match &self.content {
            EventContent::V1(event) => event.meta.object.as_ref(),
            EventContent::V2(event) => event.meta.entity.as_ref(),
        }
    }

    /// Returns the id of the item: a string for leads, a number for other items, even if it was sent as a string.
    pub fn entity_id(&self) -> Option<&IntOrString> {
        match &self.content {
            EventContent::V1(event) => event.meta.id.as_ref(),
            EventContent::V2(event) => event.meta.entity_id.as_ref(),
        }
    }

    /// Returns the id of the item as an id type of the crate, such as `DealId` or `LeadId`, or `None` if it cannot be parsed as one.
    pub fn entity_id_as<T: FromStr>(&self) -> Option<T> {
        self.entity_id()?.to_string().parse().ok()
    }

    /// Returns the id of the company.
    pub fn company_id(&self) -> Option<i64> {
        match &self.content {
            EventContent::V1(event) => event.meta.company_id,
            EventContent::V2(event) => event.meta.company_id,
        }
    }

    /// Returns the id of the user who made the change.
    pub fn user_id(&self) -> Option<i64> {
        match &self.content {
            EventContent::V1(event) => event.meta.user_id,
            EventContent::V2(event) => event.meta.user_id,
        }
    }

    /// Returns the time of the change.
    pub fn timestamp(&self) -> Option<Timestamp> {
        match &self.content {
            EventContent::V1(event) => event.meta.time_of_change(),
            EventContent::V2(event) => event.meta.timestamp,
        }
    }

    /// Returns the id of the webhook.
    pub fn webhook_id(&self) -> Option<i64> {
        match &self.content {
            EventContent::V1(event) => event.meta.webhook_id,
            EventContent::V2(event) => event.meta.webhook_id,
        }
    }

    /// Returns the number of the delivery attempt, starting at 1.
    pub fn attempt(&self) -> Option<i64> {
        match &self.content {
            EventContent::V1(event) => event.retry.map(|retry| retry.saturating_add(1)),
            EventContent::V2(event) => event.meta.attempt,
        }
    }

    /// Returns whether this is a repeated delivery, so that the event may have been received before.
    pub fn is_retry(&self) -> bool {
        self.attempt().is_some_and(|attempt| attempt > 1)
    }

    /// Returns whether the change was part of a bulk edit.
    pub fn is_bulk(&self) -> bool {
        match &self.content {
            EventContent::V1(event) => event.meta.is_bulk_update,
            EventContent::V2(event) => event.meta.is_bulk_edit,
        }
        .unwrap_or(false)
    }

    /// Returns the id of the event, for the detection of repeated deliveries. `None` in version 1.
    ///
    /// The id is the same in all delivery attempts. Several webhooks may report the same event, so combine it with the
    /// [`webhook_id`](Self::webhook_id).
    pub fn delivery_id(&self) -> Option<&str> {
        match &self.content {
            EventContent::V1(_) => None,
            EventContent::V2(event) => event.meta.id.as_deref(),
        }
    }

    /// Returns the version and the name of the entity, which determine the type of the item.
    #[doc(hidden)]
    pub fn kind(&self) -> (ApiVersion, &str) {
        (self.version(), self.entity().map_or("", Entity::as_str))
    }

    /// Returns the users who may see the item. `None` if the event does not state them.
    pub fn permitted_users(&self) -> Option<&PermittedUsers> {
        match &self.content {
            EventContent::V1(event) => event.meta.permitted_user_ids.as_ref(),
            EventContent::V2(event) => event.meta.permitted_user_ids.as_ref(),
        }
    }

    /// Returns the item after the change, or `None` if it was deleted.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Event`](crate::ErrorKind::Event) if the event is about another type of item than `T`, or if the item cannot be
    /// deserialized as `T`.
    pub fn data_as<T: WebhookItem>(&self) -> Result<Option<T>> {
        item::check::<T>(self)?;
        self.data_json()
    }

    /// Returns the item before the change, or `None` if it was created.
    ///
    /// Events of version 2 contain only the previous values of the changed fields; all other values are those after the change.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Event`](crate::ErrorKind::Event) if the event is about another type of item than `T`, or if the item cannot be
    /// deserialized as `T`.
    pub fn previous_as<T: WebhookItem>(&self) -> Result<Option<T>> {
        item::check::<T>(self)?;
        self.previous_json()
    }

    /// Returns the item after the change as any type that implements `Deserialize`, whatever item the event is about, or `None` if it was
    /// deleted.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Event`](crate::ErrorKind::Event) if the item cannot be deserialized as `T`.
    pub fn data_json<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        self.now().map(|item| super::typed(&item.value)).transpose()
    }

    /// Returns the item before the change as any type that implements `Deserialize`, whatever item the event is about, or `None` if it was
    /// created. The item has the same values as that of [`previous_as`](Self::previous_as).
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Event`](crate::ErrorKind::Event) if the item cannot be deserialized as `T`.
    pub fn previous_json<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        self.before().map(|item| super::typed(&item.value)).transpose()
    }

    /// Reads the item before and after the change.
    #[doc(hidden)]
    pub fn change<T: WebhookItem>(&self) -> Result<Change<T>>
    where
        Plain: Wire<T>,
    {
        Change::of(self)
    }

    /// Like [`change`](Self::change), for an item whose type is not known.
    #[doc(hidden)]
    pub fn untyped_change(&self) -> Result<Change<Value>> {
        for part in [self.now(), self.before()].into_iter().flatten() {
            part.path.last().and_then(Segment::key).into_iter().for_each(log::record_unknown);
        }
        Change::of(self)
    }

    /// Returns the values of an unexpected type, in the event and in its item. They are kept in the `extra` of their objects.
    ///
    /// The item is not included if the crate has no type for it.
    pub fn mismatches(&self) -> &[Mismatch] {
        &self.mismatches
    }

    pub(super) fn now(&self) -> Option<RawChangeItem<'_>> {
        match &self.content {
            EventContent::V1(event) => single_v1(event.current.as_ref()?, "current"),
            EventContent::V2(event) => {
                let value = Cow::Borrowed(event.data.as_ref()?);
                Some(RawChangeItem { value, path: vec![Segment::Name("data")] })
            }
        }
    }

    pub(super) fn before(&self) -> Option<RawChangeItem<'_>> {
        match &self.content {
            EventContent::V1(event) => single_v1(event.previous.as_ref()?, PREVIOUS),
            EventContent::V2(event) => Some(RawChangeItem { value: event.before()?, path: vec![Segment::Name(PREVIOUS)] }),
        }
    }

    /// Returns whether a mismatch in the item before the change is one of its own: not of a value that is copied from the item after it.
    pub(super) fn is_before(&self, mismatch: &Mismatch) -> bool {
        let EventContent::V2(EventV2 { data: Some(Value::Object(_)), previous: Some(Value::Object(changed)), .. }) =
            &self.content
        else {
            return true;
        };
        mismatch.key_at(1).is_some_and(|key| changed.contains_key(key))
    }
}

const PREVIOUS: &str = "previous";

/// Returns an item of an event of version 1, which contains users as the only element of a list.
fn single_v1<'a>(value: &'a Value, name: &'static str) -> Option<RawChangeItem<'a>> {
    let (value, mut path) = match value {
        Value::Array(items) => (items.first()?, vec![Segment::Index(0)]),
        other => (other, Vec::new()),
    };
    path.push(Segment::Name(name));
    Some(RawChangeItem { value: Cow::Borrowed(value), path })
}

impl fmt::Debug for EventCore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.content.fmt(f)
    }
}

impl Serialize for EventCore {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        self.received.serialize(serializer)
    }
}

/// Returns the major version of an event: 2 for `2.0`.
fn version(event: &Value) -> Option<u32> {
    let meta = event.get("meta");
    let candidates = [meta.and_then(|meta| meta.get("version")), event.get("v"), meta.and_then(|meta| meta.get("v"))];
    candidates.into_iter().flatten().find_map(|candidate| {
        let version = candidate.as_str().map_or_else(|| candidate.to_string(), str::to_owned);
        version.split('.').next()?.trim().parse().ok()
    })
}
