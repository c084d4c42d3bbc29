//! Whether the keys that recorded responses have are described, typed and in an example.

use std::collections::BTreeMap;

use pipedrive::test_util;
use pipedrive_tests::examples::{additional_properties, example, round_trip, typed};
use serde_json::{Value, json};

const KEYS: &str = include_str!("../../recorded-keys.txt");

/// Whether a path leads to something. Lists are passed through, and `*` is any key.
fn has(value: &Value, path: &[&str]) -> bool {
    match (value, path) {
        (_, []) => true,
        (Value::Array(items), _) => items.iter().any(|item| has(item, path)),
        (Value::Object(entries), ["*", rest @ ..]) => entries.values().any(|value| has(value, rest)),
        (Value::Object(entries), [key, rest @ ..]) => entries.get(*key).is_some_and(|value| has(value, rest)),
        _ => false,
    }
}

/// The value with an object where the path leads to.
fn with_object(value: &Value, path: &[&str]) -> Value {
    match (value, path) {
        (_, []) => json!({ "lamp": 7 }),
        (Value::Array(items), _) => items.iter().map(|item| with_object(item, path)).collect(),
        (Value::Object(entries), [key, rest @ ..]) => {
            let entry = |(name, value): (&String, &Value)| {
                let value = if *key == "*" || key == name { with_object(value, rest) } else { value.clone() };
                (name.clone(), value)
            };
            entries.iter().map(entry).collect()
        }
        _ => value.clone(),
    }
}

#[test]
fn recorded_keys_are_typed_and_in_an_example() {
    let infos: BTreeMap<&str, _> = test_util::OPERATIONS.iter().copied().map(|info| (info.id, info)).collect();
    let additional = additional_properties();
    let mut faults = Vec::new();
    let mut checked = 0;
    for line in KEYS.lines().filter(|line| !line.starts_with('#')) {
        let (id, path) = line.split_once(' ').expect("an operation and a path");
        let Some(info) = infos.get(id) else {
            faults.push(format!("{line}: there is no such operation"));
            continue;
        };
        let body = example(info).expect("an example");
        let path: Vec<&str> = path.split('.').collect();
        if !has(&body, &path) {
            faults.push(format!("{line}: the example has no such key"));
        }
        let is_typed = match path.as_slice() {
            // Its type is that of `Response::additional_data_as`, which responses do not contain.
            ["additional_data", key] => additional.get(id).is_some_and(|properties| properties.contains(*key)),
            _ if has(&typed(info, &body).expect("a response"), &path) => true,
            // Null and empty lists are not written. An object instead is the value, or is reported as unexpected.
            _ => {
                let body = with_object(&body, &path);
                let (_, mismatches) = round_trip(info, &body).expect("a response");
                has(&typed(info, &body).expect("a response"), &path) || !mismatches.is_empty()
            }
        };
        if !is_typed {
            faults.push(format!("{line}: no type has the key"));
        }
        checked += 1;
    }
    assert!(checked > 100, "{checked} keys were looked at");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn keys_are_found_through_lists_and_maps() {
    let body = json!({ "data": [{ "id": 1 }, { "lamp": { "7": { "lit": null } } }] });
    assert!(has(&body, &["data", "id"]) && has(&body, &["data", "lamp", "*", "lit"]));
    assert!(
        !has(&body, &["data", "bulb"]) && !has(&body, &["data", "lamp", "*", "bulb"]) && !has(&body, &["data", "id", "lamp"])
    );
}
