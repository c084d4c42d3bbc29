//! Custom fields of an item, and their values.

mod parts;
mod value;
mod views;

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Serialize, Serializer};
use serde_json::Value;

pub use parts::{Address, DateRange, Money, TimeOfDay, TimeRange};
pub use value::CustomFieldValue;

use super::Scalar;
use super::extra::Extra;
use super::keys::Key;
use super::output::{ObjectOutput, Output};
use super::slot::{Form, Wire};
use super::source::{Entries, Read, Sink, Source};
use super::wire::Plain;

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

    /// Adds a field that is not there yet; a response does not name a field twice.
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

/// For more fields than that no room is made before they come.
const MOST_EXPECTED: usize = 200;

struct FieldsSink {
    fields: CustomFields,
    form: Form,
}

impl<'de> Sink<'de> for FieldsSink {
    fn scalar(&mut self, scalar: Scalar<'de>) {
        self.form = match scalar {
            // PHP's empty map.
            Scalar::Other(Value::Array(items)) if items.is_empty() => Form::blank(Value::Array(items)),
            other => other.misfit("an object"),
        };
    }

    fn object(&mut self, entries: &mut dyn Entries<'de>) -> Read<()> {
        // An account has the same fields in all of its items, so there are probably as many as last time.
        static LAST: AtomicUsize = AtomicUsize::new(0);
        let last = LAST.load(Ordering::Relaxed);
        while let Some(Key::Unknown(key)) = entries.key(&[], 0)? {
            if self.fields.is_empty() {
                self.fields.0.reserve(last);
            }
            self.fields.push(key, entries.value()?);
        }
        let now = self.fields.len().min(MOST_EXPECTED);
        if now != last {
            LAST.store(now, Ordering::Relaxed);
            self.fields.0.shrink();
        }
        Ok(())
    }
}

/// Whether a key is that of a custom field or of one of its parts: forty hexadecimal digits, then nothing or `_part`.
pub(crate) fn is_flat_key(key: &str) -> bool {
    let bytes = key.as_bytes();
    bytes.len() >= 40 && bytes[..40].iter().all(u8::is_ascii_hexdigit) && matches!(bytes.get(40), None | Some(b'_'))
}

/// Whether a key is that of a custom field itself.
pub(crate) fn is_key(key: &str) -> bool {
    is_flat_key(key) && key.len() == 40
}

/// The key of the field, where it is that of a part.
pub(crate) fn key_of(key: &str) -> &str {
    if is_flat_key(key) { &key[..40] } else { key }
}
