//! Values in the formats that a schema asks for.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::description::Schema;
use crate::store::Store;

/// Returns a value of a row in the format of a property.
pub(crate) fn formatted(schema: Schema, value: Value, store: &Store) -> Value {
    match (schema.string("x-lenient"), &value) {
        (Some("flag01"), Value::Bool(flag)) => i64::from(*flag).into(),
        (Some("digits"), Value::Number(number)) => number.to_string().into(),
        (Some("id-or-object"), Value::Number(_)) => linked(schema, value, store),
        _ => match (schema.string("format"), value.as_str().and_then(|time| time.parse::<Timestamp>().ok())) {
            (Some("datetime-space"), Some(time)) => in_utc(time, "%Y-%m-%d %H:%M:%S"),
            (Some("datetime-minute"), Some(time)) => in_utc(time, "%Y-%m-%d %H:%M"),
            (Some("unix-seconds"), Some(time)) => time.as_second().into(),
            (Some("unix-milliseconds"), Some(time)) => time.as_millisecond().into(),
            _ => value,
        },
    }
}

fn in_utc(time: Timestamp, format: &str) -> Value {
    time.to_zoned(TimeZone::UTC).strftime(format).to_string().into()
}

/// The object of a link in version 1, such as that of a person in a deal.
fn linked(_schema: Schema, id: Value, _store: &Store) -> Value {
    json!({ "value": id })
}
