//! Decoding into types that are not generated: any type that implements `Deserialize`.
//!
//! The location of the data, the next page and the error of a response are determined once for all types; only parsing the data itself is
//! compiled for each type.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::de::value::StrDeserializer;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Error as JsonError, Map, Value};

use super::{RawResponse, Response};
use crate::json::excerpt::{self, is_secret};
use crate::json::keys::Key;
use crate::json::log::{self, Path, Segment};
use crate::json::shape::Shape;
use crate::json::slot::{Form, Kept, Misfit};
use crate::json::source::{Entries, Read, Sink, Source, until_end};
use crate::json::target::Target;
use crate::json::{Scalar, repair};
use crate::protocol::error::{Error, Result};
use crate::protocol::info::ResponseKind;
use crate::response::cursor::Cursor;
use crate::response::next_page::NextPage;
use crate::response::page::{Page, Rejected};

const NULL: &str = "null";

impl RawResponse {
    /// Decodes the data of the response as any type: the data that the operation returns by default, or its JSON. Missing data is
    /// decoded as null, and a response that is plain text as a string.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the data is not of the type, and
    /// [`ErrorKind::Api`](crate::ErrorKind::Api) if the response reports a failure.
    pub fn deserialize<T: DeserializeOwned>(mut self) -> Result<Response<T>> {
        let data = if self.info.is_some_and(|info| info.response == ResponseKind::Text) {
            let text = self.body_as_str()?;
            T::deserialize(StrDeserializer::new(text)).map_err(|error: JsonError| self.not_of_type(text, Vec::new(), &error))?
        } else {
            let (json, path) = self.read_json()?;
            serde_json::from_str(&json).map_err(|error| self.not_of_type(&json, path, &error))?
        };
        Ok(self.with_data(data))
    }

    /// Reads the envelope, if there is one. Returns the JSON of the data, and its path in the response.
    fn read_json(&mut self) -> Result<(Box<str>, Path)> {
        let mut target = RawTarget::default();
        let path = if self.info.is_some_and(|info| info.data.is_empty()) {
            self.read_root(&mut target)?;
            Vec::new()
        } else {
            self.read_envelope(&mut target)?;
            vec![Segment::Name("data")]
        };
        Ok((target.0.unwrap_or_else(|| NULL.into()), path))
    }

    /// Reads a page of a list without decoding its items.
    pub(crate) fn own_page(mut self) -> Result<OwnPage> {
        let list = self.info.and_then(|info| info.pagination?.items.strip_prefix("/data/"));
        let mut target = ListTarget { list, items: Vec::new(), unexpected: None };
        self.read_envelope(&mut target)?;
        let next = self.next_page(target.items.is_empty());
        Ok(OwnPage { items: target.items, list, next, response: self })
    }

    /// Returns the error for JSON that is not of the type of the user. `path` is the path of the JSON in the response.
    fn not_of_type(&self, json: &str, path: Path, error: &JsonError) -> Error {
        let (path, message) = type_error(json, path, error, self.secrets.occur_in(self.bytes()));
        self.problem(Error::of_own_type(path, &message))
    }
}

/// A page of a list whose items have not been decoded yet.
pub(crate) struct OwnPage {
    items: Vec<Box<RawValue>>,
    /// The field of the data that contains the list. `None` if the data is the list itself.
    list: Option<&'static str>,
    next: Option<Cursor>,
    response: RawResponse,
}

impl OwnPage {
    /// Returns the cursor of the next page.
    pub(crate) fn next(&self) -> Option<&Cursor> {
        self.next.as_ref()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Decodes the items. Those that are not of the type are returned by [`Page::rejected`].
    pub(crate) fn read<T: DeserializeOwned>(self) -> Page<T> {
        let mut items = Vec::with_capacity(self.items.len());
        let mut failures = Vec::new();
        for (index, json) in self.items.iter().enumerate() {
            match serde_json::from_str(json.get()) {
                Ok(item) => items.push(item),
                Err(error) => failures.push((index, error)),
            }
        }
        let info = self.response.info;
        let (next, rejected) = self.finish(&failures);
        Page::new(items, NextPage::new(next, info), rejected, Vec::new())
    }

    /// Returns the cursor of the next page, and the items that are not of the type.
    fn finish(self, failures: &[(usize, JsonError)]) -> (Option<Cursor>, Vec<Rejected>) {
        let Self { items, list, next, response } = self;
        if failures.is_empty() {
            return (next, Vec::new());
        }
        let (origin, has_secrets) = (Arc::new(response.origin()), response.secrets.occur_in(response.bytes()));
        let mut rejected = Vec::with_capacity(failures.len());
        for (index, error) in failures {
            let json = items.get(*index).map_or(NULL, |json| json.get());
            let mut path = vec![Segment::Index(*index)];
            if let Some(list) = list {
                path.push(Segment::Name(list));
            }
            path.push(Segment::Name("data"));
            let value = serde_json::from_str(json).unwrap_or_default();
            let item = Kept { key: index.to_string(), value, problem: None, rejected: true };
            // As in a list of generated types, null is no item.
            let error = (json != NULL).then(|| type_error(json, path, error, has_secrets));
            rejected.push(Rejected::of_own_type(item, error, Arc::clone(&origin)));
        }
        (next, rejected)
    }
}

/// Returns the path and the message of the error for JSON that is not of a type. `path` is the path of the JSON.
fn type_error(json: &str, mut path: Path, error: &JsonError, has_secrets: bool) -> (String, String) {
    let offset = excerpt::offset(json.as_bytes(), error.line(), error.column());
    let mut inner = repair::path_at(json.as_bytes(), offset);
    // An error at the end of an object or a list, such as a missing field, concerns the whole of it.
    if matches!(json.as_bytes().get(offset), Some(b'}' | b']')) && !inner.is_empty() {
        inner.remove(0);
    }
    inner.append(&mut path);
    let is_hidden = has_secrets || inner.iter().filter_map(Segment::key).any(is_secret);
    // The location in the JSON of the data would be mistaken for one in the response.
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    let message = if is_hidden { "the value is not of the requested type" } else { message };
    (log::render(&inner), message.to_owned())
}

/// The JSON of a value.
#[derive(Default)]
struct RawTarget(Option<Box<str>>);

impl Target for RawTarget {
    fn read(&mut self, source: &mut dyn Source<'_>) -> Read<(Form, Vec<Kept>)> {
        self.0 = Some(source.raw()?.into());
        Ok((Form::Standard, Vec::new()))
    }

    fn take_absent(&mut self) -> bool {
        true
    }

    fn to_value(&self) -> Option<Value> {
        serde_json::from_str(self.0.as_deref()?).ok()
    }
}

/// The items of a list in the data of a response. A missing list, or null, is an empty one.
struct ListTarget {
    /// The field of the data that contains the list. `None` if the data is the list itself.
    list: Option<&'static str>,
    items: Vec<Box<RawValue>>,
    /// A value that is not of the expected type.
    unexpected: Option<Value>,
}

impl<'de> Sink<'de> for ListTarget {
    fn scalar(&mut self, scalar: Scalar<'de>) {
        self.unexpected = Some(scalar.into_value()).filter(|value| !value.is_null());
    }

    fn list(&mut self, items: &mut dyn Source<'de>) -> Read<()> {
        while let Some(item) = until_end(items.raw())? {
            self.items.push(item);
        }
        // PHP writes an empty object as an empty list.
        if self.list.is_some() && !self.items.is_empty() {
            self.unexpected = Some(Value::Array(Vec::new()));
        }
        Ok(())
    }

    fn object(&mut self, entries: &mut dyn Entries<'de>) -> Read<()> {
        let mut fields = Map::new();
        while let Some(Key::Unknown(key)) = entries.key(&[], 0)? {
            match self.list {
                None => drop(fields.insert(key, entries.value()?)),
                Some(list) if list == key => {
                    let mut inner = Self { list: None, items: Vec::new(), unexpected: None };
                    entries.read(&mut inner)?;
                    (self.items, self.unexpected) = (inner.items, inner.unexpected);
                }
                Some(_) => entries.skip()?,
            }
        }
        if self.list.is_none() {
            match Shape::Numbered.elements(&fields) {
                Some(elements) => {
                    self.items = elements.into_iter().filter_map(|element| to_raw_value(&element.value).ok()).collect();
                }
                None => self.unexpected = Some(Value::Object(fields)),
            }
        }
        Ok(())
    }
}

impl Target for ListTarget {
    fn read(&mut self, source: &mut dyn Source<'_>) -> Read<(Form, Vec<Kept>)> {
        self.unexpected = None;
        source.read(self)?;
        let form = match self.unexpected.take() {
            None => Form::Standard,
            Some(value) => Form::Mismatch(Box::new(Misfit::new(value, "a list"))),
        };
        Ok((form, Vec::new()))
    }

    fn take_absent(&mut self) -> bool {
        true
    }

    fn to_value(&self) -> Option<Value> {
        None
    }
}
