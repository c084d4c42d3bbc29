//! Places for values of any type, for code that does not know the type.

use std::marker::PhantomData;

use serde_json::Value;

use super::output;
use super::slot::{Form, Kept, Wire};
use super::source::{Read, Source};

/// A target for a value of a type that only the target knows.
pub(crate) trait Target {
    /// Reads the value and tells how it came; elements may be kept apart.
    fn read(&mut self, source: &mut dyn Source<'_>) -> Read<(Form, Vec<Kept>)>;

    /// Takes what may stand for nothing. Tells whether there is such a value.
    fn take_absent(&mut self) -> bool;

    /// The value in its usual form, if there is one.
    fn to_value(&self) -> Option<Value>;
}

/// A target for a `T` in the form `W`.
pub(crate) struct Typed<W, T> {
    pub(crate) value: Option<T>,
    form: PhantomData<fn() -> W>,
}

impl<W, T> Typed<W, T> {
    pub(crate) fn new() -> Self {
        Self { value: None, form: PhantomData }
    }
}

impl<W: Wire<T>, T> Target for Typed<W, T> {
    fn read(&mut self, source: &mut dyn Source<'_>) -> Read<(Form, Vec<Kept>)> {
        W::read_parts(source, &mut self.value)
    }

    fn take_absent(&mut self) -> bool {
        self.value = W::absent();
        self.value.is_some()
    }

    fn to_value(&self) -> Option<Value> {
        output::to_value::<W, T>(self.value.as_ref()?).ok()
    }
}

/// The same where nobody can keep elements apart.
pub(crate) struct Whole<W, T>(pub(crate) Typed<W, T>);

impl<W: Wire<T>, T> Target for Whole<W, T> {
    fn read(&mut self, source: &mut dyn Source<'_>) -> Read<(Form, Vec<Kept>)> {
        Ok((W::read(source, &mut self.0.value)?, Vec::new()))
    }

    fn take_absent(&mut self) -> bool {
        self.0.take_absent()
    }

    fn to_value(&self) -> Option<Value> {
        self.0.to_value()
    }
}
