//! Reading ids.

use serde_json::Value;

use super::scalar::Scalar;
use super::slot::Slot;

/// An id that is a number: a number, its digits, or an object that holds either (which is kept, for what else it holds).
pub(crate) fn integer(scalar: Scalar<'_>) -> Slot<i64> {
    match linked(&scalar).and_then(|value| value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())) {
        Some(id) => scalar.read_as(id, false),
        None => scalar.read_integer("an id", Some),
    }
}

/// An id that is text; a number passes for one.
pub(crate) fn text(scalar: Scalar<'_>) -> Slot<String> {
    match scalar {
        Scalar::Str(text) if !text.is_empty() => Slot::value(text.into_owned()),
        Scalar::Int(number) => Slot::value(number.to_string()),
        Scalar::Unsigned(number) => Slot::value(number.to_string()),
        other => match linked(&other).and_then(Value::as_str).filter(|id| !id.is_empty()) {
            Some(id) => {
                let id = id.to_owned();
                other.read_as(id, false)
            }
            None => other.misfit_or_blank("an id").into(),
        },
    }
}

/// Where the API puts the id of an object.
pub(crate) const ID_NAMES: [&str; 2] = ["value", "id"];

/// The id in an object.
fn linked<'a>(scalar: &'a Scalar<'_>) -> Option<&'a Value> {
    let Scalar::Other(Value::Object(object)) = scalar else { return None };
    object.get(ID_NAMES[0]).filter(|value| !value.is_null()).or_else(|| object.get(ID_NAMES[1]))
}
