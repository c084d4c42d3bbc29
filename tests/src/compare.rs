//! Compares a JSON value with the result of decoding and encoding it.

use serde_json::{Map, Value};

/// The differences between a value and the result of decoding and encoding it.
#[derive(Debug, Default, PartialEq)]
pub struct Difference {
    /// JSON pointers of the values that are missing from the result. Null and empty lists and objects do not count.
    pub lost: Vec<String>,
    /// JSON pointers of the values that only the result has. Null and empty lists and objects do not count.
    pub added: Vec<String>,
    /// The values that are different in the result.
    pub changed: Vec<ValueChange>,
}

/// A value that is different in the result.
#[derive(Debug, PartialEq)]
pub struct ValueChange {
    /// Its JSON pointer.
    pub pointer: String,
    /// The original value.
    pub from: Value,
    /// The value in the result.
    pub to: Value,
}

impl ValueChange {
    /// Whether both values have the same meaning: 1 and true, `"5"` and 5, a time with and without milliseconds of zero.
    pub fn is_normalisation(&self) -> bool {
        match (&self.from, &self.to) {
            (Value::Number(number), Value::Bool(flag)) | (Value::Bool(flag), Value::Number(number)) => {
                number.as_i64() == Some(i64::from(*flag))
            }
            (Value::String(text), Value::Number(number)) | (Value::Number(number), Value::String(text)) => {
                number.as_f64().is_some_and(|number| text.parse() == Ok(number))
            }
            (Value::Number(from), Value::Number(to)) => from.as_f64() == to.as_f64(),
            (Value::String(text), Value::Bool(flag)) => {
                matches!((text.as_str(), flag), ("1" | "true", true) | ("0" | "false", false))
            }
            _ => self.is_same_time(),
        }
    }

    /// Whether both values are the same time, with and without milliseconds of zero.
    fn is_same_time(&self) -> bool {
        match (&self.from, &self.to) {
            (Value::String(from), Value::String(to)) => without_zero_milliseconds(from) == without_zero_milliseconds(to),
            _ => false,
        }
    }
}

/// Converts `2026-02-10T15:20:30.000Z` to `2026-02-10T15:20:30Z`.
fn without_zero_milliseconds(time: &str) -> String {
    time.replacen(".000", "", 1)
}

impl Difference {
    /// Compares a value with the result.
    pub fn of(original: &Value, returned: &Value) -> Self {
        let mut difference = Self::default();
        difference.compare("", original, returned);
        difference
    }

    /// Whether the JSON is the same, up to the two differences that the README of the crate names: a null and an empty list or object
    /// may be missing, and so may milliseconds of zero.
    pub fn is_faithful(&self) -> bool {
        self.lost.is_empty() && self.added.is_empty() && self.changed.iter().all(ValueChange::is_same_time)
    }

    fn compare(&mut self, pointer: &str, original: &Value, returned: &Value) {
        match (original, returned) {
            // The common case, which is fast.
            _ if original == returned => {}
            (Value::Object(original), Value::Object(returned)) => self.compare_objects(pointer, original, returned),
            (Value::Array(original), Value::Array(returned)) => {
                for (index, item) in original.iter().enumerate() {
                    self.compare_part(&format!("{pointer}/{index}"), item, returned.get(index));
                }
                self.added.extend((original.len()..returned.len()).map(|index| format!("{pointer}/{index}")));
            }
            _ if is_nothing(original) && is_nothing(returned) => {}
            _ => self.changed.push(ValueChange { pointer: pointer.to_owned(), from: original.clone(), to: returned.clone() }),
        }
    }

    fn compare_objects(&mut self, pointer: &str, original: &Map<String, Value>, returned: &Map<String, Value>) {
        let pointer = |key: &str| format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
        for (key, value) in original {
            self.compare_part(&pointer(key), value, returned.get(key));
        }
        let added = returned.iter().filter(|(key, value)| !original.contains_key(*key) && !is_nothing(value));
        self.added.extend(added.map(|(key, _)| pointer(key)));
    }

    fn compare_part(&mut self, pointer: &str, original: &Value, returned: Option<&Value>) {
        match returned {
            Some(returned) => self.compare(pointer, original, returned),
            None if is_nothing(original) => {}
            None => self.lost.push(pointer.to_owned()),
        }
    }
}

/// The number of keys of objects that are present after decoding and encoding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// All keys whose value is not empty.
    pub all: usize,
    /// Those of them that the result has.
    pub kept: usize,
    /// The keys whose value is null, `{}` or `[]`, which the result may omit.
    pub empty: usize,
}

impl Keys {
    /// Counts the keys of a value and of the result.
    pub fn of(original: &Value, returned: &Value) -> Self {
        let mut keys = Self::default();
        keys.count(original, Some(returned));
        keys
    }

    fn count(&mut self, original: &Value, returned: Option<&Value>) {
        match original {
            Value::Object(entries) => {
                for (key, value) in entries {
                    let back = returned.and_then(|returned| returned.get(key));
                    if is_nothing(value) {
                        self.empty += 1;
                    } else {
                        self.all += 1;
                        self.kept += usize::from(back.is_some());
                    }
                    self.count(value, back);
                }
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(index, item)| self.count(item, returned.and_then(|list| list.get(index))));
            }
            _ => {}
        }
    }
}

/// Whether a value is empty: null, `{}` or `[]`.
pub fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}
