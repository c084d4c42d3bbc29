//! Reading and writing JSON: leniently on the way in, in one form on the way out.

pub(crate) mod custom_fields;
pub(crate) mod encode;
pub(crate) mod enums;
pub(crate) mod excerpt;
pub(crate) mod extra;
pub(crate) mod field;
mod form;
pub(crate) mod ids;
pub(crate) mod input;
pub(crate) mod keys;
mod list;
pub(crate) mod log;
pub(crate) mod model;
pub(crate) mod output;
mod plain;
pub(crate) mod repair;
mod scalar;
pub(crate) mod secret;
pub(crate) mod slot;
pub(crate) mod source;
pub(crate) mod tagged;
pub(crate) mod target;
mod time;
pub(crate) mod unquoted;
pub mod wire;

use serde::de::Error as _;

use log::Mismatch;
pub use plain::{deserialize, serialize};
pub(crate) use scalar::Scalar;
use slot::Form;
use source::{Read, Source};

/// Reads a body, and gives what did not fit along with it. A body that cannot be read is repaired and read once more.
pub(crate) fn read_body<R>(
    body: &[u8],
    read: &mut dyn FnMut(&str) -> serde_json::Result<R>,
) -> (serde_json::Result<R>, Vec<Mismatch>) {
    let (first, found) = match std::str::from_utf8(body) {
        Ok(text) => log::collect(|| read(text)),
        Err(error) => (Err(serde_json::Error::custom(error)), Vec::new()),
    };
    let Err(error) = first else { return (first, found) };
    let Some(repaired) = repair::repair(body) else { return (Err(error), Vec::new()) };
    let (second, found) = log::collect(|| read(&repaired.text));
    match second {
        Ok(value) => (Ok(value), repaired.problems.into_iter().chain(found).collect()),
        // The places that the second error names are not those of the body.
        Err(_) => (Err(error), Vec::new()),
    }
}

/// Reads an id that is a number.
pub fn read_integer_id<T>(source: &mut dyn Source<'_>, target: &mut Option<T>, id: fn(i64) -> T) -> Read<Form> {
    Ok(ids::integer(source.scalar()?).map(id).put(target))
}

/// Reads an id that is text.
pub fn read_string_id<T>(source: &mut dyn Source<'_>, target: &mut Option<T>, id: fn(String) -> T) -> Read<Form> {
    Ok(ids::text(source.scalar()?).map(id).put(target))
}

/// Objects that are only sent are not read.
pub fn read_input(source: &mut dyn Source<'_>) -> Read<Form> {
    Ok(source.scalar()?.misfit("nothing: this object is only sent"))
}
