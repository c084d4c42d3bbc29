//! What a response holds beyond its documented fields.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::json::excerpt::{HIDDEN, is_secret};

/// Fields that the crate does not know, in the order they came.
///
/// Also holds, under their names, the values of known fields that were not of the expected type; and those elements of
/// lists and maps that were not, under `name/index` or `name/key`. Where a value could be read but came in an unusual form
/// (a whole object in target of an id, a time in another notation), that form stands here in the same way. All of it is
/// written back when the object is, unless the field has another value by then. Numbers are as exact as 64 bits can be.
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Vec<(String, Value)>);

impl Extra {
    /// Nothing.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The value of a field; the last one, should a response have named it twice.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().rfind(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// All of them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Whether there is nothing, which is the usual case.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Sets a field; gives the value it had.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        let (name, value) = (name.into(), value.into());
        if let Some((_, old)) = self.0.iter_mut().rfind(|(key, _)| *key == name) {
            return Some(std::mem::replace(old, value));
        }
        self.0.push((name, value));
        None
    }

    /// Takes a field out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let value = self.get(name).cloned()?;
        self.0.retain(|(key, _)| key != name);
        Some(value)
    }

    /// Adds fields that are not there yet.
    pub(crate) fn extend(&mut self, fields: impl IntoIterator<Item = (String, Value)>) {
        self.0.extend(fields);
    }

    /// Makes room for so many.
    pub(crate) fn reserve(&mut self, count: usize) {
        self.0.reserve_exact(count);
    }

    /// Gives up room that is not used.
    pub(crate) fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }

    /// Adds a field without looking whether it is there.
    pub(crate) fn push(&mut self, name: String, value: Value) {
        self.0.push((name, value));
    }
}

/// Without what a field seems to keep secret by its name.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.iter() {
            match is_secret(name) && !value.is_null() {
                true => map.entry(&name, &HIDDEN),
                false => map.entry(&name, value),
            };
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
