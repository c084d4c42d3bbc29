//! Constraints on inputs, which the client checks before it sends a request.

use serde::Serialize;

/// A constraint on a value of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Constraint {
    /// The location of the value inside the property, as a JSON pointer in which `*` stands for every element. Empty for the value of the
    /// property itself.
    pub inside: String,
    /// What the value must satisfy, or how it is sent.
    pub rule: ConstraintRule,
}

/// What a value must satisfy, or how it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum ConstraintRule {
    /// The minimum length of a string, in characters.
    MinLength(u32),
    /// The maximum length of a string, in characters.
    MaxLength(u32),
    /// The minimum number of elements of a list.
    MinItems(u32),
    /// The maximum number of elements of a list.
    MaxItems(u32),
    /// The minimum number of properties of an object.
    MinProperties(u32),
    /// An empty list is a filter that nothing matches (`x-empty-list`), unless another query parameter makes the API ignore it
    /// (`x-ignored-with`).
    EmptyMatchesNothing {
        /// The other query parameter.
        unless: Option<String>,
    },
    /// An empty list is not sent.
    OmitIfEmpty,
    /// A timestamp is rounded down to whole seconds.
    RoundDown,
    /// A timestamp is rounded up to whole seconds.
    RoundUp,
    /// Each item of a list is sent under the name of the input, each property of an object under its own name.
    Exploded,
    /// The items of a list, or the names and values of an object, are separated by this character.
    Separated(char),
    /// Each property of an object is sent in brackets: `filter[room]`.
    DeepObject,
    /// The value is sent as JSON.
    Json,
    /// Reserved characters of URLs are not encoded.
    AllowReserved,
    /// The content type of a part of a multipart body.
    ContentType(String),
}
