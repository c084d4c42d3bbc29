//! What has changed between two snapshots, and what it does to the generated types.

use pipedrive::v2::fields::{CustomFieldType, FieldOptionToDelete, NamedFieldOption, NewFieldOption};
use pipedrive_account::{
    AccountChange, AccountChangeKind as Kind, AccountField, AccountOption, AccountReport, Entity, RustEffect, Snapshot,
};
use serde_json::json;

use crate::{demo, read};

const TIER: &str = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12";
const BUDGET: &str = "9f3a6f0c1d2e4b5a8c7d6e5f4a3b2c1d0e9f8a7b";

/// An account with one of everything.
fn old() -> Snapshot {
    let json = json!({
        "format": 1,
        "fields": {
            "deals": [
                { "key": TIER, "name": "Tier", "type": "enum", "custom": true, "options": [{ "id": 12, "label": "Gold" }, { "id": 13, "label": "Silver" }] },
                { "key": BUDGET, "name": "Budget", "type": "monetary", "custom": true },
                { "key": "title", "name": "Title", "type": "varchar" },
                { "key": "label_ids", "name": "Label", "type": "set", "options": [{ "id": 1, "label": "Hot" }] },
            ],
            "leads": [{ "key": TIER, "same_as": "deals" }, { "key": BUDGET, "same_as": "deals" }],
        },
        "pipelines": [
            { "id": 1, "name": "Sales", "stages": [{ "id": 1, "name": "Qualified" }, { "id": 2, "name": "Demo" }] },
            { "id": 2, "name": "Service", "stages": [{ "id": 3, "name": "Reported" }] },
        ],
        "activity_types": [{ "id": 1, "key": "call", "name": "Call" }, { "id": 2, "key": "meeting", "name": "Meeting" }],
        "lead_labels": [{ "id": "5d1c", "name": "Hot" }],
        "lead_sources": ["API"],
        "currencies": [{ "code": "EUR", "name": "Euro", "decimal_places": 2 }],
        "users": [{ "id": 1, "name": "Petra", "email": "petra@example.test" }],
    });
    Snapshot::from_json(&json.to_string()).expect("valid")
}

/// The changes that a function makes.
fn changes(change: impl FnOnce(&mut Snapshot)) -> Vec<AccountChange> {
    let mut new = old();
    change(&mut new);
    AccountReport::compare(&old(), &new).expect("compared").changes
}

/// The only change that a function makes: its kind, effect, values and Rust item.
fn only(change: impl FnOnce(&mut Snapshot)) -> (Kind, RustEffect, Option<String>, Option<String>, Option<String>) {
    let mut all = changes(change);
    assert_eq!(all.len(), 1, "{all:#?}");
    let change = all.remove(0);
    (change.kind, change.effect, change.old, change.new, change.rust_item)
}

#[expect(clippy::unnecessary_wraps, reason = "the fields of a change are optional")]
fn some(string: &str) -> Option<String> {
    Some(string.to_owned())
}

/// Changes a field of deals, and the same one of leads.
fn field(snapshot: &mut Snapshot, key: &str, change: impl Fn(&mut AccountField)) {
    for fields in snapshot.fields.values_mut() {
        fields.iter_mut().filter(|field| field.key == key).for_each(&change);
    }
}

#[test]
fn nothing_changes_between_equal_snapshots() {
    assert_eq!(changes(|_| {}), []);
    let report = AccountReport::compare(&old(), &old()).expect("compared");
    assert!(report.is_empty() && report.effect() == RustEffect::None);
}

#[test]
fn fields() {
    let added =
        only(|new| new.fields.get_mut(&Entity::Deals).expect("there").push(AccountField::new("f".repeat(40), "Due", "date")));
    assert_eq!(added, (Kind::FieldAdded, RustEffect::Minor, None, some("date"), some("DealFields::due")));
    let removed = |deleted: bool| {
        move |new: &mut Snapshot| {
            if deleted {
                field(new, BUDGET, |field| field.deleted = true);
            } else {
                new.fields.values_mut().for_each(|fields| fields.retain(|field| field.key != BUDGET));
            }
        }
    };
    for deleted in [false, true] {
        let change = only(removed(deleted));
        assert_eq!(change, (Kind::FieldRemoved, RustEffect::Major, some("monetary"), None, some("DealFields::budget")));
    }
    let all = changes(|new| field(new, BUDGET, |field| field.field_type = "double".to_owned()));
    assert_eq!(all.len(), 1, "{all:#?}");
    assert_eq!((all[0].kind, all[0].effect), (Kind::FieldRetyped, RustEffect::Major));
    assert_eq!((all[0].rust_old.as_deref(), all[0].rust_new.as_deref()), (Some("Option<Money>"), Some("Option<f64>")));
    assert_eq!(all[0].parts, ["fields.deals", "fields.leads"], "leads have the fields of deals");

    let renamed = only(|new| field(new, TIER, |field| field.name = "Level".to_owned()));
    assert_eq!(renamed, (Kind::FieldRenamed, RustEffect::Docs, some("Tier"), some("Level"), some("DealFields::tier")));
    let described = only(|new| field(new, TIER, |field| field.description = some("How much")));
    assert_eq!(described, (Kind::FieldDescribed, RustEffect::Docs, None, some("How much"), some("DealFields::tier")));
    let builtin = only(|new| field(new, "title", |field| field.name = "Name".to_owned()));
    assert_eq!(builtin, (Kind::FieldRenamed, RustEffect::None, some("Title"), some("Name"), None));
}

#[test]
fn a_type_with_the_same_rust_type_changes_documentation() {
    let mut from = old();
    field(&mut from, BUDGET, |field| field.field_type = "varchar".to_owned());
    let mut to = old();
    field(&mut to, BUDGET, |field| field.field_type = "text".to_owned());
    let report = AccountReport::compare(&from, &to).expect("compared");
    assert_eq!((report.changes.len(), report.effect()), (1, RustEffect::Docs));
    field(&mut to, BUDGET, |field| {
        field.field_type = "enum".to_owned();
        field.options = vec![AccountOption::new(1, "Low")];
    });
    let report = AccountReport::compare(&from, &to).expect("compared");
    assert_eq!(report.effect(), RustEffect::Major);
    assert_eq!(report.changes[0].rust_new.as_deref(), Some("Option<Budget>"));
}

#[test]
fn options() {
    let added = only(|new| field(new, TIER, |field| field.options.push(AccountOption::new(14, "Bronze"))));
    assert_eq!(added, (Kind::OptionAdded, RustEffect::Minor, None, some("Bronze"), some("Tier::Bronze")));
    let removed = only(|new| field(new, TIER, |field| drop(field.options.remove(0))));
    assert_eq!(removed, (Kind::OptionRemoved, RustEffect::Major, some("Gold"), None, some("Tier::Gold")));
    let renamed = only(|new| field(new, TIER, |field| field.options[0].label = "Golden".to_owned()));
    assert_eq!(renamed, (Kind::OptionRenamed, RustEffect::Docs, some("Gold"), some("Golden"), some("Tier::Gold")));
    let reordered = only(|new| field(new, TIER, |field| field.options.reverse()));
    assert_eq!(reordered, (Kind::OptionsReordered, RustEffect::Docs, None, None, some("Tier")));
    let label = only(|new| field(new, "label_ids", |field| field.options.clear()));
    assert_eq!(label, (Kind::OptionRemoved, RustEffect::Major, some("Hot"), None, some("DealLabel::Hot")));
    // Version 1 has another key for the labels.
    assert_eq!(changes(|new| field(new, "label_ids", |field| field.key = "label".to_owned())), []);
    let swapped = changes(|new| {
        field(new, TIER, |field| field.options = vec![AccountOption::new(13, "Silver"), AccountOption::new(14, "Gold")]);
    });
    let kinds: Vec<Kind> = swapped.iter().map(|change| change.kind).collect();
    assert_eq!(kinds, [Kind::OptionRemoved, Kind::OptionAdded], "an option with another id is another option");
    assert_ne!(swapped[0].rust_item, swapped[1].rust_item);
}

#[test]
fn names_of_the_snapshot_are_reported() {
    let mut from = old();
    let names = json!({ "fields": { "deals": { TIER: { "field": "rank", "enum": "Rank", "options": { "12": "Top" } } } } });
    from.names = serde_json::from_value(names).expect("names");
    let mut to = old();
    field(&mut to, TIER, |field| drop(field.options.remove(0)));
    field(&mut to, TIER, |field| field.name = "Grade".to_owned());
    let report = AccountReport::compare(&from, &to).expect("compared");
    let items: Vec<Option<&str>> = report.changes.iter().map(|change| change.rust_item.as_deref()).collect();
    assert_eq!(items, [Some("Rank::Top"), Some("DealFields::rank")]);
    from.names.lead_sources.insert("API".to_owned(), "not a name".to_owned());
    assert!(AccountReport::compare(&from, &to).is_err());
}

#[test]
fn pipelines_and_stages() {
    let pipelines = |new: &mut Snapshot| new.pipelines.take().expect("there");
    let added = only(|new| {
        let mut all = pipelines(new);
        let mut other = all[1].clone();
        (other.id, other.name, other.stages) = (7, "Partners".to_owned(), Vec::new());
        all.push(other);
        new.pipelines = Some(all);
    });
    assert_eq!(added, (Kind::PipelineAdded, RustEffect::Minor, None, None, some("Pipeline::Partners")));
    let removed = only(|new| drop(new.pipelines.as_mut().expect("there").pop()));
    assert_eq!(removed, (Kind::PipelineRemoved, RustEffect::Major, None, None, some("Pipeline::Service")));
    let deleted = only(|new| new.pipelines.as_mut().expect("there")[1].deleted = true);
    assert_eq!(deleted.0, Kind::PipelineRemoved);
    let renamed = only(|new| new.pipelines.as_mut().expect("there")[0].name = "New".to_owned());
    assert_eq!(renamed, (Kind::PipelineRenamed, RustEffect::Docs, some("Sales"), some("New"), some("Pipeline::Sales")));
    let reordered = only(|new| new.pipelines.as_mut().expect("there").reverse());
    assert_eq!((reordered.0, reordered.1), (Kind::PipelinesReordered, RustEffect::Docs));

    let moved = only(|new| {
        let all = new.pipelines.as_mut().expect("there");
        let stage = all[0].stages.remove(1);
        all[1].stages.push(stage);
    });
    assert_eq!(moved, (Kind::StageMoved, RustEffect::Major, some("Sales"), some("Service"), some("SalesStage::Demo")));
    let added = only(|new| {
        let stages = &mut new.pipelines.as_mut().expect("there")[1].stages;
        let mut stage = stages[0].clone();
        (stage.id, stage.name) = (9, "Repaired".to_owned());
        stages.push(stage);
    });
    assert_eq!(added, (Kind::StageAdded, RustEffect::Minor, None, some("Service"), some("ServiceStage::Repaired")));
    let removed = only(|new| drop(new.pipelines.as_mut().expect("there")[0].stages.remove(0)));
    assert_eq!(removed, (Kind::StageRemoved, RustEffect::Major, some("Sales"), None, some("SalesStage::Qualified")));
    let renamed = only(|new| new.pipelines.as_mut().expect("there")[0].stages[0].name = "Lead in".to_owned());
    assert_eq!(
        renamed,
        (Kind::StageRenamed, RustEffect::Docs, some("Qualified"), some("Lead in"), some("SalesStage::Qualified"))
    );
    let reordered = only(|new| new.pipelines.as_mut().expect("there")[0].stages.reverse());
    assert_eq!(
        reordered,
        (Kind::StagesReordered, RustEffect::Docs, some("Qualified, Demo"), some("Demo, Qualified"), some("SalesStage"))
    );
}

#[test]
fn lists() {
    let removed = only(|new| new.activity_types.as_mut().expect("there")[0].deleted = true);
    assert_eq!(removed, (Kind::ActivityTypeRemoved, RustEffect::Major, None, None, some("ActivityType::Call")));
    let renamed = only(|new| new.activity_types.as_mut().expect("there")[0].name = "Phone".to_owned());
    assert_eq!(renamed, (Kind::ActivityTypeRenamed, RustEffect::Docs, some("Call"), some("Phone"), some("ActivityType::Call")));
    let reordered = only(|new| new.activity_types.as_mut().expect("there").reverse());
    assert_eq!((reordered.0, reordered.1), (Kind::ActivityTypesReordered, RustEffect::Docs));
    let removed = only(|new| new.lead_labels = Some(Vec::new()));
    assert_eq!(removed, (Kind::LeadLabelRemoved, RustEffect::Major, None, None, some("LeadLabel::Hot")));
    let added = only(|new| new.lead_sources.as_mut().expect("there").push("Web forms".to_owned()));
    assert_eq!(added, (Kind::LeadSourceAdded, RustEffect::Minor, None, None, some("LeadSource::WebForms")));
    let currency = only(|new| new.currencies = Some(Vec::new()));
    assert_eq!((currency.0, currency.1), (Kind::CurrencyRemoved, RustEffect::None));
    let changed = only(|new| new.currencies.as_mut().expect("there")[0].decimal_places = Some(0));
    assert_eq!((changed.0, changed.3), (Kind::CurrencyChanged, some("Euro, 0 decimal places")));
    let user = only(|new| new.users.as_mut().expect("there")[0].inactive = true);
    assert_eq!((user.0, user.1), (Kind::UserRemoved, RustEffect::None));
    assert_eq!(changes(|new| new.users = None), [], "users are read only if requested");
}

#[test]
fn a_part_that_is_no_longer_read_is_no_removal() {
    let lost = only(|new| drop(new.fields.remove(&Entity::Deals)));
    assert_eq!((lost.0, lost.1), (Kind::PartNotRead, RustEffect::None));
    let lost = only(|new| new.pipelines = None);
    assert_eq!((lost.0, lost.1), (Kind::PartNotRead, RustEffect::None));
    let mut without = old();
    without.lead_labels = None;
    let found = AccountReport::compare(&without, &old()).expect("compared");
    assert_eq!((found.changes[0].kind, found.changes[0].effect), (Kind::PartRead, RustEffect::Minor));
}

#[test]
fn the_greatest_effect_is_first() {
    let all = changes(|new| {
        field(new, TIER, |field| field.name = "Level".to_owned());
        field(new, TIER, |field| field.options.push(AccountOption::new(14, "Bronze")));
        new.lead_labels = Some(Vec::new());
        new.currencies = Some(Vec::new());
    });
    let effects: Vec<RustEffect> = all.iter().map(|change| change.effect).collect();
    assert_eq!(effects, [RustEffect::Major, RustEffect::Minor, RustEffect::Docs, RustEffect::None]);
}

#[tokio::test]
async fn changes_of_an_account_are_found() {
    let (_, client) = demo();
    let before = read(&client).await;
    let (fields, v2) = (client.v2().deal_fields(), client.v2());
    let code = |name: &str| {
        let field = before.fields_of(Entity::Deals).iter().find(|field| field.name == name).expect("defined");
        field.key.clone()
    };
    assert_eq!(AccountReport::compare(&before, &read(&client).await).expect("compared").changes, []);

    let finish = code("Finish");
    fields.add_options(&finish, [NewFieldOption::new("Nickel")]).await.expect("added");
    fields.update_options(&finish, [NamedFieldOption::new(12, "Old brass")]).await.expect("renamed");
    fields.delete_options(&finish, [FieldOptionToDelete::new(13)]).await.expect("deleted");
    fields.update(code("Area")).field_name("Floor area").await.expect("renamed");
    fields.delete(code("Fair")).await.expect("deleted");
    fields.create("Ceiling", CustomFieldType::Double).await.expect("created");
    v2.stages().update(6).pipeline_id(1).await.expect("moved");
    client.v1().activity_types().create("Visit", pipedrive::v1::activity_types::ActivityTypeIcon::Car).await.expect("created");

    let after = read(&client).await;
    let report = AccountReport::compare(&before, &after).expect("compared");
    let found: Vec<(RustEffect, &str, Option<&str>)> =
        report.changes.iter().map(|change| (change.effect, change.kind.as_str(), change.rust_item.as_deref())).collect();
    assert_eq!(
        found,
        [
            (RustEffect::Major, "field-removed", Some("DealFields::fair")),
            (RustEffect::Major, "option-removed", Some("Finish::Chrome")),
            (RustEffect::Major, "stage-moved", Some("ServiceStage::Reported")),
            (RustEffect::Minor, "field-added", Some("DealFields::ceiling")),
            (RustEffect::Minor, "option-added", Some("Finish::Nickel")),
            (RustEffect::Minor, "activity-type-added", Some("ActivityType::Visit")),
            (RustEffect::Docs, "field-renamed", Some("DealFields::area")),
            (RustEffect::Docs, "option-renamed", Some("Finish::Brass")),
        ]
    );
    let shared = report.changes.iter().filter(|change| change.parts.len() == 2).count();
    assert_eq!(shared, 6, "{:#?}", report.changes);
}
