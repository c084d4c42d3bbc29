//! The one visitor for all objects that the description knows.

use serde_json::Value;

use super::custom_fields::{CustomFields, is_flat_key};
use super::encode::Fields;
use super::field::Field;
use super::keys::Key;
use super::log::{self, NOTHING, Segment};
use super::output::{self, Output};
use super::scalar::Scalar;
use super::slot::{Form, Misfit};
use super::source::{Entries, Read, Sink, Source};
use crate::json::extra::Extra;

/// An object that keeps what the description does not know of it.
pub trait Extended {
    /// What the description does not know.
    fn extra(&self) -> &Extra;

    /// The same, to fill it.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// An object of the API: a table of its fields, and one arm per field to read and to write it.
pub trait Model: Extended {
    /// The fields in their documented order, which is mostly the order they come in.
    fn names(&self) -> &'static [&'static str];

    /// The places in the table of the fields that are always there; 64 at most.
    fn proven(&self) -> &'static [usize] {
        &[]
    }

    /// Reads the field with the index of `field` into its target.
    fn put(&mut self, field: &mut Field<'_, '_>);

    /// Writes the fields in their order.
    fn each(&self, out: &mut Fields<'_>);

    /// The account's own fields, where they stand beside the others.
    fn custom_fields_mut(&mut self) -> Option<&mut CustomFields> {
        None
    }
}

/// Reads a model.
pub fn read<M: Model + Default>(source: &mut dyn Source<'_>, target: &mut Option<M>) -> Read<Form> {
    let form = read_into(target.insert(M::default()), source);
    if !matches!(form, Ok(Form::Standard)) {
        *target = None;
    }
    form
}

/// Writes a model.
pub fn write(model: &dyn Model, out: &mut dyn Output) {
    out.object(&|entries| {
        let mut fields = Fields::new(entries, model.extra());
        model.each(&mut fields);
        fields.rest();
    });
}

/// The model that stands for nothing, where nothing is promised.
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
            // PHP's empty map.
            Scalar::Other(Value::Array(items)) if items.is_empty() => Form::blank(Value::Array(items)),
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
            self.form = broken(self.model, &proven, problem);
        }
        Ok(())
    }
}

/// An object without a field that must be there is no such object: it is turned back into plain JSON.
fn broken(model: &dyn Model, proven: &Proven, mut problem: Misfit) -> Form {
    if let Ok(Value::Object(mut map)) = output::value_of(&|out: &mut dyn Output| write(model, out)) {
        // The fields that were missing have been written with their defaults.
        for index in proven.missing() {
            map.remove(model.names()[index]);
        }
        problem.value = Value::Object(map);
    }
    Form::Mismatch(Box::new(problem))
}

/// Which of the fields that must be there have been seen.
pub(crate) struct Proven {
    places: &'static [usize],
    /// A bit per target: it was there with a value.
    seen: u64,
    /// A bit per target: it was there with something else.
    odd: u64,
    wrong: Option<Misfit>,
}

impl Proven {
    pub(crate) fn new(places: &'static [usize]) -> Self {
        Self { places, seen: 0, odd: 0, wrong: None }
    }

    /// The field was read.
    pub(crate) fn seen(&mut self, index: usize) {
        self.seen |= self.bit(index);
    }

    /// The field was there, but not as what it should be.
    pub(crate) fn wrong(&mut self, index: usize, misfit: Misfit) {
        self.odd |= self.bit(index);
        match self.wrong {
            // The object is put aside for the first one.
            None => self.wrong = Some(misfit),
            Some(_) => log::record(misfit.to_mismatch()),
        }
    }

    fn bit(&self, index: usize) -> u64 {
        self.places.iter().position(|target| *target == index).map_or(0, bit)
    }

    fn missing(&self) -> impl Iterator<Item = usize> {
        let there = self.seen | self.odd;
        self.places.iter().enumerate().filter(move |(target, _)| there & bit(*target) != bit(*target)).map(|(_, index)| *index)
    }

    /// The first thing that is wrong.
    fn problem(&mut self, names: &[&'static str]) -> Option<Misfit> {
        self.wrong.take().or_else(|| {
            let path = vec![Segment::Name(names[self.missing().next()?])];
            Some(Misfit { value: Value::Null, path, expected: "a value, which is always there", found: NOTHING })
        })
    }
}

/// No bit for what is past the end: such a field counts as seen.
fn bit(target: usize) -> u64 {
    u32::try_from(target).ok().and_then(|target| 1_u64.checked_shl(target)).unwrap_or(0)
}
