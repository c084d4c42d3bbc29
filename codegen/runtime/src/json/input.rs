//! The data of objects that are only sent.

use std::fmt;

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::json::custom_fields::CustomFieldValue;
use crate::json::encode::ToWire;
use crate::json::output::{ObjectOutput, Output, to_value};
use crate::json::slot::Wire;
use crate::json::wire::{List, Plain};

const CUSTOM_FIELDS: &str = "custom_fields";

/// The fields that have been set so far: a value, or null, or nothing at all. Also the body of a call.
///
/// A value that cannot be sent, such as NaN, is remembered and reported when the call is made.
#[derive(Clone, Default, PartialEq)]
pub struct Input {
    fields: Map<String, Value>,
    problem: Option<String>,
}

impl Input {
    /// No fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a field.
    pub fn set<T: ?Sized>(&mut self, name: &str, value: &T)
    where
        Plain: ToWire<T>,
    {
        self.put(name, Plain::to_json(value));
    }

    /// Sets a field in the form `W`.
    pub fn set_as<W: Wire<T>, T>(&mut self, name: &str, value: &T) {
        let value = to_value::<W, T>(value);
        self.put(name, value);
    }

    /// Sets a field to a list.
    pub fn set_list<T, I>(&mut self, name: &str, values: I)
    where
        I: IntoIterator,
        I::Item: Into<T>,
        Plain: Wire<T>,
    {
        self.set_list_as::<Plain, T, I>(name, values);
    }

    /// Sets a field to a list with elements in the form `W`.
    pub fn set_list_as<W, T, I>(&mut self, name: &str, values: I)
    where
        I: IntoIterator,
        I::Item: Into<T>,
        W: Wire<T>,
    {
        let values: Vec<T> = values.into_iter().map(Into::into).collect();
        self.set_as::<List<W>, Vec<T>>(name, &values);
    }

    /// Sets a field to null, which clears it.
    pub fn set_null(&mut self, name: &str) {
        self.set_value(name, Value::Null);
    }

    /// Sets a field to any JSON. An empty set of custom fields is left out: it has cleared all of them before.
    pub fn set_value(&mut self, name: &str, value: Value) {
        if name == CUSTOM_FIELDS && is_empty(&value) {
            return;
        }
        self.fields.insert(name.to_owned(), value);
    }

    /// Sets one of the account's own fields, the way of the second version.
    pub fn custom_field_nested(&mut self, key: impl Into<String>, value: impl Into<CustomFieldValue>) {
        let value = self.check(value.into());
        self.nest(key.into(), value.to_nested());
    }

    /// Sets one of the account's own fields, the way of the first version.
    pub fn custom_field_flat(&mut self, key: impl Into<String>, value: impl Into<CustomFieldValue>) {
        let value = self.check(value.into());
        self.fields.extend(value.to_flat(&key.into()));
    }

    /// Clears one of the account's own fields, the way of the second version.
    pub fn clear_custom_field_nested(&mut self, key: impl Into<String>) {
        self.nest(key.into(), Value::Null);
    }

    /// Clears one of the account's own fields, the way of the first version.
    pub fn clear_custom_field_flat(&mut self, key: impl Into<String>) {
        self.fields.insert(key.into(), Value::Null);
    }

    /// What has been set so far.
    pub(crate) fn fields(&self) -> &Map<String, Value> {
        &self.fields
    }

    /// Writes the fields.
    pub fn write(&self, out: &mut dyn Output) {
        match &self.problem {
            Some(problem) => out.refuse(problem),
            None => out.object(&|out: &mut dyn ObjectOutput| {
                for (name, value) in &self.fields {
                    out.key(name);
                    out.value(value);
                }
            }),
        }
    }

    /// What cannot be sent.
    pub(crate) fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// The object is made when there is something to put in.
    fn nest(&mut self, key: String, value: Value) {
        let mut fields = match self.fields.remove(CUSTOM_FIELDS) {
            Some(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        fields.insert(key, value);
        self.fields.insert(CUSTOM_FIELDS.to_owned(), Value::Object(fields));
    }

    fn check(&mut self, value: CustomFieldValue) -> CustomFieldValue {
        if !value.is_finite() {
            self.problem.get_or_insert_with(|| "NaN and infinity cannot be written as JSON".to_owned());
        }
        value
    }

    fn put(&mut self, name: &str, value: Result<Value, serde_json::Error>) {
        match value {
            Ok(value) => self.set_value(name, value),
            Err(error) => {
                self.problem.get_or_insert_with(|| format!("`{name}`: {error}"));
            }
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// Names only: the values may be private, or secrets.
impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.fields.keys()).finish()
    }
}

impl Serialize for Input {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.problem {
            Some(problem) => Err(S::Error::custom(problem)),
            None => self.fields.serialize(serializer),
        }
    }
}
