//! Names and descriptions of all kinds.

use pipedrive::CustomFields;
use pipedrive::prelude::*;
use pipedrive_account::{Entity, generate};
use pipedrive_tests::accounts::hostile as snapshot;

use super::hostile::DealFields;
use super::many;

#[test]
fn every_field_has_a_name_and_is_in_the_table() {
    let present = snapshot().fields[&Entity::Deals].iter().filter(|field| !field.deleted).count();
    assert_eq!(DealFields::FIELDS.len(), present);
    let mut fields = CustomFields::new();
    for field in &snapshot().fields[&Entity::Deals] {
        fields.set(&field.key, serde_json::json!({ "wrong": true }));
    }
    let (read, mismatches) = DealFields::read_with_mismatches(&fields);
    // JSON has no wrong type.
    let json = snapshot().fields[&Entity::Deals].iter().filter(|field| !field.deleted && field.field_type == "picture").count();
    assert_eq!(mismatches.len(), present - json);
    assert_eq!(read.changes().len(), json);
}

#[test]
fn nothing_of_a_name_or_description_is_code_or_hidden() {
    let module = generate(&snapshot()).expect("a module").to_string();
    assert!(!module.contains(['\u{202e}', '\u{200b}']));
    for line in module.lines().filter(|line| line.trim_start().starts_with("///")) {
        let docs = line.trim_start().trim_start_matches("///").trim_start();
        let is_fence = docs.starts_with("```") && !docs.trim_start_matches('`').contains("```");
        assert!(!is_fence && !docs.starts_with(['#', '-', '<']), "{line}");
    }
}

#[test]
fn many_options_are_read_and_written() {
    use many::{DealFields, Postcode};

    assert_eq!(Postcode::ALL.len(), 10_000);
    let mut fields = CustomFields::new();
    fields.set(DealFields::POSTCODE, 1_009_999);
    let read = DealFields::read(&fields);
    assert_eq!(read.postcode, Postcode::from_label("Area 9999"));
    assert_eq!(read.postcode.expect("an option").label(), Some("Area 9999"));
    assert_eq!(read.changes().len(), 1);
}
