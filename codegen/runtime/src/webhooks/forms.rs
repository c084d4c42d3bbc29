//! How some values stand in events.

use jiff::Timestamp;
use serde_json::Value;

use super::words::Action;
use crate::codec::StringEnum;
use crate::json::output::{Leaf, Output};
use crate::json::slot::{Form, Standing, Wire};
use crate::json::source::{self, Read, Source};
use crate::json::target::Typed;
use crate::json::wire::{Plain, UnixSeconds};
use crate::{IntOrString, UnknownString};

/// The words of the first version for what happened.
const ACTIONS: [(&str, Action); 4] =
    [("added", Action::Create), ("updated", Action::Change), ("deleted", Action::Delete), ("merged", Action::Merge)];

/// An action as the first version writes it.
pub(super) struct PastTense;

impl Wire<Action> for PastTense {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Action>) -> Read<Form> {
        let mut text = None;
        let form = <Plain as Wire<String>>::read(source, &mut text)?;
        *target = text.map(|text| {
            let known = ACTIONS.into_iter().find(|(word, _)| *word == text);
            known.map_or_else(|| Action::Unknown(UnknownString::new(text)), |(_, action)| action)
        });
        Ok(form)
    }

    fn write(value: &Action, out: &mut dyn Output) {
        let known = ACTIONS.iter().find(|(_, action)| action == value);
        out.leaf(Leaf::Str(known.map_or_else(|| value.text(), |(word, _)| word)));
    }
}

/// The id of an item. Some are numbers, which also come as text, and some are texts.
pub(super) struct ItemId;

impl Wire<IntOrString> for ItemId {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<IntOrString>) -> Read<Form> {
        let form = <Plain as Wire<IntOrString>>::read(source, target)?;
        // Only what is written the same again: `007` is no number.
        if let Some(IntOrString::String(text)) = target
            && let Ok(number) = text.parse::<i64>()
            && number.to_string() == *text
        {
            *target = Some(IntOrString::Int(number));
        }
        Ok(form)
    }

    fn write(value: &IntOrString, out: &mut dyn Output) {
        Plain::write(value, out);
    }
}

/// A moment as RFC 3339; the seconds since 1970 are read too.
pub(super) struct Moment;

impl Wire<Timestamp> for Moment {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Timestamp>) -> Read<Form> {
        // Kept as it came, to be read a second time in the form that fits.
        let value = source.value()?;
        let is_number = value.is_number();
        let (form, moment) = if is_number { read::<UnixSeconds>(&value) } else { read::<Plain>(&value) };
        *target = moment;
        Ok(match form {
            Some(Form::Standard) if is_number => Form::Loose(Box::new(value)),
            Some(form) => form,
            None => Form::mismatch(value, "a time"),
        })
    }

    fn write(value: &Timestamp, out: &mut dyn Output) {
        Plain::write(value, out);
    }

    fn standing(kept: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(kept, value)
    }
}

fn read<W: Wire<Timestamp>>(value: &Value) -> (Option<Form>, Option<Timestamp>) {
    let mut target = Typed::<W, Timestamp>::new();
    let read = source::read_value(value, &mut target);
    (read.map(|(form, _)| form), target.value)
}

/// A name, or `false` where there is none.
pub(super) struct NameOrFalse;

impl Wire<String> for NameOrFalse {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<String>) -> Read<Form> {
        Ok(match source.value()? {
            blank @ Value::Bool(false) => Form::blank(blank),
            Value::String(name) => {
                *target = Some(name);
                Form::Standard
            }
            Value::Null => Form::Null,
            other => Form::mismatch(other, "a name"),
        })
    }

    fn write(value: &String, out: &mut dyn Output) {
        out.leaf(Leaf::Str(value));
    }
}
