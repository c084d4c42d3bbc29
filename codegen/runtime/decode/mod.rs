//! Reading and writing JSON: leniently on the way in, in one form on the way out.

pub(crate) mod encode;
pub(crate) mod enums;
pub(crate) mod field;
mod form;
pub(crate) mod ids;
mod list;
pub(crate) mod log;
pub(crate) mod model;
mod plain;
mod scalar;
mod shape;
pub(crate) mod slot;
pub(crate) mod tagged;
mod time;
pub mod wire;

use serde::Deserializer;

pub(crate) use plain::deserialize;
use scalar::Scalar;
pub(crate) use shape::{PartsSeed, Shape};
use slot::Slot;

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
