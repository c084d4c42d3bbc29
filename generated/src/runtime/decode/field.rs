//! Reading one field of a model into its place.

use std::collections::BTreeMap;

use serde::de::MapAccess;
use serde_json::Value;

use super::log::{self, Segment};
use super::model::Proven;
use super::plain::Plain;
use super::shape::{PartsSeed, WireSeed};
use super::slot::{Misfit, Parts, Slot, Wire};
use super::wire::{List, Map};
use crate::runtime::custom_fields::CustomFields;
use crate::runtime::extra::Extra;

/// A field whose key has been read and whose value has not.
///
/// A value that does not fit goes to `extra` under the name of the field, and the place stays as it is. So does the form of a
/// value that came in another form than the usual one.
pub struct Field<'a, A> {
    entries: &'a mut A,
    index: usize,
    name: &'static str,
    extra: &'a mut Extra,
    proven: &'a mut Proven,
}

impl<'a, A> Field<'a, A> {
    pub(crate) fn new(
        entries: &'a mut A,
        index: usize,
        name: &'static str,
        extra: &'a mut Extra,
        proven: &'a mut Proven,
    ) -> Self {
        Self { entries, index, name, extra, proven }
    }

    /// The place of the field in the model's table of names.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Reads a field that is always there.
    pub fn proven<'de, T>(&mut self, place: &mut T) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
        Plain: Wire<T>,
    {
        self.proven_as::<Plain, T>(place)
    }

    /// The same for the form `W`.
    pub fn proven_as<'de, W, T>(&mut self, place: &mut T) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
        W: Wire<T>,
    {
        let slot = self.slot::<W, T>()?;
        let (value, misfit) = match slot {
            Slot::Value(value) => {
                *place = value;
                self.proven.seen(self.index);
                return Ok(());
            }
            Slot::Loose(value, kept) => {
                *place = value;
                self.proven.seen(self.index);
                self.extra.push(self.name.to_owned(), kept);
                return Ok(());
            }
            Slot::Null => (Value::Null, None),
            Slot::Blank(value) => (value, None),
            Slot::Mismatch(misfit) => (Value::Null, Some(*misfit)),
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
        Ok(())
    }

    /// Reads a field that may be missing or null.
    pub fn optional<'de, T>(&mut self, place: &mut Option<T>) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
        Plain: Wire<T>,
    {
        self.optional_as::<Plain, T>(place)
    }

    /// The same for the form `W`.
    pub fn optional_as<'de, W, T>(&mut self, place: &mut Option<T>) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
        W: Wire<T>,
    {
        let slot = self.slot::<W, T>()?;
        *place = self.settle(slot);
        Ok(())
    }

    /// Reads a list; null is the empty one.
    pub fn list<'de, T>(&mut self, place: &mut Vec<T>) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
        Plain: Wire<T>,
    {
        self.parts::<List<Plain>, Vec<T>>(place)
    }

    /// The same for elements of the form `W`.
    pub fn list_as<'de, W, T>(&mut self, place: &mut Vec<T>) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
        W: Wire<T>,
    {
        self.parts::<List<W>, Vec<T>>(place)
    }

    /// Reads a map; null is the empty one, and so is PHP's `[]`.
    pub fn map<'de, T>(&mut self, place: &mut BTreeMap<String, T>) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
        Plain: Wire<T>,
    {
        self.parts::<Map<Plain>, BTreeMap<String, T>>(place)
    }

    /// The same for values of the form `W`.
    pub fn map_as<'de, W, T>(&mut self, place: &mut BTreeMap<String, T>) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
        W: Wire<T>,
    {
        self.parts::<Map<W>, BTreeMap<String, T>>(place)
    }

    /// Reads the object that holds the account's own fields.
    pub fn custom_fields<'de>(&mut self, place: &mut CustomFields) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
    {
        let slot = self.slot::<Plain, CustomFields>()?;
        *place = self.settle(slot).unwrap_or_default();
        Ok(())
    }

    /// Keeps the value in `extra`, whatever it is.
    pub fn skip<'de>(&mut self) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
    {
        let value = self.entries.next_value()?;
        self.extra.push(self.name.to_owned(), value);
        Ok(())
    }

    fn slot<'de, W, T>(&mut self) -> Result<Slot<T>, A::Error>
    where
        A: MapAccess<'de>,
        W: Wire<T>,
    {
        let mark = log::mark();
        let slot = self.entries.next_value_seed(WireSeed::<W, T>::new())?;
        log::step_out(mark, || Segment::Name(self.name));
        Ok(slot)
    }

    /// Reads a list or map; elements that do not fit are kept under `name/key`.
    fn parts<'de, C, T>(&mut self, place: &mut T) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
        C: Wire<T>,
        T: Default,
    {
        let mark = log::mark();
        let Parts { slot, kept } = self.entries.next_value_seed(PartsSeed::<C, T>::new())?;
        log::step_out(mark, || Segment::Name(self.name));
        *place = self.settle(slot).unwrap_or_default();
        for element in kept {
            self.extra.push(format!("{}/{}", self.name, element.key), element.value);
        }
        Ok(())
    }

    /// The value, if there is one; keeps what is to be kept.
    fn settle<T>(&mut self, slot: Slot<T>) -> Option<T> {
        let (value, kept) = match slot {
            Slot::Value(value) => return Some(value),
            Slot::Null => return None,
            Slot::Loose(value, kept) => (Some(value), kept),
            Slot::Blank(kept) => (None, kept),
            Slot::Mismatch(misfit) => (None, misfit.record(Segment::Name(self.name))),
        };
        self.extra.push(self.name.to_owned(), kept);
        value
    }
}
