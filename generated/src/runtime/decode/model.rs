//! The one visitor for all objects that the description knows.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserializer, Serializer};
use serde_json::Value;

use super::encode::{self, Fields};
use super::field::Field;
use super::log::{self, NOTHING, Segment};
use super::scalar::Scalar;
use super::shape::Shape;
use super::slot::{Misfit, Slot};
use crate::runtime::custom_fields::{CustomFields, is_flat_key};
use crate::runtime::extra::Extra;

/// Where an object holds the fields that the account has added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustomFieldStyle {
    /// It has none.
    None,
    /// Beside its other fields, under keys of forty digits.
    Flat,
    /// In an object of their own.
    Nested,
}

/// An object of the API: a table of its fields, and one arm per field to read and to write it.
pub trait Model: Default + Sized {
    /// The fields in their documented order, which is mostly the order they come in.
    const NAMES: &'static [&'static str];
    /// The places in `NAMES` of the fields that are always there; 64 at most.
    const PROVEN: &'static [usize] = &[];
    /// Where the account's own fields are.
    const CUSTOM_FIELDS: CustomFieldStyle = CustomFieldStyle::None;
    /// Whether anything is proven. Not to be set.
    #[doc(hidden)]
    const HAS_PROVEN: bool = !Self::PROVEN.is_empty();

    /// Reads the field with the index of `field` into its place.
    fn put<'de, A: MapAccess<'de>>(&mut self, field: &mut Field<'_, A>) -> Result<(), A::Error>;

    /// Writes the fields in their order.
    fn each<S: SerializeMap>(&self, out: &mut Fields<'_, S>) -> Result<(), S::Error>;

    /// What the description does not know.
    fn extra(&self) -> &Extra;

    /// The same, to fill it.
    fn extra_mut(&mut self) -> &mut Extra;

    /// The account's own fields, where they stand beside the others.
    fn custom_fields_mut(&mut self) -> Option<&mut CustomFields> {
        None
    }
}

/// Reads a model.
pub(crate) fn read<'de, M: Model, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<M>, D::Error> {
    ModelShape(PhantomData).read(deserializer)
}

/// Writes a model.
pub(crate) fn write<M: Model, S: Serializer>(model: &M, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let mut fields = Fields::new(&mut map, model.extra());
    model.each(&mut fields)?;
    fields.rest()?;
    map.end()
}

/// The model that stands for nothing, where nothing is promised.
pub(crate) fn absent<M: Model>() -> Option<M> {
    (!M::HAS_PROVEN).then(M::default)
}

struct ModelShape<M>(PhantomData<fn() -> M>);

impl<'de, M: Model> Shape<'de> for ModelShape<M> {
    type Out = Slot<M>;

    fn scalar(self, scalar: Scalar<'de>) -> Slot<M> {
        match scalar {
            // PHP's empty map.
            Scalar::Other(Value::Array(items)) if items.is_empty() => Slot::Blank(Value::Array(items)),
            other => other.misfit("an object"),
        }
    }

    fn object<A: MapAccess<'de>>(self, mut entries: A) -> Result<Slot<M>, A::Error> {
        let mut model = M::default();
        let mut extra = Extra::new();
        let mut proven = Proven::new(M::PROVEN);
        let mut next = 0;
        while let Some(key) = entries.next_key_seed(KeySeed { names: M::NAMES, next })? {
            match key {
                Key::Known(index) => {
                    next = index + 1;
                    let mut field = Field::new(&mut entries, index, M::NAMES[index], &mut extra, &mut proven);
                    model.put(&mut field)?;
                }
                Key::Unknown(key) => {
                    let value = entries.next_value()?;
                    match model.custom_fields_mut() {
                        Some(custom) if is_flat_key(&key) => custom.push(key, value),
                        _ => extra.push(key, value),
                    }
                }
            }
        }
        *model.extra_mut() = extra;
        // A constant comes first so that the compiler leaves out `broken` for the many types that promise nothing.
        if M::HAS_PROVEN
            && let Some(fault) = proven.fault(M::NAMES)
        {
            return Ok(broken(&model, &proven, fault));
        }
        Ok(Slot::Value(model))
    }
}

/// An object without a field that must be there is no such object: it is turned back into plain JSON.
fn broken<M: Model>(model: &M, proven: &Proven, mut fault: Misfit) -> Slot<M> {
    if let Ok(Value::Object(mut map)) = encode::model_to_value(model) {
        // The fields that were missing have been written with their defaults.
        for index in proven.missing() {
            map.remove(M::NAMES[index]);
        }
        fault.value = Value::Object(map);
    }
    Slot::Mismatch(Box::new(fault))
}

/// Which of the fields that must be there have been seen.
pub(crate) struct Proven {
    places: &'static [usize],
    /// A bit per place: it was there with a value.
    seen: u64,
    /// A bit per place: it was there with something else.
    odd: u64,
    wrong: Option<Misfit>,
}

impl Proven {
    pub(crate) fn new(places: &'static [usize]) -> Self {
        Self { places, seen: 0, odd: 0, wrong: None }
    }

    /// The field was read.
    pub(crate) fn seen(&mut self, index: usize) {
        self.seen |= self.bit(index);
    }

    /// The field was there, but not as what it should be.
    pub(crate) fn wrong(&mut self, index: usize, misfit: Misfit) {
        self.odd |= self.bit(index);
        match self.wrong {
            // The object is put aside for the first one.
            None => self.wrong = Some(misfit),
            Some(_) => log::record(misfit.to_mismatch()),
        }
    }

    fn bit(&self, index: usize) -> u64 {
        self.places.iter().position(|place| *place == index).map_or(0, bit)
    }

    fn missing(&self) -> impl Iterator<Item = usize> {
        let there = self.seen | self.odd;
        self.places.iter().enumerate().filter(move |(place, _)| there & bit(*place) != bit(*place)).map(|(_, index)| *index)
    }

    /// The first thing that is wrong.
    fn fault(&mut self, names: &[&'static str]) -> Option<Misfit> {
        self.wrong.take().or_else(|| {
            let path = vec![Segment::Name(names[self.missing().next()?])];
            Some(Misfit { value: Value::Null, path, expected: "a value, which is always there", found: NOTHING })
        })
    }
}

/// No bit for what is past the end: such a field counts as seen.
fn bit(place: usize) -> u64 {
    u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place)).unwrap_or(0)
}

/// A key of an object.
pub(crate) enum Key {
    /// The one at this place of the table.
    Known(usize),
    Unknown(String),
}

/// Reads a key and looks it up, the expected one first; only unknown keys are copied.
pub(crate) struct KeySeed {
    pub(crate) names: &'static [&'static str],
    /// Which name probably comes next.
    pub(crate) next: usize,
}

impl KeySeed {
    fn find(&self, key: &str) -> Option<usize> {
        let next = self.next.min(self.names.len());
        let (before, from_next) = self.names.split_at(next);
        match from_next.iter().position(|name| *name == key) {
            Some(place) => Some(next + place),
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
