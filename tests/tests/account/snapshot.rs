//! The form of a snapshot.

use pipedrive_account::{AccountField, AccountOption, Entity, Snapshot};

fn small() -> Snapshot {
    let mut tier = AccountField::new("dcf558aac1ae4e8c4f849ba5e668430d8df9be12", "Tier", "enum");
    tier.options = vec![AccountOption::new(12, "Gold"), AccountOption::new(9, "Silver")];
    let mut snapshot = Snapshot::default();
    snapshot.fields.insert(Entity::Deals, vec![tier.clone()]);
    snapshot.fields.insert(Entity::Leads, vec![tier]);
    snapshot
}

#[test]
fn an_option_is_a_line_and_a_shared_field_a_reference() {
    let json = small().to_json();
    assert!(json.contains("\n          { \"id\": 12, \"label\": \"Gold\" },\n"), "{json}");
    assert!(json.contains("{ \"key\": \"dcf558aac1ae4e8c4f849ba5e668430d8df9be12\", \"same_as\": \"deals\" }"), "{json}");
    assert_eq!(Snapshot::from_json(&json), Ok(small()));
}
