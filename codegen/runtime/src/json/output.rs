//! The output of encoding: object-safe traits in front of any serde serializer, the counterpart of [`source`](super::source).

use std::fmt;
use std::marker::PhantomData;

use serde::ser::{Error, SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::plain::Plain;
use super::slot::Wire;

/// A writer of one JSON value; in a list, of one element per call.
///
/// The methods do not return errors: the first error is stored, later calls write nothing, and the error is returned at the end.
pub trait Output {
    /// Writes a value that is neither a list nor an object.
    fn leaf(&mut self, leaf: Leaf<'_>);

    /// Writes a JSON value.
    fn value(&mut self, value: &Value);

    /// Writes a list. `length` is the number of elements, if it is known in advance.
    fn list(&mut self, length: Option<usize>, items: &dyn Fn(&mut dyn Output));

    /// Writes an object.
    fn object(&mut self, entries: &dyn Fn(&mut dyn ObjectOutput));

    /// Fails with a message, because the value cannot be encoded.
    fn refuse(&mut self, problem: &str);
}

/// A writer of the entries of an object: of a key, and then of its value.
pub trait ObjectOutput: Output {
    /// Writes a key.
    fn key(&mut self, key: &str);
}

/// A value that is neither a list nor an object.
#[derive(Clone, Copy, Debug)]
pub enum Leaf<'a> {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// Any other number. NaN and infinity are errors.
    Float(f64),
    /// A string.
    Str(&'a str),
    /// A string that is formatted while it is written.
    Shown(fmt::Arguments<'a>),
}

impl Serialize for Leaf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(value),
            Self::Int(value) => serializer.serialize_i64(value),
            Self::Float(value) if value.is_finite() => serializer.serialize_f64(value),
            Self::Float(_) => Err(S::Error::custom("cannot encode NaN or infinity as JSON")),
            Self::Str(value) => serializer.serialize_str(value),
            Self::Shown(value) => serializer.collect_str(&value),
        }
    }
}

impl dyn Output + '_ {
    /// Writes the content of a variant of an enum of objects.
    pub fn item<T>(&mut self, item: &T)
    where
        Plain: Wire<T>,
    {
        Plain::write(item, self);
    }
}

/// A value of any type that can be encoded.
pub(crate) trait Writable {
    fn write(&self, out: &mut dyn Output);
}

impl<F: Fn(&mut dyn Output)> Writable for F {
    fn write(&self, out: &mut dyn Output) {
        self(out);
    }
}

/// A value together with its codec `W`.
pub(crate) struct WithCodec<'a, W, T>(&'a T, PhantomData<fn() -> W>);

impl<'a, W, T> WithCodec<'a, W, T> {
    pub(crate) fn new(value: &'a T) -> Self {
        Self(value, PhantomData)
    }
}

impl<W: Wire<T>, T> Writable for WithCodec<'_, W, T> {
    fn write(&self, out: &mut dyn Output) {
        W::write(self.0, out);
    }
}

/// Writes a value to a serde serializer.
pub(crate) fn write<S: Serializer>(serializer: S, value: &dyn Writable) -> Result<S::Ok, S::Error> {
    let mut out = ErasedWriter::new(DocumentDrain { serializer: Some(serializer), written: None });
    value.write(&mut out);
    let drain = out.finish()?;
    drain.written.ok_or_else(|| S::Error::custom("no value was written"))
}

/// Encodes a value with the codec `W`.
pub(crate) fn to_value<W: Wire<T>, T>(value: &T) -> Result<Value, serde_json::Error> {
    value_of(&WithCodec::<W, T>::new(value))
}

/// Encodes a value.
pub(crate) fn value_of(value: &dyn Writable) -> Result<Value, serde_json::Error> {
    write(serde_json::value::Serializer, value)
}

/// The three interfaces through which serde accepts values: a serializer, the elements of a list, the values of a map.
trait Drain {
    type Error: Error;

    fn put<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Self::Error>;
}

struct DocumentDrain<S: Serializer> {
    serializer: Option<S>,
    written: Option<S::Ok>,
}

impl<S: Serializer> Drain for DocumentDrain<S> {
    type Error = S::Error;

    fn put<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        if let Some(serializer) = self.serializer.take() {
            self.written = Some(value.serialize(serializer)?);
        }
        Ok(())
    }
}

struct ElementDrain<A>(A);

impl<A: SerializeSeq> Drain for ElementDrain<A> {
    type Error = A::Error;

    fn put<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), A::Error> {
        self.0.serialize_element(value)
    }
}

struct EntryDrain<A>(A);

impl<A: SerializeMap> Drain for EntryDrain<A> {
    type Error = A::Error;

    fn put<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), A::Error> {
        self.0.serialize_value(value)
    }
}

/// Implements [`Output`] and [`ObjectOutput`] for a serde serializer. Stores its first error until [`finish`](Self::finish).
struct ErasedWriter<D, E> {
    drain: D,
    error: Option<E>,
}

impl<D: Drain> ErasedWriter<D, D::Error> {
    fn new(drain: D) -> Self {
        Self { drain, error: None }
    }

    fn put<T: Serialize + ?Sized>(&mut self, value: &T) {
        if self.error.is_none() {
            self.error = self.drain.put(value).err();
        }
    }

    fn finish(self) -> Result<D, D::Error> {
        self.error.map_or(Ok(self.drain), Err)
    }
}

impl<D: Drain> Output for ErasedWriter<D, D::Error> {
    fn leaf(&mut self, leaf: Leaf<'_>) {
        self.put(&leaf);
    }

    fn value(&mut self, value: &Value) {
        self.put(value);
    }

    fn list(&mut self, length: Option<usize>, items: &dyn Fn(&mut dyn Output)) {
        self.put(&ListContent { length, items });
    }

    fn object(&mut self, entries: &dyn Fn(&mut dyn ObjectOutput)) {
        self.put(&ObjectContent { entries });
    }

    fn refuse(&mut self, problem: &str) {
        self.error.get_or_insert_with(|| D::Error::custom(problem));
    }
}

impl<A: SerializeMap> ObjectOutput for ErasedWriter<EntryDrain<A>, A::Error> {
    fn key(&mut self, key: &str) {
        if self.error.is_none() {
            self.error = self.drain.0.serialize_key(key).err();
        }
    }
}

struct ListContent<'a> {
    length: Option<usize>,
    items: &'a dyn Fn(&mut dyn Output),
}

impl Serialize for ListContent<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = ErasedWriter::new(ElementDrain(serializer.serialize_seq(self.length)?));
        (self.items)(&mut out);
        out.finish()?.0.end()
    }
}

struct ObjectContent<'a> {
    entries: &'a dyn Fn(&mut dyn ObjectOutput),
}

impl Serialize for ObjectContent<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = ErasedWriter::new(EntryDrain(serializer.serialize_map(None)?));
        (self.entries)(&mut out);
        out.finish()?.0.end()
    }
}
