//! JSON: lenient decoding, and encoding in one form. [`slot`] explains the terms.

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
pub(crate) mod mask;
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

/// Decodes a body, and returns the mismatches along with the result. A body that the parser rejects is repaired and decoded again.
pub(crate) fn read_body<R>(
    body: &[u8],
    read: &mut dyn FnMut(&str) -> serde_json::Result<R>,
) -> (serde_json::Result<R>, Vec<Mismatch>) {
    let (first, found) = match std::str::from_utf8(body) {
        Ok(json) => log::collect(|| read(json)),
        Err(error) => (Err(serde_json::Error::custom(error)), Vec::new()),
    };
    let Err(error) = first else { return (first, found) };
    let Some(repaired) = repair::repair(body) else { return (Err(error), Vec::new()) };
    let (second, found) = log::collect(|| read(&repaired.json));
    match second {
        Ok(value) => (Ok(value), repaired.problems.into_iter().chain(found).collect()),
        // The second error has a line and column of the repaired document, not of the body.
        Err(_) => (Err(error), Vec::new()),
    }
}

/// Decodes a numeric id.
pub fn read_integer_id<T>(source: &mut dyn Source<'_>, target: &mut Option<T>, id: fn(i64) -> T) -> Read<Form> {
    Ok(ids::integer(source.scalar()?).map(id).put(target))
}

/// Decodes a string id.
pub fn read_string_id<T>(source: &mut dyn Source<'_>, target: &mut Option<T>, id: fn(String) -> T) -> Read<Form> {
    Ok(ids::string(source.scalar()?).map(id).put(target))
}

/// Rejects any value: the decoder of types that are used in requests only.
pub fn read_input(source: &mut dyn Source<'_>) -> Read<Form> {
    Ok(source.scalar()?.misfit("no value (request-only type)"))
}
