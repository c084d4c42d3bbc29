//! Edits of JSON, for targets whose input decides on them.

use pipedrive_tests::mutate::Numbers;
use serde_json::{Value, json};

/// Strings that mean something in some place.
const STRINGS: &[&str] = &[
    "",
    " ",
    "0",
    "1",
    "-1",
    "12",
    "1.5",
    "1e3",
    "x",
    "true",
    "null",
    "2026-01-31",
    "0000-00-00",
    "2026-02-30",
    "9999-12-31",
    "2026-01-31T00:00:00Z",
    "2026-01-31 00:00:00",
    "2026-01-31T24:00:00+25:00",
    "12:00",
    "12:00:60",
    "24:00:00",
    "-00:00:01",
    "P1D",
    "open",
    "won",
    "all",
    "a,b",
    "1,2",
    "[]",
    "{}",
    "a\u{0}b",
    "\u{202e}",
    "\u{feff}",
    "e\u{301}",
    "😀",
    "string",
    "object",
    "array",
    "integer",
    "number",
    "date",
    "date-time",
    "binary",
    "#/components/schemas/a",
    "#/",
    "query",
    "path",
    "9223372036854775808",
    "179769313486231570814527423731704356798070567525844996598917476803157260780028538760589558632766878171540458953514382464234321",
];

/// Makes a few edits.
pub fn edit(value: &mut Value, numbers: &mut Numbers) {
    for _ in 0..=numbers.below(6) {
        once(value, numbers);
    }
}

fn once(value: &mut Value, numbers: &mut Numbers) {
    let pointers = pointers(value);
    let pointer = &pointers[numbers.below(pointers.len())];
    let other = value.pointer(&pointers[numbers.below(pointers.len())]).cloned().unwrap_or_default();
    let kind = numbers.below(8);
    if let Some((parent, key)) = pointer.rsplit_once('/').filter(|_| kind < 3) {
        let key = key.replace("~1", "/").replace("~0", "~");
        match value.pointer_mut(parent) {
            Some(Value::Object(entries)) => match (entries.shift_remove(&key), kind) {
                (Some(entry), 0) => drop(entries.insert(STRINGS[numbers.below(STRINGS.len())].to_owned(), entry)),
                (Some(entry), 1) => drop(entries.insert(key, json!([entry]))),
                _ => {}
            },
            Some(Value::Array(items)) => {
                if let Some(index) = key.parse().ok().filter(|index| *index < items.len()) {
                    let item = items.remove(index);
                    if kind < 2 {
                        items.extend([item.clone(), item]);
                    }
                }
            }
            _ => {}
        }
        return;
    }
    let Some(place) = value.pointer_mut(pointer) else { return };
    *place = match kind {
        3 => other,
        4 => json!({ STRINGS[numbers.below(STRINGS.len())]: place.take() }),
        5 => STRINGS[numbers.below(STRINGS.len())].into(),
        _ => odd(numbers),
    };
}

/// A value of any type.
fn odd(numbers: &mut Numbers) -> Value {
    match numbers.below(24) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(false),
        3 => json!(0),
        4 => json!(-1),
        5 => json!(1),
        6 => json!(1.5),
        7 => json!(-0.0),
        8 => json!(i64::MAX),
        9 => json!(i64::MIN),
        10 => json!(u64::MAX),
        11 => json!(1e308),
        12 => json!(5e-324),
        13 => json!([]),
        14 => json!({}),
        15 => json!([null]),
        16 => json!([[[]]]),
        17 => json!({ "0": 1, "2": 3 }),
        18 => json!({ "id": 1, "value": 1, "name": "x", "type": "enum" }),
        19 => json!([{ "value": "x", "primary": true, "label": "work" }]),
        20 => json!({ "value": 1.5, "currency": "EUR" }),
        21 => json!(["a", 1, null, { "b": [] }]),
        22 => json!([1, 2, 2]),
        _ => json!({ "data": { "id": 1 }, "success": true }),
    }
}

/// Returns the pointers of all values in a value, the whole included.
fn pointers(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), value)];
    while let Some((pointer, value)) = open.pop() {
        let below = |key: &str| format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
        match value {
            Value::Object(entries) => open.extend(entries.iter().map(|(key, value)| (below(key), value))),
            Value::Array(items) => open.extend(items.iter().enumerate().map(|(index, item)| (below(&index.to_string()), item))),
            _ => {}
        }
        found.push(pointer);
    }
    found
}
