//! What stands around the data of a reply.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::de::MapAccess;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;

use super::Wire;
use super::decode::encode::Fields;
#[cfg(feature = "test-util")]
use super::decode::encode::{self, WrittenParts};
use super::decode::field::Field;
use super::decode::log::{self, Mismatch, Segment};
use super::decode::model::{Key, KeySeed, Model, Proven};
use super::decode::slot::{Kept, Misfit, Parts, Slot};
use super::decode::wire::Plain;
use super::decode::{AnyScalar, PartsSeed, Shape};
use super::extra::Extra;

/// What stands beside the data of a reply.
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
    const NAMES: &'static [&'static str] = &["pagination", "next_cursor"];

    fn put<'de, A: MapAccess<'de>>(&mut self, field: &mut Field<'_, A>) -> Result<(), A::Error> {
        match field.index() {
            0 => field.optional(&mut self.pagination),
            _ => field.optional(&mut self.next_cursor),
        }
    }

    fn each<S: SerializeMap>(&self, out: &mut Fields<'_, S>) -> Result<(), S::Error> {
        out.optional("pagination", &self.pagination)?;
        out.optional("next_cursor", &self.next_cursor)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

super::macros::model!(AdditionalData);

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
    const NAMES: &'static [&'static str] = &["start", "limit", "more_items_in_collection", "next_start"];

    fn put<'de, A: MapAccess<'de>>(&mut self, field: &mut Field<'_, A>) -> Result<(), A::Error> {
        match field.index() {
            0 => field.optional(&mut self.start),
            1 => field.optional(&mut self.limit),
            2 => field.optional(&mut self.more_items_in_collection),
            _ => field.optional(&mut self.next_start),
        }
    }

    fn each<S: SerializeMap>(&self, out: &mut Fields<'_, S>) -> Result<(), S::Error> {
        out.optional("start", &self.start)?;
        out.optional("limit", &self.limit)?;
        out.optional("more_items_in_collection", &self.more_items_in_collection)?;
        out.optional("next_start", &self.next_start)
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

super::macros::model!(Pagination);

/// The things that a reply mentions, by kind and id: the first version adds them to many replies.
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
        self.0.iter().map(|(kind, things)| (kind.clone(), things.clone())).collect()
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
    fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Slot<RelatedObjects>, D::Error> {
        let slot = <Self as Wire<BTreeMap<String, Value>>>::read(deserializer)?;
        if let Slot::Value(kinds) = &slot {
            kinds.iter().for_each(|(kind, things)| report_kind(kind, things));
        }
        Ok(slot.map(RelatedObjects))
    }

    fn write<S: Serializer>(value: &RelatedObjects, serializer: S) -> Result<S::Ok, S::Error> {
        <Self as Wire<BTreeMap<String, Value>>>::write(&value.0, serializer)
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

/// An envelope that has been read.
pub(crate) struct Opened<D> {
    pub(crate) head: Head,
    /// The data, or why there is none.
    pub(crate) data: Result<D, Mismatch>,
    /// What is kept of the elements of the data.
    pub(crate) kept: Vec<Kept>,
}

/// Reads an envelope with the data in the form `W`. An empty reply is one without data: the API's proxies answer with 204.
pub(crate) fn open<W: Wire<D>, D>(text: &str) -> Result<Opened<D>, serde_json::Error> {
    let text = if text.trim().is_empty() { "{}" } else { text };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let envelope = EnvelopeShape::<W, D>(PhantomData).read(&mut deserializer)?;
    deserializer.end()?;
    Ok(envelope.open::<W>())
}

/// An envelope whose data may not be what it should be.
struct Envelope<D> {
    head: Head,
    data: Slot<D>,
    kept: Vec<Kept>,
    /// What the reply is where it is no object at all.
    odd: Option<Misfit>,
}

struct EnvelopeShape<W, D>(PhantomData<fn() -> (W, D)>);

impl<'de, W: Wire<D>, D> Shape<'de> for EnvelopeShape<W, D> {
    type Out = Envelope<D>;

    fn scalar(self, scalar: AnyScalar<'de>) -> Self::Out {
        let value = scalar.into_value();
        let odd = Some(Misfit::new(value, "an object with the data"));
        Envelope { head: Head::default(), data: Slot::Null, kept: Vec::new(), odd }
    }

    fn object<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Out, A::Error> {
        let mut opened = Envelope { head: Head::default(), data: Slot::Null, kept: Vec::new(), odd: None };
        let mut next = 0;
        while let Some(key) = entries.next_key_seed(KeySeed { names: NAMES, next })? {
            match key {
                Key::Known(DATA) => {
                    let mark = log::mark();
                    let Parts { slot, kept } = entries.next_value_seed(PartsSeed::<W, D>::new())?;
                    log::step_out(mark, || Segment::Name(NAMES[DATA]));
                    (opened.data, opened.kept, next) = (slot, kept, DATA + 1);
                }
                Key::Known(index) => {
                    put(&mut opened.head, index, &mut entries)?;
                    next = index + 1;
                }
                Key::Unknown(key) => opened.head.extra.push(key, entries.next_value()?),
            }
        }
        Ok(opened)
    }
}

fn put<'de, A: MapAccess<'de>>(head: &mut Head, index: usize, entries: &mut A) -> Result<(), A::Error> {
    let mut proven = Proven::new(&[]);
    let mut field = Field::new(entries, index, NAMES[index], &mut head.extra, &mut proven);
    match index {
        0 => field.optional(&mut head.success),
        2 => field.optional(&mut head.related_objects),
        _ => field.optional(&mut head.additional_data),
    }
}

impl<D> Envelope<D> {
    /// Takes the data out; nothing is wrong with nothing where nothing is promised.
    fn open<W: Wire<D>>(self) -> Opened<D> {
        let Self { mut head, data, mut kept, odd } = self;
        if let Some(odd) = odd {
            return Opened { head, data: Err(odd.to_mismatch()), kept };
        }
        let nothing = |found| {
            let here = vec![Segment::Name(NAMES[DATA])];
            W::absent().ok_or_else(|| Mismatch::new(here, "the data", found))
        };
        let mut keep = |value| head.extra.push(NAMES[DATA].to_owned(), value);
        let data = match data {
            Slot::Value(data) => Ok(data),
            Slot::Loose(data, value) => {
                keep(value);
                Ok(data)
            }
            Slot::Null => nothing(log::NOTHING),
            Slot::Blank(value) => {
                let data = nothing(log::kind_of(&value));
                keep(value);
                data
            }
            Slot::Mismatch(misfit) => match read_listed::<W, D>(&misfit) {
                Some((data, elements)) => {
                    kept = elements;
                    keep(misfit.value);
                    Ok(data)
                }
                None => Err(misfit.to_mismatch().within(Segment::Name(NAMES[DATA]))),
            },
        };
        Opened { head, data, kept }
    }
}

/// Reads data that should have been a list and came as an object. That is reported like anything else that does not fit.
fn read_listed<W: Wire<D>, D>(misfit: &Misfit) -> Option<(D, Vec<Kept>)> {
    let items = listed(misfit.value.as_object()?);
    let count = items.len();
    let text = Value::Array(items).to_string();
    let mark = log::mark();
    log::record(misfit.to_mismatch());
    // As text, so that no type has to be compiled for another parser.
    let Ok(Parts { slot: Slot::Value(data), kept }) = W::read_parts(&mut serde_json::Deserializer::from_str(&text)) else {
        log::take_since(mark);
        return None;
    };
    // Where nothing in it can be read, it is not what the object stands for.
    if count > 0 && kept.iter().filter(|item| item.rejected).count() == count {
        log::take_since(mark);
        return None;
    }
    log::step_out(mark, || Segment::Name(NAMES[DATA]));
    Some((data, kept))
}

/// The list that an object stands for. PHP writes a list with gaps as an object whose keys are its indexes; some replies put a
/// list into an object of its own, or leave the list out around a lone item.
fn listed(object: &serde_json::Map<String, Value>) -> Vec<Value> {
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
pub(crate) fn to_value<W: Wire<D>, D>(head: &Head, data: &D, kept: &[Kept]) -> Result<Value, serde_json::Error> {
    let mut map = serde_json::value::Serializer.serialize_map(None)?;
    let mut out = Fields::new(&mut map, &head.extra);
    out.optional("success", &head.success)?;
    let typed_only = encode::is_typed_only();
    if typed_only || head.extra.get(NAMES[DATA]).is_none() {
        let kept = kept.iter().filter(|_| !typed_only);
        let kept: Vec<_> = kept.map(|item| (item.key.as_str(), &item.value)).collect();
        out.written("data", &WrittenParts::<W, D>::new(data, &kept))?;
    }
    out.optional("related_objects", &head.related_objects)?;
    out.optional("additional_data", &head.additional_data)?;
    out.rest()?;
    map.end()
}
