//! The keys of objects.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, Visitor};

/// A key of an object.
#[derive(Debug)]
pub enum Key {
    /// The one at this target of the table.
    Known(usize),
    /// One that is not in the table.
    Unknown(String),
}

/// Reads a key and looks it up, the expected one first; only unknown keys are copied.
pub(super) struct KeySeed {
    pub(super) names: &'static [&'static str],
    /// Which name probably comes next.
    pub(super) next: usize,
}

impl KeySeed {
    fn find(&self, key: &str) -> Option<usize> {
        let next = self.next.min(self.names.len());
        let (before, from_next) = self.names.split_at(next);
        match from_next.iter().position(|name| *name == key) {
            Some(target) => Some(next + target),
            None => before.iter().position(|name| *name == key),
        }
    }
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Key, E> {
        Ok(self.find(key).map_or_else(|| Key::Unknown(key.to_owned()), Key::Known))
    }

    fn visit_string<E: Error>(self, key: String) -> Result<Key, E> {
        Ok(self.find(&key).map_or(Key::Unknown(key), Key::Known))
    }
}
