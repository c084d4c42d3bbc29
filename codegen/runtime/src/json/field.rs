//! Decoding of one field of a model.

use std::collections::BTreeMap;

use serde_json::Value;

use super::list::read_shaped;
use super::log::{self, Segment};
use super::model::Proven;
use super::plain::Plain;
use super::shape::Shape;
use super::slot::{Form, Kept, Misfit, Wire};
use super::source::{Entries, Read};
use super::wire::{IdList, List, Map};
use crate::json::custom_fields::CustomFields;
use crate::json::extra::Extra;

/// A field of a model whose key has been read, and whose value is next.
///
/// One method of it is called with the target of the field. If the value is of an unexpected type, the target stays empty, and the
/// value is moved to `extra` under the name of the field. The original of a value in another form than the standard one is stored
/// there too.
pub struct Field<'a, 'de> {
    entries: &'a mut dyn Entries<'de>,
    index: usize,
    name: &'static str,
    extra: &'a mut Extra,
    proven: &'a mut Proven,
    result: Read<()>,
}

impl<'a, 'de> Field<'a, 'de> {
    pub(crate) fn new(
        entries: &'a mut dyn Entries<'de>,
        index: usize,
        name: &'static str,
        extra: &'a mut Extra,
        proven: &'a mut Proven,
    ) -> Self {
        Self { entries, index, name, extra, proven, result: Ok(()) }
    }

    /// Returns the index of the field in [`Model::names`](crate::codec::Model::names).
    pub fn index(&self) -> usize {
        self.index
    }

    /// Decodes a required field: one that every response contains (`x-proven` in the API description).
    pub fn proven<T>(&mut self, target: &mut T)
    where
        Plain: Wire<T>,
    {
        self.proven_as::<Plain, T>(target);
    }

    /// Like [`proven`](Self::proven), with the codec `W`.
    pub fn proven_as<W: Wire<T>, T>(&mut self, target: &mut T) {
        let mark = log::mark();
        let mut value = None;
        let read = W::read(self.entries, &mut value);
        if let Some(value) = value {
            *target = value;
        }
        self.settle_proven(mark, read);
    }

    /// Decodes a field that may be missing or null.
    pub fn optional<T>(&mut self, target: &mut Option<T>)
    where
        Plain: Wire<T>,
    {
        self.optional_as::<Plain, T>(target);
    }

    /// Like [`optional`](Self::optional), with the codec `W`.
    pub fn optional_as<W: Wire<T>, T>(&mut self, target: &mut Option<T>) {
        let mark = log::mark();
        *target = None;
        let read = W::read(self.entries, target);
        self.settle(mark, read);
    }

    /// Decodes a list. Null decodes to an empty list. An object whose keys are numbers, which PHP writes for a list with gaps, decodes
    /// to the list of its values.
    pub fn list<T>(&mut self, target: &mut Vec<T>)
    where
        Plain: Wire<T>,
    {
        self.parts::<List<Plain>, Vec<T>>(target);
    }

    /// Like [`list`](Self::list), with the codec `W` for the elements.
    pub fn list_as<W: Wire<T>, T>(&mut self, target: &mut Vec<T>) {
        self.parts::<List<W>, Vec<T>>(target);
    }

    /// Like [`list`](Self::list), for a list that may also be a map by the property `key` of its elements.
    pub fn keyed_list<T>(&mut self, key: &'static str, target: &mut Vec<T>)
    where
        Plain: Wire<T>,
    {
        self.shaped(Shape::Keyed(key), target);
    }

    /// Like [`list`](Self::list), for a list that may also be its only element.
    pub fn one_or_list<T>(&mut self, target: &mut Vec<T>)
    where
        Plain: Wire<T>,
    {
        self.shaped(Shape::Single, target);
    }

    /// Decodes a list of ids that is a number or a string. Null decodes to an empty list.
    pub fn id_list<T: From<i64>>(&mut self, target: &mut Vec<T>)
    where
        Plain: Wire<T>,
    {
        self.parts::<IdList, Vec<T>>(target);
    }

    /// Decodes a map. Null decodes to an empty map, and so does `[]`, which PHP writes for one.
    pub fn map<T>(&mut self, target: &mut BTreeMap<String, T>)
    where
        Plain: Wire<T>,
    {
        self.parts::<Map<Plain>, BTreeMap<String, T>>(target);
    }

    /// Like [`map`](Self::map), with the codec `W` for the values.
    pub fn map_as<W: Wire<T>, T>(&mut self, target: &mut BTreeMap<String, T>) {
        self.parts::<Map<W>, BTreeMap<String, T>>(target);
    }

    /// Decodes the object that contains the custom fields.
    pub fn custom_fields(&mut self, target: &mut CustomFields) {
        let mark = log::mark();
        let mut value = None;
        let read = Plain::read(self.entries, &mut value);
        *target = value.unwrap_or_default();
        self.settle(mark, read);
    }

    /// Moves the value to `extra` without decoding it.
    pub fn skip(&mut self) {
        match self.entries.value() {
            Ok(value) => self.extra.push(self.name.to_owned(), value),
            Err(broken) => self.result = Err(broken),
        }
    }

    /// Returns the error of the parser, if reading the value failed.
    pub(crate) fn finish(self) -> Read<()> {
        self.result
    }

    fn shaped<T>(&mut self, shape: Shape, target: &mut Vec<T>)
    where
        Plain: Wire<T>,
    {
        let mark = log::mark();
        let mut value = None;
        let read = read_shaped::<Plain, T>(self.entries, shape, &mut value);
        *target = value.unwrap_or_default();
        self.settle_parts(mark, read);
    }

    /// Decodes a list or map.
    fn parts<C: Wire<T>, T: Default>(&mut self, target: &mut T) {
        let mark = log::mark();
        let mut value = None;
        let read = C::read_parts(self.entries, &mut value);
        *target = value.unwrap_or_default();
        self.settle_parts(mark, read);
    }

    /// Returns the result of reading, after adding this field to the paths of its mismatches. Stores an error of the parser.
    fn read<T>(&mut self, mark: usize, read: Read<T>) -> Option<T> {
        match read {
            Ok(read) => {
                log::step_out(mark, &|| Segment::Name(self.name));
                Some(read)
            }
            Err(broken) => {
                self.result = Err(broken);
                None
            }
        }
    }

    /// Stores the original, and records a mismatch.
    fn settle(&mut self, mark: usize, form: Read<Form>) {
        let Some(form) = self.read(mark, form) else { return };
        let original = match form {
            Form::Standard | Form::Null => return,
            Form::Loose(original) | Form::Blank(original) => *original,
            Form::Mismatch(misfit) => misfit.record(Segment::Name(self.name)),
        };
        self.extra.push(self.name.to_owned(), original);
    }

    /// Like [`settle`](Self::settle), for a list or map. The originals of elements are stored under `name/key`.
    fn settle_parts(&mut self, mark: usize, parts: Read<(Form, Vec<Kept>)>) {
        let Some((form, kept)) = self.read(mark, parts) else { return };
        self.settle(log::mark(), Ok(form));
        for element in kept {
            self.extra.push(format!("{}/{}", self.name, element.key), element.value);
        }
    }

    /// Like [`settle`](Self::settle), for a required field. Any form without a value is a mismatch, null and blank included.
    fn settle_proven(&mut self, mark: usize, form: Read<Form>) {
        let Some(form) = self.read(mark, form) else { return };
        let (value, misfit) = match form {
            Form::Standard => return self.proven.seen(self.index),
            Form::Loose(original) => {
                self.proven.seen(self.index);
                return self.extra.push(self.name.to_owned(), *original);
            }
            Form::Null => (Value::Null, None),
            Form::Blank(original) => (*original, None),
            Form::Mismatch(misfit) => (Value::Null, Some(*misfit)),
        };
        let mut misfit =
            misfit.unwrap_or_else(|| Misfit { found: log::kind_of(&value), value, path: Vec::new(), expected: log::REQUIRED });
        misfit.path.push(Segment::Name(self.name));
        self.extra.push(self.name.to_owned(), std::mem::take(&mut misfit.value));
        self.proven.wrong(self.index, misfit);
    }
}
