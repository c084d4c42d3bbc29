//! Webhook events of both versions.

use std::str::FromStr;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::enums::{Action, Entity};
use super::v1::EventV1;
use super::v2::EventV2;
use crate::json::enums::IntOrString;
use crate::json::log::Mismatch;
use crate::protocol::error::Result;

/// A webhook event: a change of an item in the account.
///
/// The methods return the information that both versions contain. They return `None` for a missing value, and for a value of an unexpected
/// type, which is kept in `extra` and reported by [`mismatches`](Self::mismatches). Serializing an event returns the received JSON.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// An event of a webhook of version 1.
    V1(EventV1),
    /// An event of a webhook of version 2.
    V2(EventV2),
}

impl Event {
    /// Parses the body of a webhook request of either version.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Event`](crate::ErrorKind::Event) if the body is not a JSON object or does not state its version (`v`, or
    /// `version` in `meta`). The error does not contain the body.
    pub fn parse(body: &[u8]) -> Result<Self> {
        let value = super::json(body)?;
        match version(&value) {
            Some(1) => {
                let (mut event, mismatches) = super::read::<EventV1>(&value)?;
                event.mismatches = mismatches;
                Ok(Self::V1(event))
            }
            Some(2) => {
                let (mut event, mismatches) = super::read::<EventV2>(&value)?;
                event.mismatches = mismatches;
                Ok(Self::V2(event))
            }
            Some(other) => Err(super::invalid(format!("unsupported version {other}: expected 1 or 2"))),
            None => Err(super::invalid("missing version: neither `v` nor `meta.version` is set")),
        }
    }

    /// Returns the action.
    pub fn action(&self) -> Option<&Action> {
        match self {
            Self::V1(event) => event.meta.action.as_ref(),
            Self::V2(event) => event.meta.action.as_ref(),
        }
    }

    /// Returns the type of the item.
    pub fn entity(&self) -> Option<&Entity> {
        match self {
            Self::V1(event) => event.meta.object.as_ref(),
            Self::V2(event) => event.meta.entity.as_ref(),
        }
    }

    /// Returns the id of the item: a string for leads, a number for other items, even if it was sent as a string.
    pub fn entity_id(&self) -> Option<&IntOrString> {
        match self {
            Self::V1(event) => event.meta.id.as_ref(),
            Self::V2(event) => event.meta.entity_id.as_ref(),
        }
    }

    /// Returns the id of the item as an id type of the crate, such as `DealId` or `LeadId`, or `None` if it cannot be parsed as one.
    pub fn entity_id_as<T: FromStr>(&self) -> Option<T> {
        self.entity_id()?.to_string().parse().ok()
    }

    /// Returns the id of the company.
    pub fn company_id(&self) -> Option<i64> {
        match self {
            Self::V1(event) => event.meta.company_id,
            Self::V2(event) => event.meta.company_id,
        }
    }

    /// Returns the id of the user who made the change.
    pub fn user_id(&self) -> Option<i64> {
        match self {
            Self::V1(event) => event.meta.user_id,
            Self::V2(event) => event.meta.user_id,
        }
    }

    /// Returns the time of the change.
    pub fn timestamp(&self) -> Option<Timestamp> {
        match self {
            Self::V1(event) => event.meta.time_of_change(),
            Self::V2(event) => event.meta.timestamp,
        }
    }

    /// Returns the id of the webhook.
    pub fn webhook_id(&self) -> Option<i64> {
        match self {
            Self::V1(event) => event.meta.webhook_id,
            Self::V2(event) => event.meta.webhook_id,
        }
    }

    /// Returns the number of the delivery attempt, starting at 1.
    pub fn attempt(&self) -> Option<i64> {
        match self {
            Self::V1(event) => event.retry.map(|retry| retry.saturating_add(1)),
            Self::V2(event) => event.meta.attempt,
        }
    }

    /// Returns whether this is a repeated delivery, so that the event may have been received before.
    pub fn is_retry(&self) -> bool {
        self.attempt().is_some_and(|attempt| attempt > 1)
    }

    /// Returns whether the change was part of a bulk edit.
    pub fn is_bulk(&self) -> bool {
        match self {
            Self::V1(event) => event.meta.is_bulk_update,
            Self::V2(event) => event.meta.is_bulk_edit,
        }
        .unwrap_or(false)
    }

    /// Returns the id of the event, for the detection of repeated deliveries. `None` in version 1.
    ///
    /// The id is the same in all delivery attempts. Several webhooks may report the same event, so combine it with the
    /// [`webhook_id`](Self::webhook_id).
    pub fn delivery_id(&self) -> Option<&str> {
        match self {
            Self::V1(_) => None,
            Self::V2(event) => event.meta.id.as_deref(),
        }
    }

    /// Returns the item after the change, or `None` if it was deleted. See [`EventV1::current_as`] and [`EventV2::data_as`].
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Event`](crate::ErrorKind::Event) if the item cannot be deserialized as `T`.
    pub fn data_as<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        match self {
            Self::V1(event) => event.current_as(),
            Self::V2(event) => event.data_as(),
        }
    }

    /// Returns the item before the change, or `None` if it was created. See [`EventV1::previous_as`] and [`EventV2::previous_as`].
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Event`](crate::ErrorKind::Event) if the item cannot be deserialized as `T`.
    pub fn previous_as<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        match self {
            Self::V1(event) => event.previous_as(),
            Self::V2(event) => event.previous_as(),
        }
    }

    /// Returns the values of an unexpected type. They are kept in the `extra` of their objects.
    pub fn mismatches(&self) -> &[Mismatch] {
        match self {
            Self::V1(event) => &event.mismatches,
            Self::V2(event) => &event.mismatches,
        }
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::V1(event) => event.serialize(serializer),
            Self::V2(event) => event.serialize(serializer),
        }
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
