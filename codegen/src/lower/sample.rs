//! Valid sample values, derived from the description.

use openapiv3::Schema;
use serde_json::{Value, json};

use super::Lowering;
use super::keywords::SchemaKeywords;
use crate::load::Pointer;

/// The samples that `emit` uses by default. Only values that violate a constraint need a sample of their own.
const INTEGER: f64 = 1.0;
const NUMBER: f64 = 12.5;
const STRING: &str = "sample";
/// Maximum nesting depth of lists in a sample.
const DEPTH: usize = 4;

impl<'a> Lowering<'a> {
    /// Returns the example, the default, the only valid value or a value within the limits. Returns `None` if any value is valid.
    pub(super) fn sample(&self, at: &Pointer, schema: &'a Schema) -> Option<Value> {
        self.sample_within(at, schema, DEPTH)
    }

    fn sample_within(&self, at: &Pointer, schema: &'a Schema, depth: usize) -> Option<Value> {
        let data = &schema.schema_data;
        let keywords = SchemaKeywords::of(schema);
        data.example.clone().or_else(|| data.default.clone()).or_else(|| match keywords.ty? {
            "array" => {
                let (at, item) = self.resolve(&at.child("items"), keywords.items?)?;
                self.sample_within(&at, item, depth.checked_sub(1)?).map(|item| json!([item]))
            }
            "string" => match keywords.enumeration.as_slice() {
                [only] => Some(only.clone()),
                _ => string(&keywords),
            },
            "integer" => number(&keywords, INTEGER).map(rounded),
            "number" => number(&keywords, NUMBER).map(Value::from),
            _ => None,
        })
    }
}

fn string(keywords: &SchemaKeywords<'_>) -> Option<Value> {
    match keywords.format.as_deref() {
        Some("uuid") => Some(json!("0f8fad5b-d9cb-469f-a165-70867728950e")),
        Some("email") => Some(json!("lamp@example.com")),
        Some("uri") => Some(json!("https://example.com/lamp")),
        _ => Some(json!(STRING.get(..keywords.max_length?)?)),
    }
}

fn number(keywords: &SchemaKeywords<'_>, default: f64) -> Option<f64> {
    match (keywords.minimum, keywords.maximum) {
        (Some(minimum), _) if default < minimum || (keywords.above_minimum && default <= minimum) => {
            Some(if keywords.above_minimum { minimum + 1.0 } else { minimum })
        }
        (_, Some(maximum)) if default > maximum => Some(maximum),
        _ => None,
    }
}

#[allow(clippy::cast_possible_truncation, reason = "limits are small")]
fn rounded(limit: f64) -> Value {
    json!(limit.ceil() as i64)
}
