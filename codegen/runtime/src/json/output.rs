//! Where JSON goes to, whatever writes it: the counterpart of [`source`](super::source).

use std::fmt;
use std::marker::PhantomData;

use serde::ser::{Error, SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::plain::Plain;
use super::slot::Wire;

/// Takes one value; in a list, one after the other. What goes wrong is told at the end, and until then nothing more is written.
pub trait Output {
    /// Writes a value that is neither a list nor an object.
    fn leaf(&mut self, leaf: Leaf<'_>);

    /// Writes a value that is there as JSON.
    fn value(&mut self, value: &Value);

    /// Writes a list. The length is told where it is known before.
    fn list(&mut self, length: Option<usize>, items: &dyn Fn(&mut dyn Output));

    /// Writes an object.
    fn object(&mut self, entries: &dyn Fn(&mut dyn ObjectOutput));

    /// Refuses a value that cannot be written.
    fn refuse(&mut self, problem: &str);
}

/// Takes the entries of an object: a key, and then its value.
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
    /// Any other number. NaN and infinity cannot be written.
    Float(f64),
    /// A text.
    Str(&'a str),
    /// A text that is made while it is written.
    Shown(fmt::Arguments<'a>),
}

impl Serialize for Leaf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(value),
            Self::Int(value) => serializer.serialize_i64(value),
            Self::Float(value) if value.is_finite() => serializer.serialize_f64(value),
            Self::Float(_) => Err(S::Error::custom("NaN and infinity cannot be written as JSON")),
            Self::Str(value) => serializer.serialize_str(value),
            Self::Shown(value) => serializer.collect_str(&value),
        }
    }
}

impl dyn Output + '_ {
    /// Writes what a variant of an enum of objects holds.
    pub fn item<T>(&mut self, item: &T)
    where
        Plain: Wire<T>,
    {
        Plain::write(item, self);
    }
}

/// What can be written, whatever its type.
pub(crate) trait Writable {
    fn write(&self, out: &mut dyn Output);
}

impl<F: Fn(&mut dyn Output)> Writable for F {
    fn write(&self, out: &mut dyn Output) {
        self(out);
    }
}

/// A value in the form `W`.
pub(crate) struct Written<'a, W, T>(&'a T, PhantomData<fn() -> W>);

impl<'a, W, T> Written<'a, W, T> {
    pub(crate) fn new(value: &'a T) -> Self {
        Self(value, PhantomData)
    }
}

impl<W: Wire<T>, T> Writable for Written<'_, W, T> {
    fn write(&self, out: &mut dyn Output) {
        W::write(self.0, out);
    }
}

/// Writes to one of serde's writers.
pub(crate) fn write<S: Serializer>(serializer: S, value: &dyn Writable) -> Result<S::Ok, S::Error> {
    let mut out = Erased::new(Whole { serializer: Some(serializer), written: None });
    value.write(&mut out);
    let whole = out.finish()?;
    whole.written.ok_or_else(|| S::Error::custom("there is no value"))
}

/// A value in the form of a codec, as plain JSON.
pub(crate) fn to_value<W: Wire<T>, T>(value: &T) -> Result<Value, serde_json::Error> {
    value_of(&Written::<W, T>::new(value))
}

/// What is written, as plain JSON.
pub(crate) fn value_of(value: &dyn Writable) -> Result<Value, serde_json::Error> {
    write(serde_json::value::Serializer, value)
}

/// The three ways in which serde takes values.
trait Drain {
    type Error: Error;

    fn put<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Self::Error>;
}

struct Whole<S: Serializer> {
    serializer: Option<S>,
    written: Option<S::Ok>,
}

impl<S: Serializer> Drain for Whole<S> {
    type Error = S::Error;

    fn put<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        if let Some(serializer) = self.serializer.take() {
            self.written = Some(value.serialize(serializer)?);
        }
        Ok(())
    }
}

struct Items<A>(A);

impl<A: SerializeSeq> Drain for Items<A> {
    type Error = A::Error;

    fn put<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), A::Error> {
        self.0.serialize_element(value)
    }
}

struct Values<A>(A);

impl<A: SerializeMap> Drain for Values<A> {
    type Error = A::Error;

    fn put<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), A::Error> {
        self.0.serialize_value(value)
    }
}

/// A writer behind [`Output`] and [`ObjectOutput`].
struct Erased<D, E> {
    drain: D,
    error: Option<E>,
}

impl<D: Drain> Erased<D, D::Error> {
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

impl<D: Drain> Output for Erased<D, D::Error> {
    fn leaf(&mut self, leaf: Leaf<'_>) {
        self.put(&leaf);
    }

    fn value(&mut self, value: &Value) {
        self.put(value);
    }

    fn list(&mut self, length: Option<usize>, items: &dyn Fn(&mut dyn Output)) {
        self.put(&List { length, items });
    }

    fn object(&mut self, entries: &dyn Fn(&mut dyn ObjectOutput)) {
        self.put(&Object { entries });
    }

    fn refuse(&mut self, problem: &str) {
        self.error.get_or_insert_with(|| D::Error::custom(problem));
    }
}

impl<A: SerializeMap> ObjectOutput for Erased<Values<A>, A::Error> {
    fn key(&mut self, key: &str) {
        if self.error.is_none() {
            self.error = self.drain.0.serialize_key(key).err();
        }
    }
}

struct List<'a> {
    length: Option<usize>,
    items: &'a dyn Fn(&mut dyn Output),
}

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = Erased::new(Items(serializer.serialize_seq(self.length)?));
        (self.items)(&mut out);
        out.finish()?.0.end()
    }
}

struct Object<'a> {
    entries: &'a dyn Fn(&mut dyn ObjectOutput),
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = Erased::new(Values(serializer.serialize_map(None)?));
        (self.entries)(&mut out);
        out.finish()?.0.end()
    }
}
