//! The events of webhooks, except for the types of their items, which the generated client defines. Its module `webhooks` re-exports this one.

mod auth;
mod enums;
mod event;
mod forms;
mod item;
mod uninstall;
mod users;
mod v1;
mod v2;

pub use auth::BasicAuth;
pub use enums::{Action, ChangeSource, Entity, Origin};
pub use event::EventCore;
pub use item::{Change, WebhookItem};
pub use uninstall::Uninstall;
pub use users::PermittedUsers;
pub use v1::{EventV1, MetaV1};
pub use v2::{EventV2, MetaV2};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::json::log::{self, Mismatch};
use crate::protocol::error::{Error, ErrorKind, Result};

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Event, message)
}

/// Parses a body that contains a JSON object.
fn json(body: &[u8]) -> Result<Value> {
    let json = std::str::from_utf8(body).map_err(|error| invalid(error.to_string()).with_source(error))?;
    let value: Value = serde_json::from_str(json).map_err(|error| invalid(error.to_string()).with_source(error))?;
    if value.is_object() { Ok(value) } else { Err(invalid(format!("expected an object, found {}", log::kind_of(&value)))) }
}

/// Deserializes a type of this module. Also returns the values of unexpected types.
fn read<T: DeserializeOwned>(value: &Value) -> Result<(T, Vec<Mismatch>)> {
    let (result, mismatches) = log::collect(|| typed(value));
    Ok((result?, mismatches))
}

/// Deserializes a value from its JSON. `serde_json::from_value` would compile every type for another deserializer.
fn typed<T: DeserializeOwned>(value: &Value) -> Result<T> {
    serde_json::from_str(&value.to_string()).map_err(|error| invalid(error.to_string()).with_source(error))
}
