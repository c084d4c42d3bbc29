//! Decoding of ids.

use serde_json::Value;

use super::scalar::Scalar;
use super::slot::Slot;

/// Decodes a numeric id: a number, a string of digits, or an object that contains either.
///
/// The object is kept as the original, for its other fields.
pub(crate) fn integer(scalar: Scalar<'_>) -> Slot<i64> {
    match linked(&scalar).and_then(|value| value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())) {
        Some(id) => scalar.read_as(id, false),
        None => scalar.read_integer("an id", Some),
    }
}

/// Decodes a string id: a string, an integer, or an object that contains a string.
pub(crate) fn string(scalar: Scalar<'_>) -> Slot<String> {
    match scalar {
        Scalar::Str(string) if !string.is_empty() => Slot::value(string.into_owned()),
        number @ (Scalar::Int(_) | Scalar::Unsigned(_)) => {
            let number = number.into_value();
            Slot::loose(number.to_string(), number)
        }
        other => match linked(&other).and_then(Value::as_str).filter(|id| !id.is_empty()) {
            Some(id) => {
                let id = id.to_owned();
                other.read_as(id, false)
            }
            None => other.misfit_or_blank("an id").into(),
        },
    }
}

/// The fields in which the API returns the id of an object, in order of precedence.
pub(crate) const ID_NAMES: [&str; 2] = ["value", "id"];

/// Returns the id in an object.
fn linked<'a>(scalar: &'a Scalar<'_>) -> Option<&'a Value> {
    let Scalar::Other(Value::Object(object)) = scalar else { return None };
    object.get(ID_NAMES[0]).filter(|value| !value.is_null()).or_else(|| object.get(ID_NAMES[1]))
}
