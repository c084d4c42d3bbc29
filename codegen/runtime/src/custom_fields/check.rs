//! Whether a value goes with the field that it is meant for.

use super::definition::{FieldDefinition, FieldKind};
use super::error::CustomFieldError;
use super::{Address, CustomFieldValue};
use crate::json::enums::IntOrString;

impl FieldDefinition {
    /// A value for this field, in the form that the API wants it in.
    ///
    /// A text stands for the option with that label where the field has options, and for a whole address in an address field.
    /// JSON goes through as it is, and so does everything in a field of an unknown type.
    ///
    /// # Errors
    ///
    /// When the field holds something else, or has no such option.
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
            (K::Address, V::Text(text)) => Address::new(text).into(),
            (K::Enum | K::Set, V::Text(label)) => self.chosen(&self.find_option(&label)?.id),
            (K::Enum | K::Set, V::Option(id) | V::Integer(id)) => {
                self.check_ids(&[id])?;
                self.chosen(&id.into())
            }
            (K::Set, V::Options(ids)) => {
                self.check_ids(&ids)?;
                V::Options(ids)
            }
            (_, value) => return Err(self.wrong_type(value.describe())),
        })
    }

    /// A value for this field from the labels of options.
    ///
    /// # Errors
    ///
    /// When the field has no such option, or is not one with several choices.
    pub fn choose<I>(&self, labels: I) -> Result<CustomFieldValue, CustomFieldError>
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        if !matches!(self.kind, FieldKind::Set) {
            return Err(self.wrong_type("a list of options"));
        }
        let ids = labels.into_iter().map(|label| match &self.find_option(label.as_ref())?.id {
            IntOrString::Int(id) => Ok(*id),
            IntOrString::String(_) => Err(self.wrong_type("a list of options with numbers for ids")),
        });
        Ok(CustomFieldValue::Options(ids.collect::<Result<_, _>>()?))
    }

    pub(super) fn wrong_type(&self, given: &'static str) -> CustomFieldError {
        CustomFieldError::WrongType { field: self.name.clone(), kind: self.kind.clone(), given }
    }

    /// One option as the value of the field.
    pub(super) fn chosen(&self, id: &IntOrString) -> CustomFieldValue {
        match id {
            IntOrString::Int(id) if self.kind == FieldKind::Set => CustomFieldValue::Options(vec![*id]),
            IntOrString::Int(id) => CustomFieldValue::Option(*id),
            IntOrString::String(id) => CustomFieldValue::Text(id.clone()),
        }
    }

    /// Where no options are known, there is nothing to compare with.
    fn check_ids(&self, ids: &[i64]) -> Result<(), CustomFieldError> {
        if self.options.is_empty() {
            return Ok(());
        }
        ids.iter().try_for_each(|id| self.option_of_id(*id).map(|_| ()))
    }
}

impl CustomFieldValue {
    /// What it is, in an error.
    fn describe(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
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
