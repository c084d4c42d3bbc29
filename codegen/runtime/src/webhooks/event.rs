//! An event of either version.

use std::str::FromStr;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::v1::EventV1;
use super::v2::EventV2;
use super::words::{Action, Entity};
use crate::IntOrString;
use crate::json::log::Mismatch;
use crate::protocol::error::Result;

/// Something that has happened in the account, as a webhook tells it.
///
/// The methods give what both versions say. What an event does not say is `None`, and so is what has an unexpected type there; that is
/// kept in `extra`, as in responses, and named by [`mismatches`](Self::mismatches). Serializing an event gives back what came in.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// In the form of the first version.
    V1(EventV1),
    /// In the form of the second version.
    V2(EventV2),
}

impl Event {
    /// Reads the body of a request, in whichever form it is.
    ///
    /// Fails with [`ErrorKind::Event`](crate::protocol::error::ErrorKind::Event) for what is no event: no JSON, or nothing in it that tells the
    /// form (`v`, or `version` in `meta`). The error shows nothing of what came.
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
            Some(other) => Err(super::refused(format!("version {other} is not known"))),
            None => Err(super::refused("neither `v` nor `meta.version` says which form it has")),
        }
    }

    /// What happened.
    pub fn action(&self) -> Option<&Action> {
        match self {
            Self::V1(event) => event.meta.action.as_ref(),
            Self::V2(event) => event.meta.action.as_ref(),
        }
    }

    /// What kind of item it happened to.
    pub fn entity(&self) -> Option<&Entity> {
        match self {
            Self::V1(event) => event.meta.object.as_ref(),
            Self::V2(event) => event.meta.entity.as_ref(),
        }
    }

    /// The item that it happened to: a number, whether that came as one or as text; for a lead, a text.
    pub fn entity_id(&self) -> Option<&IntOrString> {
        match self {
            Self::V1(event) => event.meta.id.as_ref(),
            Self::V2(event) => event.meta.entity_id.as_ref(),
        }
    }

    /// The same as one of the crate's ids, such as `DealId` or `LeadId`. Nothing where the id is no such id.
    pub fn entity_id_as<T: FromStr>(&self) -> Option<T> {
        self.entity_id()?.to_string().parse().ok()
    }

    /// The company that it happened in.
    pub fn company_id(&self) -> Option<i64> {
        match self {
            Self::V1(event) => event.meta.company_id,
            Self::V2(event) => event.meta.company_id,
        }
    }

    /// The user who did it.
    pub fn user_id(&self) -> Option<i64> {
        match self {
            Self::V1(event) => event.meta.user_id,
            Self::V2(event) => event.meta.user_id,
        }
    }

    /// When it happened.
    pub fn timestamp(&self) -> Option<Timestamp> {
        match self {
            Self::V1(event) => event.meta.moment(),
            Self::V2(event) => event.meta.timestamp,
        }
    }

    /// The webhook.
    pub fn webhook_id(&self) -> Option<i64> {
        match self {
            Self::V1(event) => event.meta.webhook_id,
            Self::V2(event) => event.meta.webhook_id,
        }
    }

    /// How often delivering has been tried, this time included: 1 for the first time.
    pub fn attempt(&self) -> Option<i64> {
        match self {
            Self::V1(event) => event.retry.map(|retry| retry.saturating_add(1)),
            Self::V2(event) => event.meta.attempt,
        }
    }

    /// Whether delivering has been tried before, so that the event may have come already.
    pub fn is_retry(&self) -> bool {
        self.attempt().is_some_and(|attempt| attempt > 1)
    }

    /// Whether it was one of many changes made at once in a list.
    pub fn is_bulk(&self) -> bool {
        match self {
            Self::V1(event) => event.meta.is_bulk_update,
            Self::V2(event) => event.meta.is_bulk_edit,
        }
        .unwrap_or(false)
    }

    /// What identifies the event, to find out whether it has come before. It stays the same when delivering is tried again; several
    /// webhooks may tell of the same event, so keep it together with the [`webhook_id`](Self::webhook_id). The first version has none.
    pub fn delivery_id(&self) -> Option<&str> {
        match self {
            Self::V1(_) => None,
            Self::V2(event) => event.meta.id.as_deref(),
        }
    }

    /// The item as it is now: [`EventV1::current_as`] or [`EventV2::data_as`]. Nothing once it is deleted.
    pub fn data_as<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        match self {
            Self::V1(event) => event.current_as(),
            Self::V2(event) => event.data_as(),
        }
    }

    /// The item as it was before: [`EventV1::previous_as`] or [`EventV2::previous_as`]. Nothing for a new one.
    pub fn previous_as<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        match self {
            Self::V1(event) => event.previous_as(),
            Self::V2(event) => event.previous_as(),
        }
    }

    /// The values that were not of the expected type. They are kept in the `extra` of their objects.
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

/// Which form an event says it has: `2.0` is the second.
fn version(event: &Value) -> Option<u32> {
    let meta = event.get("meta");
    let said = [meta.and_then(|meta| meta.get("version")), event.get("v"), meta.and_then(|meta| meta.get("v"))];
    said.into_iter().flatten().find_map(|said| {
        let text = said.as_str().map_or_else(|| said.to_string(), str::to_owned);
        text.split('.').next()?.trim().parse().ok()
    })
}
