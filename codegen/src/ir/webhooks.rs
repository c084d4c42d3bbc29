//! The events of webhooks.

use serde::Serialize;

use super::types::as_string;
use super::{TypeId, Version};
use crate::load::Pointer;

/// The type of the item in the events of one version about one entity (`x-webhook-items`).
#[derive(Clone, Debug, Serialize)]
pub struct WebhookItemType {
    /// Version of the events.
    pub version: Version,
    /// Name of the entity in the events.
    pub entity: String,
    /// Type of the item, an object.
    pub ty: TypeId,
    /// Location of the entity in the description.
    #[serde(serialize_with = "as_string")]
    pub at: Pointer,
}
