//! Limits of numbers, lengths and counts.

use serde_json::Value;

use super::{JsonTypes, MergedSchema, NodeCursor};
use crate::load::NodeValue;

/// The keywords of limits, lower ones first.
pub(crate) const LIMITS: [&str; 8] =
    ["minimum", "minLength", "minItems", "minProperties", "maximum", "maxLength", "maxItems", "maxProperties"];

/// A limit of a value.
#[derive(Clone)]
pub(crate) struct ValueLimit<'a> {
    /// The limit. That of an integer is inclusive: `more than 1` is `at least 2`.
    pub value: f64,
    /// Whether the limit itself is no valid value.
    pub is_exclusive: bool,
    /// The keyword that states it.
    pub at: NodeCursor<'a>,
}

impl<'a> MergedSchema<'a> {
    /// Returns the strictest limit of a keyword in all parts. A lower limit of zero is none for a length or a count.
    pub fn limit(&self, key: &str) -> Option<ValueLimit<'a>> {
        let is_lower = key.starts_with("min");
        let is_integer = self.own_types() == JsonTypes::INTEGER;
        let limits = self
            .parts
            .iter()
            .flat_map(|part| limits_in(part, key))
            .map(|limit| if is_integer { limit.of_integer(is_lower) } else { limit });
        let strictest = limits.reduce(|one, other| {
            let is_stricter = if is_lower { other.value > one.value } else { other.value < one.value };
            let is_equal = other.value.total_cmp(&one.value).is_eq();
            if is_stricter || is_equal && other.is_exclusive && !one.is_exclusive { other } else { one }
        });
        strictest.filter(|limit| key == "minimum" || !is_lower || limit.value > 0.0)
    }
}

impl ValueLimit<'_> {
    /// Returns whether both limits exclude the same values.
    pub fn is_same(&self, other: &Self) -> bool {
        self.value.total_cmp(&other.value).is_eq() && self.is_exclusive == other.is_exclusive
    }

    fn of_integer(mut self, is_lower: bool) -> Self {
        self.value = match (is_lower, self.is_exclusive) {
            (true, true) => self.value.floor() + 1.0,
            (true, false) => self.value.ceil(),
            (false, true) => self.value.ceil() - 1.0,
            (false, false) => self.value.floor(),
        };
        self.is_exclusive = false;
        self
    }
}

/// Returns the limits of a keyword in one schema. `exclusiveMinimum` is a flag beside `minimum`, or in OpenAPI 3.1 a limit of its own.
fn limits_in<'a>(schema: &NodeCursor<'a>, key: &str) -> Vec<ValueLimit<'a>> {
    let exclusive = match key {
        "minimum" => schema.raw("exclusiveMinimum"),
        "maximum" => schema.raw("exclusiveMaximum"),
        _ => None,
    };
    let is_flag = exclusive.as_ref().is_some_and(|at| at.node.value == NodeValue::Bool(true));
    let of = |at: NodeCursor<'a>, is_exclusive| number(&at).map(|value| ValueLimit { value, is_exclusive, at });
    [schema.raw(key).and_then(|at| of(at, is_flag)), exclusive.and_then(|at| of(at, true))].into_iter().flatten().collect()
}

fn number(at: &NodeCursor<'_>) -> Option<f64> {
    match at.node.to_json() {
        Value::Number(number) => number.as_f64(),
        _ => None,
    }
}
