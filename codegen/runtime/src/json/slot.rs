//! What reading one JSON value gives, and the trait of everything that can be read and written.

use serde_json::Value;

use super::log::{self, Mismatch, Path};
use super::output::{Output, to_value};
use super::source::{self, Read, Source};
use super::target::{Target, Typed, Whole};

/// A value that has been read, and how it came.
pub(crate) struct Slot<T> {
    value: Option<T>,
    form: Form,
}

/// How a value came.
///
/// Reading fails only where the text is no JSON. A value of another type than expected is handed back,
/// so that whoever reads can keep it and go on. The rare forms are behind a pointer, so that the usual one costs nothing.
#[derive(Debug)]
pub enum Form {
    /// The way its codec writes it.
    Standard,
    /// In another form than its codec writes, and one that says more or says it otherwise. It is kept, so that nothing changes
    /// when the value is written again, and nobody is told.
    Loose(Box<Value>),
    /// JSON null.
    Null,
    /// A known way of saying "nothing" that is not null, such as `0000-00-00` or `""` for a date.
    /// It is kept, and nobody is told.
    Blank(Box<Value>),
    /// A value of a type that was not expected.
    Mismatch(Box<Misfit>),
}

/// A value that could not be read as what it should have been.
#[derive(Debug)]
pub struct Misfit {
    /// The value as it came.
    pub value: Value,
    /// Where inside the value the problem is; empty where it is the value itself.
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

    /// The problem, to be told.
    pub(crate) fn to_mismatch(&self) -> Mismatch {
        Mismatch::new(self.path.clone(), self.expected, self.found).with_excerpt(&self.value)
    }

    /// Reports the problem to whoever decodes, and gives the value back to be kept.
    pub(crate) fn record(self, here: log::Segment) -> Value {
        log::record(self.to_mismatch().within(here));
        self.value
    }
}

impl Form {
    /// A known way of saying "nothing".
    pub(crate) fn blank(value: Value) -> Self {
        Self::Blank(Box::new(value))
    }

    /// A value that does not fit.
    pub(crate) fn mismatch(value: Value, expected: &'static str) -> Self {
        Self::Mismatch(Box::new(Misfit::new(value, expected)))
    }
}

impl<T> Slot<T> {
    /// A value in its usual form.
    pub(crate) fn value(value: T) -> Self {
        Self { value: Some(value), form: Form::Standard }
    }

    /// A value that came in another form.
    pub(crate) fn loose(value: T, kept: Value) -> Self {
        Self { value: Some(value), form: Form::Loose(Box::new(kept)) }
    }

    /// Puts the value into its target.
    pub(crate) fn put(self, target: &mut Option<T>) -> Form {
        *target = self.value;
        self.form
    }

    /// The same slot with its value turned into something else.
    pub(crate) fn map<U>(self, f: impl FnOnce(T) -> U) -> Slot<U> {
        Slot { value: self.value.map(f), form: self.form }
    }
}

/// Nothing that could be read.
impl<T> From<Form> for Slot<T> {
    fn from(form: Form) -> Self {
        Self { value: None, form }
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
    /// Finds out by reading what was kept once more, and writing both values.
    pub fn of<W: Wire<T>, T>(kept: &Value, value: Option<&T>) -> Self {
        Self::compared(kept, &mut Whole(Typed::<W, T>::new()), &|| to_value::<W, T>(value?).ok())
    }

    fn compared(kept: &Value, target: &mut dyn Target, now: &dyn Fn() -> Option<Value>) -> Self {
        // Whatever does not fit has been recorded when it was read first.
        let (read, _) = log::collect(|| source::read_value(kept, target));
        if !matches!(read, Some((Form::Loose(_), _))) {
            return Self::Apart;
        }
        let then = target.to_value();
        if then.is_some() && then == now() { Self::Original } else { Self::Outdated }
    }
}

/// A way of reading and writing a `T` as JSON.
///
/// The implementing type is the codec: [`Plain`](super::wire::Plain) for the usual form, the types of
/// [`wire`](crate::codec::wire) for the others. Reading takes every form that is known of the API; writing has one.
pub trait Wire<T> {
    /// Reads a value, whatever JSON it is, into a target that is empty. Afterwards there is a value in it where the form is
    /// [`Form::Standard`] or [`Form::Loose`], and none otherwise.
    fn read(source: &mut dyn Source<'_>, target: &mut Option<T>) -> Read<Form>;

    /// Writes a value in the form of this codec.
    fn write(value: &T, out: &mut dyn Output);

    /// Reads a value of which some elements may be kept apart. Only lists and maps have any.
    #[doc(hidden)]
    fn read_parts(source: &mut dyn Source<'_>, target: &mut Option<T>) -> Read<(Form, Vec<Kept>)> {
        Ok((Self::read(source, target)?, Vec::new()))
    }

    /// Writes a value with the elements that were kept apart back in their places.
    #[doc(hidden)]
    fn write_parts(value: &T, _kept: &[(&str, &Value)], out: &mut dyn Output) {
        Self::write(value, out);
    }

    /// What a kept value is to the present one. Only codecs that give [`Form::Loose`] have more than the usual answer.
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

/// What is kept of an element.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Its key, or its index.
    pub key: String,
    /// The element as it came.
    pub value: Value,
    /// What is wrong with it, inside the element; nothing for null.
    pub problem: Option<Mismatch>,
    /// Whether the element is missing among those that could be read.
    pub rejected: bool,
}

impl Kept {
    /// What is to be kept of an element that came in this form; a problem is recorded.
    pub(crate) fn of(form: Form, key: impl FnOnce() -> String, step: impl FnOnce() -> log::Segment) -> Option<Self> {
        let (value, problem, rejected) = match form {
            Form::Standard => return None,
            Form::Loose(kept) => (*kept, None, false),
            Form::Null => (Value::Null, None, true),
            Form::Blank(kept) => (*kept, None, true),
            Form::Mismatch(misfit) => {
                let problem = misfit.to_mismatch().within(step());
                log::record(problem.clone());
                (misfit.value, Some(problem), true)
            }
        };
        Some(Self { key: key(), value, problem, rejected })
    }
}
