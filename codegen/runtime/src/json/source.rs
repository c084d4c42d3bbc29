//! The input of decoding: object-safe traits in front of any serde deserializer.
//!
//! All code that decodes values uses these traits and is not generic over a parser, so that it is compiled once instead of once per
//! type and parser. The cost is a few dynamic calls per value, which is small compared to parsing.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::digits::{self, Split};
use super::keys::{Key, KeySeed};
use super::scalar::Scalar;
use super::slot::{Form, Kept};
use super::target::Target;

/// The result of reading from a [`Source`].
pub type Read<T> = Result<T, Broken>;

/// The reason why no value was read.
#[derive(Debug)]
pub enum Broken {
    /// The list has no more elements.
    End,
    /// The parser failed. The source has its error.
    Parser,
    /// A JSON document that is nested in the input, as [`RawValue`], is invalid.
    Inner(serde_json::Error),
}

/// A parser in front of the next JSON value. In a list, each call reads the next element, until `Broken::End`.
pub trait Source<'de> {
    /// Reads a value of any type into a sink.
    fn read(&mut self, into: &mut dyn Sink<'de>) -> Read<()>;

    /// Reads a value that is expected to be neither a list nor an object. Those are returned as `Scalar::Other`.
    fn scalar(&mut self) -> Read<Scalar<'de>>;

    /// Reads a value of any type.
    fn value(&mut self) -> Read<Value>;

    /// Reads a value as unparsed JSON.
    fn raw(&mut self) -> Read<Box<RawValue>>;

    /// Skips a value.
    fn skip(&mut self) -> Read<()>;
}

/// A parser inside an object. The next value is that of the key which was read last.
pub trait Entries<'de>: Source<'de> {
    /// Reads a key and searches for it in `names`, beginning at the index `next`. Returns `None` at the end of the object.
    fn key(&mut self, names: &'static [&'static str], next: usize) -> Read<Option<Key>>;
}

/// A receiver of one JSON value. By default, lists and objects are passed to [`scalar`](Self::scalar) as [`Scalar::Other`].
pub trait Sink<'de> {
    /// Receives a value that is neither a list nor an object.
    fn scalar(&mut self, scalar: Scalar<'de>);

    /// Receives a list.
    fn list(&mut self, items: &mut dyn Source<'de>) -> Read<()> {
        let mut list = Vec::new();
        while let Some(item) = until_end(items.value())? {
            list.push(item);
        }
        self.scalar(Scalar::Other(Value::Array(list)));
        Ok(())
    }

    /// Receives an object.
    fn object(&mut self, entries: &mut dyn Entries<'de>) -> Read<()> {
        self.scalar(Scalar::Other(Value::Object(read_object(entries)?)));
        Ok(())
    }
}

/// Reads the entries of an object.
pub(crate) fn read_object(entries: &mut dyn Entries<'_>) -> Read<Map<String, Value>> {
    let mut map = Map::new();
    while let Some(Key::Unknown(key)) = entries.key(&[], 0)? {
        map.insert(key, entries.value()?);
    }
    Ok(map)
}

/// Converts the end of a list to `None`.
pub(crate) fn until_end<T>(read: Read<T>) -> Read<Option<T>> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(Broken::End) => Ok(None),
        Err(broken) => Err(broken),
    }
}

/// Reads from a serde deserializer.
pub(crate) fn read<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    read: impl FnOnce(&mut dyn Source<'de>) -> Read<T>,
) -> Result<T, D::Error> {
    let mut source = ErasedParser::new(DocumentFeed(Some(deserializer)));
    let result = read(&mut source);
    source.settle(result)
}

/// Reads a JSON document, up to its end.
pub(crate) fn read_string<'de, T>(json: &'de str, with: impl FnOnce(&mut dyn Source<'de>) -> Read<T>) -> serde_json::Result<T> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let value = read(&mut deserializer, with)?;
    deserializer.end()?;
    Ok(value)
}

/// Reads a JSON value that is already parsed. Mismatches are recorded in the log.
pub(crate) fn read_value(value: &Value, target: &mut dyn Target) -> Option<(Form, Vec<Kept>)> {
    if let Some(scalar) = Scalar::of(value) {
        return target.read(&mut ParsedScalar(Some(scalar))).ok();
    }
    // Serialized first: using `Value` as the deserializer would compile everything for a second parser, and save less than a
    // microsecond.
    read_string(&value.to_string(), |source| target.read(source)).ok()
}

/// The source of a scalar that is already parsed.
struct ParsedScalar<'de>(Option<Scalar<'de>>);

impl<'de> Source<'de> for ParsedScalar<'de> {
    fn read(&mut self, into: &mut dyn Sink<'de>) -> Read<()> {
        self.scalar().map(|scalar| into.scalar(scalar))
    }

    fn scalar(&mut self) -> Read<Scalar<'de>> {
        self.0.take().ok_or(Broken::End)
    }

    fn value(&mut self) -> Read<Value> {
        self.scalar().map(Scalar::into_value)
    }

    fn raw(&mut self) -> Read<Box<RawValue>> {
        serde_json::value::to_raw_value(&self.value()?).map_err(Broken::Inner)
    }

    fn skip(&mut self) -> Read<()> {
        self.scalar().map(drop)
    }
}

/// The three interfaces through which serde provides values: a deserializer, the elements of a list, the values of a map.
trait Feed<'de> {
    type Error: Error;

    /// Returns the next value, if there is one.
    fn next<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Self::Error>;
}

struct DocumentFeed<D>(Option<D>);

impl<'de, D: Deserializer<'de>> Feed<'de> for DocumentFeed<D> {
    type Error = D::Error;

    fn next<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, D::Error> {
        self.0.take().map(|deserializer| seed.deserialize(deserializer)).transpose()
    }
}

struct ElementFeed<A>(A);

impl<'de, A: SeqAccess<'de>> Feed<'de> for ElementFeed<A> {
    type Error = A::Error;

    fn next<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(seed)
    }
}

struct ValueFeed<A>(A);

impl<'de, A: MapAccess<'de>> Feed<'de> for ValueFeed<A> {
    type Error = A::Error;

    fn next<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_value_seed(seed).map(Some)
    }
}

/// Implements [`Source`] and [`Entries`] for a serde parser. Stores its error, whose type the traits do not know, until
/// [`settle`](Self::settle).
struct ErasedParser<F, E> {
    feed: F,
    error: Option<E>,
}

impl<'de, F: Feed<'de>> ErasedParser<F, F::Error> {
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

    /// Converts the result to one with the error of the parser.
    fn settle<T>(self, result: Read<T>) -> Result<T, F::Error> {
        result.map_err(|broken| match broken {
            Broken::Inner(error) => F::Error::custom(error),
            Broken::End | Broken::Parser => self.error.unwrap_or_else(|| F::Error::custom("unexpected end of input")),
        })
    }
}

impl<'de, F: Feed<'de>> Source<'de> for ErasedParser<F, F::Error> {
    fn read(&mut self, into: &mut dyn Sink<'de>) -> Read<()> {
        self.next(AnyVisitor(into))
    }

    fn scalar(&mut self) -> Read<Scalar<'de>> {
        self.next(AnyVisitor(ToScalar))
    }

    fn value(&mut self) -> Read<Value> {
        self.next(std::marker::PhantomData)
    }

    fn raw(&mut self) -> Read<Box<RawValue>> {
        self.next(std::marker::PhantomData)
    }

    fn skip(&mut self) -> Read<()> {
        self.next(std::marker::PhantomData::<IgnoredAny>).map(drop)
    }
}

impl<'de, A: MapAccess<'de>> Entries<'de> for ErasedParser<ValueFeed<A>, A::Error> {
    fn key(&mut self, names: &'static [&'static str], next: usize) -> Read<Option<Key>> {
        let key = self.feed.0.next_key_seed(KeySeed { names, next });
        self.keep(key)
    }
}

/// The conversion that a visitor applies to the three kinds of values.
trait Conversion<'de>: Sized {
    type Out;

    fn scalar(self, scalar: Scalar<'de>) -> Self::Out;
    fn list<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Out, A::Error>;
    fn object<A: MapAccess<'de>>(self, entries: A) -> Result<Self::Out, A::Error>;
}

/// Converts any value to a [`Scalar`].
struct ToScalar;

impl<'de> Conversion<'de> for ToScalar {
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

impl<'de> Conversion<'de> for &mut dyn Sink<'de> {
    type Out = ();

    fn scalar(self, scalar: Scalar<'de>) {
        Sink::scalar(self, scalar);
    }

    fn list<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        let mut items = ErasedParser::new(ElementFeed(items));
        let result = Sink::list(self, &mut items);
        items.settle(result)
    }

    fn object<A: MapAccess<'de>>(self, entries: A) -> Result<(), A::Error> {
        let mut entries = ErasedParser::new(ValueFeed(entries));
        let result = Sink::object(self, &mut entries);
        entries.settle(result)
    }
}

/// A visitor for values of all types.
struct AnyVisitor<S>(S);

impl<'de, S: Conversion<'de>> DeserializeSeed<'de> for AnyVisitor<S> {
    type Value = S::Out;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Out, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: Conversion<'de>> Visitor<'de> for AnyVisitor<S> {
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
        if digits::ARE_KEPT {
            return match digits::split(entries)? {
                Split::Number(number) => Ok(self.0.scalar(number)),
                Split::Object(entries) => self.0.object(entries),
            };
        }
        self.0.object(entries)
    }
}
