//! Writing models: the fields in their order, what was kept back in its place.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::model::{self, Model};
use super::plain::Plain;
use super::slot::{Standing, Wire};
use super::wire::{List, Map};
use crate::runtime::custom_fields::CustomFields;
use crate::runtime::extra::Extra;

/// Where the fields of a model are written to.
pub struct Fields<'a, S> {
    out: &'a mut S,
    extra: &'a Extra,
    /// Which places in `extra` are done with. Almost always empty.
    done: Vec<bool>,
}

impl<'a, S: SerializeMap> Fields<'a, S> {
    pub(crate) fn new(out: &'a mut S, extra: &'a Extra) -> Self {
        #[cfg(feature = "test-util")]
        let extra = if is_typed_only() { const { &Extra::new() } } else { extra };
        Self { out, extra, done: Vec::new() }
    }

    /// Writes a field that is always there.
    pub fn proven<T>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error>
    where
        Plain: Wire<T>,
    {
        self.proven_as::<Plain, T>(name, value)
    }

    /// The same in the form `W`.
    pub fn proven_as<W: Wire<T>, T>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        match self.take_kept(name) {
            // Apart only while an object is turned back that lacks the value.
            Some(kept) if W::standing(kept, Some(value)) != Standing::Outdated => self.out.serialize_entry(name, kept),
            _ => self.out.serialize_entry(name, &Written::<W, T>::new(value)),
        }
    }

    /// Writes a field where it has a value.
    pub fn optional<T>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), S::Error>
    where
        Plain: Wire<T>,
    {
        self.optional_as::<Plain, T>(name, value)
    }

    /// The same in the form `W`.
    pub fn optional_as<W: Wire<T>, T>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), S::Error> {
        let kept = self.take_kept(name).map(|kept| (W::standing(kept, value.as_ref()), kept));
        match (value, kept) {
            (Some(_), Some((Standing::Original, kept))) | (None, Some((Standing::Apart, kept))) => {
                self.out.serialize_entry(name, kept)
            }
            (Some(value), _) => self.out.serialize_entry(name, &Written::<W, T>::new(value)),
            (None, _) => Ok(()),
        }
    }

    /// Writes a list, unless it is empty.
    pub fn list<T>(&mut self, name: &'static str, list: &Vec<T>) -> Result<(), S::Error>
    where
        Plain: Wire<T>,
    {
        self.list_as::<Plain, T>(name, list)
    }

    /// The same with elements in the form `W`.
    pub fn list_as<W: Wire<T>, T>(&mut self, name: &'static str, list: &Vec<T>) -> Result<(), S::Error> {
        self.parts::<List<W>, Vec<T>>(name, list, list.is_empty(), false)
    }

    /// Writes a list that requests must have, even when it is empty.
    pub fn required_list<T>(&mut self, name: &'static str, list: &Vec<T>) -> Result<(), S::Error>
    where
        Plain: Wire<T>,
    {
        self.required_list_as::<Plain, T>(name, list)
    }

    /// The same with elements in the form `W`.
    pub fn required_list_as<W: Wire<T>, T>(&mut self, name: &'static str, list: &Vec<T>) -> Result<(), S::Error> {
        self.parts::<List<W>, Vec<T>>(name, list, list.is_empty(), true)
    }

    /// Writes a map, unless it is empty.
    pub fn map<T>(&mut self, name: &'static str, map: &BTreeMap<String, T>) -> Result<(), S::Error>
    where
        Plain: Wire<T>,
    {
        self.map_as::<Plain, T>(name, map)
    }

    /// The same with values in the form `W`.
    pub fn map_as<W: Wire<T>, T>(&mut self, name: &'static str, map: &BTreeMap<String, T>) -> Result<(), S::Error> {
        self.parts::<Map<W>, BTreeMap<String, T>>(name, map, map.is_empty(), false)
    }

    /// Writes the account's own fields as one object, unless there are none.
    pub fn custom_fields(&mut self, name: &'static str, fields: &CustomFields) -> Result<(), S::Error> {
        let kept = self.take_kept(name);
        match kept {
            _ if !fields.is_empty() => self.out.serialize_entry(name, fields),
            Some(kept) => self.out.serialize_entry(name, kept),
            None => Ok(()),
        }
    }

    /// Writes the account's own fields beside the others.
    pub fn flat_custom_fields(&mut self, fields: &CustomFields) -> Result<(), S::Error> {
        fields.iter().try_for_each(|(key, value)| self.out.serialize_entry(key, value))
    }

    /// Writes what the description does not know.
    pub(crate) fn rest(&mut self) -> Result<(), S::Error> {
        for (place, (key, value)) in self.extra.iter().enumerate() {
            if !self.is_done(place) {
                self.out.serialize_entry(key, value)?;
            }
        }
        Ok(())
    }

    fn parts<C: Wire<T>, T>(&mut self, name: &'static str, value: &T, is_empty: bool, is_required: bool) -> Result<(), S::Error> {
        let kept = self.take_kept(name);
        let elements = self.take_elements(name);
        match kept {
            Some(kept) if is_empty && elements.is_empty() => self.out.serialize_entry(name, kept),
            None if is_empty && elements.is_empty() && !is_required => Ok(()),
            _ => self.out.serialize_entry(name, &WrittenParts::<C, T>::new(value, &elements)),
        }
    }

    /// Writes something that knows how to.
    #[cfg(feature = "test-util")]
    pub(crate) fn written(&mut self, name: &'static str, value: &impl Serialize) -> Result<(), S::Error> {
        self.out.serialize_entry(name, value)
    }

    fn is_done(&self, place: usize) -> bool {
        self.done.get(place).copied().unwrap_or(false)
    }

    fn finish(&mut self, place: usize) {
        if self.done.len() <= place {
            self.done.resize(self.extra.len(), false);
        }
        self.done[place] = true;
    }

    /// What was kept of a field; it is not written again with the rest.
    fn take_kept(&mut self, name: &str) -> Option<&'a Value> {
        if self.extra.is_empty() {
            return None;
        }
        let (place, (_, value)) = self.extra.iter().enumerate().find(|(_, (key, _))| *key == name)?;
        self.finish(place);
        Some(value)
    }

    /// What was kept of the elements of a field: under `name/key`.
    fn take_elements(&mut self, name: &str) -> Vec<(&'a str, &'a Value)> {
        let mut elements = Vec::new();
        for (place, (key, value)) in self.extra.iter().enumerate() {
            if let Some(key) = key.strip_prefix(name).and_then(|rest| rest.strip_prefix('/')) {
                self.finish(place);
                elements.push((key, value));
            }
        }
        elements
    }
}

/// A value in the form of a codec, for serde.
pub(crate) struct Written<'a, W, T>(&'a T, PhantomData<fn() -> W>);

impl<'a, W, T> Written<'a, W, T> {
    pub(crate) fn new(value: &'a T) -> Self {
        Self(value, PhantomData)
    }
}

impl<W: Wire<T>, T> Serialize for Written<'_, W, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        W::write(self.0, serializer)
    }
}

/// A list or map with what was kept of it.
pub(crate) struct WrittenParts<'a, C, T>(&'a T, &'a [(&'a str, &'a Value)], PhantomData<fn() -> C>);

impl<'a, C, T> WrittenParts<'a, C, T> {
    pub(crate) fn new(value: &'a T, kept: &'a [(&'a str, &'a Value)]) -> Self {
        Self(value, kept, PhantomData)
    }
}

impl<C: Wire<T>, T> Serialize for WrittenParts<'_, C, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        C::write_parts(self.0, self.1, serializer)
    }
}

/// What can be sent in its usual form: every type of the API, and bare text, which is how constants are written.
pub trait ToWire<T: ?Sized> {
    /// The value as plain JSON.
    fn to_json(value: &T) -> Result<Value, serde_json::Error>;
}

impl<T> ToWire<T> for Plain
where
    Self: Wire<T>,
{
    fn to_json(value: &T) -> Result<Value, serde_json::Error> {
        to_value::<Self, T>(value)
    }
}

impl ToWire<str> for Plain {
    fn to_json(value: &str) -> Result<Value, serde_json::Error> {
        Ok(Value::String(value.to_owned()))
    }
}

/// A value in the form of a codec, as plain JSON.
pub(crate) fn to_value<W: Wire<T>, T>(value: &T) -> Result<Value, serde_json::Error> {
    W::write(value, serde_json::value::Serializer)
}

/// A model as plain JSON.
pub(crate) fn model_to_value<M: Model>(value: &M) -> Result<Value, serde_json::Error> {
    model::write(value, serde_json::value::Serializer)
}

#[cfg(feature = "test-util")]
thread_local! {
    static TYPED_ONLY: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Runs something in which nothing that is kept beside the fields is written: what is written then has been understood.
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
