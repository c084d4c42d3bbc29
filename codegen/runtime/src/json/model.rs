//! Models: the objects that the API description defines. One visitor decodes them all, so that it is compiled once.

use serde_json::Value;

use super::custom_fields::{CustomFields, is_flat_key};
use super::encode::Fields;
use super::field::Field;
use super::keys::Key;
use super::log::{self, NOTHING, REQUIRED, Segment};
use super::output::{self, Output};
use super::scalar::Scalar;
use super::slot::{Form, Misfit};
use super::source::{Entries, Read, Sink, Source};
use crate::json::extra::Extra;

/// An object that keeps the parts of the JSON that have no typed field.
pub trait Extended {
    /// Returns the untyped parts.
    fn extra(&self) -> &Extra;

    /// Returns the untyped parts.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// An object of the API: the table of its fields, and how to decode and encode each.
pub trait Model: Extended {
    /// Returns the names of the fields in their documented order, in which the API sends them in most responses.
    fn names(&self) -> &'static [&'static str];

    /// Returns the indexes in [`names`](Self::names) of the required fields, at most 64.
    fn proven(&self) -> &'static [usize] {
        &[]
    }

    /// Returns whether the API may send `true` in place of the object, which then is absent.
    fn may_be_true(&self) -> bool {
        false
    }

    /// Decodes the value of a field into the struct field with the index of `field`.
    fn put(&mut self, field: &mut Field<'_, '_>);

    /// Encodes the fields in their documented order.
    fn each(&self, out: &mut Fields<'_>);

    /// Returns the custom fields of a model whose JSON contains them next to the other fields, as in version 1 of the API.
    fn custom_fields_mut(&mut self) -> Option<&mut CustomFields> {
        None
    }
}

/// Decodes a model.
pub fn read<M: Model + Default>(source: &mut dyn Source<'_>, target: &mut Option<M>) -> Read<Form> {
    let form = read_into(target.insert(M::default()), source);
    if !matches!(form, Ok(Form::Standard)) {
        *target = None;
    }
    form
}

/// Encodes a model.
pub fn write(model: &dyn Model, out: &mut dyn Output) {
    out.object(&|entries| {
        let mut fields = Fields::new(entries, model.extra());
        model.each(&mut fields);
        fields.rest();
    });
}

/// Returns the model that represents null or a missing value: an empty one, unless it has required fields.
pub fn absent<M: Model + Default>() -> Option<M> {
    let model = M::default();
    model.proven().is_empty().then_some(model)
}

fn read_into(model: &mut dyn Model, source: &mut dyn Source<'_>) -> Read<Form> {
    let mut sink = ModelSink { model, form: Form::Standard };
    source.read(&mut sink)?;
    Ok(sink.form)
}

struct ModelSink<'a> {
    model: &'a mut dyn Model,
    form: Form,
}

impl<'de> Sink<'de> for ModelSink<'_> {
    fn scalar(&mut self, scalar: Scalar<'de>) {
        self.form = match scalar {
            // PHP encodes an empty map as an empty list.
            Scalar::Other(Value::Array(items)) if items.is_empty() => Form::blank(Value::Array(items)),
            Scalar::Bool(true) if self.model.may_be_true() => Form::blank(Value::Bool(true)),
            other => other.misfit("an object"),
        };
    }

    fn object(&mut self, entries: &mut dyn Entries<'de>) -> Read<()> {
        let (names, mut proven) = (self.model.names(), Proven::new(self.model.proven()));
        let mut extra = Extra::new();
        let mut next = 0;
        while let Some(key) = entries.key(names, next)? {
            match key {
                Key::Known(index) => {
                    next = index + 1;
                    let mut field = Field::new(entries, index, names[index], &mut extra, &mut proven);
                    self.model.put(&mut field);
                    field.finish()?;
                }
                Key::Unknown(key) => {
                    let value = entries.value()?;
                    match self.model.custom_fields_mut() {
                        Some(custom) if is_flat_key(&key) => custom.push(key, value),
                        _ => extra.push(key, value),
                    }
                }
            }
        }
        *self.model.extra_mut() = extra;
        if let Some(problem) = proven.problem(names) {
            self.form = incomplete(self.model, &proven, problem);
        }
        Ok(())
    }
}

/// Returns the form of an object that lacks a required field: a mismatch, with the object encoded again as the original.
fn incomplete(model: &dyn Model, proven: &Proven, mut problem: Misfit) -> Form {
    if let Ok(Value::Object(mut map)) = output::value_of(&|out: &mut dyn Output| write(model, out)) {
        // The missing fields were encoded with their default values.
        for index in proven.missing() {
            map.remove(model.names()[index]);
        }
        problem.value = Value::Object(map);
    }
    Form::Mismatch(Box::new(problem))
}

/// The required fields of an object, and which of them have been decoded.
///
/// Bit `n` of a mask represents the entry `n` of `indexes`.
pub(crate) struct Proven {
    indexes: &'static [usize],
    /// The fields that were decoded to a value.
    seen: u64,
    /// The fields that were present, but without a value of the expected type.
    invalid: u64,
    problem: Option<Misfit>,
}

impl Proven {
    pub(crate) fn new(indexes: &'static [usize]) -> Self {
        Self { indexes, seen: 0, invalid: 0, problem: None }
    }

    /// Marks a field as decoded.
    pub(crate) fn seen(&mut self, index: usize) {
        self.seen |= self.bit(index);
    }

    /// Marks a field as present but invalid.
    pub(crate) fn wrong(&mut self, index: usize, misfit: Misfit) {
        self.invalid |= self.bit(index);
        match self.problem {
            // The first one is reported as the mismatch of the object.
            None => self.problem = Some(misfit),
            Some(_) => log::record(misfit.to_mismatch()),
        }
    }

    fn bit(&self, index: usize) -> u64 {
        self.indexes.iter().position(|required| *required == index).map_or(0, bit)
    }

    fn missing(&self) -> impl Iterator<Item = usize> {
        let present = self.seen | self.invalid;
        let is_missing = move |position: usize| present & bit(position) != bit(position);
        self.indexes.iter().enumerate().filter(move |(position, _)| is_missing(*position)).map(|(_, index)| *index)
    }

    /// Returns the first invalid field, or else the first missing one.
    fn problem(&mut self, names: &[&'static str]) -> Option<Misfit> {
        self.problem.take().or_else(|| {
            let path = vec![Segment::Name(names[self.missing().next()?])];
            Some(Misfit { value: Value::Null, path, expected: REQUIRED, found: NOTHING })
        })
    }
}

/// Returns the mask of a position. Positions of 64 and above have none, so that their fields count as present.
fn bit(position: usize) -> u64 {
    u32::try_from(position).ok().and_then(|position| 1_u64.checked_shl(position)).unwrap_or(0)
}
