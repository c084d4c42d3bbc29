//! The vocabulary of the decoder: the result of decoding one JSON value, and [`Wire`], the trait of all codecs.
//!
//! Decoding is lenient and lossless. It fails only if the input is not JSON; a value of an unexpected type leaves its field
//! empty, is reported as a [`Mismatch`], and is written back unchanged when the object is encoded again. The terms:
//!
//! * A *codec* is a type that implements [`Wire<T>`]: it decodes and encodes a `T`. A Rust type may have several, such as one per
//!   date format.
//! * A *target* is the variable that receives a decoded value: a `&mut Option<T>`, or, for code that does not know the type, a
//!   [`dyn Target`](Target).
//! * A [`Form`] states how the JSON represented the value: in the form that the codec writes (`Standard`), in another one that
//!   has the same meaning (`Loose`), or not at all (`Null`, `Blank`, `Mismatch`).
//! * A [`Slot`] is a decoded value together with its form, before it is stored in a target.
//! * Every form other than `Standard` and `Null` contains the *original*, the JSON as received. Models store it in their `extra`:
//!   under the name of the field, or under `name/key` for an element of a list or map, which is [`Kept`] until then.
//! * When a model is encoded, [`Standing`] states whether a stored original still represents the value of its field, which may
//!   have been changed in the meantime.

use serde_json::Value;

use super::log::{self, Mismatch, Path};
use super::output::{Output, to_value};
use super::source::{self, Read, Source};
use super::target::{Target, TypedTarget, WholeTarget};

/// The result of decoding one JSON value: the value, if there is one, and the form in which it was received.
pub(crate) struct Slot<T> {
    value: Option<T>,
    form: Form,
}

/// The form in which a JSON value was received.
///
/// | form | target | original is kept | is reported |
/// |---|---|---|---|
/// | `Standard` | set | no | no |
/// | `Loose` | set | yes | no |
/// | `Null` | empty | only of an element | no |
/// | `Blank` | empty | yes | no |
/// | `Mismatch` | empty | yes | yes |
///
/// The rare forms are boxed, which keeps the type small.
#[derive(Debug)]
pub enum Form {
    /// The form that the codec writes: encoding the value again yields the same JSON, up to milliseconds of zero in times.
    Standard,
    /// Another representation of the value, such as a date in another format, or a whole object in place of an id. The JSON is
    /// kept, because encoding the value would change it or lose a part of it.
    Loose(Box<Value>),
    /// JSON null.
    Null,
    /// A known representation of an absent value other than null, such as `""` or `0000-00-00` for a date. The JSON is kept.
    Blank(Box<Value>),
    /// A value of an unexpected type. The JSON is kept in the `Misfit`.
    Mismatch(Box<Misfit>),
}

/// A JSON value that cannot be decoded as the expected type.
#[derive(Debug)]
pub struct Misfit {
    /// The value as received.
    pub value: Value,
    /// The path of the problem inside the value; empty if it is the value itself.
    pub path: Path,
    /// What was expected at the path.
    pub expected: &'static str,
    /// What was found at the path.
    pub found: &'static str,
}

impl Misfit {
    /// Creates a misfit for a value that is itself of an unexpected type.
    pub(crate) fn new(value: Value, expected: &'static str) -> Self {
        Self { found: log::kind_of(&value), value, path: Path::new(), expected }
    }

    /// Returns the problem as a mismatch that can be reported.
    pub(crate) fn to_mismatch(&self) -> Mismatch {
        Mismatch::new(self.path.clone(), self.expected, self.found).with_excerpt(&self.value)
    }

    /// Records the mismatch in the log of the running decode, and returns the value.
    pub(crate) fn record(self, here: log::Segment) -> Value {
        log::record(self.to_mismatch().within(here));
        self.value
    }
}

impl Form {
    /// Creates the form of a known representation of an absent value.
    pub(crate) fn blank(value: Value) -> Self {
        Self::Blank(Box::new(value))
    }

    /// Creates the form of a value of an unexpected type.
    pub(crate) fn mismatch(value: Value, expected: &'static str) -> Self {
        Self::Mismatch(Box::new(Misfit::new(value, expected)))
    }
}

impl<T> Slot<T> {
    /// Creates a slot for a value in the standard form.
    pub(crate) fn value(value: T) -> Self {
        Self { value: Some(value), form: Form::Standard }
    }

    /// Creates a slot for a value in another form than the standard one.
    pub(crate) fn loose(value: T, original: Value) -> Self {
        Self { value: Some(value), form: Form::Loose(Box::new(original)) }
    }

    /// Moves the value into a target, and returns the form.
    pub(crate) fn put(self, target: &mut Option<T>) -> Form {
        *target = self.value;
        self.form
    }

    /// Converts the value, if there is one.
    pub(crate) fn map<U>(self, f: impl FnOnce(T) -> U) -> Slot<U> {
        Slot { value: self.value.map(f), form: self.form }
    }
}

/// Creates a slot without a value.
impl<T> From<Form> for Slot<T> {
    fn from(form: Form) -> Self {
        Self { value: None, form }
    }
}

/// The relation between a stored original and the present value of its field.
///
/// Encoding needs it to decide what to write: the original, the value, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The original was never decoded to a value (`Blank`, `Mismatch`), so it does not represent the present one. It is written if
    /// the field is still empty; in a list or map, in addition to the decoded elements.
    Apart,
    /// The original is a representation of the present value. It is written in place of the value.
    Original,
    /// The original is a representation of an earlier value: the field has been changed. The value is written.
    Outdated,
}

impl Standing {
    /// Determines the relation: decodes the original again, and compares both values in their encoded form.
    pub fn of<W: Wire<T>, T>(original: &Value, value: Option<&T>) -> Self {
        Self::compared(original, &mut WholeTarget(TypedTarget::<W, T>::new()), &|| to_value::<W, T>(value?).ok())
    }

    /// Determines the relation for a string that may have been received as a number. `is_known` returns whether the string has a value.
    pub fn of_string(original: &Value, value: Option<&str>, is_known: fn(&str) -> bool) -> Self {
        let Value::Number(number) = original else { return Self::Apart };
        let then = number.to_string();
        match value {
            _ if !is_known(&then) => Self::Apart,
            Some(now) if then == now => Self::Original,
            _ => Self::Outdated,
        }
    }

    fn compared(original: &Value, target: &mut dyn Target, now: &dyn Fn() -> Option<Value>) -> Self {
        // The mismatches were recorded when the original was decoded first.
        let (read, _) = log::collect(|| source::read_value(original, target));
        if !matches!(read, Some((Form::Loose(_), _))) {
            return Self::Apart;
        }
        let then = target.to_value();
        if then.is_some() && then == now() { Self::Original } else { Self::Outdated }
    }
}

/// A codec: decodes and encodes a `T` as JSON.
///
/// The implementing type is the codec, not the value: [`Plain`](super::wire::Plain) for the default format of a type, the types of
/// [`wire`](crate::codec::wire) for the others. Decoding accepts every format that the API is known to send; encoding produces one.
pub trait Wire<T> {
    /// Decodes any JSON value into an empty target.
    ///
    /// Afterwards, the target contains a value if the form is [`Form::Standard`] or [`Form::Loose`], and is empty otherwise.
    ///
    /// # Errors
    ///
    /// Fails if the input is not JSON, or if the list that contains the value is at its end.
    fn read(source: &mut dyn Source<'_>, target: &mut Option<T>) -> Read<Form>;

    /// Encodes a value.
    fn write(value: &T, out: &mut dyn Output);

    /// Decodes a value, and returns the originals of its elements separately. Only lists and maps have elements.
    #[doc(hidden)]
    fn read_parts(source: &mut dyn Source<'_>, target: &mut Option<T>) -> Read<(Form, Vec<Kept>)> {
        Ok((Self::read(source, target)?, Vec::new()))
    }

    /// Encodes a value together with its originals.
    #[doc(hidden)]
    fn write_parts(value: &T, _originals: &Originals<'_>, out: &mut dyn Output) {
        Self::write(value, out);
    }

    /// Returns the relation between an original and the present value. Codecs that return [`Form::Loose`] must override it.
    #[doc(hidden)]
    fn standing(_original: &Value, _value: Option<&T>) -> Standing {
        Standing::Apart
    }

    /// Returns the value that represents null, for types that have one. It can be an element of a list or map.
    fn null() -> Option<T> {
        None
    }

    /// Returns the value of a type that is not in an `Option` if the JSON is null or missing.
    fn absent() -> Option<T> {
        Self::null()
    }
}

/// The originals of a list or map that is being encoded.
#[derive(Debug)]
pub struct Originals<'a> {
    /// The original of the whole.
    pub whole: Option<&'a Value>,
    /// The originals of elements: pairs of key and JSON.
    pub elements: Vec<(&'a str, &'a Value)>,
}

impl Originals<'_> {
    /// No originals.
    pub(crate) const NONE: Self = Self { whole: None, elements: Vec::new() };
}

/// The original of an element of a list or map.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The key in the map, or the index in the list.
    pub key: String,
    /// The element as received.
    pub value: Value,
    /// The mismatch, with a path that begins at the element; `None` if the element was null, blank or loose.
    pub problem: Option<Mismatch>,
    /// Whether the element is missing from the decoded list or map.
    pub rejected: bool,
}

impl Kept {
    /// Returns the original of an element in the given form, if it has to be kept. Records a mismatch. The segment is that of the
    /// element, which has none if it is not in a list or map.
    pub(crate) fn of(form: Form, key: &dyn Fn() -> String, step: &dyn Fn() -> Option<log::Segment>) -> Option<Self> {
        let (value, problem, rejected) = match form {
            Form::Standard => return None,
            Form::Loose(original) => (*original, None, false),
            Form::Null => (Value::Null, None, true),
            Form::Blank(original) => (*original, None, true),
            Form::Mismatch(misfit) => {
                let problem = misfit.to_mismatch();
                let problem = match step() {
                    Some(step) => problem.within(step),
                    None => problem,
                };
                log::record(problem.clone());
                (misfit.value, Some(problem), true)
            }
        };
        Some(Self { key: key(), value, problem, rejected })
    }
}
