//! One visitor for every type that is more than a leaf.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::scalar::Scalar;
use super::slot::{Parts, Slot, Wire};

/// What to do with a list, an object, or anything else. A type says only what it cares for.
pub(crate) trait Shape<'de>: Sized {
    /// What reading gives.
    type Out;

    /// Takes a value that is neither a list nor an object (unless the methods below hand those on).
    fn scalar(self, scalar: Scalar<'de>) -> Self::Out;

    /// Takes a list.
    fn list<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Out, A::Error> {
        let value = Value::deserialize(SeqAccessDeserializer::new(items))?;
        Ok(self.scalar(Scalar::Other(value)))
    }

    /// Takes an object.
    fn object<A: MapAccess<'de>>(self, entries: A) -> Result<Self::Out, A::Error> {
        let value = Value::deserialize(MapAccessDeserializer::new(entries))?;
        Ok(self.scalar(Scalar::Other(value)))
    }

    /// Reads whatever comes.
    fn read<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Out, D::Error> {
        deserializer.deserialize_any(ShapeVisitor(self))
    }
}

struct ShapeVisitor<S>(S);

impl<'de, S: Shape<'de>> Visitor<'de> for ShapeVisitor<S> {
    type Value = S::Out;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<S::Out, E> {
        Ok(self.0.scalar(Scalar::Bool(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<S::Out, E> {
        Ok(self.0.scalar(Scalar::Int(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<S::Out, E> {
        Ok(self.0.scalar(i64::try_from(value).map_or(Scalar::Unsigned(value), Scalar::Int)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<S::Out, E> {
        Ok(self.0.scalar(Scalar::Float(value)))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<S::Out, E> {
        Ok(self.0.scalar(Scalar::Text(Cow::Borrowed(value))))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<S::Out, E> {
        Ok(self.0.scalar(Scalar::Text(Cow::Owned(value.to_owned()))))
    }

    fn visit_unit<E: Error>(self) -> Result<S::Out, E> {
        Ok(self.0.scalar(Scalar::Null))
    }

    fn visit_none<E: Error>(self) -> Result<S::Out, E> {
        Ok(self.0.scalar(Scalar::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Out, D::Error> {
        self.0.read(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Out, D::Error> {
        self.0.read(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<S::Out, A::Error> {
        self.0.list(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<S::Out, A::Error> {
        self.0.object(entries)
    }
}

/// Reading through a codec, in the form that serde's lists and objects ask for.
pub(crate) struct WireSeed<W, T>(PhantomData<fn() -> (W, T)>);

impl<W, T> WireSeed<W, T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, W: Wire<T>, T> DeserializeSeed<'de> for WireSeed<W, T> {
    type Value = Slot<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Slot<T>, D::Error> {
        W::read(deserializer)
    }
}

/// The same for the parts of a list or map.
pub(crate) struct PartsSeed<W, T>(PhantomData<fn() -> (W, T)>);

impl<W, T> PartsSeed<W, T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, W: Wire<T>, T> DeserializeSeed<'de> for PartsSeed<W, T> {
    type Value = Parts<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Parts<T>, D::Error> {
        W::read_parts(deserializer)
    }
}
