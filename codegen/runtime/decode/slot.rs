//! What reading one JSON value gives, and the trait of everything that can be read and written.

use serde::{Deserializer, Serializer};
use serde_json::Value;

use super::encode::to_value;
use super::log::{self, Mismatch, Path};

/// One JSON value, read as a `T`.
///
/// Reading fails only where the text is no JSON. A value of another type than expected is handed back,
/// so that whoever reads can keep it and go on.
#[derive(Debug)]
pub enum Slot<T> {
    /// The value.
    Value(T),
    /// The value, and the form in which it came: not the one that its codec writes, and one that says more or says it
    /// otherwise. It is kept, so that nothing changes when the value is written again, and nobody is told.
    Loose(T, Value),
    /// JSON null.
    Null,
    /// A known way of saying "nothing" that is not null, such as `0000-00-00` or `""` for a date.
    /// It is kept, and nobody is told.
    Blank(Value),
    /// A value of a type that was not expected.
    Mismatch(Box<Misfit>),
}

/// A value that could not be read as what it should have been.
#[derive(Debug)]
pub struct Misfit {
    /// The value as it came.
    pub value: Value,
    /// Where inside the value the fault is; empty where it is the value itself.
    pub path: Path,
    /// What should have been there.
    pub expected: &'static str,
    /// What was there.
    pub found: &'static str,
}

impl Misfit {
    /// A value that does not fit as a whole.
    pub(crate) fn new(value: Value, expected: &'static str) -> Self {
        Self { found: log::kind_of(&value), value, path: Path::new(), expected }
    }

    /// The fault, to be told.
    pub(crate) fn to_mismatch(&self) -> Mismatch {
        Mismatch::new(self.path.clone(), self.expected, self.found).with_excerpt(&self.value)
    }

    /// Reports the fault to whoever decodes, and gives the value back to be kept.
    pub(crate) fn record(self, here: log::Segment) -> Value {
        log::record(self.to_mismatch().within(here));
        self.value
    }
}

impl<T> Slot<T> {
    /// A value that does not fit.
    pub(crate) fn mismatch(value: Value, expected: &'static str) -> Self {
        Self::Mismatch(Box::new(Misfit::new(value, expected)))
    }

    /// The same slot with its value turned into something else.
    pub(crate) fn map<U>(self, f: impl FnOnce(T) -> U) -> Slot<U> {
        match self {
            Self::Value(value) => Slot::Value(f(value)),
            Self::Loose(value, kept) => Slot::Loose(f(value), kept),
            Self::Null => Slot::Null,
            Self::Blank(value) => Slot::Blank(value),
            Self::Mismatch(misfit) => Slot::Mismatch(misfit),
        }
    }
}

/// What a value that was kept while reading is to the value that is there now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It was never read as a value, so the present one has nothing to do with it.
    Apart,
    /// It is the form in which the present value came.
    Original,
    /// It is the form in which another value came, which is gone.
    Outdated,
}

impl Standing {
    /// For types whose values come in one form only.
    pub(crate) fn apart<T>(_kept: &Value, _value: Option<&T>) -> Self {
        Self::Apart
    }

    /// Finds out by reading what was kept once more, and writing both values.
    pub(crate) fn of<W: Wire<T>, T>(kept: &Value, value: Option<&T>) -> Self {
        // Whatever does not fit has been recorded when it was read first.
        let (slot, _) = log::collect(|| W::read(kept));
        let Ok(Slot::Loose(then, _)) = slot else { return Self::Apart };
        let same = value.is_some_and(|now| {
            let (then, now) = (to_value::<W, T>(&then), to_value::<W, T>(now));
            then.is_ok_and(|then| now.is_ok_and(|now| then == now))
        });
        if same { Self::Original } else { Self::Outdated }
    }
}

/// A way of reading and writing a `T` as JSON.
///
/// The implementing type is the codec: [`Plain`](super::wire::Plain) for the usual form, the types of
/// [`wire`](crate::runtime::wire) for the others. Reading takes every form that is known of the API; writing has one.
pub trait Wire<T> {
    /// Reads a value; whatever JSON it is.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<T>, D::Error>;

    /// Writes a value in the form of this codec.
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads a value of which some elements may be kept apart. Only lists and maps have any.
    #[doc(hidden)]
    fn read_parts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Parts<T>, D::Error> {
        Ok(Parts { slot: Self::read(deserializer)?, kept: Vec::new() })
    }

    /// Writes a value with the elements that were kept apart back in their places.
    #[doc(hidden)]
    fn write_parts<S: Serializer>(value: &T, _kept: &[(&str, &Value)], serializer: S) -> Result<S::Ok, S::Error> {
        Self::write(value, serializer)
    }

    /// What a kept value is to the present one. Only codecs that give [`Slot::Loose`] have more than the usual answer.
    #[doc(hidden)]
    fn standing(_kept: &Value, _value: Option<&T>) -> Standing {
        Standing::Apart
    }

    /// The value that *is* null, for types that have one. Lists and maps hold it like any other value.
    fn null() -> Option<T> {
        None
    }

    /// The value that may stand for null or nothing where there is no `Option` around it.
    fn absent() -> Option<T> {
        Self::null()
    }
}

/// A list or map, and what is kept of its elements.
#[derive(Debug)]
pub struct Parts<T> {
    /// What could be read.
    pub slot: Slot<T>,
    /// The elements that did not fit, and the original form of those that came in another than the usual one.
    pub kept: Vec<Kept>,
}

/// What is kept of an element.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Its key, or its index.
    pub key: String,
    /// The element as it came.
    pub value: Value,
    /// What is wrong with it, inside the element; nothing for null.
    pub fault: Option<Mismatch>,
    /// Whether the element is missing among those that could be read.
    pub rejected: bool,
}

impl Kept {
    /// Takes an element apart into its value and what is to be kept of it; records it where it is a fault.
    pub(crate) fn of<T>(slot: Slot<T>, key: impl FnOnce() -> String, step: log::Segment) -> (Option<T>, Option<Self>) {
        let (value, fault) = match slot {
            Slot::Value(value) => return (Some(value), None),
            Slot::Loose(value, kept) => {
                return (Some(value), Some(Self { key: key(), value: kept, fault: None, rejected: false }));
            }
            Slot::Null => (Value::Null, None),
            Slot::Blank(value) => (value, None),
            Slot::Mismatch(misfit) => {
                let fault = misfit.to_mismatch().within(step);
                log::record(fault.clone());
                (misfit.value, Some(fault))
            }
        };
        (None, Some(Self { key: key(), value, fault, rejected: true }))
    }
}
