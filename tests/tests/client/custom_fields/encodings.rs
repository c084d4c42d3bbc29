//! Every documented type, in every encoding that is known of it.

use pipedrive::custom_fields::{CustomFieldError, FieldDefinition, FieldKind, FieldNames, FieldOption, NamedFields};
use pipedrive::{Address, CustomFieldValue, CustomFields, Date, DateRange, Money, Time, TimeOfDay, TimeRange};
use serde_json::{Map, Value, json};
use std::sync::Arc;

use super::{account, flat, key, nested, sent};

const KEY: &str = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12";

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn time(text: &str) -> Time {
    text.parse().unwrap()
}

fn address() -> Address {
    Address {
        subpremise: Some("2".into()),
        street_number: Some("7".into()),
        route: Some("Lamp Lane".into()),
        sublocality: Some("Old Town".into()),
        locality: Some("Tallinn".into()),
        admin_area_level_1: Some("Harju".into()),
        admin_area_level_2: Some("North".into()),
        country: Some("Estonia".into()),
        postal_code: Some("10111".into()),
        formatted_address: Some("Lamp Lane 7-2, Tallinn".into()),
        ..Address::new("Lamp Lane 7")
    }
}

/// A type, a value of it, and what goes over the wire in the second and in the first version.
fn cases() -> Vec<(&'static str, CustomFieldValue, Value, Value)> {
    let text = || CustomFieldValue::from("brass");
    let parts = json!({
        "subpremise": "2", "street_number": "7", "route": "Lamp Lane", "sublocality": "Old Town", "locality": "Tallinn",
        "admin_area_level_1": "Harju", "admin_area_level_2": "North", "country": "Estonia", "postal_code": "10111",
        "formatted_address": "Lamp Lane 7-2, Tallinn",
    });
    let with_value = |parts: &Value| {
        let mut parts = parts.as_object().unwrap().clone();
        parts.insert("value".into(), "Lamp Lane 7".into());
        Value::Object(parts)
    };
    let suffixed: Map<String, Value> = parts.as_object().unwrap().iter().map(|(k, v)| (format!("_{k}"), v.clone())).collect();
    let mut flat_address = suffixed;
    flat_address.insert(String::new(), "Lamp Lane 7".into());
    let fair = DateRange::new(date("2026-03-01"), date("2026-03-04"));
    let open = DateRange { until: None, ..fair.clone() };
    let alarm = TimeOfDay { time: time("06:30"), timezone_id: Some(289) };
    let hours = TimeRange { from: time("09:00"), until: Some(time("17:30:15")), timezone_id: Some(289) };
    vec![
        ("varchar", text(), json!("brass"), json!({ "": "brass" })),
        ("varchar_auto", text(), json!("brass"), json!({ "": "brass" })),
        ("text", text(), json!("brass"), json!({ "": "brass" })),
        ("phone", "+372 555".into(), json!("+372 555"), json!({ "": "+372 555" })),
        ("double", 12.5.into(), json!(12.5), json!({ "": 12.5 })),
        ("double", 5000.0.into(), json!(5000), json!({ "": 5000 })),
        (
            "monetary",
            Money::new(12.5, "EUR").into(),
            json!({ "value": 12.5, "currency": "EUR" }),
            json!({ "": 12.5, "_currency": "EUR" }),
        ),
        ("monetary", Money { value: 7.0, currency: None }.into(), json!({ "value": 7 }), json!({ "": 7 })),
        ("enum", CustomFieldValue::Option(21), json!(21), json!({ "": 21 })),
        ("set", [31, 33].into(), json!([31, 33]), json!({ "": "31,33" })),
        ("set", [31].into(), json!([31]), json!({ "": "31" })),
        ("user", 5.into(), json!(5), json!({ "": 5 })),
        ("org", 6.into(), json!(6), json!({ "": 6 })),
        ("people", 7.into(), json!(7), json!({ "": 7 })),
        ("date", date("2026-01-31").into(), json!("2026-01-31"), json!({ "": "2026-01-31" })),
        (
            "daterange",
            fair.into(),
            json!({ "value": "2026-03-01", "until": "2026-03-04" }),
            json!({ "": "2026-03-01", "_until": "2026-03-04" }),
        ),
        ("daterange", open.into(), json!({ "value": "2026-03-01", "until": null }), json!({ "": "2026-03-01", "_until": null })),
        (
            "time",
            alarm.into(),
            json!({ "value": "06:30:00", "timezone_id": 289 }),
            json!({ "": "06:30:00", "_timezone_id": 289 }),
        ),
        ("time", time("06:30").into(), json!({ "value": "06:30:00" }), json!({ "": "06:30:00" })),
        (
            "timerange",
            hours.into(),
            json!({ "value": "09:00:00", "until": "17:30:15", "timezone_id": 289 }),
            json!({ "": "09:00:00", "_until": "17:30:15", "_timezone_id": 289 }),
        ),
        ("address", address().into(), with_value(&parts), flat_address.into()),
        ("address", Address::new("Lamp Lane 7").into(), json!({ "value": "Lamp Lane 7" }), json!({ "": "Lamp Lane 7" })),
        ("int", json!({ "odd": [1] }).into(), json!({ "odd": [1] }), json!({ "": { "odd": [1] } })),
    ]
}

/// One field of a type, under `KEY`.
struct One(Arc<FieldDefinition>);

impl One {
    fn of(kind: &str) -> Self {
        let mut field = FieldDefinition::new(KEY, "The field", FieldKind::from(kind));
        field.options = [(31, "Red"), (33, "Brass"), (21, "Gold")].map(|(id, label)| FieldOption::new(id, label)).to_vec();
        Self(Arc::new(field))
    }

    fn read(&self, fields: &CustomFields) -> Option<CustomFieldValue> {
        NamedFields::new(fields, self).value("The field").unwrap()
    }
}

impl FieldNames for One {
    fn custom_field(&self, _name: &str) -> Result<Arc<FieldDefinition>, CustomFieldError> {
        Ok(Arc::clone(&self.0))
    }
}

/// Suffixes of `KEY` made into whole keys.
fn keyed(parts: &Value) -> Value {
    parts.as_object().unwrap().iter().map(|(suffix, value)| (format!("{KEY}{suffix}"), value.clone())).collect()
}

/// What is written in the first version, as one object.
fn written_flat(value: &CustomFieldValue) -> Value {
    value.to_flat(KEY).into_iter().collect()
}

#[tokio::test]
async fn what_is_set_and_cleared_by_key() {
    let (server, client, _) = account().await;
    for (kind, value, in_v2, in_v1) in cases() {
        client.v2().deals().update(1).custom_field(KEY, value.clone()).await.unwrap();
        assert_eq!(sent(&server), json!({ "custom_fields": { KEY: in_v2 } }), "{kind}");
        client.v1().leads().update("a").custom_field(KEY, value).await.unwrap();
        assert_eq!(sent(&server), keyed(&in_v1), "{kind}");
    }
    client.v2().deals().update(1).clear_custom_field(KEY).await.unwrap();
    assert_eq!(sent(&server), json!({ "custom_fields": { KEY: null } }));
    client.v1().leads().update("a").clear_custom_field(KEY).await.unwrap();
    assert_eq!(sent(&server), json!({ KEY: null }));
}

#[test]
fn what_is_written_reads_back_the_same() {
    for (kind, value, in_v2, in_v1) in cases() {
        let field = One::of(kind);
        assert_eq!(field.read(&nested(&json!({ KEY: in_v2 }))), Some(value.clone()), "{kind}");
        assert_eq!(field.read(&flat(keyed(&in_v1))), Some(value.clone()), "{kind}");
        for empty in [nested(&json!({ KEY: null })), flat(json!({ KEY: null })), CustomFields::new()] {
            assert_eq!(field.read(&empty), None, "{kind}");
        }
    }
}

#[test]
fn no_options_are_a_cleared_field() {
    let none = CustomFieldValue::Options(Vec::new());
    assert_eq!((none.to_nested(), written_flat(&none)), (Value::Null, json!({ KEY: null })));
}

/// What the API is known to send besides the forms that are written.
#[test]
fn other_encodings_are_read_too() {
    let money = CustomFieldValue::from(Money::new(12.5, "EUR"));
    let cases: Vec<(&str, Value, CustomFieldValue)> = vec![
        ("varchar", json!({ "type": "varchar", "value": "brass" }), "brass".into()),
        ("double", json!("12.50"), 12.5.into()),
        ("double", json!({ "type": "double", "value": 12.5 }), 12.5.into()),
        ("monetary", json!({ "type": "monetary", "value": "12.5", "currency": "EUR" }), money),
        ("enum", json!("21"), CustomFieldValue::Option(21)),
        ("enum", json!({ "id": 21, "label": "Gold" }), CustomFieldValue::Option(21)),
        ("enum", json!({ "type": "enum", "id": 21 }), CustomFieldValue::Option(21)),
        ("set", json!(31), [31].into()),
        ("set", json!([{ "id": 31, "label": "Red" }, { "id": 33, "label": "Brass" }]), [31, 33].into()),
        ("set", json!({ "type": "set", "values": [{ "id": 31 }, { "id": 33 }] }), [31, 33].into()),
        ("user", json!({ "id": 5, "name": "Mari", "value": 5 }), 5.into()),
        ("user", json!({ "type": "user", "id": 5 }), 5.into()),
        ("org", json!({ "name": "Volt", "people_count": 2, "value": 6 }), 6.into()),
        ("people", json!({ "name": "Jaan", "email": [], "value": 7 }), 7.into()),
        ("date", json!({ "type": "date", "value": "2026-01-31" }), date("2026-01-31").into()),
        ("date", json!("2026-01-31T00:00:00.000Z"), date("2026-01-31").into()),
        (
            "time",
            json!({ "value": "06:30", "timezone_id": 289, "timezone_name": "Europe/Tallinn" }),
            TimeOfDay { time: time("06:30"), timezone_id: Some(289) }.into(),
        ),
        ("address", json!({ "type": "address", "value": "Lamp Lane 7" }), Address::new("Lamp Lane 7").into()),
        // What does not fit is given as it came.
        ("date", json!("soon"), json!("soon").into()),
        ("picture", json!({ "id": 3 }), json!({ "id": 3 }).into()),
    ];
    for (kind, came, value) in cases {
        assert_eq!(One::of(kind).read(&nested(&json!({ KEY: came }))), Some(value.clone()), "{kind}");
        assert_eq!(One::of(kind).read(&flat(json!({ KEY: came }))), Some(value), "{kind}");
    }
    let fields = nested(&json!({ KEY: { "value": "06:30", "timezone_name": "Europe/Tallinn" } }));
    assert_eq!((fields.timezone_name(KEY), fields.timezone_name("other")), (Some("Europe/Tallinn"), None));
}

#[test]
fn labels_come_from_the_response_or_from_the_definition() {
    let read = |kind: &str, came: Value| {
        let (field, fields) = (One::of(kind), nested(&json!({ KEY: came })));
        let named = NamedFields::new(&fields, &field);
        named.option_label("The field").map_or_else(|_| named.option_labels("The field"), |label| Ok(label.into_iter().collect()))
    };
    assert_eq!(read("enum", json!(21)), Ok(vec!["Gold".to_owned()]));
    assert_eq!(read("enum", json!({ "id": 99, "label": "Platinum" })), Ok(vec!["Platinum".to_owned()]));
    assert_eq!(read("enum", json!(null)), Ok(Vec::new()));
    assert_eq!(read("set", json!([31, 33])), Ok(vec!["Red".to_owned(), "Brass".to_owned()]));
    assert_eq!(read("set", json!([{ "id": 98, "label": "Green" }])), Ok(vec!["Green".to_owned()]));
    assert_eq!(read("set", json!(null)), Ok(Vec::new()));
    // An option that is newer than the definition: worth a refresh.
    assert!(read("set", json!([98])).unwrap_err().is_unknown());
    let fields = nested(&json!({ KEY: { "id": 21, "label": "Gold" }, "other": [{ "id": 31, "label": "Red" }, 33] }));
    assert_eq!(fields.option_label(KEY), Some("Gold"));
    assert_eq!((fields.option_labels("other"), fields.option_label("none")), (vec!["Red"], None));
}

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % end).unwrap()
    }

    fn text(&mut self) -> String {
        let length = self.below(12);
        (0..=length).map(|_| ['a', 'Õ', ' ', '"', ',', '7', '漢', '\n'][usize::try_from(self.below(8)).unwrap()]).collect()
    }

    fn time(&mut self) -> Time {
        time(&format!("{:02}:{:02}:{:02}", self.below(24), self.below(60), self.below(60)))
    }

    fn date(&mut self) -> Date {
        date(&format!("{:04}-{:02}-{:02}", 1 + self.below(9998), 1 + self.below(12), 1 + self.below(28)))
    }

    #[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
    fn float(&mut self) -> f64 {
        (self.below(1 << 30) - (1 << 29)) as f64 / 2_f64.powi(i32::try_from(self.below(12)).unwrap())
    }

    fn maybe<T>(&mut self, some: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.below(2) == 0 { None } else { Some(some(self)) }
    }

    fn value(&mut self, kind: &str) -> CustomFieldValue {
        match kind {
            "double" => self.float().into(),
            "monetary" => Money { value: self.float(), currency: self.maybe(Self::text) }.into(),
            "enum" => CustomFieldValue::Option(self.below(1 << 30)),
            "set" => (0..=self.below(4)).map(|_| self.below(1 << 30)).collect::<Vec<i64>>().into(),
            "user" | "org" | "people" => self.below(1 << 30).into(),
            "date" => self.date().into(),
            "daterange" => DateRange { from: self.date(), until: self.maybe(Self::date) }.into(),
            "time" => TimeOfDay { time: self.time(), timezone_id: self.maybe(|n| n.below(500)) }.into(),
            "timerange" => {
                let (from, until) = (self.time(), self.maybe(Self::time));
                TimeRange { from, until, timezone_id: self.maybe(|n| n.below(500)) }.into()
            }
            "address" => Address {
                locality: self.maybe(Self::text),
                postal_code: self.maybe(Self::text),
                formatted_address: self.maybe(Self::text),
                ..Address::new(self.text())
            }
            .into(),
            _ => self.text().into(),
        }
    }
}

#[test]
fn any_value_reads_back_the_same_in_both_encodings() {
    let mut numbers = Numbers(2026);
    for (_, kind) in super::FIELDS {
        let field = One::of(kind);
        for _ in 0..300 {
            let value = numbers.value(kind);
            assert_eq!(field.read(&nested(&json!({ KEY: value.to_nested() }))), Some(value.clone()), "{kind}");
            assert_eq!(field.read(&flat(written_flat(&value))), Some(value), "{kind}");
        }
    }
}

#[test]
fn fields_are_told_apart_by_their_keys() {
    let fields = flat(json!({ key(1): "a", format!("{}_until", key(2)): "b", key(2): "2026-01-31", "title": "x" }));
    assert_eq!((fields.len(), fields.text(&key(1)), fields.get("title")), (3, Some("a"), None));
}
