//! The fields that an account has added to its deals, persons and so on.
//!
//! Their keys are forty hexadecimal digits. The second version keeps them in an object of their own with typed values
//! (`{"value": 5, "currency": "EUR"}`); the first one puts them beside the other fields, in several parts (`key`, `key_currency`).
//! Everything here reads both.

mod parts;
mod value;
mod views;

use std::fmt;

use serde::{Deserializer, Serialize, Serializer};
use serde_json::Value;

pub use parts::{Address, DateRange, Money, TimeOfDay, TimeRange};
pub use value::CustomFieldValue;

use super::Wire;
use super::decode::AnyScalar;
use super::decode::slot::Slot;
use super::decode::wire::Plain;
use super::extra::Extra;

/// The account's own fields of one item, in the order they came.
#[derive(Clone, Default, PartialEq)]
pub struct CustomFields(Extra);

impl CustomFields {
    /// None.
    pub const fn new() -> Self {
        Self(Extra::new())
    }

    /// The value of a field as it came; null where the field is empty.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// All fields, empty ones included.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are. In the first version a field may count more than once, for its parts.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds a field that is not there yet; a reply does not name a field twice.
    pub(crate) fn push(&mut self, key: String, value: Value) {
        self.0.push(key, value);
    }
}

impl fmt::Debug for CustomFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for CustomFields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl FromIterator<(String, Value)> for CustomFields {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl Wire<CustomFields> for Plain {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<CustomFields>, D::Error> {
        super::decode::Shape::read(FieldsShape, deserializer)
    }

    fn write<S: Serializer>(value: &CustomFields, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }

    fn absent() -> Option<CustomFields> {
        Some(CustomFields::new())
    }
}

struct FieldsShape;

impl<'de> super::decode::Shape<'de> for FieldsShape {
    type Out = Slot<CustomFields>;

    fn scalar(self, scalar: AnyScalar<'de>) -> Self::Out {
        match scalar {
            // PHP's empty map.
            AnyScalar::Other(Value::Array(items)) if items.is_empty() => Slot::Blank(Value::Array(items)),
            other => other.misfit("an object"),
        }
    }

    fn object<A: serde::de::MapAccess<'de>>(self, mut entries: A) -> Result<Self::Out, A::Error> {
        let mut fields = CustomFields::new();
        while let Some((key, value)) = entries.next_entry()? {
            fields.push(key, value);
        }
        Ok(Slot::Value(fields))
    }
}

/// Whether a key is that of a custom field or of one of its parts: forty hexadecimal digits, then nothing or `_part`.
pub(crate) fn is_flat_key(key: &str) -> bool {
    let bytes = key.as_bytes();
    bytes.len() >= 40 && bytes[..40].iter().all(u8::is_ascii_hexdigit) && matches!(bytes.get(40), None | Some(b'_'))
}
