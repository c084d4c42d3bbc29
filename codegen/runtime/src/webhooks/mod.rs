//! Receiving webhook requests: events of the account, and uninstallations of an app.
//!
//! Pipedrive sends a `POST` request with a JSON body to the URL of a webhook. Requests are not signed. The sender is authenticated only by
//! HTTP basic authentication, with the user and password of the webhook (`http_auth_user` and `http_auth_password` when it is created).
//! Use HTTPS, verify the `Authorization` header with [`BasicAuth`], and parse the body with [`Event::parse`].
//!
//! - Respond with a 2xx status within ten seconds, and process the event afterwards. Otherwise Pipedrive retries the delivery three times,
//!   after 3, 30 and 150 seconds. After ten failed first attempts it pauses the webhook for 30 minutes, in which events are lost; after
//!   three days without a successful delivery it deletes the webhook.
//! - An event may be delivered more than once. Detect repeated deliveries by [`Event::delivery_id`]; [`Event::is_retry`] is only a hint.
//! - Limit the size of the request body in the web server. This module takes bytes and has no limit of its own.
//!
//! ```
//! use pipedrive::webhooks::{Action, BasicAuth, Entity, Event};
//!
//! /// Handles a request of any web framework and returns the status of the response.
//! fn receive(auth: &BasicAuth, authorization: Option<&str>, body: &[u8]) -> u16 {
//!     if !auth.verify(authorization) {
//!         return 401;
//!     }
//!     let Ok(event) = Event::parse(body) else { return 400 };
//!     match (event.entity(), event.action()) {
//!         (Some(Entity::Deal), Some(Action::Change)) => {
//!             // Add the event to a queue here, and process it later.
//!             println!("{:?} was changed by {:?}", event.entity_id(), event.user_id());
//!         }
//!         _ => {}
//!     }
//!     204
//! }
//!
//! let auth = BasicAuth::new("hooks", "a long password");
//! let body = br#"{
//!     "meta": { "version": "2.0", "action": "change", "entity": "deal", "entity_id": "42", "user_id": "7" },
//!     "data": { "id": 42, "title": "Lamps", "value": 4800 },
//!     "previous": { "value": 4000 }
//! }"#;
//! assert_eq!(receive(&auth, Some("Basic aG9va3M6YSBsb25nIHBhc3N3b3Jk"), body), 204);
//! assert_eq!(receive(&auth, None, body), 401);
//! ```
//!
//! The items of an event have the types of the API. Enable the feature of a resource to deserialize its items:
//!
//! ```
//! # fn read(event: &pipedrive::webhooks::Event) -> Result<(), pipedrive::Error> {
//! use pipedrive::v2::deals::Deal;
//!
//! let (before, now) = (event.previous_as::<Deal>()?, event.data_as::<Deal>()?);
//! if let (Some(before), Some(now)) = (before, now) {
//!     println!("{:?} -> {:?}", before.stage_id, now.stage_id);
//! }
//! # Ok(()) }
//! ```

mod auth;
mod enums;
mod event;
mod forms;
mod uninstall;
mod v1;
mod v2;

pub use auth::BasicAuth;
pub use enums::{Action, ChangeSource, Entity, Origin};
pub use event::Event;
pub use uninstall::Uninstall;
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

/// Deserializes an item, if there is one.
fn item<T: DeserializeOwned>(item: Option<&Value>) -> Result<Option<T>> {
    item.map(typed).transpose()
}

/// Deserializes a value from its JSON. `serde_json::from_value` would compile every type for another deserializer.
fn typed<T: DeserializeOwned>(value: &Value) -> Result<T> {
    serde_json::from_str(&value.to_string()).map_err(|error| invalid(error.to_string()).with_source(error))
}
