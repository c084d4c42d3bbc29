//! What was written against what the typed document says: a safety net under the shape check.

use serde_json::Value;

use super::Pointer;

/// The places in `written` that `typed` does not say. What `typed` adds (defaults) does not matter.
pub(super) fn lost(at: &Pointer, written: &Value, typed: &Value) -> Vec<Pointer> {
    let mut places = Vec::new();
    compare(&|| at.clone(), written, typed, &mut places);
    places
}

/// `at` puts the place together, which is wanted only where something is lost.
fn compare(at: &dyn Fn() -> Pointer, written: &Value, typed: &Value, places: &mut Vec<Pointer>) {
    match (written, typed) {
        (Value::Object(written), Value::Object(typed)) => {
            for (key, value) in written {
                let here = || at().child(key);
                match typed.get(key) {
                    Some(typed) => compare(&here, value, typed, places),
                    None if says_nothing(value) => {}
                    None => places.push(here()),
                }
            }
        }
        (Value::Array(written), Value::Array(typed)) if written.len() == typed.len() => {
            for (index, (written, typed)) in written.iter().zip(typed).enumerate() {
                compare(&|| at().index(index), written, typed, places);
            }
        }
        (Value::Number(written), Value::Number(typed)) if same_number(written, typed) => {}
        _ if written == typed => {}
        _ => places.push(at()),
    }
}

/// `false` and empty collections are the defaults of OpenAPI and not written back.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Bool(value) => !value,
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

/// `1` may come back as `1.0`.
fn same_number(written: &serde_json::Number, typed: &serde_json::Number) -> bool {
    written == typed || written.as_f64() == typed.as_f64()
}
