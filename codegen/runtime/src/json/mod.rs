//! JSON: lenient decoding, and encoding in one form. [`slot`] explains the terms.

mod budget;
pub(crate) mod custom_fields;
pub(crate) mod decimal;
mod digits;
pub(crate) mod either;
pub(crate) mod encode;
pub(crate) mod enums;
pub(crate) mod excerpt;
pub(crate) mod extra;
pub(crate) mod field;
mod form;
mod id_list;
pub(crate) mod ids;
pub(crate) mod input;
pub(crate) mod keys;
mod list;
pub(crate) mod log;
pub(crate) mod mask;
pub(crate) mod model;
pub(crate) mod number;
pub(crate) mod output;
mod plain;
pub(crate) mod repair;
mod scalar;
pub(crate) mod secret;
pub(crate) mod shape;
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
pub(crate) use slot::Form;
use source::{Read, Source};

/// The reason why a body cannot be decoded.
#[derive(Debug)]
pub(crate) enum BodyError {
    /// It is not JSON.
    Json(serde_json::Error),
    /// Its lists would take much more memory than the body.
    TooLarge,
}

/// Decodes a body, and returns the mismatches along with the result. A body that the parser rejects is repaired and decoded again.
pub(crate) fn read_body<R>(
    body: &[u8],
    read: &mut dyn FnMut(&str) -> serde_json::Result<R>,
) -> (Result<R, BodyError>, Vec<Mismatch>) {
    let mut value = None;
    let (result, mismatches) = read_repaired(body, &mut |json| {
        value = Some(read(json)?);
        Ok(())
    });
    let missing = || BodyError::Json(serde_json::Error::custom("no value"));
    (result.and_then(|()| value.ok_or_else(missing)), mismatches)
}

/// The part of [`read_body`] that does not depend on the type of the value.
fn read_repaired(body: &[u8], read: &mut dyn FnMut(&str) -> serde_json::Result<()>) -> (Result<(), BodyError>, Vec<Mismatch>) {
    let mut read = |json: &str| budget::limit(json.len(), || log::collect(|| read(json)));
    let ((first, found), exceeded) = match std::str::from_utf8(body) {
        Ok(json) => read(json),
        Err(error) => ((Err(serde_json::Error::custom(error)), Vec::new()), false),
    };
    let Err(error) = first else { return (Ok(()), found) };
    if exceeded {
        return (Err(BodyError::TooLarge), Vec::new());
    }
    let Some(repaired) = repair::repair(body) else { return (Err(BodyError::Json(error)), Vec::new()) };
    match read(&repaired.json) {
        ((Ok(()), found), _) => (Ok(()), repaired.problems.into_iter().chain(found).collect()),
        (_, true) => (Err(BodyError::TooLarge), Vec::new()),
        // The second error has a line and column of the repaired document, not of the body.
        (_, false) => (Err(BodyError::Json(error)), Vec::new()),
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
