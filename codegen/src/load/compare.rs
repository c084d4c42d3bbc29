//! Compares the description with the typed document, in case the shape check lets something through that `openapiv3` drops.

use serde_json::{Map, Value};

use super::Pointer;

/// Returns the locations of the values in `written` that are missing or different in `typed`. Values that only `typed` has are defaults.
pub(super) fn lost(at: &Pointer, written: &Value, typed: &Value) -> Vec<Pointer> {
    let mut lost = Vec::new();
    compare(&|| at.clone(), written, typed, &mut lost);
    lost
}

/// `at` creates the pointer, which is needed only for lost values.
fn compare(at: &dyn Fn() -> Pointer, written: &Value, typed: &Value, lost: &mut Vec<Pointer>) {
    match (written, typed) {
        (Value::Object(written), Value::Object(typed)) => {
            for (key, value) in written {
                let here = || at().child(key);
                match typed.get(key) {
                    Some(typed) => compare(&here, value, typed, lost),
                    None if is_default(value) || is_null_example(written, key, value) => {}
                    None => lost.push(here()),
                }
            }
        }
        (Value::Array(written), Value::Array(typed)) if written.len() == typed.len() => {
            for (index, (written, typed)) in written.iter().zip(typed).enumerate() {
                compare(&|| at().index(index), written, typed, lost);
            }
        }
        (Value::Number(written), Value::Number(typed)) if same_number(written, typed) => {}
        _ if written == typed => {}
        _ => lost.push(at()),
    }
}

/// `openapiv3` does not serialize `false` and empty collections, which are the defaults of OpenAPI.
fn is_default(value: &Value) -> bool {
    match value {
        Value::Bool(value) => !value,
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

/// `openapiv3` drops an example of `null`, which says nothing that `nullable` does not.
fn is_null_example(written: &Map<String, Value>, key: &str, value: &Value) -> bool {
    let is_nullable = |schema: &Map<String, Value>| schema.get("nullable") == Some(&Value::Bool(true));
    let of_schema = || written.get("schema").and_then(Value::as_object).is_some_and(is_nullable);
    key == "example" && value.is_null() && (is_nullable(written) || of_schema())
}

/// `openapiv3` may serialize `1` as `1.0`.
fn same_number(written: &serde_json::Number, typed: &serde_json::Number) -> bool {
    written == typed || written.as_f64() == typed.as_f64()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::lost;
    use crate::load::Pointer;

    #[test]
    fn an_example_of_null_is_lost_only_without_nullable() {
        let lost =
            |written: &serde_json::Value| lost(&Pointer::root("a.yaml"), written, &json!({ "nullable": true, "schema": {} }));
        assert!(lost(&json!({ "nullable": true, "example": null })).is_empty());
        assert_eq!(lost(&json!({ "example": null })).len(), 1);
        assert_eq!(lost(&json!({ "nullable": true, "x": null })).len(), 1);
    }
}
