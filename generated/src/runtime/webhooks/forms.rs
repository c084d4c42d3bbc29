//! How some values stand in events.

use jiff::Timestamp;
use serde::{Deserializer, Serializer};
use serde_json::Value;

use super::words::Action;
use crate::runtime::decode::AnyScalar;
use crate::runtime::decode::slot::{Slot, Standing, Wire};
use crate::runtime::decode::wire::{Plain, UnixSeconds};
use crate::runtime::{IntOrString, TextEnum, UnknownText};

/// The words of the first version for what happened.
const ACTIONS: [(&str, Action); 4] =
    [("added", Action::Create), ("updated", Action::Change), ("deleted", Action::Delete), ("merged", Action::Merge)];

/// An action as the first version writes it.
pub(super) struct PastTense;

impl Wire<Action> for PastTense {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Action>, D::Error> {
        Ok(<Plain as Wire<String>>::read(deserializer)?.map(|text| {
            let known = ACTIONS.into_iter().find(|(word, _)| *word == text);
            known.map_or_else(|| Action::Unknown(UnknownText::new(text)), |(_, action)| action)
        }))
    }

    fn write<S: Serializer>(value: &Action, serializer: S) -> Result<S::Ok, S::Error> {
        let known = ACTIONS.iter().find(|(_, action)| action == value);
        serializer.serialize_str(known.map_or_else(|| value.text(), |(word, _)| word))
    }
}

/// The id of an item. Some are numbers, which also come as text, and some are texts.
pub(super) struct ItemId;

impl Wire<IntOrString> for ItemId {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<IntOrString>, D::Error> {
        Ok(<Plain as Wire<IntOrString>>::read(deserializer)?.map(|id| match id {
            // Only what is written the same again: `007` is no number.
            IntOrString::String(text) => match text.parse::<i64>() {
                Ok(number) if number.to_string() == text => IntOrString::Int(number),
                _ => IntOrString::String(text),
            },
            id @ IntOrString::Int(_) => id,
        }))
    }

    fn write<S: Serializer>(value: &IntOrString, serializer: S) -> Result<S::Ok, S::Error> {
        Plain::write(value, serializer)
    }
}

/// A moment as RFC 3339; the seconds since 1970 are read too.
pub(super) struct Moment;

impl Wire<Timestamp> for Moment {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Timestamp>, D::Error> {
        // Kept as it came, to be read a second time in the form that fits.
        let value = AnyScalar::read(deserializer)?.into_value();
        let read = if value.is_number() { UnixSeconds::read(&value) } else { Plain::read(&value) };
        Ok(match read {
            Ok(Slot::Value(moment)) if value.is_number() => Slot::Loose(moment, value),
            Ok(slot) => slot,
            Err(_) => Slot::mismatch(value, "a time"),
        })
    }

    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        Plain::write(value, serializer)
    }

    fn standing(kept: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(kept, value)
    }
}

/// A name, or `false` where there is none.
pub(super) struct NameOrFalse;

impl Wire<String> for NameOrFalse {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<String>, D::Error> {
        let value = AnyScalar::read(deserializer)?.into_value();
        Ok(match value {
            Value::Bool(false) => Slot::Blank(value),
            Value::String(name) => Slot::Value(name),
            Value::Null => Slot::Null,
            other => Slot::mismatch(other, "a name"),
        })
    }

    fn write<S: Serializer>(value: &String, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value)
    }
}
