//! Enums of objects that are distinguished by a tag, and fields that contain an id or an object.

use std::cell::Cell;

use serde_json::Value;

use super::ids::ID_NAMES;
use super::keys::Key;
use super::log::{self, Segment};
use super::output::Output;
use super::plain::Plain;
use super::scalar::Scalar;
use super::slot::{Form, Misfit, Standing, Wire};
use super::source::{self, Broken, Entries, Read, Sink, Source};
use super::target::{Target, TypedTarget, WholeTarget};

/// An enum of objects whose variant is determined by one of their fields, the tag.
pub trait Tagged: Sized {
    /// The name of the tag.
    const TAG: &'static str;

    /// Decodes the variant for a tag. `tag` is empty if the object has none.
    fn read(tag: &str, item: RawItem<'_>, target: &mut Option<Self>) -> Read<Form>;

    /// Encodes the object of the variant.
    fn write(&self, out: &mut dyn Output);
}

/// An object whose tag is known, and which is not decoded yet.
#[derive(Debug)]
pub struct RawItem<'a> {
    json: &'a str,
    tag: &'a str,
}

impl RawItem<'_> {
    /// Decodes the object as the content of a variant.
    pub fn read<M, T>(self, target: &mut Option<T>, variant: fn(Box<M>) -> T) -> Read<Form>
    where
        Plain: Wire<M>,
    {
        let mut model = WholeTarget(TypedTarget::<Plain, M>::new());
        let form = nested(self.json, &mut model)?;
        *target = model.0.value.map(|model| variant(Box::new(model)));
        Ok(form)
    }

    /// Decodes the object as the variant for unknown tags.
    pub fn other<T>(self, target: &mut Option<T>, variant: fn(OtherItem) -> T) -> Read<Form> {
        let value = serde_json::from_str(self.json).map_err(Broken::Inner)?;
        let tag = (!self.tag.is_empty()).then(|| self.tag.to_owned());
        *target = Some(variant(OtherItem { tag, value }));
        Ok(Form::Standard)
    }
}

/// An object of a type that this version of the crate does not know, as received.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherItem {
    tag: Option<String>,
    value: Value,
}

impl OtherItem {
    /// Returns the value of the field that states the type of the object; `None` if the object has none.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// Returns the object.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Converts into the object.
    pub fn into_value(self) -> Value {
        self.value
    }
}

impl Wire<OtherItem> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<OtherItem>) -> Read<Form> {
        *target = Some(OtherItem { tag: None, value: source.value()? });
        Ok(Form::Standard)
    }

    fn write(value: &OtherItem, out: &mut dyn Output) {
        out.value(&value.value);
    }
}

/// Decodes a tagged object. The JSON is buffered and parsed twice, because the tag may follow the other fields.
pub fn read<T: Tagged>(source: &mut dyn Source<'_>, target: &mut Option<T>) -> Read<Form> {
    let raw = source.raw()?;
    match find_tag(raw.get(), T::TAG)? {
        FoundTag::Object(tag) => T::read(&tag, RawItem { json: raw.get(), tag: &tag }, target),
        FoundTag::NotAnObject(form) => Ok(form),
    }
}

/// The result of the search for a tag.
enum FoundTag {
    /// The tag of an object, empty if it has none.
    Object(String),
    /// The form of a value that is not an object.
    NotAnObject(Form),
}

fn find_tag(json: &str, name: &'static str) -> Read<FoundTag> {
    let mut sink = TagSink { name, found: FoundTag::NotAnObject(Form::Null) };
    source::read(&mut serde_json::Deserializer::from_str(json), |source| source.read(&mut sink)).map_err(Broken::Inner)?;
    Ok(sink.found)
}

struct TagSink {
    name: &'static str,
    found: FoundTag,
}

impl<'de> Sink<'de> for TagSink {
    fn scalar(&mut self, scalar: Scalar<'de>) {
        self.found = FoundTag::NotAnObject(scalar.misfit("an object"));
    }

    fn object(&mut self, entries: &mut dyn Entries<'de>) -> Read<()> {
        let mut tag = String::new();
        while let Some(Key::Unknown(key)) = entries.key(&[], 0)? {
            if key != self.name {
                entries.skip()?;
                continue;
            }
            match entries.value()? {
                Value::String(string) => tag = string,
                Value::Number(number) => tag = number.to_string(),
                Value::Null => {}
                // The value is kept as a part of the object.
                other => drop(Misfit::new(other, "a string").record(Segment::Name(self.name))),
            }
        }
        self.found = FoundTag::Object(tag);
        Ok(())
    }
}

/// The id of an object, or the object itself.
///
/// Some fields of version 1 of the API contain only an id in one response, and the whole object in another.
#[derive(Clone, Debug, PartialEq)]
pub enum Linked<I, T> {
    /// The id.
    Id(I),
    /// The id, taken from the field `value` or `id` of the object, and the object.
    Object(I, Box<T>),
}

impl<I, T> Linked<I, T> {
    /// Returns the id.
    pub fn id(&self) -> &I {
        match self {
            Self::Id(id) | Self::Object(id, _) => id,
        }
    }

    /// Returns the object, if the response contained it.
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
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Linked<I, T>>) -> Read<Form> {
        let raw = source.raw()?;
        read_linked(raw.get(), target)
    }

    fn write(value: &Linked<I, T>, out: &mut dyn Output) {
        match value {
            Linked::Id(id) => <Self as Wire<I>>::write(id, out),
            Linked::Object(_, object) => <Self as Wire<T>>::write(object, out),
        }
    }

    fn standing(original: &Value, value: Option<&Linked<I, T>>) -> Standing {
        let id = match value {
            Some(Linked::Id(id)) => Some(id),
            Some(Linked::Object(..)) | None => None,
        };
        // An object is kept only if it is a mismatch, even if it contains an id.
        if original.is_object() { Standing::Apart } else { <Self as Wire<I>>::standing(original, id) }
    }
}

/// Returns the misfit of an object without an id, or with an id of an unexpected type.
fn without_id(value: Value) -> Misfit {
    let name = ID_NAMES.into_iter().find(|name| value.get(name).is_some());
    let found = name.map_or(log::NOTHING, |name| log::kind_of(&value[name]));
    Misfit { path: vec![Segment::Name(name.unwrap_or("id"))], value, expected: "the id of the object", found }
}

/// Decodes a buffered part of the document that is being decoded.
///
/// The parser counts the depth of nesting anew in every buffered part, so their nesting is limited here.
fn nested(json: &str, target: &mut dyn Target) -> Read<Form> {
    use serde::de::Error;
    const MAX_DEPTH: u8 = 16;
    thread_local! {
        static DEPTH: Cell<u8> = const { Cell::new(0) };
    }
    let depth = DEPTH.get();
    if depth == MAX_DEPTH {
        return Err(Broken::Inner(serde_json::Error::custom("recursion limit exceeded")));
    }
    DEPTH.set(depth + 1);
    let result = source::read(&mut serde_json::Deserializer::from_str(json), |source| target.read(source));
    DEPTH.set(depth);
    result.map(|(form, _)| form).map_err(Broken::Inner)
}

/// Decodes an id or an object. An object is decoded twice, because the codec of the id type finds the id in it.
fn read_linked<I, T>(json: &str, target: &mut Option<Linked<I, T>>) -> Read<Form>
where
    Plain: Wire<I> + Wire<T>,
{
    let mut id = WholeTarget(TypedTarget::<Plain, I>::new());
    let form = nested(json, &mut id)?;
    let id = id.0.value;
    if !json.trim_start().starts_with('{') {
        *target = id.map(Linked::Id);
        return Ok(form);
    }
    let mark = log::mark();
    let mut object = WholeTarget(TypedTarget::<Plain, T>::new());
    let form = nested(json, &mut object)?;
    match (id, object.0.value, form) {
        (Some(id), Some(object), Form::Standard) => {
            *target = Some(Linked::Object(id, Box::new(object)));
            Ok(Form::Standard)
        }
        (_, _, form @ Form::Mismatch(_)) => Ok(form),
        _ => {
            let misfit = without_id(serde_json::from_str(json).map_err(Broken::Inner)?);
            // If the object has a field for its id, that has recorded the same mismatch.
            log::forget(mark, &misfit.path);
            Ok(Form::Mismatch(Box::new(misfit)))
        }
    }
}
