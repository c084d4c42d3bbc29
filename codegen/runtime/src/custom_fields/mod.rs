//! Custom fields: the fields that an account has added to its deals, persons and other items.
//!
//! A custom field is identified by a key of 40 hexadecimal digits. Version 2 of the API returns the fields in the object `custom_fields`,
//! with typed values (`{"value": 5, "currency": "EUR"}`); version 1 returns them next to the other fields, in several parts (`key`,
//! `key_currency`). The types of this module read both forms, and requests send the form of their version.
//!
//! # By key
//!
//! The [`CustomFields`] of an item have an accessor for every type. The requests that create and update items have the setter
//! `custom_field(key, value)`, and those that can clear a field `clear_custom_field(key)`. An empty object `custom_fields` is never sent,
//! because it may clear all custom fields.
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
//! A [`CustomFieldResolver`] loads the definitions of the fields and translates names and labels to keys and ids. Values are checked
//! before a request is sent: a string in a date field, or an option that does not exist, is a [`CustomFieldError`], which converts to
//! [`pipedrive::Error`](crate::Error) with `?`.
//!
//! ```no_run
//! # async fn run(client: pipedrive::Client) -> Result<(), pipedrive::Error> {
//! use pipedrive::{CustomFieldResolver, FieldEntity, Money};
//!
//! let fields = CustomFieldResolver::load(&client, FieldEntity::Deal).await?;
//! let deals = client.v2().deals();
//!
//! // Set a single field, or several at once.
//! let new = deals.create("Forty floor lamps").custom_field(fields.key("Budget")?, Money::new(4800.0, "EUR")).await?;
//! let changes = [fields.set("Contract no", "C-7")?, fields.set("Tier", "Gold")?, fields.clear("Budget")?];
//! let deal = deals.update(new.id).custom_fields_from(changes).await?;
//!
//! let named = fields.read(&deal.custom_fields);
//! println!("{:?} {:?}", named.text("Contract no")?, named.option_label("Tier")?);
//! for field in named.iter() {
//!     println!("{}: {field}", field.name());
//! }
//! # Ok(()) }
//! ```
//!
//! # As a struct
//!
//! [`custom_fields!`](crate::custom_fields!) declares a struct whose fields are custom fields. `read_from` reads it from an item. For
//! requests, `to_changes` returns all fields with a value, and `changes_since` only the fields that differ from an earlier state; a field
//! that has become `None` is cleared.
//!
//! ```no_run
//! use pipedrive::prelude::*;
//! use pipedrive::{CustomFieldResolver, Date, FieldEntity, Money, custom_fields};
//!
//! custom_fields! {
//!     /// The custom fields of our deals.
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
//! let new = DealFields { contract: Some("C-8".into()), ..DealFields::default() };
//! deals.create("Fifty floor lamps").custom_fields_from(new.to_changes(&fields)?).await?;
//! # Ok(()) }
//! ```
//!
//! For a struct that identifies its fields by keys, pass [`ByKey`] in place of a resolver.
//!
//! # Generated from the account
//!
//! The command `pipedrive-account` writes a struct of the custom fields of each entity, with an enum for each field with options:
//! [`TypedFields`]. They need no resolver, and the compiler checks names, types and options.

mod change;
mod check;
mod definition;
mod display;
mod error;
mod mapping;
mod named;
mod names;
mod resolver;
mod typed;

pub use change::CustomFieldChange;
pub use definition::{FieldDefinition, FieldKind, FieldOption};
pub use error::CustomFieldError;
pub use mapping::{CustomFieldStruct, CustomFieldType, FieldWriter};
pub use named::{ByKey, FieldNames, NamedField, NamedFields};
pub use resolver::{CustomFieldResolver, FieldEntity};
pub use typed::{
    AnyId, FieldType, FieldsOf, FieldsRequest, HasCustomFields, KeyedOption, NumberedOption, TypedField, TypedFields, TypedValue,
};

#[cfg(feature = "rust_decimal")]
pub use crate::json::custom_fields::DecimalMoney;
pub use crate::json::custom_fields::{
    Address, CustomFieldValue, CustomFields, DateRange, FieldRead, Money, ReceivedField, TimeOfDay, TimeRange,
};
use crate::json::custom_fields::{is_flat_key, is_key, key_of};
pub use crate::json::enums::{UnknownNumber, UnknownString};
pub use serde_json::Value;
