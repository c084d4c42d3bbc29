//! Values that the API sends in several forms: each is understood, and written the way it came.

use pipedrive::test_util;
use pipedrive_tests::compare::Difference;
use pipedrive_tests::examples::{example, root, round_trip};
use pipedrive_tests::recorder::name;
use serde_json::{Map, Value, json};

/// Every response in the file, with its method and path.
fn stored() -> Vec<(String, String, Value)> {
    let path = root().join("tests/responses/forms.jsonl");
    let text = std::fs::read_to_string(&path).expect("forms.jsonl is there");
    let line = |line: &str| {
        let mut response: Value = serde_json::from_str(line).expect("a line is JSON");
        let text = |key: &str| response[key].as_str().expect("a line has a method and a path").to_owned();
        (text("method"), text("path"), response["body"].take())
    };
    text.lines().map(line).collect()
}

#[test]
fn stored_responses_are_understood_and_come_back_as_they_were() {
    let mut faults = Vec::new();
    for (method, path, body) in stored() {
        let result = test_util::round_trip(&method, &path, 200, body.to_string().as_bytes());
        match result.expect("there is such an operation") {
            Err(error) => faults.push(format!("{method} {path}, {body}: {error}")),
            Ok((_, mismatches)) if !mismatches.is_empty() => faults.push(format!("{method} {path}, {body}: {mismatches:?}")),
            Ok((returned, _)) => {
                let difference = Difference::of(&body, &returned);
                if !difference.is_faithful() {
                    faults.push(format!("{method} {path}, {body}: {difference:?}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// The value with every list in it as PHP writes a list with gaps.
fn numbered(value: &Value, lists: &mut usize) -> Value {
    match value {
        Value::Array(items) => {
            *lists += 1;
            let entry = |(index, item): (usize, &Value)| ((2 * index).to_string(), numbered(item, lists));
            // Not in the order of the numbers, which an object does not have.
            Value::Object(items.iter().enumerate().rev().map(entry).collect())
        }
        Value::Object(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key.clone(), numbered(value, lists))).collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

#[test]
fn every_list_may_be_an_object_with_numbered_keys() {
    let (mut faults, mut lists) = (Vec::new(), 0);
    for info in test_util::OPERATIONS.iter().copied() {
        let Some(example) = example(info) else { continue };
        let usual = test_util::typed_round_trip(info.method.as_str(), info.path, 200, example.to_string().as_bytes());
        let body = numbered(&example, &mut lists);
        let typed = test_util::typed_round_trip(info.method.as_str(), info.path, 200, body.to_string().as_bytes());
        match round_trip(info, &body) {
            Err(error) => faults.push(format!("{}: {error}", name(info))),
            Ok((_, mismatches)) if !mismatches.is_empty() => faults.push(format!("{}: {mismatches:?}", name(info))),
            Ok((returned, _)) if !Difference::of(&body, &returned).is_faithful() => {
                faults.push(format!("{}: {:?}", name(info), Difference::of(&body, &returned)));
            }
            Ok(_) => {
                let (usual, typed) = (usual.map(Result::unwrap), typed.map(Result::unwrap));
                // What no type describes comes back as it was.
                let (usual, typed) = (numbered(&usual.unwrap_or_default(), &mut 0), numbered(&typed.unwrap_or_default(), &mut 0));
                let difference = Difference::of(&usual, &typed);
                if !difference.is_faithful() {
                    faults.push(format!("{}: the fields hold something else: {difference:?}", name(info)));
                }
            }
        }
    }
    assert!(lists > 500, "hardly any list was looked at: {lists}");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn an_object_with_other_keys_is_no_list() {
    for object in [json!({ "a": 1 }), json!({ "0": 1, "a": 2 }), json!({ "00": 1 }), json!({ "1.0": 1 }), json!({ "-1": 1 })] {
        let body = json!({ "success": true, "data": { "id": 1, "label_ids": object } });
        let result = test_util::round_trip("GET", "/api/v2/persons/1", 200, body.to_string().as_bytes());
        let (returned, mismatches) = result.expect("there is such an operation").unwrap();
        assert_eq!(returned, body);
        let mismatches: Vec<_> = mismatches.iter().map(ToString::to_string).collect();
        assert_eq!(mismatches, ["`data.label_ids`: expected a list, found an object"]);
    }
}
