//! The data of objects that are used in requests only.

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

/// The fields of an object in a request, or of the body of a request. A field has a value, is null, or is not set.
///
/// A value without a representation in JSON, such as NaN, is reported as an error when the request is sent.
#[derive(Clone, Default, PartialEq)]
pub struct Input {
    fields: Map<String, Value>,
    problem: Option<String>,
}

impl Input {
    /// Creates an object without fields.
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

    /// Sets a field, encoded with the codec `W`.
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

    /// Sets a field to a list, with the codec `W` for the elements.
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

    /// Sets a field to a JSON value.
    ///
    /// Ignores an empty `custom_fields`, because the API has been observed to clear all custom fields in that case.
    pub fn set_value(&mut self, name: &str, value: Value) {
        if name == CUSTOM_FIELDS && is_empty(&value) {
            return;
        }
        self.fields.insert(name.to_owned(), value);
    }

    /// Sets a custom field in the format of version 2 of the API.
    pub fn custom_field_nested(&mut self, key: impl Into<String>, value: impl Into<CustomFieldValue>) {
        let key = key.into();
        let value = self.check(&key, value.into());
        self.nest(key, value.to_nested());
    }

    /// Sets a custom field in the format of version 1 of the API.
    pub fn custom_field_flat(&mut self, key: impl Into<String>, value: impl Into<CustomFieldValue>) {
        let key = key.into();
        let value = self.check(&key, value.into());
        self.fields.extend(value.to_flat(&key));
    }

    /// Clears a custom field in the format of version 2 of the API.
    pub fn clear_custom_field_nested(&mut self, key: impl Into<String>) {
        self.nest(key.into(), Value::Null);
    }

    /// Clears a custom field in the format of version 1 of the API.
    pub fn clear_custom_field_flat(&mut self, key: impl Into<String>) {
        self.fields.insert(key.into(), Value::Null);
    }

    /// Returns the fields that have been set.
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

    /// Returns the reason why the object cannot be sent, if there is one.
    pub(crate) fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// Sets a field of the object `custom_fields`, which is created with its first field.
    fn nest(&mut self, key: String, value: Value) {
        let mut fields = match self.fields.remove(CUSTOM_FIELDS) {
            Some(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        fields.insert(key, value);
        self.fields.insert(CUSTOM_FIELDS.to_owned(), Value::Object(fields));
    }

    fn check(&mut self, key: &str, value: CustomFieldValue) -> CustomFieldValue {
        if !value.is_finite() {
            self.problem.get_or_insert_with(|| format!("`{key}`: cannot encode NaN or infinity as JSON"));
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

/// Applies a setter if there is a value.
#[inline]
pub fn with_some<B, V>(builder: B, value: Option<V>, set: impl FnOnce(B, V) -> B) -> B {
    match value {
        Some(value) => set(builder, value),
        None => builder,
    }
}

/// Applies the setter `set` if there is a value, and `clear` otherwise.
#[inline]
pub fn set_or_clear<B, V>(builder: B, value: Option<V>, set: impl FnOnce(B, V) -> B, clear: impl FnOnce(B) -> B) -> B {
    match value {
        Some(value) => set(builder, value),
        None => clear(builder),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// Contains the names only, because values may be personal data or secrets.
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
