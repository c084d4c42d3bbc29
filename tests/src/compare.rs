//! What became of a JSON value on its way through the types of the client.

use serde_json::{Map, Value};

/// What is missing from a value that was decoded and encoded, and what is another value now.
#[derive(Debug, Default, PartialEq)]
pub struct Difference {
    /// JSON pointers of what was there and is missing now. Null and empty lists and objects do not count.
    pub lost: Vec<String>,
    /// What is there with another value.
    pub changed: Vec<Change>,
}

/// A value that is another one now.
#[derive(Debug, PartialEq)]
pub struct Change {
    /// Where, as a JSON pointer.
    pub pointer: String,
    /// What it was.
    pub from: Value,
    /// What it is.
    pub to: Value,
}

impl Difference {
    /// Compares a value with what came back.
    pub fn of(original: &Value, returned: &Value) -> Self {
        let mut difference = Self::default();
        difference.compare("", original, returned);
        difference
    }

    /// Whether nothing is lost and nothing changed.
    pub fn is_none(&self) -> bool {
        self.lost.is_empty() && self.changed.is_empty()
    }

    fn compare(&mut self, pointer: &str, original: &Value, returned: &Value) {
        match (original, returned) {
            (Value::Object(original), Value::Object(returned)) => self.compare_objects(pointer, original, returned),
            (Value::Array(original), Value::Array(returned)) => {
                for (index, item) in original.iter().enumerate() {
                    self.compare_part(&format!("{pointer}/{index}"), item, returned.get(index));
                }
            }
            _ if original == returned || is_nothing(original) && is_nothing(returned) => {}
            _ => self.changed.push(Change { pointer: pointer.to_owned(), from: original.clone(), to: returned.clone() }),
        }
    }

    fn compare_objects(&mut self, pointer: &str, original: &Map<String, Value>, returned: &Map<String, Value>) {
        for (key, value) in original {
            let escaped = key.replace('~', "~0").replace('/', "~1");
            self.compare_part(&format!("{pointer}/{escaped}"), value, returned.get(key));
        }
    }

    fn compare_part(&mut self, pointer: &str, original: &Value, returned: Option<&Value>) {
        match returned {
            Some(returned) => self.compare(pointer, original, returned),
            None if is_nothing(original) => {}
            None => self.lost.push(pointer.to_owned()),
        }
    }
}

/// Null, `{}` and `[]` say the same: nothing is there.
pub fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}
