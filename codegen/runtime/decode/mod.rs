//! Reading and writing JSON: leniently on the way in, in one form on the way out.

pub(crate) mod encode;
pub(crate) mod enums;
pub(crate) mod excerpt;
pub(crate) mod field;
mod form;
pub(crate) mod ids;
mod list;
pub(crate) mod log;
pub(crate) mod mend;
pub(crate) mod model;
mod plain;
mod scalar;
mod shape;
pub(crate) mod slot;
pub(crate) mod tagged;
mod time;
pub mod wire;

use serde::Deserializer;
use serde::de::Error as _;

use log::Mismatch;
pub(crate) use plain::deserialize;
use scalar::Scalar;
pub(crate) use shape::{PartsSeed, Shape};
use slot::Slot;

/// Reads a body, and gives what did not fit along with it. A body that cannot be read is mended and read once more.
pub(crate) fn read_body<R>(
    body: &[u8],
    read: fn(&str) -> Result<R, serde_json::Error>,
) -> (Result<R, serde_json::Error>, Vec<Mismatch>) {
    let (first, found) = match std::str::from_utf8(body) {
        Ok(text) => log::collect(|| read(text)),
        Err(error) => (Err(serde_json::Error::custom(error)), Vec::new()),
    };
    let Err(error) = first else { return (first, found) };
    let Some(mended) = mend::mend(body) else { return (Err(error), Vec::new()) };
    let (second, found) = log::collect(|| read(&mended.text));
    match second {
        Ok(value) => (Ok(value), mended.faults.into_iter().chain(found).collect()),
        // The places that the second error names are not those of the body.
        Err(_) => (Err(error), Vec::new()),
    }
}

/// Reads an id that is a number.
pub(crate) fn read_integer_id<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    id: impl FnOnce(i64) -> T,
) -> Result<Slot<T>, D::Error> {
    Ok(ids::integer(Scalar::read(deserializer)?).map(id))
}

/// Reads an id that is text.
pub(crate) fn read_text_id<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    id: impl FnOnce(String) -> T,
) -> Result<Slot<T>, D::Error> {
    Ok(ids::text(Scalar::read(deserializer)?).map(id))
}

/// Objects that are only sent are not read.
pub(crate) fn read_input<'de, T, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<T>, D::Error> {
    Ok(Scalar::read(deserializer)?.misfit("nothing: this object is only sent"))
}

pub(crate) use scalar::Scalar as AnyScalar;
