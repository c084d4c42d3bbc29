//! Applying the rules of an operation to the inputs of a call.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::Value;

use super::data::CallData;
use crate::protocol::rules::{Bound, InputRule, InputStyle, Rule, Unit, style_of};

impl CallData {
    /// Returns the rules for the query, with the values that they apply to.
    fn query_rules(&self) -> impl Iterator<Item = (&'static InputRule, &str)> {
        let rules = self.rules().iter().filter(|rule| rule.is_query());
        rules.filter_map(|rule| Some((rule, self.query_value(rule.input)?)))
    }

    pub(crate) fn rules(&self) -> &'static [InputRule] {
        self.info.map_or(&[], |info| info.inputs)
    }

    /// Returns the number of items of a list in the query, `value` being its first value.
    fn items_of(&self, name: &str, value: &str) -> usize {
        match style_of(self.rules(), name, false).unwrap_or(InputStyle::Separated(',')) {
            InputStyle::Separated(separator) => value.split(separator).count(),
            InputStyle::Exploded | InputStyle::DeepObject | InputStyle::Json => {
                self.query.iter().filter(|(known, _)| known == name).count()
            }
        }
    }

    /// Returns an error message for the first input that does not satisfy a rule.
    pub(crate) fn check_inputs(&self) -> Result<(), String> {
        for (rule, value) in self.query_rules() {
            let Some(bound) = rule.rule.bound() else { continue };
            if style_of(self.rules(), rule.input, false) == Some(InputStyle::Json) {
                check_json(&bound, "", &serde_json::from_str::<Value>(value).unwrap_or_default(), rule.input)?;
                continue;
            }
            let found = match bound.unit {
                Unit::Character => value.chars().count(),
                Unit::Item if value.is_empty() => 0,
                Unit::Item => self.items_of(rule.input, value),
                Unit::Field => continue,
            };
            let help = if self.splits(rule) { ": use `items()` or `pages()`, which request them in portions" } else { "" };
            bound.check(found, rule.input).map_err(|problem| format!("{problem}{help}"))?;
        }
        for rule in self.rules().iter().filter(|rule| !rule.is_query()) {
            let Some(bound) = rule.rule.bound() else { continue };
            match (&self.root, rule.input.strip_prefix('/')) {
                (Some(root), _) => check_json(&bound, rule.input, root, "")?,
                (None, None) => bound.check(self.body.fields().len(), "")?,
                (None, Some(path)) => {
                    let (name, rest) = split(path);
                    let value = self.body.fields().get(name);
                    value.map_or(Ok(()), |value| check_json(&bound, rest, value, name))?;
                }
            }
        }
        Ok(())
    }

    /// Returns whether a filter is an empty list, which nothing matches.
    pub(crate) fn matches_nothing(&self) -> bool {
        self.query_rules().any(|(rule, value)| match rule.rule {
            Rule::EmptyMatchesNothing { unless } => value.is_empty() && !self.has_query(unless),
            _ => false,
        })
    }

    /// Returns whether the list that a rule limits can be sent in portions: a filter of a paged list, which the API does not ignore.
    pub(crate) fn splits(&self, rule: &InputRule) -> bool {
        let is_paged = self.info.is_some_and(|info| info.pagination.is_some());
        is_paged
            && self.rules().iter().any(|other| match other.rule {
                Rule::EmptyMatchesNothing { unless } => other.input == rule.input && !self.has_query(unless),
                _ => false,
            })
    }

    fn has_query(&self, name: Option<&str>) -> bool {
        name.is_some_and(|name| self.query_value(name).is_some())
    }

    /// Returns the list in the query that exceeds its maximum and can be sent in portions, with the maximum.
    pub(crate) fn oversized(&self) -> Option<(&'static str, &str, usize)> {
        self.query_rules().find_map(|(rule, value)| match rule.rule {
            Rule::MaxItems(max) => {
                let max = usize::try_from(max).ok()?;
                (value.split(',').count() > max && self.splits(rule)).then_some((rule.input, value, max))
            }
            _ => None,
        })
    }

    /// Returns the query as it is sent: without empty lists that mean the same as none, and with rounded timestamps.
    pub(crate) fn sent_query(&self) -> Vec<(Cow<'static, str>, String)> {
        let mut query = self.query.clone();
        for rule in self.rules().iter().filter(|rule| rule.is_query()) {
            let Some(position) = query.iter().position(|(name, _)| name == rule.input) else { continue };
            match rule.rule {
                Rule::OmitIfEmpty if query[position].1.is_empty() => drop(query.remove(position)),
                Rule::RoundDown => round(&mut query[position].1, false),
                Rule::RoundUp => round(&mut query[position].1, true),
                _ => {}
            }
        }
        query
    }
}

/// Rounds a timestamp to whole seconds. Any other value is left as it is.
fn round(value: &mut String, up: bool) {
    let Ok(time) = value.parse::<Timestamp>() else { return };
    // The fraction of a time before 1970 is negative.
    let step = match time.subsec_nanosecond().cmp(&0) {
        Ordering::Greater if up => 1,
        Ordering::Less if !up => -1,
        _ => 0,
    };
    if let Ok(rounded) = Timestamp::from_second(time.as_second() + step) {
        *value = rounded.to_string();
    }
}

/// Checks the values at `path` in `value`, which is at `name` in the body.
fn check_json(bound: &Bound, path: &str, value: &Value, name: &str) -> Result<(), String> {
    let Some(path) = path.strip_prefix('/') else {
        let found = match (bound.unit, value) {
            (Unit::Character, Value::String(string)) => string.chars().count(),
            (Unit::Item, Value::Array(items)) => items.len(),
            (Unit::Field, Value::Object(fields)) => fields.len(),
            // Null, which clears the value.
            _ => return Ok(()),
        };
        return bound.check(found, name);
    };
    let (key, rest) = split(path);
    match value {
        Value::Array(items) if key == "*" => {
            items.iter().enumerate().try_for_each(|(index, item)| check_json(bound, rest, item, &format!("{name}[{index}]")))
        }
        Value::Object(fields) => {
            fields.iter().filter(|(field, _)| key == "*" || key == field.as_str()).try_for_each(|(field, value)| {
                let name = if name.is_empty() { field.clone() } else { format!("{name}.{field}") };
                check_json(bound, rest, value, &name)
            })
        }
        _ => Ok(()),
    }
}

/// Splits the first key off a pointer without its leading slash.
fn split(path: &str) -> (&str, &str) {
    path.split_at(path.find('/').unwrap_or(path.len()))
}
