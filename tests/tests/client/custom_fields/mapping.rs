//! Structs whose fields are custom fields.

use pipedrive::custom_fields::{ByKey, CustomFieldError, CustomFieldType, FieldDefinition, NamedField, NamedFields};
use pipedrive::prelude::*;
use pipedrive::{
    Address, CustomFieldResolver, CustomFieldValue, CustomFields, Date, DateRange, FieldEntity, Money, custom_fields,
};
use serde_json::json;

use super::{account, flat, key_of, nested, sent};

/// An option as a type of one's own.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Tier {
    Gold,
    Silver,
}

impl CustomFieldType for Tier {
    fn read(field: &NamedField<'_>) -> Result<Option<Self>, CustomFieldError> {
        Ok(match field.option_label()?.as_deref() {
            Some("Gold") => Some(Self::Gold),
            Some("Silver") => Some(Self::Silver),
            _ => None,
        })
    }

    fn write(&self, field: &FieldDefinition) -> Result<CustomFieldValue, CustomFieldError> {
        field.value(if *self == Self::Gold { "Gold" } else { "Silver" })
    }
}

custom_fields! {
    /// Everything that has a view of its own.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct DealFields {
        /// With documentation.
        pub contract: Option<String> = "Contract no",
        pub(crate) height: Option<f64> = "height",
        budget: Option<Money> = "Budget",
        tier: Option<Tier> = "Tier",
        tier_label: Option<String> = "Tier",
        tier_id: Option<i64> = "Tier",
        colours: Option<Vec<String>> = "Colours",
        colour_ids: Option<Vec<i64>> = "Colours",
        keeper: Option<UserId> = "Keeper",
        electrician: Option<i64> = "Electrician",
        architect: Option<i64> = "Architect",
        due: Option<Date> = "Due",
        fair: Option<DateRange> = "Fair",
        alarm: Option<pipedrive::Time> = "Alarm",
        alarm_with_zone: Option<pipedrive::TimeOfDay> = "Alarm",
        opening: Option<pipedrive::TimeRange> = "Opening",
        site: Option<Address> = "Site",
        site_text: Option<String> = "Site",
        remarks: Option<serde_json::Value> = "Remarks",
        lamp: Option<CustomFieldValue> = "Lamp",
    }

    #[derive(Clone, Debug, Default, PartialEq)]
    struct Few {
        contract: Option<String> = "Contract no",
        tier: Option<Tier> = "Tier",
        fair: Option<DateRange> = "Fair",
        height: Option<f64> = "Height"
    }
}

/// What the macro writes down does not depend on the names around it.
mod elsewhere {
    #![allow(dead_code, reason = "it is enough that they are there")]

    pub struct Result;
    pub struct String;
    pub trait Default {}
    pub fn from() {}
    pub fn to() {}

    const NAME: &str = "Height";

    pipedrive::custom_fields! {
        pub struct Tall { pub from: std::option::Option<f64> = NAME, pub to: Option<std::string::String> = "Remarks" }
    }
}

fn fair() -> DateRange {
    DateRange::new("2026-03-01".parse().unwrap(), "2026-03-04".parse().unwrap())
}

fn everything() -> serde_json::Value {
    let k = |name: &str| key_of(name);
    json!({
        k("Contract no"): "C-7", k("Height"): 2.5, k("Budget"): { "value": 500, "currency": "EUR" }, k("Tier"): 21,
        k("Colours"): [31, 32], k("Keeper"): 5, k("Electrician"): 6, k("Architect"): 7, k("Due"): "2026-01-31",
        k("Fair"): { "value": "2026-03-01", "until": "2026-03-04" }, k("Alarm"): { "value": "06:30:00", "timezone_id": 289 },
        k("Opening"): { "value": "09:00:00", "until": "17:00:00" }, k("Site"): { "value": "Lamp Lane 7" }, k("Remarks"): "handle",
        k("Lamp"): "Desk",
    })
}

#[tokio::test]
async fn an_item_becomes_a_struct_and_is_written_back() {
    let (server, client, deals) = account().await;
    let mut mine = DealFields::read_from(&nested(&everything()), &deals).unwrap();
    assert_eq!(
        (mine.contract.as_deref(), mine.height, mine.budget.clone()),
        (Some("C-7"), Some(2.5), Some(Money::new(500.0, "EUR")))
    );
    assert_eq!((mine.tier, mine.tier_label.as_deref(), mine.tier_id), (Some(Tier::Gold), Some("Gold"), Some(21)));
    assert_eq!((mine.colours.clone(), mine.colour_ids.clone()), (Some(vec!["Red".into(), "Blue".into()]), Some(vec![31, 32])));
    assert_eq!((mine.keeper, mine.electrician, mine.architect), (Some(UserId(5)), Some(6), Some(7)));
    assert_eq!((mine.due.map(|due| due.to_string()), mine.fair.clone()), (Some("2026-01-31".into()), Some(fair())));
    assert_eq!(mine.alarm.map(pipedrive::Time::hour), Some(6));
    assert_eq!(mine.alarm_with_zone.as_ref().and_then(|alarm| alarm.timezone_id), Some(289));
    assert_eq!((mine.site.clone(), mine.site_text.as_deref()), (Some(Address::new("Lamp Lane 7")), Some("Lamp Lane 7")));
    assert_eq!((mine.remarks.clone(), mine.lamp.clone()), (Some(json!("handle")), Some("Desk".into())));

    // Some fields are there twice; the one without the time zone would win.
    mine.alarm = None;
    client.v2().deals().create("x").custom_fields_from(mine.to_changes(&deals).unwrap()).await.unwrap();
    let mut expected = everything();
    expected[key_of("Opening")] = json!({ "value": "09:00:00", "until": "17:00:00" });
    assert_eq!(sent(&server)["custom_fields"], expected);
    assert_eq!(DealFields::read_from(&CustomFields::new(), &deals), Ok(DealFields::default()));
}

#[tokio::test]
async fn only_what_has_changed_is_sent() {
    let (server, client, deals) = account().await;
    let leads = CustomFieldResolver::load(&client, FieldEntity::Lead).await.unwrap();
    let before = Few { contract: Some("C-7".into()), tier: Some(Tier::Gold), fair: Some(fair()), height: None };
    let now = Few { tier: Some(Tier::Silver), fair: None, height: Some(2.0), ..before.clone() };
    client.v2().deals().update(1).custom_fields_from(now.changes_since(&before, &deals).unwrap()).await.unwrap();
    let k = |name: &str| key_of(name);
    assert_eq!(sent(&server), json!({ "custom_fields": { k("Tier"): 22, k("Fair"): null, k("Height"): 2 } }));
    client.v1().leads().update("a").custom_fields_from(now.changes_since(&before, &leads).unwrap()).await.unwrap();
    let expected = json!({ k("Tier"): 22, k("Fair"): null, format!("{}_until", k("Fair")): null, k("Height"): 2 });
    assert_eq!(sent(&server), expected);
    assert_eq!(now.changes_since(&now, &deals), Ok(Vec::new()));
    assert_eq!(Few::default().to_changes(&deals), Ok(Vec::new()));
    // What is written is what is read.
    let written = now.to_changes(&leads).unwrap().into_iter().flat_map(|change| change.value().unwrap().to_flat(change.key()));
    assert_eq!(Few::read_from(&flat(written.collect()), &leads), Ok(now));
}

custom_fields! {
    /// By key, as constants.
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Keyed {
        contract: Option<String> = CONTRACT,
        tier: Option<i64> = "9f3a6f0c1d2e4b5a8c7d6e5f4a3b2c1d0e9f8a7b",
        colours: Option<Vec<i64>> = "0123456789012345678901234567890123456789",
    }
}

const CONTRACT: &str = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12";

#[tokio::test]
async fn keys_need_no_resolver() {
    let mine = Keyed { contract: Some("C-7".into()), tier: Some(21), colours: Some(vec![1, 2]) };
    let changes = mine.to_changes(&ByKey).unwrap();
    let nested_fields = changes.iter().map(|change| (change.key().to_owned(), change.value().unwrap().to_nested())).collect();
    let flat_fields = changes.iter().flat_map(|change| change.value().unwrap().to_flat(change.key())).collect();
    assert_eq!(changes[0].key(), CONTRACT);
    assert_eq!(Keyed::read_from(&nested(&nested_fields), &ByKey), Ok(mine.clone()));
    assert_eq!(Keyed::read_from(&flat(flat_fields), &ByKey), Ok(mine));
    // Labels are read where the response tells them, and cannot be written.
    let told = nested(&json!({ "k": { "id": 1, "label": "Gold" }, "ids": 1 }));
    let named = NamedFields::new(&told, &ByKey);
    assert_eq!(named.option_label("k"), Ok(Some("Gold".into())));
    assert!(named.option_label("ids").unwrap_err().is_unknown());
}

custom_fields! {
    struct Wrong {
        budget: Option<String> = "Budget",
    }
    struct Missing {
        nothing: Option<String> = "Nothing",
    }
}

#[tokio::test]
async fn a_struct_that_does_not_fit_the_account_is_an_error() {
    let (server, _client, deals) = account().await;
    let before = server.requests().len();
    let none = CustomFields::new();
    assert!(matches!(Wrong::read_from(&none, &deals), Err(CustomFieldError::WrongType { field, .. }) if field == "Budget"));
    assert!(Wrong { budget: Some("much".into()) }.to_changes(&deals).is_err());
    assert!(matches!(Missing::read_from(&none, &deals), Err(error) if error.is_unknown()));
    assert!(Missing { nothing: None }.to_changes(&deals).is_err());
    assert!(Few { tier: Some(Tier::Gold), ..Few::default() }.to_changes(&deals).is_ok());
    let tall = elsewhere::Tall { from: Some(2.0), to: None };
    assert_eq!(tall.to_changes(&deals).unwrap(), [deals.set("Height", 2.0).unwrap()]);
    assert_eq!(server.requests().len(), before);
}
