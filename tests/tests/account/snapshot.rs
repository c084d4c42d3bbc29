//! The form of a snapshot, and reading and writing it.

use std::fs;

use pipedrive_account::{AccountField, AccountOption, AccountOptionId, Entity, Snapshot};
use serde_json::{Value, json};

use crate::directory;

const TIER: &str = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12";

fn tier() -> AccountField {
    let mut tier = AccountField::new(TIER, "Tier", "enum");
    tier.options = vec![AccountOption::new(12, "Gold"), AccountOption::new(9, "Silver")];
    tier
}

fn small() -> Snapshot {
    let mut snapshot = Snapshot::default();
    snapshot.fields.insert(Entity::Deals, vec![tier()]);
    snapshot.fields.insert(Entity::Leads, vec![tier()]);
    snapshot
}

/// A snapshot as JSON with one part replaced.
fn with(part: &str, value: &Value) -> String {
    let mut json: Value = serde_json::from_str(&small().to_json()).expect("JSON");
    json[part] = value.clone();
    json.to_string()
}

fn problem(json: &str) -> String {
    Snapshot::from_json(json).expect_err("not valid").to_string()
}

#[test]
fn an_option_is_a_line_and_a_shared_field_a_reference() {
    let json = small().to_json();
    assert!(json.contains("\n          { \"id\": 12, \"label\": \"Gold\" },\n"), "{json}");
    assert!(json.contains("{ \"key\": \"dcf558aac1ae4e8c4f849ba5e668430d8df9be12\", \"same_as\": \"deals\" }"), "{json}");
    assert_eq!(Snapshot::from_json(&json), Ok(small()));
}

#[test]
fn everything_is_read_as_it_was_written() {
    let mut snapshot = small();
    let parts = json!({
        "format": 1,
        "company": { "id": 7, "domain": "acme" },
        "fields": { "persons": [
            { "key": "label_ids", "name": "Label", "type": "set", "options": [{ "id": true, "label": "a" }, { "id": "b", "label": "b" }] },
            { "key": "x", "name": "X", "type": "monetary", "deleted": true, "description": "D",
              "subfields": [{ "key": "currency", "name": "Currency", "type": "varchar" }] },
        ] },
        "pipelines": [
            { "id": 2, "name": "Sales", "stages": [{ "id": 9, "name": "In" }, { "id": 4, "name": "Out", "deleted": true }] },
            { "id": 1, "name": "Old", "deleted": true, "stages": [] },
        ],
        "activity_types": [{ "id": 3, "key": "call", "name": "Call" }, { "id": 1, "key": "x", "name": "X", "custom": true, "deleted": true }],
        "lead_labels": [{ "id": "5d1c", "name": "Hot" }],
        "lead_sources": ["API", "Web forms"],
        "currencies": [{ "code": "EUR", "name": "Euro", "decimal_places": 2 }, { "code": "LUM", "custom": true }],
        "users": [{ "id": 1, "name": "Petra", "email": "petra@example.test", "inactive": true }],
        "omitted": [{ "part": "fields.projects", "reason": "no plan" }],
        "names": {
            "fields": { "deals": { TIER: { "field": "tier", "enum": "Tier", "options": { "12": "Gold" } } } },
            "pipelines": { "2": { "variant": "Sales", "enum": "SalesStage", "stages": { "9": "In" } } },
            "activity_types": { "call": "Call" }, "lead_labels": { "5d1c": "Hot" }, "lead_sources": { "API": "Api" },
        },
    });
    let read = Snapshot::from_json(&parts.to_string()).expect("valid");
    assert_eq!(read.company.as_ref().and_then(|company| company.domain.as_deref()), Some("acme"));
    assert_eq!(read.labels_of(Entity::Persons)[0].id, AccountOptionId::Boolean(true));
    let written: Value = serde_json::from_str(&read.to_json()).expect("JSON");
    assert_eq!(written, parts);
    assert_eq!(Snapshot::from_json(&read.to_json()), Ok(read.clone()));
    snapshot.fields.extend(read.fields);
    assert_eq!(Snapshot::from_json(&snapshot.to_json()), Ok(snapshot));
}

#[test]
fn the_order_does_not_depend_on_the_order_of_the_api() {
    let mut snapshot = small();
    let builtin = || {
        let mut field = AccountField::new("a", "A", "varchar");
        field.custom = false;
        field
    };
    snapshot.fields.insert(Entity::Persons, vec![builtin(), AccountField::new("b", "B", "text"), tier()]);
    let mut other = snapshot.clone();
    other.fields.insert(Entity::Persons, vec![tier(), builtin(), AccountField::new("b", "B", "text")]);
    assert_eq!(snapshot.to_json(), other.to_json());
}

#[test]
fn invisible_characters_are_escaped() {
    let mut snapshot = small();
    let name = "a\u{202e}b\u{7f}\u{1b}[31m\u{e0041}\n\"\\ é 👩\u{200d}🚀";
    snapshot.fields.insert(Entity::Deals, vec![AccountField::new(TIER, name, "varchar")]);
    let json = snapshot.to_json();
    assert!(json.contains(r#""a\u202eb\u007f\u001b[31m\udb40\udc41\n\"\\ é "#), "{json}");
    let read = Snapshot::from_json(&json).expect("valid");
    assert_eq!(read.fields_of(Entity::Deals)[0].name, name);
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for (json, expected) in [
        (String::new(), "EOF while parsing a value at line 1 column 0"),
        ("[]".to_owned(), "line 1"),
        ("{}".to_owned(), "missing field `format`"),
        (with("format", &json!(2)), "has the format 2, and this version reads the format 1: update `pipedrive-account`"),
        (with("colour", &json!(1)), "unknown field `colour`"),
        (with("fields", &json!({ "notes": [] })), "unknown variant `notes`"),
        (with("pipelines", &json!([{ "id": 1, "name": "A", "stages": [], "color": 1 }])), "unknown field `color`"),
        (with("pipelines", &json!([{ "id": "1", "name": "A", "stages": [] }])), "expected i64 at line 1 column"),
        (with("fields", &json!({ "deals": [{ "key": "a", "type": "text" }] })), "`fields.deals.a`: missing `name`"),
        (with("fields", &json!({ "leads": [{ "key": "a", "same_as": "deals" }] })), "`fields.leads.a` is the same as in `deals`"),
        (
            with(
                "fields",
                &json!({ "deals": [{ "key": "a", "name": "A", "type": "text" }, { "key": "a", "name": "B", "type": "text" }] }),
            ),
            "`fields.deals`: the key `a` occurs twice",
        ),
        (
            with("pipelines", &json!([1, 2].map(|id| json!({ "id": id, "name": "A", "stages": [{ "id": 5, "name": "S" }] })))),
            "`pipelines.stages`: the id `5` occurs twice",
        ),
        (with("names", &json!({ "fields": { "deals": { "a": { "fild": "a" } } } })), "unknown field `fild`"),
        (with("activity_types", &json!([{ "id": 1, "name": "Call" }])), "missing field `key`"),
    ] {
        let problem = problem(&json);
        assert!(problem.contains(expected), "{problem}\nexpected {expected}");
    }
    assert!(problem(&format!("{{\"format\": 1, \"x\": {}", "[".repeat(100_000))).contains("EOF"), "nesting is no problem");
}

#[test]
fn a_file_is_replaced_as_a_whole_and_only_if_it_differs() {
    let directory = directory("write");
    let path = directory.join("account.json");
    assert_eq!(small().write(&path), Ok(true));
    let written = || fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("a time");
    let before = written();
    assert_eq!(small().write(&path), Ok(false));
    assert_eq!(written(), before);

    // Git and editors of Windows.
    let windows = format!("\u{feff}{}", small().to_json().replace('\n', "\r\n"));
    fs::write(&path, &windows).expect("written");
    assert_eq!(Snapshot::read(&path), Ok(small()));
    fs::write(&path, small().to_json().replace('\n', "\r\n")).expect("written");
    assert_eq!(small().write(&path), Ok(false));

    let mut other = small();
    other.lead_sources = Some(vec!["API".to_owned()]);
    assert_eq!(other.write(&path), Ok(true));
    assert_eq!(Snapshot::read(&path), Ok(other));
    assert_eq!(fs::read_dir(&directory).expect("a directory").count(), 1, "nothing but the snapshot remains");

    let missing = small().write(directory.join("none").join("account.json")).expect_err("no directory").to_string();
    assert!(missing.contains("cannot write") && missing.contains("none"), "{missing}");
    fs::write(&path, [0xff, 0xfe, b'{', 0]).expect("written");
    let utf16 = Snapshot::read(&path).expect_err("UTF-16").to_string();
    assert!(utf16.contains("is not UTF-8: save it with the encoding UTF-8"), "{utf16}");
}

#[cfg(unix)]
#[test]
fn links_and_permissions_are_kept() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let directory = directory("links");
    let (target, link) = (directory.join("target.json"), directory.join("account.json"));
    fs::write(&target, "old").expect("written");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o600)).expect("set");
    symlink(&target, &link).expect("linked");
    assert_eq!(small().write(&link), Ok(true));
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    assert_eq!(Snapshot::read(&target), Ok(small()));
    assert_eq!(fs::metadata(&target).expect("there").permissions().mode() & 0o777, 0o600);
}

#[test]
fn ten_thousand_options_are_read_and_written() {
    let mut large = tier();
    large.options = (0..10_000).map(|id| AccountOption::new(id, format!("Option {id}"))).collect();
    let mut snapshot = Snapshot::default();
    snapshot.fields.insert(Entity::Deals, vec![large.clone()]);
    snapshot.fields.insert(Entity::Leads, vec![large]);
    let json = snapshot.to_json();
    assert_eq!(json.matches("\"label\"").count(), 10_000, "the options of leads are not repeated");
    assert_eq!(Snapshot::from_json(&json), Ok(snapshot));
}
