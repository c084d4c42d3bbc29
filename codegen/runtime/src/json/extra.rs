//! The parts of an object that have no typed field.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::json::excerpt::{HIDDEN, is_secret};

/// The fields of an object that this version of the crate does not know, in the order received.
///
/// It also contains, as received:
///
/// * under the name of a known field, a value of an unexpected type, while the field itself is empty;
/// * under `name/index` or `name/key`, an element of an unexpected type of a list or map;
/// * under the same names, a value that was decoded from another format than the default one, such as a whole object in place of
///   an id, an object in place of a list, or a time in another notation.
///
/// Serializing the object writes all of it back, an object in place of a list with the present elements. A value under the name of a field is dropped if the field has been changed.
/// Numbers have a precision of 64 bits.
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Vec<(String, Value)>);

impl Extra {
    /// Creates an empty `Extra`.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Returns the value of a field; the last one if the response contained the field more than once.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().rfind(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Returns an iterator over names and values.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> + DoubleEndedIterator {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Returns whether there are no fields.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the number of fields.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Sets a field, and returns its previous value.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        let (name, value) = (name.into(), value.into());
        if let Some((_, old)) = self.0.iter_mut().rfind(|(key, _)| *key == name) {
            return Some(std::mem::replace(old, value));
        }
        self.0.push((name, value));
        None
    }

    /// Removes a field, and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let value = self.get(name).cloned()?;
        self.retain(|key| key != name);
        Some(value)
    }

    /// Removes the fields whose names `keep` returns false for.
    pub(crate) fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|(key, _)| keep(key));
    }

    /// Appends fields that are not present yet.
    pub(crate) fn extend(&mut self, fields: impl IntoIterator<Item = (String, Value)>) {
        self.0.extend(fields);
    }

    /// Reserves capacity for exactly `count` more fields.
    pub(crate) fn reserve(&mut self, count: usize) {
        self.0.reserve_exact(count);
    }

    /// Frees unused capacity.
    pub(crate) fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }

    /// Appends a field without checking whether it is present.
    pub(crate) fn push(&mut self, name: String, value: Value) {
        self.0.push((name, value));
    }
}

/// Hides the values of fields whose names indicate a secret.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.iter() {
            if is_secret(name) && !value.is_null() {
                map.entry(&name, &HIDDEN);
            } else {
                map.entry(&name, value);
            }
        }
        map.finish()
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl FromIterator<(String, Value)> for Extra {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl IntoIterator for Extra {
    type Item = (String, Value);
    type IntoIter = std::vec::IntoIter<(String, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
