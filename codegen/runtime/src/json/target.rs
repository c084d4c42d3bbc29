//! Targets of decoding whose type is known only to the target, so that the code that fills them is compiled once.

use std::marker::PhantomData;

use serde_json::Value;

use super::output;
use super::slot::{Form, Kept, Wire};
use super::source::{Read, Source};

/// An object-safe target: a variable for a value whose type and codec only the implementation knows.
pub(crate) trait Target {
    /// Decodes a value into the target. Returns its form, and the originals of its elements if those can be kept.
    fn read(&mut self, source: &mut dyn Source<'_>) -> Read<(Form, Vec<Kept>)>;

    /// Sets the target to the value that represents null or a missing field. Returns `false` if the type has none.
    fn take_absent(&mut self) -> bool;

    /// Returns the value in encoded form; `None` if the target is empty or the value cannot be encoded.
    fn to_value(&self) -> Option<Value>;
}

/// A target for a `T` with the codec `W`. The originals of elements are kept separately.
pub(crate) struct TypedTarget<W, T> {
    pub(crate) value: Option<T>,
    codec: PhantomData<fn() -> W>,
}

impl<W, T> TypedTarget<W, T> {
    pub(crate) fn new() -> Self {
        Self { value: None, codec: PhantomData }
    }
}

impl<W: Wire<T>, T> Target for TypedTarget<W, T> {
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

/// A target in a position where the originals of elements cannot be kept: an element that cannot be decoded makes the whole list
/// or map a mismatch.
pub(crate) struct WholeTarget<W, T>(pub(crate) TypedTarget<W, T>);

impl<W: Wire<T>, T> Target for WholeTarget<W, T> {
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
