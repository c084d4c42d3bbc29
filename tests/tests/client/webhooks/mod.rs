//! Receiving webhook requests.

mod auth;
mod connection;
mod events;
mod items;

use pipedrive::Timestamp;
use pipedrive::webhooks::Event;
use serde_json::{Value, json};

const COLOUR: &str = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12";
const DEPOSIT: &str = "9f3a6f0c1d2e4b5a8c7d6e5f4a3b2c1d0e9f8a7b";

/// Parses an event without mismatches, and checks that serializing it returns the same JSON.
fn event(body: &Value) -> Event {
    let event = Event::parse(body.to_string().as_bytes()).unwrap();
    assert!(event.mismatches().is_empty(), "{:?}", event.mismatches());
    assert_eq!(serde_json::to_value(&event).unwrap(), *body);
    event
}

fn time(string: &str) -> Timestamp {
    string.parse().unwrap()
}

/// A change of a deal in an event of version 2, with numbers as strings.
fn deal_v2() -> Value {
    json!({
        "meta": {
            "action": "change",
            "entity": "deal",
            "entity_id": "96",
            "id": "2f0b6f0e-5c1c-4f0d-9b5e-6a1f2c3d4e5f",
            "company_id": "771",
            "user_id": "12",
            "correlation_id": "0b9d9c1e-1111-4a4b-8c8d-2b2c2d2e2f20",
            "webhook_id": "5521",
            "webhook_owner_id": "13",
            "is_bulk_edit": false,
            "timestamp": "2026-03-04T05:06:07.891Z",
            "type": "general",
            "version": "2.0",
            "change_source": "app",
            "permitted_user_ids": ["12", "13"],
            "attempt": 1,
            "host": "lamps.pipedrive.com"
        },
        "data": {
            "id": 96,
            "title": "Forty brass lamps",
            "stage_id": 3,
            "value": 4800,
            "currency": "EUR",
            "person_id": null,
            "label_ids": [4],
            "custom_fields": {
                COLOUR: { "type": "enum", "id": 17 },
                DEPOSIT: { "type": "monetary", "value": 500.5, "currency": "EUR" }
            }
        },
        "previous": { "stage_id": 2, "person_id": 31, "custom_fields": { COLOUR: { "type": "enum", "id": 16 } } }
    })
}

/// The same change in an event of version 1.
fn deal_v1() -> Value {
    json!({
        "v": 1,
        "matches_filters": { "current": [8], "previous": [] },
        "meta": {
            "v": 1,
            "action": "updated",
            "object": "deal",
            "id": 96,
            "company_id": 771,
            "user_id": 12,
            "host": "lamps.pipedrive.com",
            "timestamp": 1_772_600_767,
            "timestamp_micro": 1_772_600_767_890_123_i64,
            "prepublish_timestamp": 1_772_600_767_950_i64,
            "permitted_user_ids": [12, 13],
            "trans_pending": false,
            "is_bulk_update": true,
            "pipedrive_service_name": false,
            "change_source": "api",
            "matches_filters": { "current": [8], "previous": [] },
            "webhook_id": "5521"
        },
        "retry": 2,
        "current": { "id": 96, "title": "Forty brass lamps", "stage_id": 3, "value": 4800, COLOUR: "17" },
        "previous": { "id": 96, "title": "Forty brass lamps", "stage_id": 2, "value": 4800, COLOUR: "16" },
        "event": "updated.deal"
    })
}
