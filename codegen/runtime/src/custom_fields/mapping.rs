//! Structs whose fields are custom fields.

use std::sync::Arc;

use jiff::civil::{Date, Time};
use serde_json::Value;

use super::change::CustomFieldChange;
use super::definition::{FieldDefinition, FieldKind};
use super::error::FieldResult;
use super::named::{FieldNames, NamedField, NamedFields};
use super::{Address, CustomFieldValue, CustomFields, DateRange, Money, TimeOfDay, TimeRange};

/// A type that the value of a custom field converts to and from.
///
/// A `String` is a text or the label of an option; a `Vec<String>` and a `Vec<i64>` are the labels and the ids of several options; an
/// `i64` is an integer or the id of an option, user, person or organization, and so is an id type such as `UserId`. Implement the trait
/// for other types, for example for an enum with a variant per option:
///
/// ```
/// use pipedrive::custom_fields::{CustomFieldError, CustomFieldType, FieldDefinition, NamedField};
/// use pipedrive::CustomFieldValue;
///
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// enum Tier { Gold, Silver }
///
/// impl CustomFieldType for Tier {
///     fn read(field: &NamedField<'_>) -> Result<Option<Self>, CustomFieldError> {
///         Ok(match field.option_label()?.as_deref() {
///             Some("Gold") => Some(Self::Gold),
///             Some("Silver") => Some(Self::Silver),
///             _ => None,
///         })
///     }
///
///     fn write(&self, field: &FieldDefinition) -> Result<CustomFieldValue, CustomFieldError> {
///         field.value(match self {
///             Self::Gold => "Gold",
///             Self::Silver => "Silver",
///         })
///     }
/// }
/// ```
pub trait CustomFieldType: Sized {
    /// Reads the value of the field. Returns `None` if the field is empty.
    fn read(field: &NamedField<'_>) -> FieldResult<Option<Self>>;

    /// Converts to a value of the field.
    fn write(&self, field: &FieldDefinition) -> FieldResult<CustomFieldValue>;
}

/// A struct whose fields are custom fields.
///
/// [`custom_fields!`](crate::custom_fields!) declares a struct with this trait. To implement it manually, write the first two methods.
pub trait CustomFieldStruct: Sized {
    /// Creates the struct from the custom fields of an item.
    fn read_fields(from: &NamedFields<'_>) -> FieldResult<Self>;

    /// Writes every field of the struct to `to`.
    fn write_fields(&self, to: &mut FieldWriter<'_>) -> FieldResult<()>;

    /// Reads the struct from the custom fields of an item.
    ///
    /// # Errors
    ///
    /// Returns an error if the account has no such field, or one of another type.
    fn read_from(fields: &CustomFields, names: &impl FieldNames) -> FieldResult<Self> {
        Self::read_fields(&NamedFields::new(fields, names))
    }

    /// Returns the changes that set all fields with a value. Fields that are `None` are not changed.
    ///
    /// # Errors
    ///
    /// Returns an error if the account has no such field or option, or a field of another type.
    fn to_changes(&self, names: &impl FieldNames) -> FieldResult<Vec<CustomFieldChange>> {
        let entries = FieldWriter::run(self, names)?;
        Ok(entries.into_iter().filter_map(|(field, value)| Some(CustomFieldChange::set(&field.key, value?))).collect())
    }

    /// Returns the changes between `before` and `self`: fields with another value are set, fields that have become `None` are cleared,
    /// and other fields are not changed.
    ///
    /// # Errors
    ///
    /// Returns an error if the account has no such field or option, or a field of another type.
    fn changes_since(&self, before: &Self, names: &impl FieldNames) -> FieldResult<Vec<CustomFieldChange>> {
        let (before, after) = (FieldWriter::run(before, names)?, FieldWriter::run(self, names)?);
        let old = |key: &str| before.iter().find(|(field, _)| field.key == key).and_then(|(_, value)| value.as_ref());
        let changed = after.into_iter().filter_map(|(field, value)| match (old(&field.key), value) {
            (Some(_), None) => Some(field.cleared()),
            (_, None) => None,
            (old, Some(value)) => (old != Some(&value)).then(|| CustomFieldChange::set(&field.key, value)),
        });
        Ok(changed.collect())
    }
}

/// Collects the fields of a struct for [`CustomFieldStruct::write_fields`].
pub struct FieldWriter<'a> {
    names: &'a dyn FieldNames,
    entries: Vec<(Arc<FieldDefinition>, Option<CustomFieldValue>)>,
}

impl FieldWriter<'_> {
    /// Adds the field with the name or key `name` and its value, if it has one.
    ///
    /// # Errors
    ///
    /// Returns an error if the account has no such field or option, or a field of another type.
    pub fn put<T: CustomFieldType>(&mut self, name: &str, value: Option<&T>) -> FieldResult<()> {
        let field = self.names.custom_field(name)?;
        let value = value.map(|value| value.write(&field)).transpose()?;
        self.entries.push((field, value));
        Ok(())
    }

    fn run(
        fields: &impl CustomFieldStruct,
        names: &dyn FieldNames,
    ) -> FieldResult<Vec<(Arc<FieldDefinition>, Option<CustomFieldValue>)>> {
        let mut writer = FieldWriter { names, entries: Vec::new() };
        fields.write_fields(&mut writer)?;
        Ok(writer.entries)
    }
}

impl std::fmt::Debug for FieldWriter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.entries.iter().map(|(field, value)| (&field.name, value))).finish()
    }
}

/// Declares a struct whose fields are custom fields, each identified by its name in the account or by its key.
///
/// Every field is an `Option` of a [`CustomFieldType`](crate::custom_fields::CustomFieldType), where `None` is an empty field. The struct
/// implements [`CustomFieldStruct`](crate::custom_fields::CustomFieldStruct), a trait of the prelude. Attributes and visibilities are
/// preserved.
///
/// ```
/// use pipedrive::prelude::*;
/// use pipedrive::{CustomFields, Date, Money, custom_fields};
/// use pipedrive::custom_fields::ByKey;
///
/// custom_fields! {
///     /// The custom fields of our deals.
///     #[derive(Clone, Debug, Default, PartialEq)]
///     pub struct DealFields {
///         /// The number of the contract.
///         pub contract: Option<String> = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12",
///         pub budget: Option<Money> = "9f3a6f0c1d2e4b5a8c7d6e5f4a3b2c1d0e9f8a7b",
///     }
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // The fields are identified by keys, so no resolver is needed.
/// let before = DealFields { contract: Some("C-7".into()), budget: Some(Money::new(500.0, "EUR")) };
/// let now = DealFields { contract: Some("C-8".into()), ..before.clone() };
/// let changes = now.changes_since(&before, &ByKey)?;
/// assert_eq!(changes.len(), 1);
/// assert_eq!(changes[0].key(), "dcf558aac1ae4e8c4f849ba5e668430d8df9be12");
/// assert_eq!(DealFields::read_from(&CustomFields::new(), &ByKey)?, DealFields::default());
/// # Ok(()) }
/// ```
#[macro_export]
macro_rules! custom_fields {
    ($(
        $(#[$attribute:meta])*
        $visibility:vis struct $name:ident {
            $($(#[$field_attribute:meta])* $field_visibility:vis $field:ident: $type:ty = $label:expr),+ $(,)?
        }
    )+) => {$(
        $(#[$attribute])*
        $visibility struct $name {
            $($(#[$field_attribute])* $field_visibility $field: $type,)+
        }

        impl $crate::custom_fields::CustomFieldStruct for $name {
            fn read_fields(
                from: &$crate::custom_fields::NamedFields<'_>,
            ) -> ::std::result::Result<Self, $crate::custom_fields::CustomFieldError> {
                ::std::result::Result::Ok(Self { $($field: from.get($label)?,)+ })
            }

            fn write_fields(
                &self,
                to: &mut $crate::custom_fields::FieldWriter<'_>,
            ) -> ::std::result::Result<(), $crate::custom_fields::CustomFieldError> {
                $(to.put($label, ::std::option::Option::as_ref(&self.$field))?;)+
                ::std::result::Result::Ok(())
            }
        }
    )+};
}

/// Implements the trait for types that a method of `NamedField` returns and that convert to `CustomFieldValue`.
macro_rules! types {
    ($($type:ty: $view:ident),* $(,)?) => {
        $(impl CustomFieldType for $type {
            fn read(field: &NamedField<'_>) -> FieldResult<Option<Self>> {
                field.$view()
            }

            fn write(&self, field: &FieldDefinition) -> FieldResult<CustomFieldValue> {
                field.value(self.clone())
            }
        })*
    };
}

types! {
    f64: number, Money: money, Date: date, DateRange: date_range, TimeOfDay: time, TimeRange: time_range, Address: address,
}

#[cfg(feature = "rust_decimal")]
types! {
    rust_decimal::Decimal: decimal, super::DecimalMoney: decimal_money,
}

impl CustomFieldType for String {
    fn read(field: &NamedField<'_>) -> FieldResult<Option<Self>> {
        match field.definition().kind {
            FieldKind::Enum => field.option_label(),
            _ => Ok(field.text()?.map(str::to_owned)),
        }
    }

    fn write(&self, field: &FieldDefinition) -> FieldResult<CustomFieldValue> {
        field.value(self.as_str())
    }
}

impl CustomFieldType for i64 {
    fn read(field: &NamedField<'_>) -> FieldResult<Option<Self>> {
        match field.definition().kind {
            FieldKind::User => field.user_id(),
            FieldKind::People => field.person_id(),
            FieldKind::Org => field.org_id(),
            FieldKind::Enum => field.option_id(),
            _ => field.integer(),
        }
    }

    fn write(&self, field: &FieldDefinition) -> FieldResult<CustomFieldValue> {
        field.value(*self)
    }
}

impl CustomFieldType for Time {
    fn read(field: &NamedField<'_>) -> FieldResult<Option<Self>> {
        Ok(field.time()?.map(|time| time.time))
    }

    fn write(&self, field: &FieldDefinition) -> FieldResult<CustomFieldValue> {
        field.value(*self)
    }
}

impl CustomFieldType for Vec<i64> {
    fn read(field: &NamedField<'_>) -> FieldResult<Option<Self>> {
        Ok(Some(field.option_ids()?).filter(|ids| !ids.is_empty()))
    }

    fn write(&self, field: &FieldDefinition) -> FieldResult<CustomFieldValue> {
        field.value(self.clone())
    }
}

impl CustomFieldType for Vec<String> {
    fn read(field: &NamedField<'_>) -> FieldResult<Option<Self>> {
        Ok(Some(field.option_labels()?).filter(|labels| !labels.is_empty()))
    }

    fn write(&self, field: &FieldDefinition) -> FieldResult<CustomFieldValue> {
        field.choose(self)
    }
}

/// The value with the type of the field.
impl CustomFieldType for CustomFieldValue {
    fn read(field: &NamedField<'_>) -> FieldResult<Option<Self>> {
        Ok(field.value())
    }

    fn write(&self, field: &FieldDefinition) -> FieldResult<CustomFieldValue> {
        field.value(self.clone())
    }
}

/// The JSON value, unchanged.
impl CustomFieldType for Value {
    fn read(field: &NamedField<'_>) -> FieldResult<Option<Self>> {
        Ok(field.raw().filter(|value| !value.is_null()).cloned())
    }

    fn write(&self, field: &FieldDefinition) -> FieldResult<CustomFieldValue> {
        field.value(self.clone())
    }
}
