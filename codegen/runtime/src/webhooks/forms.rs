//! Representations of values that are specific to webhook events.

use jiff::Timestamp;
use serde_json::Value;

use super::enums::Action;
use crate::json::enums::StringEnum;
use crate::json::enums::{IntOrString, UnknownString};
use crate::json::output::{Leaf, Output};
use crate::json::slot::{Form, Standing, Wire};
use crate::json::source::{self, Read, Source};
use crate::json::target::TypedTarget;
use crate::json::wire::{Plain, UnixSeconds};

/// The names of the actions in version 1.
const ACTIONS: [(&str, Action); 4] =
    [("added", Action::Create), ("updated", Action::Change), ("deleted", Action::Delete), ("merged", Action::Merge)];

/// An action with its name in version 1.
pub(super) struct PastTense;

impl Wire<Action> for PastTense {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Action>) -> Read<Form> {
        let mut name = None;
        let form = <Plain as Wire<String>>::read(source, &mut name)?;
        *target = name.map(|name| {
            let known = ACTIONS.into_iter().find(|(known, _)| *known == name);
            known.map_or_else(|| Action::Unknown(UnknownString::new(name)), |(_, action)| action)
        });
        Ok(form)
    }

    fn write(value: &Action, out: &mut dyn Output) {
        let known = ACTIONS.iter().find(|(_, action)| action == value);
        out.leaf(Leaf::Str(known.map_or_else(|| value.as_str(), |(name, _)| name)));
    }

    fn standing(original: &Value, value: Option<&Action>) -> Standing {
        Standing::of::<Self, Action>(original, value)
    }
}

/// The id of an item: a number, a number in a string, or another string.
pub(super) struct ItemId;

impl Wire<IntOrString> for ItemId {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<IntOrString>) -> Read<Form> {
        let form = <Plain as Wire<IntOrString>>::read(source, target)?;
        // `007` stays a string.
        if let Some(IntOrString::String(string)) = target
            && let Ok(number) = string.parse::<i64>()
            && number.to_string() == *string
        {
            let original = Value::String(std::mem::take(string));
            *target = Some(IntOrString::Int(number));
            return Ok(Form::Loose(Box::new(original)));
        }
        Ok(form)
    }

    fn write(value: &IntOrString, out: &mut dyn Output) {
        Plain::write(value, out);
    }

    fn standing(original: &Value, value: Option<&IntOrString>) -> Standing {
        Standing::of::<Self, IntOrString>(original, value)
    }
}

/// A time in RFC 3339. Also reads Unix timestamps in seconds.
pub(super) struct EventTime;

impl Wire<Timestamp> for EventTime {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Timestamp>) -> Read<Form> {
        // Buffered, because the representation depends on the type of the value.
        let value = source.value()?;
        let is_number = value.is_number();
        let (form, timestamp) = if is_number { read::<UnixSeconds>(&value) } else { read::<Plain>(&value) };
        *target = timestamp;
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
    let mut target = TypedTarget::<W, Timestamp>::new();
    let read = source::read_value(value, &mut target);
    (read.map(|(form, _)| form), target.value)
}

/// A name, or `false` in place of a missing one.
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
