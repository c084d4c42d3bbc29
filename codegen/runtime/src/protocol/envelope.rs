//! What stands around the data of a response.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::json::Scalar;
#[cfg(feature = "test-util")]
use crate::json::encode;
use crate::json::encode::Fields;
use crate::json::extra::Extra;
use crate::json::field::Field;
use crate::json::keys::Key;
use crate::json::log::{self, Mismatch, Segment};
use crate::json::model::{Model, Proven};
use crate::json::output::Output;
#[cfg(feature = "test-util")]
use crate::json::output::{self, ObjectOutput};
use crate::json::slot::Wire;
use crate::json::slot::{Form, Kept, Misfit};
use crate::json::source::{self, Entries, Read, Sink, Source};
use crate::json::target::Target;
use crate::json::wire::Plain;

/// What stands beside the data of a response.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct AdditionalData {
    /// Where a page stands in a list that goes by offsets.
    pub pagination: Option<Pagination>,
    /// The cursor of the next page.
    pub next_cursor: Option<String>,
    /// Everything else.
    pub extra: Extra,
}

impl Model for AdditionalData {
    fn names(&self) -> &'static [&'static str] {
        &["pagination", "next_cursor"]
    }

    fn put(&mut self, field: &mut Field<'_, '_>) {
        match field.index() {
            0 => field.optional(&mut self.pagination),
            _ => field.optional(&mut self.next_cursor),
        }
    }

    fn each(&self, out: &mut Fields<'_>) {
        out.optional("pagination", &self.pagination);
        out.optional("next_cursor", &self.next_cursor);
    }
}

model!(AdditionalData);

impl AdditionalData {
    /// Where the page stands. Some lists say it right here instead of in `pagination`.
    pub(crate) fn paging(&self) -> Option<Cow<'_, Pagination>> {
        if let Some(pagination) = &self.pagination {
            return Some(Cow::Borrowed(pagination));
        }
        let number = |key| self.extra.get(key).and_then(Value::as_i64);
        Some(Cow::Owned(Pagination {
            start: number("start"),
            limit: number("limit"),
            more_items_in_collection: Some(self.extra.get("more_items_in_collection")?.as_bool()?),
            next_start: number("next_start"),
            extra: Extra::new(),
        }))
    }
}

/// Where a page stands in a list that goes by offsets.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Pagination {
    /// The offset of the first item of this page.
    pub start: Option<i64>,
    /// The page size in force.
    pub limit: Option<i64>,
    /// Whether there is another page.
    pub more_items_in_collection: Option<bool>,
    /// The offset of the next page.
    pub next_start: Option<i64>,
    /// Everything else.
    pub extra: Extra,
}

impl Model for Pagination {
    fn names(&self) -> &'static [&'static str] {
        &["start", "limit", "more_items_in_collection", "next_start"]
    }

    fn put(&mut self, field: &mut Field<'_, '_>) {
        match field.index() {
            0 => field.optional(&mut self.start),
            1 => field.optional(&mut self.limit),
            2 => field.optional(&mut self.more_items_in_collection),
            _ => field.optional(&mut self.next_start),
        }
    }

    fn each(&self, out: &mut Fields<'_>) {
        out.optional("start", &self.start);
        out.optional("limit", &self.limit);
        out.optional("more_items_in_collection", &self.more_items_in_collection);
        out.optional("next_start", &self.next_start);
    }
}

model!(Pagination);

/// The things that a response mentions, by kind and id: the first version adds them to many responses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RelatedObjects(BTreeMap<String, Value>);

impl RelatedObjects {
    pub(crate) const fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn to_value(&self) -> Value {
        let mut kinds = Map::new();
        for (kind, things) in &self.0 {
            kinds.insert(kind.clone(), things.clone());
        }
        Value::Object(kinds)
    }

    /// The things of a kind, such as `person`, by their ids.
    pub fn kind(&self, kind: &str) -> impl Iterator<Item = (&str, &Value)> {
        self.0.get(kind).and_then(Value::as_object).into_iter().flatten().map(|(id, value)| (id.as_str(), value))
    }

    /// One thing, as it came.
    pub fn value(&self, kind: &str, id: impl std::fmt::Display) -> Option<&Value> {
        self.0.get(kind)?.get(id.to_string())
    }

    /// One thing, as one of the crate's types (or any other type that can be deserialized).
    pub fn get<T: serde::de::DeserializeOwned>(&self, kind: &str, id: impl std::fmt::Display) -> Option<T> {
        T::deserialize(self.value(kind, id)?).ok()
    }
}

impl Wire<RelatedObjects> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<RelatedObjects>) -> Read<Form> {
        let mut kinds = None;
        let form = <Self as Wire<BTreeMap<String, Value>>>::read(source, &mut kinds)?;
        if let (Some(kinds), Form::Standard) = (&kinds, &form) {
            kinds.iter().for_each(|(kind, things)| report_kind(kind, things));
        }
        *target = kinds.map(RelatedObjects);
        Ok(form)
    }

    fn write(value: &RelatedObjects, out: &mut dyn Output) {
        <Self as Wire<BTreeMap<String, Value>>>::write(&value.0, out);
    }
}

/// A kind is a map by id; PHP writes an empty one as a list.
fn report_kind(kind: &str, things: &Value) {
    let is_fine = match things {
        Value::Null | Value::Object(_) => true,
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    if !is_fine {
        let misfit = Misfit::new(things.clone(), "an object");
        log::record(misfit.to_mismatch().within(Segment::Key(kind.to_owned())));
    }
}

const NAMES: &[&str] = &["success", "data", "related_objects", "additional_data"];
const DATA: usize = 1;

/// Everything of an envelope but the data.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Head {
    pub(crate) success: Option<bool>,
    pub(crate) related_objects: Option<RelatedObjects>,
    pub(crate) additional_data: Option<AdditionalData>,
    pub(crate) extra: Extra,
}

impl Head {
    /// Keeps what is to be kept of the elements of the data.
    pub(crate) fn keep(&mut self, elements: Vec<Kept>) {
        self.extra.extend(elements.into_iter().map(|element| (format!("{}/{}", NAMES[DATA], element.key), element.value)));
    }
}

/// What has become of the data of an envelope.
pub(crate) struct Opened {
    /// Why there is no data.
    pub(crate) problem: Option<Mismatch>,
    /// What is kept of the elements of the data.
    pub(crate) kept: Vec<Kept>,
}

/// Reads an envelope, the data into its target and everything else into `head`. An empty response is one without data: the API's proxies
/// answer with 204.
pub(crate) fn open(text: &str, head: &mut Head, data: &mut dyn Target) -> serde_json::Result<Opened> {
    let text = if text.trim().is_empty() { "{}" } else { text };
    *head = Head::default();
    let mut sink = EnvelopeSink { data, head, form: Form::Null, kept: Vec::new(), odd: None };
    source::read_string(text, |source| source.read(&mut sink))?;
    Ok(sink.open())
}

/// An envelope whose data may not be what it should be.
struct EnvelopeSink<'a> {
    data: &'a mut dyn Target,
    head: &'a mut Head,
    /// The form in which the data came.
    form: Form,
    kept: Vec<Kept>,
    /// What the response is where it is no object at all.
    odd: Option<Misfit>,
}

impl<'de> Sink<'de> for EnvelopeSink<'_> {
    fn scalar(&mut self, scalar: Scalar<'de>) {
        self.odd = Some(Misfit::new(scalar.into_value(), "an object with the data"));
    }

    fn object(&mut self, entries: &mut dyn Entries<'de>) -> Read<()> {
        let mut next = 0;
        while let Some(key) = entries.key(NAMES, next)? {
            match key {
                Key::Known(DATA) => {
                    let mark = log::mark();
                    (self.form, self.kept) = self.data.read(entries)?;
                    log::step_out(mark, &|| Segment::Name(NAMES[DATA]));
                    next = DATA + 1;
                }
                Key::Known(index) => {
                    put(self.head, index, entries)?;
                    next = index + 1;
                }
                Key::Unknown(key) => self.head.extra.push(key, entries.value()?),
            }
        }
        Ok(())
    }
}

fn put(head: &mut Head, index: usize, entries: &mut dyn Entries<'_>) -> Read<()> {
    let mut proven = Proven::new(&[]);
    let mut field = Field::new(entries, index, NAMES[index], &mut head.extra, &mut proven);
    match index {
        0 => field.optional(&mut head.success),
        2 => field.optional(&mut head.related_objects),
        _ => field.optional(&mut head.additional_data),
    }
    field.finish()
}

impl EnvelopeSink<'_> {
    /// Judges the data; nothing is wrong with nothing where nothing is promised.
    fn open(self) -> Opened {
        let Self { data, head, form, mut kept, odd } = self;
        if let Some(odd) = odd {
            return Opened { problem: Some(odd.to_mismatch()), kept };
        }
        let mut nothing = |found| {
            let here = vec![Segment::Name(NAMES[DATA])];
            (!data.take_absent()).then(|| Mismatch::new(here, "the data", found))
        };
        let (problem, whole) = match form {
            Form::Standard => (None, None),
            Form::Loose(value) => (None, Some(*value)),
            Form::Null => (nothing(log::NOTHING), None),
            Form::Blank(value) => (nothing(log::kind_of(&value)), Some(*value)),
            Form::Mismatch(misfit) => match read_listed(&misfit, data) {
                Some(elements) => {
                    kept = elements;
                    (None, Some(misfit.value))
                }
                None => (Some(misfit.to_mismatch().within(Segment::Name(NAMES[DATA]))), None),
            },
        };
        head.extra.extend(whole.map(|value| (NAMES[DATA].to_owned(), value)));
        Opened { problem, kept }
    }
}

/// Reads data that should have been a list and came as an object. That is reported like anything else that does not fit.
fn read_listed(misfit: &Misfit, data: &mut dyn Target) -> Option<Vec<Kept>> {
    let items = Value::Array(listed(misfit.value.as_object()?));
    let count = items.as_array().map_or(0, Vec::len);
    let mark = log::mark();
    log::record(misfit.to_mismatch());
    let read = source::read_value(&items, data);
    // Where nothing in it can be read, it is not what the object stands for.
    let is_nothing = |kept: &[Kept]| count > 0 && kept.iter().filter(|item| item.rejected).count() == count;
    let Some((_, kept)) = read.filter(|(form, kept)| matches!(form, Form::Standard) && !is_nothing(kept)) else {
        log::take_since(mark);
        return None;
    };
    log::step_out(mark, &|| Segment::Name(NAMES[DATA]));
    Some(kept)
}

/// The list that an object stands for. PHP writes a list with gaps as an object whose keys are its indexes; some responses put a
/// list into an object of its own, or leave the list out around a lone item.
fn listed(object: &Map<String, Value>) -> Vec<Value> {
    let is_index = |key: &String| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
    let mut values = object.values();
    match (values.next(), values.next()) {
        (Some(Value::Array(items)), None) => items.clone(),
        _ if object.keys().all(is_index) => object.values().cloned().collect(),
        _ => vec![Value::Object(object.clone())],
    }
}

/// Writes an envelope, the items that did not fit back in their places.
#[cfg(feature = "test-util")]
pub(crate) fn to_value<W: Wire<D>, D>(head: &Head, data: &D, kept: &[Kept]) -> serde_json::Result<Value> {
    output::value_of(&|out: &mut dyn Output| {
        out.object(&|out: &mut dyn ObjectOutput| {
            let mut out = Fields::new(out, &head.extra);
            out.optional("success", &head.success);
            let typed_only = encode::is_typed_only();
            if typed_only || head.extra.get(NAMES[DATA]).is_none() {
                let kept = kept.iter().filter(|_| !typed_only);
                let kept: Vec<_> = kept.map(|item| (item.key.as_str(), &item.value)).collect();
                out.with_elements::<W, D>("data", data, &kept);
            }
            out.optional("related_objects", &head.related_objects);
            out.optional("additional_data", &head.additional_data);
            out.rest();
        });
    })
}
