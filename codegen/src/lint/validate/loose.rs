//! What `x-lenient` changes in the validation of a value.

use serde_json::Value;

use crate::load::extensions::{Extension, Lenient};
use crate::value::NodeCursor;

/// How a value fits a schema with `x-lenient`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LooseFit {
    /// The keywords of the schema decide.
    ByKeywords,
    /// It is valid, although the keywords do not allow it.
    Valid,
    /// It must be a valid item of the list that the keywords describe.
    Item,
    /// It is not valid, although the keywords allow it.
    Invalid {
        /// What to write.
        instead: &'static str,
    },
}

/// Returns the form that a schema states.
pub(super) fn form(schema: &NodeCursor<'_>) -> Option<Lenient> {
    Lenient::of_word(schema.string(Extension::Lenient.word())?)
}

pub(super) fn fit(form: Lenient, value: &Value) -> LooseFit {
    match form {
        Lenient::MapOrEmptyList if value.as_array().is_some_and(Vec::is_empty) => LooseFit::Valid,
        Lenient::ObjectOrTrue if *value == Value::Bool(true) => LooseFit::Valid,
        Lenient::OneOrList if value.is_object() => LooseFit::Item,
        Lenient::Digits if value.as_str().is_some_and(|digits| digits.parse::<i64>().is_err()) => {
            LooseFit::Invalid { instead: "an integer in quotes, such as \"12\"" }
        }
        Lenient::Flag01
        | Lenient::Digits
        | Lenient::IntOrString
        | Lenient::IdOrObject
        | Lenient::MapOrEmptyList
        | Lenient::OneOrList
        | Lenient::IdList
        | Lenient::OptionId
        | Lenient::FlagOrConditions
        | Lenient::ObjectOrTrue => LooseFit::ByKeywords,
    }
}
