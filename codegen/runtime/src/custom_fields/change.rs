//! Several custom fields set or cleared at once.

use serde_json::Value;

use super::CustomFieldValue;
use crate::call::Call;
use crate::json::input::Input;

/// A custom field with a new value, or with none.
///
/// Made by [`CustomFieldResolver::set`](super::CustomFieldResolver::set) and others, or from a key and a value. The method
/// `custom_fields_from` of requests takes any number of them.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomFieldChange {
    key: String,
    value: Option<CustomFieldValue>,
    /// What is cleared along with the value in the first version.
    parts: &'static [&'static str],
}

impl CustomFieldChange {
    /// Gives the field with a key a value.
    pub fn set(key: impl Into<String>, value: impl Into<CustomFieldValue>) -> Self {
        Self { key: key.into(), value: Some(value.into()), parts: &[] }
    }

    /// Clears the field with a key. [`CustomFieldResolver::clear`](super::CustomFieldResolver::clear) also clears the end
    /// of a range in the first version, where that is a field of its own: `<key>_until`.
    pub fn clear(key: impl Into<String>) -> Self {
        Self { key: key.into(), value: None, parts: &[] }
    }

    pub(super) fn with_parts(self, parts: &'static [&'static str]) -> Self {
        Self { parts, ..self }
    }

    /// The key of the field.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The value; nothing where the field is cleared.
    pub fn value(&self) -> Option<&CustomFieldValue> {
        self.value.as_ref()
    }
}

impl<K: Into<String>, V: Into<CustomFieldValue>> From<(K, V)> for CustomFieldChange {
    fn from((key, value): (K, V)) -> Self {
        Self::set(key, value)
    }
}

/// One change is as good as a list of one.
impl IntoIterator for CustomFieldChange {
    type Item = Self;
    type IntoIter = std::iter::Once<Self>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(self)
    }
}

impl Input {
    /// Sets and clears some of the account's own fields, the way of the second version.
    pub(crate) fn custom_fields_nested(&mut self, changes: impl IntoIterator<Item = CustomFieldChange>) {
        for CustomFieldChange { key, value, .. } in changes {
            match value {
                Some(value) => self.custom_field_nested(key, value),
                None => self.clear_custom_field_nested(key),
            }
        }
    }

    /// Sets and clears some of the account's own fields, the way of the first version.
    pub(crate) fn custom_fields_flat(&mut self, changes: impl IntoIterator<Item = CustomFieldChange>) {
        for CustomFieldChange { key, value, parts } in changes {
            match value {
                Some(value) => self.custom_field_flat(key, value),
                None => {
                    for part in parts {
                        self.set_value(&format!("{key}_{part}"), Value::Null);
                    }
                    self.clear_custom_field_flat(key);
                }
            }
        }
    }
}

impl Call {
    /// Sets and clears some of the account's own fields, the way of the second version.
    pub fn custom_fields_nested<I>(&mut self, changes: I)
    where
        I: IntoIterator,
        I::Item: Into<CustomFieldChange>,
    {
        self.body.custom_fields_nested(changes.into_iter().map(Into::into));
    }

    /// Sets and clears some of the account's own fields, the way of the first version.
    pub fn custom_fields_flat<I>(&mut self, changes: I)
    where
        I: IntoIterator,
        I::Item: Into<CustomFieldChange>,
    {
        self.body.custom_fields_flat(changes.into_iter().map(Into::into));
    }
}
