//! The types of a small account in requests and responses, without an account.

#![allow(deprecated, reason = "version 1 is deprecated")]

use pipedrive::prelude::*;
use pipedrive::v2::deals::Deal;
use pipedrive::{Client, CustomFields, Date, DateRange, Money};
use serde_json::{Value, json};

use super::small::{
    ActivityType, Channels, DealFields, DealLabel, LeadLabel, LeadSource, PersonTier, Pipeline, SalesStage, Tier,
};

/// The body of a request.
fn body(request: &impl Request) -> Value {
    request.preview().expect("a preview").json().cloned().unwrap_or_default()
}

fn client() -> Client {
    Client::new("token").expect("a client")
}

fn day(day: i8) -> Date {
    Date::new(2026, 3, day).expect("a date")
}

fn full() -> DealFields {
    DealFields {
        adviser: Some(UserId(7)),
        budget: Some(Money::new(500, "EUR")),
        channels: vec![Channels::Web, Channels::TradeFair],
        contract_period: Some(DateRange::new(day(1), day(31))),
        tier: Some(Tier::Gold),
    }
}

#[test]
fn requests_have_the_form_of_their_version() {
    let nested = body(&client().v2().deals().create("Lamps").fields(&full()));
    assert_eq!(
        nested["custom_fields"],
        json!({
            DealFields::ADVISER: 7,
            DealFields::BUDGET: { "value": 500, "currency": "EUR" },
            DealFields::CHANNELS: [31, 33],
            DealFields::CONTRACT_PERIOD: { "value": "2026-03-01", "until": "2026-03-31" },
            DealFields::TIER: 21,
        })
    );
    let period = DealFields { contract_period: full().contract_period, ..DealFields::default() };
    let flat = body(&client().v1().leads().create("Lamps").fields(&period));
    assert_eq!(flat[DealFields::CONTRACT_PERIOD], "2026-03-01");
    assert_eq!(flat[format!("{}_until", DealFields::CONTRACT_PERIOD)], "2026-03-31");
}

#[test]
fn empty_fields_are_not_sent() {
    assert_eq!(body(&client().v2().deals().update(1).title("Lamps").fields(&DealFields::default())), json!({ "title": "Lamps" }));
}

#[test]
fn changes_set_and_clear_what_differs() {
    let now = DealFields { tier: Some(Tier::Silver), contract_period: None, channels: Vec::new(), ..full() };
    let changes = now.changes_since(&full());
    let nested = body(&client().v2().deals().update(1).custom_fields_from(changes.clone()));
    assert_eq!(
        nested,
        json!({ "custom_fields": { DealFields::CHANNELS: null, DealFields::CONTRACT_PERIOD: null, DealFields::TIER: 22 } })
    );
    let flat = body(&client().v1().deals().update(1).custom_fields_from(changes));
    let until = format!("{}_until", DealFields::CONTRACT_PERIOD);
    assert_eq!(
        flat,
        json!({ DealFields::CHANNELS: null, DealFields::CONTRACT_PERIOD: null, until.as_str(): null, DealFields::TIER: 22 })
    );
    assert_eq!(full().changes_since(&full()), []);
    let cleared = client().v1().deals().update(1).custom_fields_from(DealFields::clear(DealFields::CONTRACT_PERIOD));
    assert_eq!(body(&cleared), json!({ DealFields::CONTRACT_PERIOD: null, until: null }));
}

#[test]
fn a_value_of_another_type_costs_its_field_and_is_reported() {
    let mut deal: Deal = serde_json::from_value(json!({
        "id": 1,
        "custom_fields": {
            DealFields::ADVISER: [7],
            DealFields::BUDGET: { "value": "much", "currency": "EUR" },
            DealFields::CHANNELS: [31, "x"],
            DealFields::CONTRACT_PERIOD: { "value": "2026-03-01", "until": 5 },
            DealFields::TIER: "22",
        },
    }))
    .expect("a deal");
    let (fields, mismatches) = DealFields::read_with_mismatches(&deal);
    assert_eq!(fields, DealFields { tier: Some(Tier::Silver), ..DealFields::default() });
    assert_eq!(fields, DealFields::read(&deal));
    let paths: Vec<_> = mismatches.iter().map(|mismatch| mismatch.pointer()[1..].to_owned()).collect();
    assert_eq!(paths, [DealFields::ADVISER, DealFields::BUDGET, DealFields::CHANNELS, DealFields::CONTRACT_PERIOD]);
    assert_eq!(
        mismatches[1].to_string(),
        format!("`[\"{}\"]`: expected a number, found an object", DealFields::BUDGET).replace("[\"", "").replace("\"]", "")
    );
    // What could not be read is not changed.
    assert_eq!(fields.changes_since(&DealFields::read(&deal)), []);

    // Empty values are no mismatches.
    deal.custom_fields = CustomFields::from_iter([
        (DealFields::ADVISER.to_owned(), json!(null)),
        (DealFields::BUDGET.to_owned(), json!({ "value": null, "currency": null })),
        (DealFields::CHANNELS.to_owned(), json!([])),
        (DealFields::CONTRACT_PERIOD.to_owned(), json!("")),
        (DealFields::TIER.to_owned(), json!({ "type": "enum" })),
    ]);
    assert_eq!(DealFields::read_with_mismatches(&deal), (DealFields::default(), Vec::new()));
}

#[test]
fn unknown_options_are_kept() {
    let mut fields = CustomFields::new();
    fields.set(DealFields::TIER, 99);
    fields.set(DealFields::CHANNELS, vec![32, 98]);
    let read = DealFields::read(&fields);
    let tier = read.tier.expect("an option");
    assert_eq!((tier.id(), tier.label(), tier.to_string()), (99, None, "99".to_owned()));
    assert!(matches!(tier, Tier::Unknown(_)));
    assert_eq!(read.channels.iter().map(NumberedOption::id).collect::<Vec<_>>(), [32, 98]);
    assert_eq!(
        body(&client().v2().deals().update(1).fields(&read))["custom_fields"],
        json!({ DealFields::CHANNELS: [32, 98], DealFields::TIER: 99 })
    );
}

#[test]
fn options_have_ids_and_labels() {
    assert_eq!(Tier::ALL, [Tier::Gold, Tier::Silver]);
    assert_eq!(Tier::from_label("Silver"), Some(Tier::Silver));
    assert_eq!(Tier::from_label("silver"), None);
    assert_eq!((Tier::Gold.id(), Tier::Gold.to_string()), (21, "Gold".to_owned()));
    assert_eq!(PersonTier::from_id(41), PersonTier::Vip);
    assert_eq!(format!("{:>6}", Tier::Gold), "  Gold");
}

#[test]
fn lists_convert_to_ids() {
    let deals = client().v2().deals();
    let request =
        deals.create("Lamps").pipeline_id(SalesStage::PIPELINE).stage_id(SalesStage::ContactMade).label_ids([DealLabel::Hot]);
    let request = request.custom_field(DealFields::TIER, Tier::Gold);
    assert_eq!(
        body(&request),
        json!({ "title": "Lamps", "pipeline_id": 1, "stage_id": 2, "label_ids": [5], "custom_fields": { DealFields::TIER: 21 } })
    );
    assert_eq!(SalesStage::from(StageId(1)), SalesStage::Qualified);
    assert_eq!(Pipeline::from(PipelineId(12_345)), Pipeline::Renewals);
    let activity = client().v2().activities().create().subject("Visit").r#type(ActivityType::SiteVisit);
    assert_eq!(body(&activity)["type"], "site_visit");
    let lead = client().v1().leads().create("Lamps").label_ids([LeadLabel::Hot]);
    assert_eq!(body(&lead)["label_ids"], json!(["f08b42a0-4e75-11ea-9643-03698ef1cfd6"]));
    assert_eq!(LeadSource::from_key("API"), LeadSource::Api);
    assert_eq!(LeadLabel::from(&LeadLabelId("x".to_owned())).label(), None);
}
