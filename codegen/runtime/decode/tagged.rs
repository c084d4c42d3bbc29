//! Objects that say themselves what they are.

use std::cell::Cell;

use serde::de::{IgnoredAny, MapAccess};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::de::StrRead;
use serde_json::value::RawValue;

use super::ids::ID_NAMES;
use super::log::{self, Segment};
use super::plain::Plain;
use super::scalar::Scalar;
use super::shape::Shape;
use super::slot::{Misfit, Slot, Standing, Wire};

/// What reading a variant gives.
pub type TaggedResult<T> = Result<Slot<T>, serde_json::Error>;

/// An enum of objects, told apart by one of their fields.
pub trait Tagged: Sized {
    /// The field that says which variant it is.
    const TAG: &'static str;

    /// Reads the variant for a tag; the tag is empty where the object has none.
    fn read(tag: &str, item: RawItem<'_>) -> TaggedResult<Self>;

    /// Writes the object inside.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// An object whose variant has just been found out.
#[derive(Debug)]
pub struct RawItem<'a> {
    text: &'a str,
    tag: &'a str,
}

impl RawItem<'_> {
    /// Reads the object as what the variant holds.
    pub fn read<M, T>(self, variant: impl FnOnce(Box<M>) -> T) -> TaggedResult<T>
    where
        Plain: Wire<M>,
    {
        let slot = nested(self.text, |text| <Plain as Wire<M>>::read(text))?;
        Ok(slot.map(|model| variant(Box::new(model))))
    }

    /// Keeps an object of a kind that nobody knows.
    pub fn other<T>(self, variant: impl FnOnce(OtherItem) -> T) -> TaggedResult<T> {
        let value = serde_json::from_str(self.text)?;
        let tag = (!self.tag.is_empty()).then(|| self.tag.to_owned());
        Ok(Slot::Value(variant(OtherItem { tag, value })))
    }
}

/// An object of a kind that this version of the crate does not know, kept as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherItem {
    tag: Option<String>,
    value: Value,
}

impl OtherItem {
    /// What the object calls itself.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The object.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The object.
    pub fn into_value(self) -> Value {
        self.value
    }
}

impl Serialize for OtherItem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// Reads a tagged object: its text is put aside, looked through for the tag, and then read as what it is.
pub(crate) fn read<'de, T: Tagged, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<T>, D::Error> {
    use serde::de::Error;
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    let slot = match find_tag(raw.get(), T::TAG).map_err(D::Error::custom)? {
        Tag::Object(tag) => T::read(&tag, RawItem { text: raw.get(), tag: &tag }).map_err(D::Error::custom)?,
        Tag::Null => Slot::Null,
        Tag::None(value) => Slot::mismatch(value, "an object"),
    };
    Ok(slot)
}

/// What looking for a tag finds.
enum Tag {
    Object(String),
    Null,
    /// No object at all.
    None(Value),
}

fn find_tag(text: &str, name: &'static str) -> Result<Tag, serde_json::Error> {
    TagShape(name).read(&mut serde_json::Deserializer::from_str(text))
}

struct TagShape(&'static str);

impl<'de> Shape<'de> for TagShape {
    type Out = Tag;

    fn scalar(self, scalar: Scalar<'de>) -> Tag {
        match scalar {
            Scalar::Null => Tag::Null,
            other => Tag::None(other.into_value()),
        }
    }

    fn object<A: MapAccess<'de>>(self, mut entries: A) -> Result<Tag, A::Error> {
        let mut tag = String::new();
        while let Some(key) = entries.next_key::<std::borrow::Cow<'de, str>>()? {
            if key != self.0 {
                entries.next_value::<IgnoredAny>()?;
                continue;
            }
            match entries.next_value::<Value>()? {
                Value::String(text) => tag = text,
                Value::Number(number) => tag = number.to_string(),
                Value::Null => {}
                // Kept with the rest of the object.
                odd => drop(Misfit::new(odd, "a string").record(Segment::Name(self.0))),
            }
        }
        Ok(Tag::Object(tag))
    }
}

/// An id, or the object it stands for.
///
/// Some fields of the first version hold only an id in one reply and the whole object in another.
#[derive(Clone, Debug, PartialEq)]
pub enum Linked<I, T> {
    /// Only the id.
    Id(I),
    /// The object, with its id taken out of its `value` or `id`.
    Object(I, Box<T>),
}

impl<I, T> Linked<I, T> {
    /// The id, in either case.
    pub fn id(&self) -> &I {
        match self {
            Self::Id(id) | Self::Object(id, _) => id,
        }
    }

    /// The object, where it came along.
    pub fn object(&self) -> Option<&T> {
        match self {
            Self::Id(_) => None,
            Self::Object(_, object) => Some(object),
        }
    }
}

impl<I, T> Wire<Linked<I, T>> for Plain
where
    Self: Wire<I> + Wire<T>,
{
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Linked<I, T>>, D::Error> {
        use serde::de::Error;
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        read_linked(raw.get()).map_err(D::Error::custom)
    }

    fn write<S: Serializer>(value: &Linked<I, T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Linked::Id(id) => <Self as Wire<I>>::write(id, serializer),
            Linked::Object(_, object) => <Self as Wire<T>>::write(object, serializer),
        }
    }

    fn standing(kept: &Value, value: Option<&Linked<I, T>>) -> Standing {
        let id = match value {
            Some(Linked::Id(id)) => Some(id),
            Some(Linked::Object(..)) | None => None,
        };
        // An object that was kept did not fit, though an id might be found in it.
        if kept.is_object() { Standing::Apart } else { <Self as Wire<I>>::standing(kept, id) }
    }
}

/// An object without an id, or with something else in its place.
fn without_id(value: Value) -> Misfit {
    let name = ID_NAMES.into_iter().find(|name| value.get(name).is_some());
    let found = name.map_or(log::NOTHING, |name| log::kind_of(&value[name]));
    Misfit { path: vec![Segment::Name(name.unwrap_or("id"))], value, expected: "the id of the object", found }
}

/// Reads a text that stands inside the one that is being read. The parser counts its depth anew there, so it is counted here
/// how often that happens.
fn nested<R>(
    text: &str,
    read: impl FnOnce(&mut serde_json::Deserializer<StrRead<'_>>) -> serde_json::Result<R>,
) -> serde_json::Result<R> {
    use serde::de::Error;
    const DEEPEST: u8 = 16;
    thread_local! {
        static DEPTH: Cell<u8> = const { Cell::new(0) };
    }
    let depth = DEPTH.get();
    if depth == DEEPEST {
        return Err(serde_json::Error::custom("objects are nested too deeply"));
    }
    DEPTH.set(depth + 1);
    let result = read(&mut serde_json::Deserializer::from_str(text));
    DEPTH.set(depth);
    result
}

/// The id type already knows how to find the id in an object, so the text is read twice where it is one.
fn read_linked<I, T>(text: &str) -> TaggedResult<Linked<I, T>>
where
    Plain: Wire<I> + Wire<T>,
{
    let id = nested(text, |text| <Plain as Wire<I>>::read(text))?;
    if !text.trim_start().starts_with('{') {
        return Ok(id.map(Linked::Id));
    }
    let mark = log::mark();
    let object = nested(text, |text| <Plain as Wire<T>>::read(text))?;
    Ok(match (id, object) {
        (Slot::Value(id) | Slot::Loose(id, _), Slot::Value(object)) => Slot::Value(Linked::Object(id, Box::new(object))),
        (_, Slot::Mismatch(misfit)) => Slot::Mismatch(misfit),
        _ => {
            let misfit = without_id(serde_json::from_str(text)?);
            // The object may have a field for its id, which has reported the same.
            log::forget(mark, &misfit.path);
            Slot::Mismatch(Box::new(misfit))
        }
    })
}
