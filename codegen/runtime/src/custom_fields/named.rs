//! Reading the custom fields of an item by name.

use std::sync::Arc;

use serde_json::Value;

use super::definition::{FieldDefinition, FieldKind};
use super::error::FieldResult;
use super::mapping::CustomFieldType;
use super::{Address, CustomFieldValue, CustomFields, DateRange, Money, TimeOfDay, TimeRange, is_flat_key, key_of};

/// A lookup of fields by name. Implemented by [`CustomFieldResolver`](super::CustomFieldResolver) and [`ByKey`].
pub trait FieldNames: Send + Sync {
    /// Returns the custom field with a name or a key.
    ///
    /// # Errors
    ///
    /// Returns an error if no custom field or more than one has this name.
    fn custom_field(&self, name: &str) -> FieldResult<Arc<FieldDefinition>>;
}

/// A lookup without definitions: every name is the key of a field.
///
/// The types of the fields are unknown, so values are not checked, and options are identified by their ids.
#[derive(Clone, Copy, Debug, Default)]
pub struct ByKey;

impl FieldNames for ByKey {
    fn custom_field(&self, name: &str) -> FieldResult<Arc<FieldDefinition>> {
        Ok(Arc::new(FieldDefinition::of_key(name)))
    }
}

/// The custom fields of an item, accessed by name. Returned by
/// [`CustomFieldResolver::read`](super::CustomFieldResolver::read).
///
/// Every accessor returns `None` (or an empty list) if the field is empty, and an error if the account has no such field or the field has
/// another type.
#[derive(Clone, Copy)]
pub struct NamedFields<'a> {
    names: &'a dyn FieldNames,
    fields: &'a CustomFields,
}

impl<'a> NamedFields<'a> {
    /// Creates an accessor to the custom fields of an item.
    pub fn new(fields: &'a CustomFields, names: &'a dyn FieldNames) -> Self {
        Self { names, fields }
    }

    /// Returns the field with a name.
    pub fn field(&self, name: &str) -> FieldResult<NamedField<'a>> {
        Ok(NamedField { definition: self.names.custom_field(name)?, fields: self.fields })
    }

    /// Returns the value of a field as a type that implements [`CustomFieldType`].
    pub fn get<T: CustomFieldType>(&self, name: &str) -> FieldResult<Option<T>> {
        T::read(&self.field(name)?)
    }

    /// Returns an iterator over all fields of the item, including empty ones. An unknown field has its key as its name.
    pub fn iter(&self) -> impl Iterator<Item = NamedField<'a>> + use<'a> {
        let Self { names, fields } = *self;
        // In version 1 the parts of a value are fields next to it, which are not returned separately.
        let is_part = move |key: &str| is_flat_key(key) && key.len() > key_of(key).len() && fields.get(key_of(key)).is_some();
        fields.iter().filter(move |(key, _)| !is_part(key)).map(move |(key, _)| {
            let definition = names.custom_field(key).unwrap_or_else(|_| Arc::new(FieldDefinition::of_key(key)));
            NamedField { definition, fields }
        })
    }
}

impl std::fmt::Debug for NamedFields<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.iter().map(|field| (field.definition.name.clone(), field.value()))).finish()
    }
}

/// A custom field of an item.
#[derive(Clone, Debug)]
pub struct NamedField<'a> {
    definition: Arc<FieldDefinition>,
    fields: &'a CustomFields,
}

/// Defines the accessors, on a field and by name.
macro_rules! views {
    ($($(#[$docs:meta])* $view:ident: $type:ty = $kinds:pat => $description:literal;)*) => {
        impl<'a> NamedField<'a> {
            $($(#[$docs])*
            pub fn $view(&self) -> FieldResult<Option<$type>> {
                let key = self.expect($description, matches!(self.definition.kind, $kinds))?;
                Ok(self.fields.$view(key))
            })*
        }

        impl<'a> NamedFields<'a> {
            $($(#[$docs])*
            pub fn $view(&self, name: &str) -> FieldResult<Option<$type>> {
                self.field(name)?.$view()
            })*
        }
    };
}

use FieldKind as K;

views! {
    /// Returns a text, a phone number, or an address as a string.
    text: &'a str = K::Varchar | K::VarcharAuto | K::Text | K::Phone | K::Address => "a string";
    /// Returns a number.
    number: f64 = K::Double => "a number";
    /// Returns an integer, or `None` if the number has a fraction.
    integer: i64 = K::Double => "a number";
    /// Returns the id of the selected option of a single-option field.
    option_id: i64 = K::Enum => "a single option";
    /// Returns an amount of money.
    money: Money = K::Monetary => "an amount of money";
    /// Returns a date.
    date: jiff::civil::Date = K::Date => "a date";
    /// Returns a range of dates.
    date_range: DateRange = K::DateRange => "a range of dates";
    /// Returns a time of day.
    time: TimeOfDay = K::Time => "a time";
    /// Returns a range of times.
    time_range: TimeRange = K::TimeRange => "a range of times";
    /// Returns an address.
    address: Address = K::Address => "an address";
}

/// Defines the accessors of ids, on a field and by name.
macro_rules! id_views {
    ($($(#[$docs:meta])* $view:ident = $kinds:pat => $description:literal;)*) => {
        impl NamedField<'_> {
            $($(#[$docs])*
            pub fn $view<Id: From<i64>>(&self) -> FieldResult<Option<Id>> {
                let key = self.expect($description, matches!(self.definition.kind, $kinds))?;
                Ok(self.fields.$view(key))
            })*
        }

        impl NamedFields<'_> {
            $($(#[$docs])*
            pub fn $view<Id: From<i64>>(&self, name: &str) -> FieldResult<Option<Id>> {
                self.field(name)?.$view()
            })*
        }
    };
}

id_views! {
    /// Returns the id of a user, as an `i64` or as an id type: `user_id::<UserId>`.
    user_id = K::User => "a user id";
    /// Returns the id of a person, as an `i64` or as an id type: `person_id::<PersonId>`.
    person_id = K::People => "a person id";
    /// Returns the id of an organization, as an `i64` or as an id type: `org_id::<OrganizationId>`.
    org_id = K::Org => "an organization id";
}

#[cfg(feature = "rust_decimal")]
views! {
    /// Returns the exact value of a number, or of an amount of money. Requires the feature `rust_decimal`.
    decimal: rust_decimal::Decimal = K::Double | K::Monetary => "a number";
    /// Returns an exact amount of money. Requires the feature `rust_decimal`.
    decimal_money: super::DecimalMoney = K::Monetary => "an amount of money";
}

impl<'a> NamedFields<'a> {
    /// Returns the label of the selected option of a single-option field.
    pub fn option_label(&self, name: &str) -> FieldResult<Option<String>> {
        self.field(name)?.option_label()
    }

    /// Returns the ids of the selected options of a multiple-option field. Empty if the field is empty.
    pub fn option_ids(&self, name: &str) -> FieldResult<Vec<i64>> {
        self.field(name)?.option_ids()
    }

    /// Returns the labels of the selected options of a multiple-option field. Empty if the field is empty.
    pub fn option_labels(&self, name: &str) -> FieldResult<Vec<String>> {
        self.field(name)?.option_labels()
    }

    /// Returns the value with the type of the field. A value that does not match this type is returned as JSON.
    pub fn value(&self, name: &str) -> FieldResult<Option<CustomFieldValue>> {
        Ok(self.field(name)?.value())
    }

    /// Returns the JSON value. An empty field is `None` or `null`.
    pub fn raw(&self, name: &str) -> FieldResult<Option<&'a Value>> {
        Ok(self.field(name)?.raw())
    }
}

impl<'a> NamedField<'a> {
    /// Returns the definition of the field.
    pub fn definition(&self) -> &FieldDefinition {
        &self.definition
    }

    /// Returns the name of the field.
    pub fn name(&self) -> &str {
        &self.definition.name
    }

    /// Returns the JSON value. An empty field is `None` or `null`.
    pub fn raw(&self) -> Option<&'a Value> {
        self.fields.get(&self.definition.key)
    }

    /// Returns the ids of the selected options of a multiple-option field. Empty if the field is empty.
    pub fn option_ids(&self) -> FieldResult<Vec<i64>> {
        let key = self.expect("a list of options", self.definition.kind == K::Set)?;
        Ok(self.fields.option_ids(key))
    }

    /// Returns the label of the selected option of a single-option field.
    pub fn option_label(&self) -> FieldResult<Option<String>> {
        let Some(id) = self.option_id()? else { return Ok(None) };
        // A label in the response may be newer than the definition.
        match self.fields.option_label(&self.definition.key) {
            Some(label) => Ok(Some(label.to_owned())),
            None => Ok(Some(self.definition.option_of_id(id)?.label.clone())),
        }
    }

    /// Returns the labels of the selected options of a multiple-option field. Empty if the field is empty.
    pub fn option_labels(&self) -> FieldResult<Vec<String>> {
        let ids = self.option_ids()?;
        let labels = self.fields.option_labels(&self.definition.key);
        if labels.len() == ids.len() {
            return Ok(labels.into_iter().map(str::to_owned).collect());
        }
        ids.into_iter().map(|id| self.definition.option_of_id(id).map(|option| option.label.clone())).collect()
    }

    /// Returns the value with the type of the field, or `None` if the field is empty.
    ///
    /// A value that does not match this type, and the value of a field of an unknown type, is returned as JSON.
    pub fn value(&self) -> Option<CustomFieldValue> {
        let (key, fields) = (self.definition.key.as_str(), self.fields);
        let raw = self.raw().filter(|raw| !raw.is_null())?;
        let typed = match &self.definition.kind {
            kind if kind.is_text() => fields.text(key).map(Into::into),
            // All linked items have the same representation.
            kind if kind.is_link() => fields.user_id::<i64>(key).map(Into::into),
            K::Double => fields.number(key).map(Into::into),
            K::Monetary => fields.money(key).map(Into::into),
            K::Enum => fields.option_id(key).map(CustomFieldValue::Option),
            K::Set => Some(fields.option_ids(key)).filter(|ids| !ids.is_empty()).map(Into::into),
            K::Date => fields.date(key).map(Into::into),
            K::DateRange => fields.date_range(key).map(Into::into),
            K::Time => fields.time(key).map(Into::into),
            K::TimeRange => fields.time_range(key).map(Into::into),
            K::Address => fields.address(key).map(Into::into),
            _ => None,
        };
        Some(typed.unwrap_or_else(|| raw.clone().into()))
    }

    /// Returns the key if the field has a matching or an unknown type.
    fn expect(&self, requested: &'static str, matches: bool) -> FieldResult<&str> {
        if matches || matches!(self.definition.kind, K::Unknown(_)) {
            Ok(&self.definition.key)
        } else {
            Err(self.definition.wrong_type(requested))
        }
    }
}
