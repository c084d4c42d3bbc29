//! Changes of custom fields in requests.

use serde_json::Value;

use super::CustomFieldValue;
use crate::call::Call;
use crate::json::input::Input;

/// A change of a custom field: a new value, or the removal of its value.
///
/// Created by [`CustomFieldResolver::set`](super::CustomFieldResolver::set) and
/// [`clear`](super::CustomFieldResolver::clear), or from a pair of a key and a value. Pass any number of changes to the method
/// `custom_fields_from` of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomFieldChange {
    key: String,
    value: Option<CustomFieldValue>,
    /// The suffixes of the parts that are cleared together with the value in version 1.
    parts: &'static [&'static str],
}

impl CustomFieldChange {
    /// Creates a change that sets the field with the key `key` to `value`. The value is not checked.
    pub fn set(key: impl Into<String>, value: impl Into<CustomFieldValue>) -> Self {
        Self { key: key.into(), value: Some(value.into()), parts: &[] }
    }

    /// Creates a change that clears the field with the key `key`.
    ///
    /// In version 1 the end of a range is a field of its own, `<key>_until`, which only
    /// [`CustomFieldResolver::clear`](super::CustomFieldResolver::clear) clears too.
    pub fn clear(key: impl Into<String>) -> Self {
        Self { key: key.into(), value: None, parts: &[] }
    }

    pub(super) fn with_parts(self, parts: &'static [&'static str]) -> Self {
        Self { parts, ..self }
    }

    /// Returns the key of the field.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns the new value, or `None` if the field is cleared.
    pub fn value(&self) -> Option<&CustomFieldValue> {
        self.value.as_ref()
    }
}

impl<K: Into<String>, V: Into<CustomFieldValue>> From<(K, V)> for CustomFieldChange {
    fn from((key, value): (K, V)) -> Self {
        Self::set(key, value)
    }
}

/// Allows passing a single change to `custom_fields_from`.
impl IntoIterator for CustomFieldChange {
    type Item = Self;
    type IntoIter = std::iter::Once<Self>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(self)
    }
}

impl Input {
    /// Sets and clears custom fields in the form of version 2: in the object `custom_fields`.
    pub(crate) fn custom_fields_nested(&mut self, changes: impl IntoIterator<Item = CustomFieldChange>) {
        for CustomFieldChange { key, value, .. } in changes {
            match value {
                Some(value) => self.custom_field_nested(key, value),
                None => self.clear_custom_field_nested(key),
            }
        }
    }

    /// Sets and clears custom fields in the form of version 1: next to the other fields.
    pub(crate) fn custom_fields_flat(&mut self, changes: impl IntoIterator<Item = CustomFieldChange>) {
        for CustomFieldChange { key, value, parts } in changes {
            if let Some(value) = value {
                self.custom_field_flat(key, value);
            } else {
                for part in parts {
                    self.set_value(&format!("{key}_{part}"), Value::Null);
                }
                self.clear_custom_field_flat(key);
            }
        }
    }
}

impl Call {
    /// Sets and clears custom fields in the form of version 2: in the object `custom_fields`.
    pub fn custom_fields_nested<I>(&mut self, changes: I)
    where
        I: IntoIterator,
        I::Item: Into<CustomFieldChange>,
    {
        self.body.custom_fields_nested(changes.into_iter().map(Into::into));
    }

    /// Sets and clears custom fields in the form of version 1: next to the other fields.
    pub fn custom_fields_flat<I>(&mut self, changes: I)
    where
        I: IntoIterator,
        I::Item: Into<CustomFieldChange>,
    {
        self.body.custom_fields_flat(changes.into_iter().map(Into::into));
    }
}
