//! Checking values against the definitions of their fields.

use serde_json::Value;

use super::definition::{FieldDefinition, FieldKind};
use super::error::CustomFieldError;
use super::{Address, CustomFieldValue};
use crate::json::either::OptionId;

impl FieldDefinition {
    /// Checks a value for this field and converts it to the form that the API expects.
    ///
    /// A string is the label of an option in fields with options, and an address in address fields. JSON and the values of fields of an
    /// unknown type are not checked.
    ///
    /// # Errors
    ///
    /// Returns an error if the value has the wrong type for the field, or the field has no such option.
    pub fn value(&self, value: impl Into<CustomFieldValue>) -> Result<CustomFieldValue, CustomFieldError> {
        self.checked(value.into())
    }

    fn checked(&self, value: CustomFieldValue) -> Result<CustomFieldValue, CustomFieldError> {
        use CustomFieldValue as V;
        use FieldKind as K;
        Ok(match (&self.kind, value) {
            (_, value @ V::Json(_))
            | (K::Unknown(_), value)
            | (K::Varchar | K::VarcharAuto | K::Text | K::Phone, value @ V::Text(_))
            | (K::Double, value @ (V::Number(_) | V::Integer(_)))
            | (K::Monetary, value @ V::Money(_))
            | (K::User | K::Org | K::People, value @ V::Integer(_))
            | (K::Date, value @ V::Date(_))
            | (K::DateRange, value @ V::DateRange(_))
            | (K::Time, value @ V::Time(_))
            | (K::TimeRange, value @ V::TimeRange(_))
            | (K::Address, value @ V::Address(_)) => value,
            (K::Address, V::Text(address)) => Address::new(address).into(),
            (K::Enum | K::Set, V::Text(label)) => self.option_value(&self.find_option(&label)?.id),
            (K::Enum | K::Set, V::Option(id) | V::Integer(id)) => {
                self.check_ids(&[id])?;
                self.option_value(&id.into())
            }
            (K::Set, V::Options(ids)) => {
                self.check_ids(&ids)?;
                V::Options(ids)
            }
            (_, value) => return Err(self.wrong_type(value.describe())),
        })
    }

    /// Returns the value with the options with these labels.
    ///
    /// # Errors
    ///
    /// Returns an error if the field has no such option or allows only a single option.
    pub fn choose<I>(&self, labels: I) -> Result<CustomFieldValue, CustomFieldError>
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        if !matches!(self.kind, FieldKind::Set) {
            return Err(self.wrong_type("a list of options"));
        }
        let ids = labels.into_iter().map(|label| match &self.find_option(label.as_ref())?.id {
            OptionId::Int(id) => Ok(*id),
            OptionId::String(_) | OptionId::Bool(_) => Err(self.wrong_type("a list of options with numeric ids")),
        });
        Ok(CustomFieldValue::Options(ids.collect::<Result<_, _>>()?))
    }

    pub(super) fn wrong_type(&self, given: &'static str) -> CustomFieldError {
        CustomFieldError::WrongType { field: self.name.clone(), kind: self.kind.clone(), given }
    }

    /// Returns the value of the field with this option alone.
    pub(super) fn option_value(&self, id: &OptionId) -> CustomFieldValue {
        match id {
            OptionId::Int(id) if self.kind == FieldKind::Set => CustomFieldValue::Options(vec![*id]),
            OptionId::Int(id) => CustomFieldValue::Option(*id),
            OptionId::String(id) => CustomFieldValue::Text(id.clone()),
            OptionId::Bool(id) => CustomFieldValue::Json(Value::Bool(*id)),
        }
    }

    /// Checks that the field has these options, if any options are known.
    fn check_ids(&self, ids: &[i64]) -> Result<(), CustomFieldError> {
        if self.options.is_empty() {
            return Ok(());
        }
        ids.iter().try_for_each(|id| self.option_of_id(*id).map(|_| ()))
    }
}

impl CustomFieldValue {
    /// Describes the type of the value for an error message.
    fn describe(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Number(_) | Self::Integer(_) => "a number",
            Self::Money(_) => "an amount of money",
            Self::Option(_) => "an option",
            Self::Options(_) => "a list of options",
            Self::Date(_) => "a date",
            Self::DateRange(_) => "a range of dates",
            Self::Time(_) => "a time",
            Self::TimeRange(_) => "a range of times",
            Self::Address(_) => "an address",
            Self::Json(_) => "JSON",
        }
    }
}
