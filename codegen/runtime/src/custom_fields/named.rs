//! Reading the custom fields of an item by the names of the fields.

use std::sync::Arc;

use serde_json::Value;

use super::definition::{FieldDefinition, FieldKind};
use super::error::CustomFieldError;
use super::mapping::CustomFieldType;
use super::{Address, CustomFieldValue, CustomFields, DateRange, Money, TimeOfDay, TimeRange, is_flat_key, key_of};

type Result<T> = std::result::Result<T, CustomFieldError>;

/// What turns names into fields: a [`CustomFieldResolver`](super::CustomFieldResolver), [`ByKey`], or a table of your own.
pub trait FieldNames: Send + Sync {
    /// The custom field with a name, or with a key.
    fn custom_field(&self, name: &str) -> Result<Arc<FieldDefinition>>;
}

/// In target of a resolver, for those who know the keys: every name is a key.
///
/// Nothing is known of the fields then, so values are not checked, and options go by their ids.
#[derive(Clone, Copy, Debug, Default)]
pub struct ByKey;

impl FieldNames for ByKey {
    fn custom_field(&self, name: &str) -> Result<Arc<FieldDefinition>> {
        Ok(Arc::new(FieldDefinition::of_key(name)))
    }
}

/// The custom fields of an item, to be read by their names.
///
/// Made by [`CustomFieldResolver::read`](super::CustomFieldResolver::read). Every view gives nothing where the field is
/// empty, and an error where there is no such field, or one of another type.
#[derive(Clone, Copy)]
pub struct NamedFields<'a> {
    names: &'a dyn FieldNames,
    fields: &'a CustomFields,
}

impl<'a> NamedFields<'a> {
    /// The custom fields of an item and what turns names into fields.
    pub fn new(fields: &'a CustomFields, names: &'a dyn FieldNames) -> Self {
        Self { names, fields }
    }

    /// The field with a name.
    pub fn field(&self, name: &str) -> Result<NamedField<'a>> {
        Ok(NamedField { definition: self.names.custom_field(name)?, fields: self.fields })
    }

    /// The value of a field as any type that a field can be read as; also what a field of a struct is made from.
    pub fn get<T: CustomFieldType>(&self, name: &str) -> Result<Option<T>> {
        T::read(&self.field(name)?)
    }

    /// All fields that came, empty ones included. A field that nothing is known of goes by its key.
    pub fn iter(&self) -> impl Iterator<Item = NamedField<'a>> + use<'a> {
        let Self { names, fields } = *self;
        // In the first version, the parts of a value stand beside it as fields of their own.
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

/// A field together with the item that it is read from.
#[derive(Clone, Debug)]
pub struct NamedField<'a> {
    definition: Arc<FieldDefinition>,
    fields: &'a CustomFields,
}

/// The views, on one field and by name.
macro_rules! views {
    ($($(#[$docs:meta])* $view:ident: $type:ty = $kinds:pat => $words:literal;)*) => {
        impl<'a> NamedField<'a> {
            $($(#[$docs])*
            pub fn $view(&self) -> Result<Option<$type>> {
                let key = self.expect($words, matches!(self.definition.kind, $kinds))?;
                Ok(self.fields.$view(key))
            })*
        }

        impl<'a> NamedFields<'a> {
            $($(#[$docs])*
            pub fn $view(&self, name: &str) -> Result<Option<$type>> {
                self.field(name)?.$view()
            })*
        }
    };
}

use FieldKind as K;

views! {
    /// A text, phone number, or the text of an address.
    text: &'a str = K::Varchar | K::VarcharAuto | K::Text | K::Phone | K::Address => "reading a text";
    /// A number.
    number: f64 = K::Double => "reading a number";
    /// A whole number.
    integer: i64 = K::Double => "reading a number";
    /// The id of the chosen option of a field with a single choice.
    option_id: i64 = K::Enum => "reading a single option";
    /// An amount of money.
    money: Money = K::Monetary => "reading an amount of money";
    /// A date.
    date: jiff::civil::Date = K::Date => "reading a date";
    /// A range of dates.
    date_range: DateRange = K::DateRange => "reading a range of dates";
    /// A time of day.
    time: TimeOfDay = K::Time => "reading a time";
    /// A range of times.
    time_range: TimeRange = K::TimeRange => "reading a range of times";
    /// An address.
    address: Address = K::Address => "reading an address";
    /// The id of a user.
    user_id: i64 = K::User => "reading a user";
    /// The id of a person.
    person_id: i64 = K::People => "reading a person";
    /// The id of an organization.
    org_id: i64 = K::Org => "reading an organization";
}

impl<'a> NamedFields<'a> {
    /// The label of the chosen option of a field with a single choice.
    pub fn option_label(&self, name: &str) -> Result<Option<String>> {
        self.field(name)?.option_label()
    }

    /// The ids of the chosen options of a field with several choices; none where it is empty.
    pub fn option_ids(&self, name: &str) -> Result<Vec<i64>> {
        self.field(name)?.option_ids()
    }

    /// The labels of the chosen options of a field with several choices; none where it is empty.
    pub fn option_labels(&self, name: &str) -> Result<Vec<String>> {
        self.field(name)?.option_labels()
    }

    /// The value in the type that goes with the field.
    pub fn value(&self, name: &str) -> Result<Option<CustomFieldValue>> {
        Ok(self.field(name)?.value())
    }

    /// The value as it came; null, or nothing, where the field is empty.
    pub fn raw(&self, name: &str) -> Result<Option<&'a Value>> {
        Ok(self.field(name)?.raw())
    }
}

impl<'a> NamedField<'a> {
    /// What is known of the field.
    pub fn definition(&self) -> &FieldDefinition {
        &self.definition
    }

    /// The name of the field.
    pub fn name(&self) -> &str {
        &self.definition.name
    }

    /// The value as it came; null, or nothing, where the field is empty.
    pub fn raw(&self) -> Option<&'a Value> {
        self.fields.get(&self.definition.key)
    }

    /// The ids of the chosen options of a field with several choices; none where it is empty.
    pub fn option_ids(&self) -> Result<Vec<i64>> {
        let key = self.expect("reading several options", self.definition.kind == K::Set)?;
        Ok(self.fields.option_ids(key))
    }

    /// The label of the chosen option of a field with a single choice.
    pub fn option_label(&self) -> Result<Option<String>> {
        let Some(id) = self.option_id()? else { return Ok(None) };
        // A response that tells the label knows it best.
        match self.fields.option_label(&self.definition.key) {
            Some(label) => Ok(Some(label.to_owned())),
            None => Ok(Some(self.definition.option_of_id(id)?.label.clone())),
        }
    }

    /// The labels of the chosen options of a field with several choices; none where it is empty.
    pub fn option_labels(&self) -> Result<Vec<String>> {
        let ids = self.option_ids()?;
        let labels = self.fields.option_labels(&self.definition.key);
        if labels.len() == ids.len() {
            return Ok(labels.into_iter().map(str::to_owned).collect());
        }
        ids.into_iter().map(|id| self.definition.option_of_id(id).map(|option| option.label.clone())).collect()
    }

    /// The value in the type that goes with the field; nothing where the field is empty.
    ///
    /// A value that does not fit, and one of a field of an unknown type, is given as the JSON that came.
    pub fn value(&self) -> Option<CustomFieldValue> {
        let (key, fields) = (self.definition.key.as_str(), self.fields);
        let raw = self.raw().filter(|raw| !raw.is_null())?;
        let typed = match &self.definition.kind {
            kind if kind.is_text() => fields.text(key).map(Into::into),
            // The same for all that are linked.
            kind if kind.is_link() => fields.user_id(key).map(Into::into),
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

    /// The key, if the field is of a fitting type. Nothing is known of fields of unknown types, so those may be anything.
    fn expect(&self, what: &'static str, fits: bool) -> Result<&str> {
        if fits || matches!(self.definition.kind, K::Unknown(_)) {
            Ok(&self.definition.key)
        } else {
            Err(self.definition.wrong_type(what))
        }
    }
}
