//! What Pipedrive sends by itself: the events of webhooks, and the note that an app was uninstalled. For programs that receive them.
//!
//! Pipedrive sends a `POST` with a JSON body to the address of a webhook. Nothing is signed. The only proof of who sends it is HTTP
//! basic authentication, with the user and password that were given when the webhook was made (`http_auth_user` and
//! `http_auth_password`), so receive over HTTPS and check them with [`BasicAuth`]. Then read the body with [`Event::parse`].
//!
//! - Answer with a 2xx status within ten seconds, and do the work afterwards. Anything else counts as a failure: Pipedrive tries three
//!   times more, after 3, 30 and 150 seconds. Ten first attempts that fail make it stop for half an hour, in which events are lost; three days
//!   without a success delete the webhook.
//! - So an event may come more than once: [`Event::delivery_id`] tells, and [`Event::is_retry`] hints at it.
//! - Limit the size of a body before you read it; this module only sees bytes.
//!
//! ```
//! use pipedrive::webhooks::{Action, BasicAuth, Entity, Event};
//!
//! /// Works with any web framework: gives the status to answer with.
//! fn receive(auth: &BasicAuth, authorization: Option<&str>, body: &[u8]) -> u16 {
//!     if !auth.verify(authorization) {
//!         return 401;
//!     }
//!     let Ok(event) = Event::parse(body) else { return 400 };
//!     match (event.entity(), event.action()) {
//!         (Some(Entity::Deal), Some(Action::Change)) => {
//!             // What happened goes into a queue here; the work comes later.
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
//! The items in an event are those of the API. With the feature of their resource they can be read as its types:
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
mod event;
mod forms;
mod uninstall;
mod v1;
mod v2;
mod words;

pub use auth::BasicAuth;
pub use event::Event;
pub use uninstall::Uninstall;
pub use v1::{EventV1, MetaV1};
pub use v2::{EventV2, MetaV2};
pub use words::{Action, ChangeSource, Entity, Origin};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::json::log::{self, Mismatch};
use crate::protocol::error::{Error, ErrorKind, Result};

fn refused(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Event, message)
}

/// The JSON object in a body.
fn json(body: &[u8]) -> Result<Value> {
    let text = std::str::from_utf8(body).map_err(|error| refused(error.to_string()).with_source(error))?;
    let value: Value = serde_json::from_str(text).map_err(|error| refused(error.to_string()).with_source(error))?;
    if value.is_object() { Ok(value) } else { Err(refused(format!("expected an object, found {}", log::kind_of(&value)))) }
}

/// Reads one of this module's types; also gives what did not fit.
fn read<T: DeserializeOwned>(value: &Value) -> Result<(T, Vec<Mismatch>)> {
    let (result, mismatches) = log::collect(|| typed(value));
    Ok((result?, mismatches))
}

/// Reads an item, where there is one.
fn item<T: DeserializeOwned>(item: Option<&Value>) -> Result<Option<T>> {
    item.map(typed).transpose()
}

/// Reads a value by its text, so that types need not be compiled for another parser.
fn typed<T: DeserializeOwned>(value: &Value) -> Result<T> {
    serde_json::from_str(&value.to_string()).map_err(|error| refused(error.to_string()).with_source(error))
}
