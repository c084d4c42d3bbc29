//! The custom fields of an item, and their values.

mod display;
mod parts;
mod received;
mod value;
mod views;

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Serialize, Serializer};
use serde_json::Value;

#[cfg(feature = "rust_decimal")]
pub use parts::DecimalMoney;
pub use parts::{Address, DateRange, Money, TimeOfDay, TimeRange};
pub use received::{FieldRead, ReceivedField};
pub use value::CustomFieldValue;

use super::Scalar;
use super::extra::Extra;
use super::keys::Key;
use super::output::{ObjectOutput, Output};
use super::slot::{Form, Wire};
use super::source::{Entries, Read, Sink, Source};
use super::wire::Plain;

/// The custom fields of an item, in the order received.
#[derive(Clone, Default, PartialEq)]
pub struct CustomFields(Extra);

impl CustomFields {
    /// Creates an empty set of fields.
    pub const fn new() -> Self {
        Self(Extra::new())
    }

    /// Returns the value of a field as received; null if the field is empty, `None` if it is absent.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// Returns an iterator over keys and values, including empty fields.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> + DoubleEndedIterator {
        self.0.iter()
    }

    /// Returns whether there are no fields.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the number of entries. In version 1 of the API, each part of a field is an entry of its own.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Sets a field to a value, in the form in which version 2 of the API returns it, and removes the parts of its previous value. The
    /// typed getters read it in items of both versions.
    ///
    /// This changes only the item, for example in tests. Requests have the setter `custom_field`.
    ///
    /// ```
    /// use pipedrive::{CustomFields, Money};
    ///
    /// let mut fields = CustomFields::new();
    /// fields.set("dcf558aac1ae4e8c4f849ba5e668430d8df9be12", Money::new(1200, "EUR"));
    /// assert_eq!(fields.money("dcf558aac1ae4e8c4f849ba5e668430d8df9be12"), Some(Money::new(1200, "EUR")));
    /// ```
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<CustomFieldValue>) {
        let key = key.into();
        self.remove(&key);
        self.push(key, value.into().to_nested());
    }

    /// Removes a field with the parts of its value.
    pub fn remove(&mut self, key: &str) {
        self.0.retain(|name| name != key && (!is_key(key) || key_of(name) != key));
    }

    /// Appends a field without checking whether it is present.
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
    fn read(source: &mut dyn Source<'_>, target: &mut Option<CustomFields>) -> Read<Form> {
        let mut sink = FieldsSink { fields: CustomFields::new(), form: Form::Standard };
        source.read(&mut sink)?;
        *target = matches!(sink.form, Form::Standard).then_some(sink.fields);
        Ok(sink.form)
    }

    fn write(value: &CustomFields, out: &mut dyn Output) {
        out.object(&|out: &mut dyn ObjectOutput| {
            for (key, value) in value.iter() {
                out.key(key);
                out.value(value);
            }
        });
    }

    fn absent() -> Option<CustomFields> {
        Some(CustomFields::new())
    }
}

/// The maximum number of fields for which capacity is reserved in advance.
const MAX_RESERVED: usize = 200;

struct FieldsSink {
    fields: CustomFields,
    form: Form,
}

impl<'de> Sink<'de> for FieldsSink {
    fn scalar(&mut self, scalar: Scalar<'de>) {
        self.form = match scalar {
            // PHP encodes an empty map as an empty list.
            Scalar::Other(Value::Array(items)) if items.is_empty() => Form::blank(Value::Array(items)),
            other => other.misfit("an object"),
        };
    }

    fn object(&mut self, entries: &mut dyn Entries<'de>) -> Read<()> {
        // All items of an account have the same fields, so the number of fields of the last item is a good estimate.
        static LAST: AtomicUsize = AtomicUsize::new(0);
        let last = LAST.load(Ordering::Relaxed);
        while let Some(Key::Unknown(key)) = entries.key(&[], 0)? {
            if self.fields.is_empty() {
                self.fields.0.reserve(last);
            }
            self.fields.push(key, entries.value()?);
        }
        let now = self.fields.len().min(MAX_RESERVED);
        if now != last {
            LAST.store(now, Ordering::Relaxed);
            self.fields.0.shrink();
        }
        Ok(())
    }
}

/// Returns whether a key is that of a custom field or of one of its parts: 40 hexadecimal digits, optionally followed by `_part`.
pub(crate) fn is_flat_key(key: &str) -> bool {
    let bytes = key.as_bytes();
    bytes.len() >= 40 && bytes[..40].iter().all(u8::is_ascii_hexdigit) && matches!(bytes.get(40), None | Some(b'_'))
}

/// Returns whether a key is that of a custom field itself: 40 hexadecimal digits.
pub(crate) fn is_key(key: &str) -> bool {
    is_flat_key(key) && key.len() == 40
}

/// Removes the name of a part from a key.
pub(crate) fn key_of(key: &str) -> &str {
    if is_flat_key(key) { &key[..40] } else { key }
}
