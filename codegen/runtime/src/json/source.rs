//! Where JSON comes from, whatever parser reads it.
//!
//! Everything that reads values works with the traits of this file, and none of it is generic over a parser: what serde would
//! compile anew for every type and every parser is compiled once. That a value costs a few calls through a table instead is hardly
//! to be seen next to parsing it.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::keys::{Key, KeySeed};
use super::scalar::Scalar;
use super::slot::{Form, Kept};
use super::target::Target;

/// What reading gives, unless there is nothing that could be read.
pub type Read<T> = Result<T, Broken>;

/// Why nothing could be read.
#[derive(Debug)]
pub enum Broken {
    /// The list is at its end.
    End,
    /// The parser cannot go on. It has the error.
    Parser,
    /// A text inside of the text is broken.
    Inner(serde_json::Error),
}

/// A JSON value that comes next; in a list, one after the other until it is at its end.
pub trait Source<'de> {
    /// Reads whatever comes.
    fn read(&mut self, into: &mut dyn Sink<'de>) -> Read<()>;

    /// Reads a value that should be neither a list nor an object.
    fn scalar(&mut self) -> Read<Scalar<'de>>;

    /// Reads a value as it is.
    fn value(&mut self) -> Read<Value>;

    /// Reads the text of a value.
    fn text(&mut self) -> Read<Box<RawValue>>;

    /// Passes over a value.
    fn skip(&mut self) -> Read<()>;
}

/// An object; the value that comes next is that of the key which was read last.
pub trait Entries<'de>: Source<'de> {
    /// Reads a key and looks it up among the names, from the target on where it probably stands.
    fn key(&mut self, names: &'static [&'static str], next: usize) -> Read<Option<Key>>;
}

/// What takes a value in: a list, an object, or anything else. One that does not care for lists or objects gets them as a value.
pub trait Sink<'de> {
    /// Takes a value that is neither a list nor an object (unless the methods below hand those on).
    fn scalar(&mut self, scalar: Scalar<'de>);

    /// Takes a list.
    fn list(&mut self, items: &mut dyn Source<'de>) -> Read<()> {
        let mut list = Vec::new();
        while let Some(item) = until_end(items.value())? {
            list.push(item);
        }
        self.scalar(Scalar::Other(Value::Array(list)));
        Ok(())
    }

    /// Takes an object.
    fn object(&mut self, entries: &mut dyn Entries<'de>) -> Read<()> {
        let mut map = Map::new();
        while let Some(Key::Unknown(key)) = entries.key(&[], 0)? {
            map.insert(key, entries.value()?);
        }
        self.scalar(Scalar::Other(Value::Object(map)));
        Ok(())
    }
}

/// Nothing where the list is at its end.
pub(crate) fn until_end<T>(read: Read<T>) -> Read<Option<T>> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(Broken::End) => Ok(None),
        Err(broken) => Err(broken),
    }
}

/// Reads from one of serde's parsers.
pub(crate) fn read<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    read: impl FnOnce(&mut dyn Source<'de>) -> Read<T>,
) -> Result<T, D::Error> {
    let mut source = Erased::new(Whole(Some(deserializer)));
    let result = read(&mut source);
    source.settle(result)
}

/// Reads a whole text.
pub(crate) fn read_string<'de, T>(text: &'de str, with: impl FnOnce(&mut dyn Source<'de>) -> Read<T>) -> serde_json::Result<T> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = read(&mut deserializer, with)?;
    deserializer.end()?;
    Ok(value)
}

/// Reads a value that is there already. What does not fit is recorded as ever.
pub(crate) fn read_value(value: &Value, target: &mut dyn Target) -> Option<(Form, Vec<Kept>)> {
    // By its text: what reads values would be a second parser to compile, and gain a fraction of a microsecond.
    read_string(&value.to_string(), |source| target.read(source)).ok()
}

/// The three ways in which serde hands out values.
trait Feed<'de> {
    type Error: Error;

    /// The next value, if there is one.
    fn next<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Self::Error>;
}

struct Whole<D>(Option<D>);

impl<'de, D: Deserializer<'de>> Feed<'de> for Whole<D> {
    type Error = D::Error;

    fn next<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, D::Error> {
        self.0.take().map(|deserializer| seed.deserialize(deserializer)).transpose()
    }
}

struct Items<A>(A);

impl<'de, A: SeqAccess<'de>> Feed<'de> for Items<A> {
    type Error = A::Error;

    fn next<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(seed)
    }
}

struct Values<A>(A);

impl<'de, A: MapAccess<'de>> Feed<'de> for Values<A> {
    type Error = A::Error;

    fn next<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_value_seed(seed).map(Some)
    }
}

/// A parser behind [`Source`] and [`Entries`]. Its error waits here while everybody returns.
struct Erased<F, E> {
    feed: F,
    error: Option<E>,
}

impl<'de, F: Feed<'de>> Erased<F, F::Error> {
    fn new(feed: F) -> Self {
        Self { feed, error: None }
    }

    fn next<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Read<S::Value> {
        let next = self.feed.next(seed);
        self.keep(next)?.ok_or(Broken::End)
    }

    fn keep<T>(&mut self, result: Result<T, F::Error>) -> Read<T> {
        result.map_err(|error| {
            self.error = Some(error);
            Broken::Parser
        })
    }

    /// The result with the error of the parser.
    fn settle<T>(self, result: Read<T>) -> Result<T, F::Error> {
        result.map_err(|broken| match broken {
            Broken::Inner(error) => F::Error::custom(error),
            Broken::End | Broken::Parser => self.error.unwrap_or_else(|| F::Error::custom("there is no more to read")),
        })
    }
}

impl<'de, F: Feed<'de>> Source<'de> for Erased<F, F::Error> {
    fn read(&mut self, into: &mut dyn Sink<'de>) -> Read<()> {
        self.next(Shaped(into))
    }

    fn scalar(&mut self) -> Read<Scalar<'de>> {
        self.next(Shaped(Anything))
    }

    fn value(&mut self) -> Read<Value> {
        self.next(std::marker::PhantomData)
    }

    fn text(&mut self) -> Read<Box<RawValue>> {
        self.next(std::marker::PhantomData)
    }

    fn skip(&mut self) -> Read<()> {
        self.next(std::marker::PhantomData::<IgnoredAny>).map(drop)
    }
}

impl<'de, A: MapAccess<'de>> Entries<'de> for Erased<Values<A>, A::Error> {
    fn key(&mut self, names: &'static [&'static str], next: usize) -> Read<Option<Key>> {
        let key = self.feed.0.next_key_seed(KeySeed { names, next });
        self.keep(key)
    }
}

/// What a visitor makes of the three kinds of values.
trait Shape<'de>: Sized {
    type Out;

    fn scalar(self, scalar: Scalar<'de>) -> Self::Out;
    fn list<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Out, A::Error>;
    fn object<A: MapAccess<'de>>(self, entries: A) -> Result<Self::Out, A::Error>;
}

/// Everything as it comes.
struct Anything;

impl<'de> Shape<'de> for Anything {
    type Out = Scalar<'de>;

    fn scalar(self, scalar: Scalar<'de>) -> Scalar<'de> {
        scalar
    }

    fn list<A: SeqAccess<'de>>(self, items: A) -> Result<Scalar<'de>, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(items)).map(Scalar::Other)
    }

    fn object<A: MapAccess<'de>>(self, entries: A) -> Result<Scalar<'de>, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(entries)).map(Scalar::Other)
    }
}

impl<'de> Shape<'de> for &mut dyn Sink<'de> {
    type Out = ();

    fn scalar(self, scalar: Scalar<'de>) {
        Sink::scalar(self, scalar);
    }

    fn list<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        let mut items = Erased::new(Items(items));
        let result = Sink::list(self, &mut items);
        items.settle(result)
    }

    fn object<A: MapAccess<'de>>(self, entries: A) -> Result<(), A::Error> {
        let mut entries = Erased::new(Values(entries));
        let result = Sink::object(self, &mut entries);
        entries.settle(result)
    }
}

struct Shaped<S>(S);

impl<'de, S: Shape<'de>> DeserializeSeed<'de> for Shaped<S> {
    type Value = S::Out;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Out, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: Shape<'de>> Visitor<'de> for Shaped<S> {
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
        Ok(self.0.scalar(Scalar::Str(Cow::Borrowed(value))))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<S::Out, E> {
        Ok(self.0.scalar(Scalar::Str(Cow::Owned(value.to_owned()))))
    }

    fn visit_unit<E: Error>(self) -> Result<S::Out, E> {
        Ok(self.0.scalar(Scalar::Null))
    }

    fn visit_none<E: Error>(self) -> Result<S::Out, E> {
        Ok(self.0.scalar(Scalar::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Out, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Out, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<S::Out, A::Error> {
        self.0.list(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<S::Out, A::Error> {
        self.0.object(entries)
    }
}
