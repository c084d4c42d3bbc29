//! The envelope of responses: the object that contains the data and additional information.

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
#[cfg(feature = "test-util")]
use crate::json::slot::Originals;
use crate::json::slot::Wire;
use crate::json::slot::{Form, Kept, Misfit};
use crate::json::source::{self, Entries, Read, Sink, Source};
use crate::json::target::Target;
use crate::json::wire::Plain;

/// The `additional_data` of a response.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct AdditionalData {
    /// The position of the page, for lists that are paged by offset.
    pub pagination: Option<Pagination>,
    /// The cursor of the next page, for lists that are paged by cursor. `None` on the last page.
    pub next_cursor: Option<String>,
    /// All other fields.
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
    /// Returns the position of the page. Some lists have its fields in `additional_data` itself instead of in `pagination`.
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

/// The position of a page in a list that is paged by offset.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Pagination {
    /// The offset of the first item of this page.
    pub start: Option<i64>,
    /// The maximum number of items of a page.
    pub limit: Option<i64>,
    /// Whether another page follows.
    pub more_items_in_collection: Option<bool>,
    /// The offset of the next page. `None` on the last page.
    pub next_start: Option<i64>,
    /// All other fields.
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

/// The objects that the data of a response refers to, by kind and id. Version 1 of the API adds them to many responses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RelatedObjects(BTreeMap<String, Value>);

impl RelatedObjects {
    pub(crate) const fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// Returns whether the response has no related objects.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn to_value(&self) -> Value {
        let mut kinds = Map::new();
        for (kind, objects) in &self.0 {
            kinds.insert(kind.clone(), objects.clone());
        }
        Value::Object(kinds)
    }

    /// Returns the objects of a kind, such as `person`, with their ids.
    pub fn kind(&self, kind: &str) -> impl Iterator<Item = (&str, &Value)> {
        self.0.get(kind).and_then(Value::as_object).into_iter().flatten().map(|(id, value)| (id.as_str(), value))
    }

    /// Returns an object as JSON. `None` if the response does not contain it.
    pub fn value(&self, kind: &str, id: impl std::fmt::Display) -> Option<&Value> {
        self.0.get(kind)?.get(id.to_string())
    }

    /// Returns an object as one of the crate's types, or as any other type that implements `Deserialize`. `None` if the response
    /// does not contain it, or if it cannot be deserialized.
    pub fn get<T: serde::de::DeserializeOwned>(&self, kind: &str, id: impl std::fmt::Display) -> Option<T> {
        T::deserialize(self.value(kind, id)?).ok()
    }
}

impl Wire<RelatedObjects> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<RelatedObjects>) -> Read<Form> {
        let mut kinds = None;
        let form = <Self as Wire<BTreeMap<String, Value>>>::read(source, &mut kinds)?;
        if let (Some(kinds), Form::Standard) = (&kinds, &form) {
            for (kind, objects) in kinds {
                report_kind(kind, objects);
            }
        }
        *target = kinds.map(RelatedObjects);
        Ok(form)
    }

    fn write(value: &RelatedObjects, out: &mut dyn Output) {
        <Self as Wire<BTreeMap<String, Value>>>::write(&value.0, out);
    }
}

/// Records a mismatch unless the objects of a kind are a map by id. PHP writes an empty map as an empty list.
fn report_kind(kind: &str, objects: &Value) {
    let is_valid = match objects {
        Value::Null | Value::Object(_) => true,
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    if !is_valid {
        let misfit = Misfit::new(objects.clone(), "an object");
        log::record(misfit.to_mismatch().within(Segment::Key(kind.to_owned())));
    }
}

const NAMES: &[&str] = &["success", "data", "related_objects", "additional_data"];
const DATA: usize = 1;

/// The fields of an envelope except the data.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Head {
    pub(crate) success: Option<bool>,
    pub(crate) related_objects: Option<RelatedObjects>,
    pub(crate) additional_data: Option<AdditionalData>,
    pub(crate) extra: Extra,
}

impl Head {
    /// Stores kept elements of the data in `extra`, under `data/<key>`.
    pub(crate) fn keep(&mut self, elements: Vec<Kept>) {
        self.extra.extend(elements.into_iter().map(|element| (format!("{}/{}", NAMES[DATA], element.key), element.value)));
    }
}

/// The result of reading the data of an envelope.
pub(crate) struct EnvelopeBody {
    /// The reason why the data could not be read.
    pub(crate) problem: Option<Mismatch>,
    /// The elements of the data that are kept as JSON.
    pub(crate) kept: Vec<Kept>,
}

/// Reads an envelope: the data into `data`, all other fields into `head`. An empty body is read as an envelope without data,
/// because the API's proxies return 204.
pub(crate) fn read(json: &str, head: &mut Head, data: &mut dyn Target) -> serde_json::Result<EnvelopeBody> {
    let json = if json.trim().is_empty() { "{}" } else { json };
    *head = Head::default();
    let mut sink = EnvelopeSink { data, head, form: Form::Null, kept: Vec::new(), not_an_object: None };
    source::read_string(json, |source| source.read(&mut sink))?;
    Ok(sink.finish())
}

/// The state of reading an envelope.
struct EnvelopeSink<'a> {
    data: &'a mut dyn Target,
    head: &'a mut Head,
    /// The form of the data in the response.
    form: Form,
    kept: Vec<Kept>,
    /// The response, if it is not an object.
    not_an_object: Option<Misfit>,
}

impl<'de> Sink<'de> for EnvelopeSink<'_> {
    fn scalar(&mut self, scalar: Scalar<'de>) {
        self.not_an_object = Some(Misfit::new(scalar.into_value(), "an object with `data`"));
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
    /// Checks the data. Missing data is a problem only if the target has no value for it.
    fn finish(self) -> EnvelopeBody {
        let Self { data, head, form, mut kept, not_an_object } = self;
        if let Some(misfit) = not_an_object {
            return EnvelopeBody { problem: Some(misfit.to_mismatch()), kept };
        }
        let mut missing = |found| {
            let path = vec![Segment::Name(NAMES[DATA])];
            (!data.take_absent()).then(|| Mismatch::new(path, "a value", found))
        };
        let (problem, original) = match form {
            Form::Standard => (None, None),
            Form::Loose(value) => (None, Some(*value)),
            Form::Null => (missing(log::NOTHING), None),
            Form::Blank(value) => (missing(log::kind_of(&value)), Some(*value)),
            Form::Mismatch(misfit) => match read_as_list(&misfit, data) {
                Some(elements) => {
                    kept = elements;
                    (None, Some(misfit.value))
                }
                None => (Some(misfit.to_mismatch().within(Segment::Name(NAMES[DATA]))), None),
            },
        };
        head.extra.extend(original.map(|value| (NAMES[DATA].to_owned(), value)));
        EnvelopeBody { problem, kept }
    }
}

/// Reads data that should be a list, but is an object. The mismatch is recorded. Returns `None` if the object does not represent
/// a list.
fn read_as_list(misfit: &Misfit, data: &mut dyn Target) -> Option<Vec<Kept>> {
    let items = Value::Array(to_list(misfit.value.as_object()?));
    let count = items.as_array().map_or(0, Vec::len);
    let mark = log::mark();
    log::record(misfit.to_mismatch());
    let read = source::read_value(&items, data);
    // If all items are rejected, the object does not represent a list of them.
    let all_rejected = |kept: &[Kept]| count > 0 && kept.iter().filter(|item| item.rejected).count() == count;
    let Some((_, kept)) = read.filter(|(form, kept)| matches!(form, Form::Standard) && !all_rejected(kept)) else {
        log::take_since(mark);
        return None;
    };
    log::step_out(mark, &|| Segment::Name(NAMES[DATA]));
    Some(kept)
}

/// Returns the list that an object represents. Some responses wrap the list in an object with a single field, or return a single
/// item without a list.
fn to_list(object: &Map<String, Value>) -> Vec<Value> {
    let mut values = object.values();
    match (values.next(), values.next()) {
        (Some(Value::Array(items)), None) => items.clone(),
        _ => vec![Value::Object(object.clone())],
    }
}

/// Writes an envelope, with the kept elements of the data at their original positions.
#[cfg(feature = "test-util")]
pub(crate) fn to_value<W: Wire<D>, D>(head: &Head, data: &D, kept: &[Kept]) -> serde_json::Result<Value> {
    output::value_of(&|out: &mut dyn Output| {
        out.object(&|out: &mut dyn ObjectOutput| {
            let mut out = Fields::new(out, &head.extra);
            out.optional("success", &head.success);
            let typed_only = encode::is_typed_only();
            if typed_only || head.extra.get(NAMES[DATA]).is_none() {
                let kept = kept.iter().filter(|_| !typed_only);
                let elements = kept.map(|item| (item.key.as_str(), &item.value)).collect();
                out.with_elements::<W, D>("data", data, &Originals { whole: None, elements });
            }
            out.optional("related_objects", &head.related_objects);
            out.optional("additional_data", &head.additional_data);
            out.rest();
        });
    })
}
