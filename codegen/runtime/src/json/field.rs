//! Reading one field of a model into its target.

use std::collections::BTreeMap;

use serde_json::Value;

use super::log::{self, Segment};
use super::model::Proven;
use super::plain::Plain;
use super::slot::{Form, Kept, Misfit, Wire};
use super::source::{Entries, Read};
use super::wire::{List, Map};
use crate::json::custom_fields::CustomFields;
use crate::json::extra::Extra;

/// A field whose key has been read and whose value has not.
///
/// A value that does not fit goes to `extra` under the name of the field, and the target stays as it is. So does the form of a
/// value that came in another form than the usual one.
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

    /// The target of the field in the model's table of names.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Reads a field that is always there.
    pub fn proven<T>(&mut self, target: &mut T)
    where
        Plain: Wire<T>,
    {
        self.proven_as::<Plain, T>(target);
    }

    /// The same for the form `W`.
    pub fn proven_as<W: Wire<T>, T>(&mut self, target: &mut T) {
        let mark = log::mark();
        let mut value = None;
        let read = W::read(self.entries, &mut value);
        if let Some(value) = value {
            *target = value;
        }
        self.settle_proven(mark, read);
    }

    /// Reads a field that may be missing or null.
    pub fn optional<T>(&mut self, target: &mut Option<T>)
    where
        Plain: Wire<T>,
    {
        self.optional_as::<Plain, T>(target);
    }

    /// The same for the form `W`.
    pub fn optional_as<W: Wire<T>, T>(&mut self, target: &mut Option<T>) {
        let mark = log::mark();
        *target = None;
        let read = W::read(self.entries, target);
        self.settle(mark, read);
    }

    /// Reads a list; null is the empty one.
    pub fn list<T>(&mut self, target: &mut Vec<T>)
    where
        Plain: Wire<T>,
    {
        self.parts::<List<Plain>, Vec<T>>(target);
    }

    /// The same for elements of the form `W`.
    pub fn list_as<W: Wire<T>, T>(&mut self, target: &mut Vec<T>) {
        self.parts::<List<W>, Vec<T>>(target);
    }

    /// Reads a map; null is the empty one, and so is PHP's `[]`.
    pub fn map<T>(&mut self, target: &mut BTreeMap<String, T>)
    where
        Plain: Wire<T>,
    {
        self.parts::<Map<Plain>, BTreeMap<String, T>>(target);
    }

    /// The same for values of the form `W`.
    pub fn map_as<W: Wire<T>, T>(&mut self, target: &mut BTreeMap<String, T>) {
        self.parts::<Map<W>, BTreeMap<String, T>>(target);
    }

    /// Reads the object that holds the account's own fields.
    pub fn custom_fields(&mut self, target: &mut CustomFields) {
        let mark = log::mark();
        let mut value = None;
        let read = Plain::read(self.entries, &mut value);
        *target = value.unwrap_or_default();
        self.settle(mark, read);
    }

    /// Keeps the value in `extra`, whatever it is.
    pub fn skip(&mut self) {
        match self.entries.value() {
            Ok(value) => self.extra.push(self.name.to_owned(), value),
            Err(broken) => self.result = Err(broken),
        }
    }

    /// What has become of reading.
    pub(crate) fn finish(self) -> Read<()> {
        self.result
    }

    /// Reads a list or map.
    fn parts<C: Wire<T>, T: Default>(&mut self, target: &mut T) {
        let mark = log::mark();
        let mut value = None;
        let read = C::read_parts(self.entries, &mut value);
        *target = value.unwrap_or_default();
        self.settle_parts(mark, read);
    }

    /// What was read, unless reading cannot go on.
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

    /// Keeps what is to be kept of the form in which the field came.
    fn settle(&mut self, mark: usize, form: Read<Form>) {
        let Some(form) = self.read(mark, form) else { return };
        let kept = match form {
            Form::Standard | Form::Null => return,
            Form::Loose(kept) | Form::Blank(kept) => *kept,
            Form::Mismatch(misfit) => misfit.record(Segment::Name(self.name)),
        };
        self.extra.push(self.name.to_owned(), kept);
    }

    /// The same for a list or map. Elements that do not fit are kept under `name/key`.
    fn settle_parts(&mut self, mark: usize, parts: Read<(Form, Vec<Kept>)>) {
        let Some((form, kept)) = self.read(mark, parts) else { return };
        self.settle(log::mark(), Ok(form));
        for element in kept {
            self.extra.push(format!("{}/{}", self.name, element.key), element.value);
        }
    }

    /// The same for a field that is always there: nothing is wrong with it in a form that gives a value.
    fn settle_proven(&mut self, mark: usize, form: Read<Form>) {
        let Some(form) = self.read(mark, form) else { return };
        let (value, misfit) = match form {
            Form::Standard => return self.proven.seen(self.index),
            Form::Loose(kept) => {
                self.proven.seen(self.index);
                return self.extra.push(self.name.to_owned(), *kept);
            }
            Form::Null => (Value::Null, None),
            Form::Blank(kept) => (*kept, None),
            Form::Mismatch(misfit) => (Value::Null, Some(*misfit)),
        };
        let mut misfit = misfit.unwrap_or_else(|| Misfit {
            found: log::kind_of(&value),
            value,
            path: Vec::new(),
            expected: "a value, which is always there",
        });
        misfit.path.push(Segment::Name(self.name));
        self.extra.push(self.name.to_owned(), std::mem::take(&mut misfit.value));
        self.proven.wrong(self.index, misfit);
    }
}
