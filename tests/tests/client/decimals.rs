//! Exact numbers, with the feature `rust_decimal`.

use pipedrive::rust_decimal::Decimal;
use pipedrive::v1::deals::Deal as DealV1;
use pipedrive::v2::deals::Deal;
use pipedrive::{Client, CustomFieldValue, DecimalMoney};
use pipedrive_mock::Account;

const KEY: &str = "9f3a6f0c1d2e4b5a8c7d6e5f4a3b2c1d0e9f8a7b";

fn dec(digits: &str) -> Decimal {
    Decimal::from_str_exact(digits).unwrap()
}

#[test]
fn amounts_have_the_digits_of_the_response_and_are_written_with_them() {
    for digits in [
        "0",
        "19.99",
        "0.1",
        "-0.30000000000000004",
        "4800",
        "123456789012345.67",
        "12345678901234567.89",
        "9007199254740993",
        "-9007199254740993.5",
        "18446744073709551617",
        "0.0000001",
    ] {
        let json = format!(r#"{{"id":1,"value":{digits},"custom_fields":{{"{KEY}":{{"value":{digits},"currency":"EUR"}}}}}}"#);
        let deal: Deal = serde_json::from_str(&json).unwrap();
        assert_eq!(deal.value_decimal(), Some(dec(digits)), "{digits}");
        assert_eq!(deal.value, Some(digits.parse().unwrap()), "{digits}");
        assert_eq!(deal.custom_fields.decimal(KEY), Some(dec(digits)));
        assert_eq!(deal.custom_fields.decimal_money(KEY), Some(DecimalMoney::new(dec(digits), "EUR")));
        let written: serde_json::Value = serde_json::to_value(&deal).unwrap();
        assert_eq!(written["value"].to_string().parse(), Ok(dec(digits)), "{written}");
        assert_eq!(written["custom_fields"][KEY]["value"].to_string(), digits);
    }
    let mut deal: Deal = serde_json::from_str(r#"{"id":1,"value":12345678901234567.89}"#).unwrap();
    deal.value = Some(12.5);
    assert_eq!(deal.value_decimal(), Some(dec("12.5")), "not the amount of the response");
    assert_eq!(serde_json::to_value(&deal).unwrap()["value"], 12.5);
    // Version 1 sends some amounts as strings.
    let deal: DealV1 = serde_json::from_str(r#"{"id":1,"value":"12345678901234567.8900"}"#).unwrap();
    assert_eq!(deal.value_decimal(), Some(dec("12345678901234567.89")));
    for nothing in ["null", "\"\"", "true", "{}", "1e300"] {
        let deal: Deal = serde_json::from_str(&format!(r#"{{"id":1,"value":{nothing}}}"#)).unwrap();
        assert_eq!(deal.value_decimal(), None, "{nothing}");
    }
}

#[tokio::test]
async fn amounts_are_sent_with_all_digits() {
    let account = Account::of_examples();
    account.set_lenient(true);
    let client = Client::builder().api_token("x").transport(account.clone()).build().unwrap();
    let money = DecimalMoney::new(dec("12345678901234567.89"), "EUR");
    client.v2().deals().update(1).custom_field(KEY, money.clone()).await.unwrap();
    client.v2().deals().update(1).custom_field(KEY, dec("0.10")).await.unwrap();
    client.v2().deals().create("Lamps").value(dec("12345678901234567.89")).await.unwrap();
    let bodies: Vec<_> = account.requests().into_iter().map(|request| request.content).collect();
    assert_eq!(bodies[0], format!(r#"{{"custom_fields":{{"{KEY}":{{"value":12345678901234567.89,"currency":"EUR"}}}}}}"#));
    assert_eq!(bodies[1], format!(r#"{{"custom_fields":{{"{KEY}":0.10}}}}"#));
    assert_eq!(bodies[2], r#"{"title":"Lamps","value":12345678901234567.89}"#);
    let number: CustomFieldValue = pipedrive::Number::from(dec("0.10")).into();
    assert_eq!(number.to_nested().to_string(), "0.10");
    let flat = CustomFieldValue::from(money).to_flat(KEY);
    assert_eq!((flat[0].1.to_string().as_str(), flat[1].1.as_str()), ("12345678901234567.89", Some("EUR")));
}
