//! Writing models: the fields in their order, what was kept back in its target.

use std::collections::BTreeMap;

use serde_json::Value;

use super::output::{self, ObjectOutput};
use super::plain::Plain;
use super::slot::{Standing, Wire};
use super::wire::{List, Map};
use crate::json::custom_fields::CustomFields;
use crate::json::extra::Extra;

/// Where the fields of a model are written to.
pub struct Fields<'a> {
    out: &'a mut dyn ObjectOutput,
    extra: &'a Extra,
    /// Which places in `extra` are done with. Almost always empty.
    done: Vec<bool>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(out: &'a mut dyn ObjectOutput, extra: &'a Extra) -> Self {
        #[cfg(feature = "test-util")]
        let extra = if is_typed_only() { const { &Extra::new() } } else { extra };
        Self { out, extra, done: Vec::new() }
    }

    /// Writes a field that is always there.
    pub fn proven<T>(&mut self, name: &'static str, value: &T)
    where
        Plain: Wire<T>,
    {
        self.proven_as::<Plain, T>(name, value);
    }

    /// The same in the form `W`.
    pub fn proven_as<W: Wire<T>, T>(&mut self, name: &'static str, value: &T) {
        match self.take_kept(name) {
            // Apart only while an object is turned back that lacks the value.
            Some(kept) if W::standing(kept, Some(value)) != Standing::Outdated => self.entry(name, kept),
            _ => self.written::<W, T>(name, value),
        }
    }

    /// Writes a field where it has a value.
    pub fn optional<T>(&mut self, name: &'static str, value: &Option<T>)
    where
        Plain: Wire<T>,
    {
        self.optional_as::<Plain, T>(name, value);
    }

    /// The same in the form `W`.
    pub fn optional_as<W: Wire<T>, T>(&mut self, name: &'static str, value: &Option<T>) {
        let kept = self.take_kept(name).map(|kept| (W::standing(kept, value.as_ref()), kept));
        match (value, kept) {
            (Some(_), Some((Standing::Original, kept))) | (None, Some((Standing::Apart, kept))) => self.entry(name, kept),
            (Some(value), _) => self.written::<W, T>(name, value),
            (None, _) => {}
        }
    }

    /// Writes a list, unless it is empty.
    pub fn list<T>(&mut self, name: &'static str, list: &Vec<T>)
    where
        Plain: Wire<T>,
    {
        self.list_as::<Plain, T>(name, list);
    }

    /// The same with elements in the form `W`.
    pub fn list_as<W: Wire<T>, T>(&mut self, name: &'static str, list: &Vec<T>) {
        self.parts::<List<W>, Vec<T>>(name, list, list.is_empty(), false);
    }

    /// Writes a list that requests must have, even when it is empty.
    pub fn required_list<T>(&mut self, name: &'static str, list: &Vec<T>)
    where
        Plain: Wire<T>,
    {
        self.required_list_as::<Plain, T>(name, list);
    }

    /// The same with elements in the form `W`.
    pub fn required_list_as<W: Wire<T>, T>(&mut self, name: &'static str, list: &Vec<T>) {
        self.parts::<List<W>, Vec<T>>(name, list, list.is_empty(), true);
    }

    /// Writes a map, unless it is empty.
    pub fn map<T>(&mut self, name: &'static str, map: &BTreeMap<String, T>)
    where
        Plain: Wire<T>,
    {
        self.map_as::<Plain, T>(name, map);
    }

    /// The same with values in the form `W`.
    pub fn map_as<W: Wire<T>, T>(&mut self, name: &'static str, map: &BTreeMap<String, T>) {
        self.parts::<Map<W>, BTreeMap<String, T>>(name, map, map.is_empty(), false);
    }

    /// Writes the account's own fields as one object, unless there are none.
    pub fn custom_fields(&mut self, name: &'static str, fields: &CustomFields) {
        let kept = self.take_kept(name);
        match kept {
            _ if !fields.is_empty() => self.written::<Plain, CustomFields>(name, fields),
            Some(kept) => self.entry(name, kept),
            None => {}
        }
    }

    /// Writes the account's own fields beside the others.
    pub fn flat_custom_fields(&mut self, fields: &CustomFields) {
        fields.iter().for_each(|(key, value)| self.entry(key, value));
    }

    /// Writes what the description does not know.
    pub(crate) fn rest(&mut self) {
        for (target, (key, value)) in self.extra.iter().enumerate() {
            if !self.is_done(target) {
                self.entry(key, value);
            }
        }
    }

    /// Writes a list or map with what was kept of its elements.
    #[cfg(feature = "test-util")]
    pub(crate) fn with_elements<C: Wire<T>, T>(&mut self, name: &'static str, value: &T, elements: &[(&str, &Value)]) {
        self.out.key(name);
        C::write_parts(value, elements, self.out);
    }

    fn parts<C: Wire<T>, T>(&mut self, name: &'static str, value: &T, is_empty: bool, is_required: bool) {
        let kept = self.take_kept(name);
        let elements = self.take_elements(name);
        match kept {
            Some(kept) if is_empty && elements.is_empty() => self.entry(name, kept),
            None if is_empty && elements.is_empty() && !is_required => {}
            _ => {
                self.out.key(name);
                C::write_parts(value, &elements, self.out);
            }
        }
    }

    fn written<W: Wire<T>, T>(&mut self, name: &'static str, value: &T) {
        self.out.key(name);
        W::write(value, self.out);
    }

    fn entry(&mut self, name: &str, value: &Value) {
        self.out.key(name);
        self.out.value(value);
    }

    fn is_done(&self, target: usize) -> bool {
        self.done.get(target).copied().unwrap_or(false)
    }

    fn finish(&mut self, target: usize) {
        if self.done.len() <= target {
            self.done.resize(self.extra.len(), false);
        }
        self.done[target] = true;
    }

    /// What was kept of a field; it is not written again with the rest.
    #[inline]
    fn take_kept(&mut self, name: &str) -> Option<&'a Value> {
        if self.extra.is_empty() { None } else { self.find_kept(name) }
    }

    fn find_kept(&mut self, name: &str) -> Option<&'a Value> {
        let (target, (_, value)) = self.extra.iter().enumerate().find(|(_, (key, _))| *key == name)?;
        self.finish(target);
        Some(value)
    }

    /// What was kept of the elements of a field: under `name/key`.
    fn take_elements(&mut self, name: &str) -> Vec<(&'a str, &'a Value)> {
        let mut elements = Vec::new();
        for (target, (key, value)) in self.extra.iter().enumerate() {
            if let Some(key) = key.strip_prefix(name).and_then(|rest| rest.strip_prefix('/')) {
                self.finish(target);
                elements.push((key, value));
            }
        }
        elements
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
