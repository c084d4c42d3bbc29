//! Objects that say themselves what they are.

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
use super::target::{Target, Typed, Whole};

/// An enum of objects, told apart by one of their fields.
pub trait Tagged: Sized {
    /// The field that says which variant it is.
    const TAG: &'static str;

    /// Reads the variant for a tag; the tag is empty where the object has none.
    fn read(tag: &str, item: RawItem<'_>, target: &mut Option<Self>) -> Read<Form>;

    /// Writes the object inside.
    fn write(&self, out: &mut dyn Output);
}

/// An object whose variant has just been found out.
#[derive(Debug)]
pub struct RawItem<'a> {
    text: &'a str,
    tag: &'a str,
}

impl RawItem<'_> {
    /// Reads the object as what the variant holds.
    pub fn read<M, T>(self, target: &mut Option<T>, variant: fn(Box<M>) -> T) -> Read<Form>
    where
        Plain: Wire<M>,
    {
        let mut model = Whole(Typed::<Plain, M>::new());
        let form = nested(self.text, &mut model)?;
        *target = model.0.value.map(|model| variant(Box::new(model)));
        Ok(form)
    }

    /// Keeps an object of a kind that nobody knows.
    pub fn other<T>(self, target: &mut Option<T>, variant: fn(OtherItem) -> T) -> Read<Form> {
        let value = serde_json::from_str(self.text).map_err(Broken::Inner)?;
        let tag = (!self.tag.is_empty()).then(|| self.tag.to_owned());
        *target = Some(variant(OtherItem { tag, value }));
        Ok(Form::Standard)
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

impl Wire<OtherItem> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<OtherItem>) -> Read<Form> {
        *target = Some(OtherItem { tag: None, value: source.value()? });
        Ok(Form::Standard)
    }

    fn write(value: &OtherItem, out: &mut dyn Output) {
        out.value(&value.value);
    }
}

/// Reads a tagged object: its text is put aside, looked through for the tag, and then read as what it is.
pub fn read<T: Tagged>(source: &mut dyn Source<'_>, target: &mut Option<T>) -> Read<Form> {
    let raw = source.text()?;
    match find_tag(raw.get(), T::TAG)? {
        Tag::Object(tag) => T::read(&tag, RawItem { text: raw.get(), tag: &tag }, target),
        Tag::None(form) => Ok(form),
    }
}

/// What looking for a tag finds.
enum Tag {
    Object(String),
    /// No object at all.
    None(Form),
}

fn find_tag(text: &str, name: &'static str) -> Read<Tag> {
    let mut sink = TagSink { name, found: Tag::None(Form::Null) };
    source::read(&mut serde_json::Deserializer::from_str(text), |source| source.read(&mut sink)).map_err(Broken::Inner)?;
    Ok(sink.found)
}

struct TagSink {
    name: &'static str,
    found: Tag,
}

impl<'de> Sink<'de> for TagSink {
    fn scalar(&mut self, scalar: Scalar<'de>) {
        self.found = Tag::None(scalar.misfit("an object"));
    }

    fn object(&mut self, entries: &mut dyn Entries<'de>) -> Read<()> {
        let mut tag = String::new();
        while let Some(Key::Unknown(key)) = entries.key(&[], 0)? {
            if key != self.name {
                entries.skip()?;
                continue;
            }
            match entries.value()? {
                Value::String(text) => tag = text,
                Value::Number(number) => tag = number.to_string(),
                Value::Null => {}
                // Kept with the rest of the object.
                odd => drop(Misfit::new(odd, "a string").record(Segment::Name(self.name))),
            }
        }
        self.found = Tag::Object(tag);
        Ok(())
    }
}

/// An id, or the object it stands for.
///
/// Some fields of the first version hold only an id in one response and the whole object in another.
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
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Linked<I, T>>) -> Read<Form> {
        let raw = source.text()?;
        read_linked(raw.get(), target)
    }

    fn write(value: &Linked<I, T>, out: &mut dyn Output) {
        match value {
            Linked::Id(id) => <Self as Wire<I>>::write(id, out),
            Linked::Object(_, object) => <Self as Wire<T>>::write(object, out),
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

/// An object without an id, or with something else in its target.
fn without_id(value: Value) -> Misfit {
    let name = ID_NAMES.into_iter().find(|name| value.get(name).is_some());
    let found = name.map_or(log::NOTHING, |name| log::kind_of(&value[name]));
    Misfit { path: vec![Segment::Name(name.unwrap_or("id"))], value, expected: "the id of the object", found }
}

/// Reads a text that stands inside the one that is being read. The parser counts its depth anew there, so it is counted here
/// how often that happens.
fn nested(text: &str, target: &mut dyn Target) -> Read<Form> {
    use serde::de::Error;
    const DEEPEST: u8 = 16;
    thread_local! {
        static DEPTH: Cell<u8> = const { Cell::new(0) };
    }
    let depth = DEPTH.get();
    if depth == DEEPEST {
        return Err(Broken::Inner(serde_json::Error::custom("objects are nested too deeply")));
    }
    DEPTH.set(depth + 1);
    let result = source::read(&mut serde_json::Deserializer::from_str(text), |source| target.read(source));
    DEPTH.set(depth);
    result.map(|(form, _)| form).map_err(Broken::Inner)
}

/// The id type already knows how to find the id in an object, so the text is read twice where it is one.
fn read_linked<I, T>(text: &str, target: &mut Option<Linked<I, T>>) -> Read<Form>
where
    Plain: Wire<I> + Wire<T>,
{
    let mut id = Whole(Typed::<Plain, I>::new());
    let form = nested(text, &mut id)?;
    let id = id.0.value;
    if !text.trim_start().starts_with('{') {
        *target = id.map(Linked::Id);
        return Ok(form);
    }
    let mark = log::mark();
    let mut object = Whole(Typed::<Plain, T>::new());
    let form = nested(text, &mut object)?;
    match (id, object.0.value, form) {
        (Some(id), Some(object), Form::Standard) => {
            *target = Some(Linked::Object(id, Box::new(object)));
            Ok(Form::Standard)
        }
        (_, _, form @ Form::Mismatch(_)) => Ok(form),
        _ => {
            let misfit = without_id(serde_json::from_str(text).map_err(Broken::Inner)?);
            // The object may have a field for its id, which has reported the same.
            log::forget(mark, &misfit.path);
            Ok(Form::Mismatch(Box::new(misfit)))
        }
    }
}
