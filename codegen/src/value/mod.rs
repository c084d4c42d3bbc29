//! What a value may be: the one view of schemas that lint, the diff and the drift share.
//!
//! A schema is a node of a description, curated or not, valid or not, so this module reads nodes and assumes nothing about them. Its terms:
//!
//! - The **parts** of a schema are the schema itself and the schemas of its `allOf`, at any depth, with references resolved. A value must match all
//!   of them: types and listed values are those that all parts allow, the strictest limit applies, a property is required if any part requires it,
//!   and must match its schema in every part that describes it.
//! - The **variants** are the schemas of `oneOf` or `anyOf`. A value must match one of them, beside the parts. A list with a single variant adds a
//!   part instead.
//! - A constant is an `enum` of one value. A variant that allows only null, as OpenAPI 3.1 writes it, makes the schema nullable.
//! - `nullable` allows null whatever else is beside it. By the letter of OpenAPI 3.0.3 it has an effect only beside `type`, and an `enum` must list
//!   null as well; hardly any description is written so. Without `nullable`, null is allowed if nothing excludes it.
//! - Where `type` is missing, properties imply an object, items an array, and listed values their own types.
//! - A property with `readOnly` in any part does not exist in requests, one with `writeOnly` not in responses.
//! - A schema that contains itself, as a part or a variant, adds nothing to itself. The number of schemas that one question reads is bounded; beyond
//!   the bound, everything is assumed to be possible.
//!
//! Questions about the parts are methods of [`MergedSchema`]; its variants are compared one by one by the diff and tried one by one by lint.
//! [`ValueUnion`] is the view of everything that may apply, through variants too, which the drift compares.

mod cursor;
mod disjoint;
mod limits;
mod merged;
mod tags;
mod types;
mod union;

pub(crate) use cursor::{NodeCursor, plain};
pub(crate) use disjoint::are_disjoint;
pub(crate) use limits::{LIMITS, ValueLimit};
pub(crate) use merged::{Choice, ListedValue, MergedSchema, OtherProperties, canonical, listed};
pub(crate) use tags::{DiscriminatorTag, tags};
pub(crate) use types::JsonTypes;
pub(crate) use union::ValueUnion;

#[cfg(test)]
mod tests;
