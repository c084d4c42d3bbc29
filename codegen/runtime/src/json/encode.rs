//! Encoding of models: the fields in their documented order, and the originals in `extra` in place of their fields.

use std::collections::BTreeMap;

use serde_json::Value;

use super::list::write_shaped;
use super::output::{self, ObjectOutput};
use super::plain::Plain;
use super::shape::Shape;
use super::slot::{Originals, Standing, Wire};
use super::wire::{IdList, List, Map};
use crate::json::custom_fields::CustomFields;
use crate::json::extra::Extra;

/// A writer of the fields of a model, which writes the stored originals of fields where they still apply.
pub struct Fields<'a> {
    out: &'a mut dyn ObjectOutput,
    extra: &'a Extra,
    /// The entries of `extra`, by index, that [`rest`](Self::rest) does not write. Shorter than `extra` if none are.
    done: Vec<bool>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(out: &'a mut dyn ObjectOutput, extra: &'a Extra) -> Self {
        #[cfg(feature = "test-util")]
        let extra = if is_typed_only() { const { &Extra::new() } } else { extra };
        Self { out, extra, done: Vec::new() }
    }

    /// Writes a required field.
    pub fn proven<T>(&mut self, name: &'static str, value: &T)
    where
        Plain: Wire<T>,
    {
        self.proven_as::<Plain, T>(name, value);
    }

    /// Like [`proven`](Self::proven), with the codec `W`.
    pub fn proven_as<W: Wire<T>, T>(&mut self, name: &'static str, value: &T) {
        match self.take_original(name) {
            // `Apart` occurs only while an object with an invalid field is encoded as the original of a mismatch.
            Some(original) if W::standing(original, Some(value)) != Standing::Outdated => self.entry(name, original),
            _ => self.written::<W, T>(name, value),
        }
    }

    /// Writes a field if it has a value.
    pub fn optional<T>(&mut self, name: &'static str, value: &Option<T>)
    where
        Plain: Wire<T>,
    {
        self.optional_as::<Plain, T>(name, value);
    }

    /// Like [`optional`](Self::optional), with the codec `W`.
    pub fn optional_as<W: Wire<T>, T>(&mut self, name: &'static str, value: &Option<T>) {
        let original = self.take_original(name).map(|original| (W::standing(original, value.as_ref()), original));
        match (value, original) {
            (Some(_), Some((Standing::Original, original))) | (None, Some((Standing::Apart, original))) => {
                self.entry(name, original);
            }
            (Some(value), _) => self.written::<W, T>(name, value),
            (None, _) => {}
        }
    }

    /// Writes a field that requests must contain: null if it has no value.
    pub fn nullable<T>(&mut self, name: &'static str, value: &Option<T>)
    where
        Plain: Wire<T>,
    {
        self.nullable_as::<Plain, T>(name, value);
    }

    /// Like [`nullable`](Self::nullable), with the codec `W`.
    pub fn nullable_as<W: Wire<T>, T>(&mut self, name: &'static str, value: &Option<T>) {
        if value.is_none() && self.extra.get(name).is_none() {
            self.entry(name, &Value::Null);
        } else {
            self.optional_as::<W, T>(name, value);
        }
    }

    /// Writes a list, unless it is empty.
    pub fn list<T>(&mut self, name: &'static str, list: &Vec<T>)
    where
        Plain: Wire<T>,
    {
        self.list_as::<Plain, T>(name, list);
    }

    /// Like [`list`](Self::list), with the codec `W` for the elements.
    pub fn list_as<W: Wire<T>, T>(&mut self, name: &'static str, list: &Vec<T>) {
        self.parts::<List<W>, Vec<T>>(name, list, list.is_empty(), false);
    }

    /// Writes a list even if it is empty, because requests must contain it.
    pub fn required_list<T>(&mut self, name: &'static str, list: &Vec<T>)
    where
        Plain: Wire<T>,
    {
        self.required_list_as::<Plain, T>(name, list);
    }

    /// Like [`required_list`](Self::required_list), with the codec `W` for the elements.
    pub fn required_list_as<W: Wire<T>, T>(&mut self, name: &'static str, list: &Vec<T>) {
        self.parts::<List<W>, Vec<T>>(name, list, list.is_empty(), true);
    }

    /// Writes a list that may have been a map by the property `key` of its elements.
    pub fn keyed_list<T>(&mut self, name: &'static str, key: &'static str, list: &[T])
    where
        Plain: Wire<T>,
    {
        self.shaped(name, Shape::Keyed(key), list);
    }

    /// Writes a list that may have been a single element.
    pub fn one_or_list<T>(&mut self, name: &'static str, list: &[T])
    where
        Plain: Wire<T>,
    {
        self.shaped(name, Shape::Single, list);
    }

    /// Writes a list of ids, unless it is empty.
    pub fn id_list<T: From<i64> + Clone>(&mut self, name: &'static str, list: &[T])
    where
        Plain: Wire<T>,
    {
        self.optional_as::<IdList, Vec<T>>(name, &(!list.is_empty()).then(|| list.to_vec()));
    }

    /// Writes a map, unless it is empty.
    pub fn map<T>(&mut self, name: &'static str, map: &BTreeMap<String, T>)
    where
        Plain: Wire<T>,
    {
        self.map_as::<Plain, T>(name, map);
    }

    /// Like [`map`](Self::map), with the codec `W` for the values.
    pub fn map_as<W: Wire<T>, T>(&mut self, name: &'static str, map: &BTreeMap<String, T>) {
        self.parts::<Map<W>, BTreeMap<String, T>>(name, map, map.is_empty(), false);
    }

    /// Writes the custom fields as one object, unless there are none.
    pub fn custom_fields(&mut self, name: &'static str, fields: &CustomFields) {
        match self.take_original(name) {
            _ if !fields.is_empty() => self.written::<Plain, CustomFields>(name, fields),
            Some(original) => self.entry(name, original),
            None => {}
        }
    }

    /// Writes the custom fields next to the other fields.
    pub fn flat_custom_fields(&mut self, fields: &CustomFields) {
        fields.iter().for_each(|(key, value)| self.entry(key, value));
    }

    /// Writes the remaining entries of `extra`.
    pub(crate) fn rest(&mut self) {
        for (index, (key, value)) in self.extra.iter().enumerate() {
            if !self.is_done(index) {
                self.entry(key, value);
            }
        }
    }

    /// Writes a list or map together with the originals of its elements.
    #[cfg(feature = "test-util")]
    pub(crate) fn with_elements<C: Wire<T>, T>(&mut self, name: &'static str, value: &T, originals: &Originals<'_>) {
        self.out.key(name);
        C::write_parts(value, originals, self.out);
    }

    fn parts<C: Wire<T>, T>(&mut self, name: &'static str, value: &T, is_empty: bool, is_required: bool) {
        if let Some(originals) = self.begin(name, Shape::Numbered, is_empty, is_required) {
            C::write_parts(value, &originals, self.out);
        }
    }

    fn shaped<T>(&mut self, name: &'static str, shape: Shape, list: &[T])
    where
        Plain: Wire<T>,
    {
        if let Some(originals) = self.begin(name, shape, list.is_empty(), false) {
            write_shaped::<Plain, T>(list, shape, &originals, self.out);
        }
    }

    /// Writes the key of a list or map, and returns its originals. Returns `None` if the value is not to be written: it is empty, and
    /// its original has been written instead if there is one.
    fn begin(&mut self, name: &'static str, shape: Shape, is_empty: bool, is_required: bool) -> Option<Originals<'a>> {
        let (whole, elements) = (self.take_original(name), self.take_elements(name));
        if is_empty && elements.is_empty() {
            // The elements of an object that represents a list have been removed since.
            match whole.filter(|whole| !shape.has_elements(whole)) {
                Some(original) => {
                    self.entry(name, original);
                    return None;
                }
                None if !is_required => return None,
                None => {}
            }
        }
        self.out.key(name);
        Some(Originals { whole, elements })
    }

    fn written<W: Wire<T>, T>(&mut self, name: &'static str, value: &T) {
        self.out.key(name);
        W::write(value, self.out);
    }

    fn entry(&mut self, name: &str, value: &Value) {
        self.out.key(name);
        self.out.value(value);
    }

    fn is_done(&self, index: usize) -> bool {
        self.done.get(index).copied().unwrap_or(false)
    }

    fn finish(&mut self, index: usize) {
        if self.done.len() <= index {
            self.done.resize(self.extra.len(), false);
        }
        self.done[index] = true;
    }

    /// Returns the original of a field, and excludes it from the remaining entries.
    #[inline]
    fn take_original(&mut self, name: &str) -> Option<&'a Value> {
        if self.extra.is_empty() { None } else { self.find_original(name) }
    }

    fn find_original(&mut self, name: &str) -> Option<&'a Value> {
        let (index, (_, value)) = self.extra.iter().enumerate().find(|(_, (key, _))| *key == name)?;
        self.finish(index);
        Some(value)
    }

    /// Returns the originals of the elements of a field, which are stored under `name/key`, and excludes them from the remaining
    /// entries.
    fn take_elements(&mut self, name: &str) -> Vec<(&'a str, &'a Value)> {
        let mut elements = Vec::new();
        for (index, (key, value)) in self.extra.iter().enumerate() {
            if let Some(key) = key.strip_prefix(name).and_then(|rest| rest.strip_prefix('/')) {
                self.finish(index);
                elements.push((key, value));
            }
        }
        elements
    }
}

/// A codec that encodes a `T`: [`Plain`] for every type of the API, and for `str`, which constants have.
pub trait ToWire<T: ?Sized> {
    /// Encodes a value.
    ///
    /// # Errors
    ///
    /// Fails if the value has no representation in JSON, such as NaN.
    fn to_json(value: &T) -> Result<Value, serde_json::Error>;
}

impl<T> ToWire<T> for Plain
where
    Self: Wire<T>,
{
    fn to_json(value: &T) -> Result<Value, serde_json::Error> {
        output::to_value::<Self, T>(value)
    }
}

impl ToWire<str> for Plain {
    fn to_json(value: &str) -> Result<Value, serde_json::Error> {
        Ok(Value::String(value.to_owned()))
    }
}

#[cfg(feature = "test-util")]
thread_local! {
    static TYPED_ONLY: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Runs a function in which encoding ignores `extra`, so that the output contains the decoded values only.
#[cfg(feature = "test-util")]
pub(crate) fn typed_only<R>(run: impl FnOnce() -> R) -> R {
    let outer = TYPED_ONLY.replace(true);
    let result = run();
    TYPED_ONLY.set(outer);
    result
}

#[cfg(feature = "test-util")]
pub(crate) fn is_typed_only() -> bool {
    TYPED_ONLY.get()
}
