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
//! With keys in target of the names, [`ByKey`] does instead of a resolver.

mod change;
mod check;
mod definition;
mod error;
mod mapping;
mod named;
mod names;
mod resolver;

pub use change::CustomFieldChange;
pub use definition::{FieldDefinition, FieldKind, FieldOption};
pub use error::CustomFieldError;
pub use mapping::{CustomFieldStruct, CustomFieldType, FieldWriter};
pub use named::{ByKey, FieldNames, NamedField, NamedFields};
pub use resolver::{CustomFieldResolver, FieldEntity};

pub use crate::json::custom_fields::{Address, CustomFieldValue, CustomFields, DateRange, Money, TimeOfDay, TimeRange};
use crate::json::custom_fields::{is_flat_key, is_key, key_of};
