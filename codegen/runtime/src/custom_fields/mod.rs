//! The fields that an account has added to its deals, persons and so on.
//!
//! Their keys are forty hexadecimal digits. The second version keeps them in an object of their own with typed values
//! (`{"value": 5, "currency": "EUR"}`); the first one puts them beside the other fields, in several parts (`key`, `key_currency`).
//! Everything here reads both, and requests write what their version wants.
//!
//! # By key
//!
//! Whoever knows the keys needs nothing else. [`CustomFields`] of an item has a view for every type; the requests that create and
//! change items have `custom_field(key, value)`, and where something can be cleared, `clear_custom_field(key)`. An empty set of
//! custom fields is never sent: it has been known to clear all of them.
//!
//! ```no_run
//! # async fn run(client: pipedrive::Client) -> Result<(), pipedrive::Error> {
//! use pipedrive::Money;
//!
//! const DEPOSIT: &str = "9f3a6f0c1d2e4b5a8c7d6e5f4a3b2c1d0e9f8a7b";
//!
//! let deal = client.v2().deals().update(42).custom_field(DEPOSIT, Money::new(500.0, "EUR")).await?;
//! println!("{:?}", deal.custom_fields.money(DEPOSIT));
//! # Ok(()) }
//! ```
//!
//! # By name
//!
//! A [`CustomFieldResolver`] reads the definitions of the fields, all pages of them, and knows what the names stand for. Values are
//! checked before anything is sent: a text in a date field or an option that does not exist is an error which says so, and one
//! that becomes a [`pipedrive::Error`](crate::Error) with `?`.
//!
//! ```no_run
//! # async fn run(client: pipedrive::Client) -> Result<(), pipedrive::Error> {
//! use pipedrive::{CustomFieldResolver, FieldEntity, Money};
//!
//! let fields = CustomFieldResolver::load(&client, FieldEntity::Deal).await?;
//! let deals = client.v2().deals();
//!
//! // One field at a time, or as many as you like.
//! let new = deals.create("Forty floor lamps").custom_field(fields.key("Budget")?, Money::new(4800.0, "EUR")).await?;
//! let changes = [fields.set("Contract no", "C-7")?, fields.set("Tier", "Gold")?, fields.clear("Budget")?];
//! let deal = deals.update(new.id).custom_fields_from(changes).await?;
//!
//! let named = fields.read(&deal.custom_fields);
//! println!("{:?} {:?}", named.text("Contract no")?, named.option_label("Tier")?);
//! for field in named.iter() {
//!     println!("{}: {:?}", field.name(), field.value());
//! }
//! # Ok(()) }
//! ```
//!
//! # As a struct
//!
//! [`custom_fields!`](crate::custom_fields!) declares a struct whose fields are custom fields. It is read from an item, and
//! written back into a request: all that it has with `to_changes`, or only what is different from before with `changes_since`, where
//! a field that has become `None` is cleared.
//!
//! ```no_run
//! use pipedrive::prelude::*;
//! use pipedrive::{CustomFieldResolver, Date, FieldEntity, Money, custom_fields};
//!
//! custom_fields! {
//!     /// What we keep about deals.
//!     #[derive(Clone, Debug, Default, PartialEq)]
//!     pub struct DealFields {
//!         pub contract: Option<String> = "Contract no",
//!         pub budget: Option<Money> = "Budget",
//!         /// The label of an option.
//!         pub tier: Option<String> = "Tier",
//!         pub colours: Option<Vec<String>> = "Colours",
//!         pub due: Option<Date> = "Due",
//!     }
//! }
//!
//! # async fn run(client: pipedrive::Client) -> Result<(), pipedrive::Error> {
//! let fields = CustomFieldResolver::load(&client, FieldEntity::Deal).await?;
//! let deals = client.v2().deals();
//!
//! let deal = deals.get(42).await?;
//! let before = DealFields::read_from(&deal.custom_fields, &fields)?;
//! let now = DealFields { tier: Some("Gold".into()), due: None, ..before.clone() };
//! deals.update(42).custom_fields_from(now.changes_since(&before, &fields)?).await?;
//!
//! let mine = DealFields { contract: Some("C-8".into()), ..DealFields::default() };
//! deals.create("Fifty floor lamps").custom_fields_from(mine.to_changes(&fields)?).await?;
//! # Ok(()) }
//! ```
//!
//! With keys in place of the names, [`ByKey`] does instead of a resolver.

mod change;
mod check;
mod definition;
mod error;
mod mapping;
mod named;
mod names;
mod parts;
mod resolver;
mod value;
mod views;

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Serialize, Serializer};
use serde_json::Value;

pub use change::CustomFieldChange;
pub use definition::{FieldDefinition, FieldKind, FieldOption};
pub use error::CustomFieldError;
pub use mapping::{CustomFieldStruct, CustomFieldType, FieldWriter};
pub use named::{ByKey, FieldNames, NamedField, NamedFields};
pub use parts::{Address, DateRange, Money, TimeOfDay, TimeRange};
pub use resolver::{CustomFieldResolver, FieldEntity};
pub use value::CustomFieldValue;

use super::decode::Scalar;
use super::decode::keys::Key;
use super::decode::output::{ObjectOutput, Output};
use super::decode::slot::Form;
use super::decode::source::{Entries, Read, Sink, Source};
use super::decode::wire::Plain;
use super::extra::Extra;
use crate::decode::slot::Wire;

/// The account's own fields of one item, in the order they came.
#[derive(Clone, Default, PartialEq)]
pub struct CustomFields(Extra);

impl CustomFields {
    /// None.
    pub const fn new() -> Self {
        Self(Extra::new())
    }

    /// The value of a field as it came; null where the field is empty.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// All fields, empty ones included.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are. In the first version a field may count more than once, for its parts.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds a field that is not there yet; a reply does not name a field twice.
    pub(crate) fn push(&mut self, key: String, value: Value) {
        self.0.push(key, value);
    }
}

impl fmt::Debug for CustomFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for CustomFields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl FromIterator<(String, Value)> for CustomFields {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl Wire<CustomFields> for Plain {
    fn read(source: &mut dyn Source<'_>, place: &mut Option<CustomFields>) -> Read<Form> {
        let mut sink = FieldsSink { fields: CustomFields::new(), form: Form::Usual };
        source.read(&mut sink)?;
        *place = matches!(sink.form, Form::Usual).then_some(sink.fields);
        Ok(sink.form)
    }

    fn write(value: &CustomFields, out: &mut dyn Output) {
        out.object(&|out: &mut dyn ObjectOutput| {
            for (key, value) in value.iter() {
                out.key(key);
                out.value(value);
            }
        });
    }

    fn absent() -> Option<CustomFields> {
        Some(CustomFields::new())
    }
}

/// For more fields than that no room is made before they come.
const MOST_EXPECTED: usize = 200;

struct FieldsSink {
    fields: CustomFields,
    form: Form,
}

impl<'de> Sink<'de> for FieldsSink {
    fn scalar(&mut self, scalar: Scalar<'de>) {
        self.form = match scalar {
            // PHP's empty map.
            Scalar::Other(Value::Array(items)) if items.is_empty() => Form::blank(Value::Array(items)),
            other => other.misfit("an object"),
        };
    }

    fn object(&mut self, entries: &mut dyn Entries<'de>) -> Read<()> {
        // An account has the same fields in all of its items, so there are probably as many as last time.
        static LAST: AtomicUsize = AtomicUsize::new(0);
        let last = LAST.load(Ordering::Relaxed);
        while let Some(Key::Unknown(key)) = entries.key(&[], 0)? {
            if self.fields.is_empty() {
                self.fields.0.reserve(last);
            }
            self.fields.push(key, entries.value()?);
        }
        let now = self.fields.len().min(MOST_EXPECTED);
        if now != last {
            LAST.store(now, Ordering::Relaxed);
            self.fields.0.shrink();
        }
        Ok(())
    }
}

/// Whether a key is that of a custom field or of one of its parts: forty hexadecimal digits, then nothing or `_part`.
pub(crate) fn is_flat_key(key: &str) -> bool {
    let bytes = key.as_bytes();
    bytes.len() >= 40 && bytes[..40].iter().all(u8::is_ascii_hexdigit) && matches!(bytes.get(40), None | Some(b'_'))
}

/// Whether a key is that of a custom field itself.
fn is_key(key: &str) -> bool {
    is_flat_key(key) && key.len() == 40
}

/// The key of the field, where it is that of a part.
fn key_of(key: &str) -> &str {
    if is_flat_key(key) { &key[..40] } else { key }
}
