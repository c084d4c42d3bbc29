//! Compares limits, patterns and defaults.

use serde_json::Value;

use super::cursor::NodeCursor;
use super::finding::WireFinding;
use super::merged::MergedSchema;
use super::{FindingGroup, SchemaUsage};
use crate::diff::change::{Effect, Owner};
use crate::diff::rules::{self, DiffRule};

/// Upper limits, which allow more values when they increase.
const UPPER: &[&str] = &["maximum", "maxLength", "maxItems", "maxProperties"];
/// Lower limits, which allow fewer values when they increase.
const LOWER: &[&str] = &["minimum", "minLength", "minItems", "minProperties"];

pub(super) fn compare(
    group: &mut FindingGroup,
    base: &MergedSchema<'_>,
    head: &MergedSchema<'_>,
    owner: &Owner,
    usage: SchemaUsage,
) {
    let mut report =
        |rule: &'static DiffRule, effect: Effect, key: &str, was: Option<&NodeCursor<'_>>, is: Option<&NodeCursor<'_>>| {
            let named = |at: Option<&NodeCursor<'_>>| at.map(|at| format!("{key}: {}", at.plain()));
            let found = WireFinding::at_key(rule, owner, was, is).values(named(was), named(is));
            group.found.push(found.with_effect(effect, usage.direction));
        };
    for key in UPPER.iter().chain(LOWER).chain(&["multipleOf"]) {
        let (was, is) = (base.get(key).filter(|at| is_limit(key, at)), head.get(key).filter(|at| is_limit(key, at)));
        if inclusive(base, key).zip(inclusive(head, key)).is_some_and(|(was, is)| was.total_cmp(&is).is_eq()) {
            continue;
        }
        let rule = match (&was, &is) {
            (None, None) => continue,
            (None, Some(_)) => &rules::LIMIT_SET,
            (Some(_), None) => &rules::LIMIT_UNSET,
            (Some(old), Some(new)) => {
                let numbers = inclusive(base, key).or_else(|| number(old)).zip(inclusive(head, key).or_else(|| number(new)));
                let numbers = numbers.filter(|(old, new)| old.total_cmp(new).is_ne());
                if let Some((rule, effect)) = numbers.map(|(old, new)| changed_limit(key, old, new)) {
                    report(rule, effect, key, Some(old), Some(new));
                }
                continue;
            }
        };
        report(rule, rule.effect, key, was.as_ref(), is.as_ref());
    }
    for key in ["exclusiveMaximum", "exclusiveMinimum"] {
        let limit = if key == "exclusiveMaximum" { "maximum" } else { "minimum" };
        // The limits of integers are compared as inclusive ones.
        if inclusive(base, limit).is_some() && inclusive(head, limit).is_some() {
            continue;
        }
        let (was, is) = (base.get(key), head.get(key));
        let rule = match (base.flag(key), head.flag(key)) {
            (false, true) => &rules::LIMIT_SET,
            (true, false) => &rules::LIMIT_UNSET,
            _ => continue,
        };
        report(rule, rule.effect, key, was.as_ref(), is.as_ref());
    }
    let unique = match (base.flag("uniqueItems"), head.flag("uniqueItems")) {
        (false, true) => Some(&rules::UNIQUE_SET),
        (true, false) => Some(&rules::UNIQUE_UNSET),
        _ => None,
    };
    if let Some(rule) = unique {
        report(rule, rule.effect, "uniqueItems", base.get("uniqueItems").as_ref(), head.get("uniqueItems").as_ref());
    }
    let (was, is) = (base.get("pattern"), head.get("pattern"));
    if let Some(rule) = pattern(was.as_ref(), is.as_ref()) {
        report(rule, rule.effect, "pattern", was.as_ref(), is.as_ref());
    }
    let (was, is) = (base.get("default"), head.get("default"));
    let default = match (&was, &is) {
        (None, Some(_)) => Some(&rules::DEFAULT_SET),
        (Some(_), None) => Some(&rules::DEFAULT_UNSET),
        (Some(was), Some(is)) if was.node.to_json() != is.node.to_json() => Some(&rules::DEFAULT_CHANGED),
        _ => None,
    };
    if let Some(rule) = default {
        // Defaults apply to values that requests omit; they do not affect responses.
        let is_request = usage.direction == crate::diff::change::WireDirection::Request;
        report(rule, if is_request { rule.effect } else { Effect::None }, "default", was.as_ref(), is.as_ref());
    }
}

fn number(at: &NodeCursor<'_>) -> Option<f64> {
    match at.node.to_json() {
        Value::Number(number) => number.as_f64(),
        _ => None,
    }
}

/// Returns whether a limit excludes any value: no size is below zero.
fn is_limit(key: &str, at: &NodeCursor<'_>) -> bool {
    let is_size = LOWER.contains(&key) && key != "minimum";
    !(is_size && number(at).is_some_and(|limit| limit <= 0.0))
}

/// Returns the greatest or least integer within the limit of an integer.
fn inclusive(view: &MergedSchema<'_>, key: &str) -> Option<f64> {
    if view.type_name() != Some("integer") {
        return None;
    }
    let limit = number(&view.get(key)?)?;
    match key {
        "maximum" if view.flag("exclusiveMaximum") => Some(limit.ceil() - 1.0),
        "maximum" => Some(limit.floor()),
        "minimum" if view.flag("exclusiveMinimum") => Some(limit.floor() + 1.0),
        "minimum" => Some(limit.ceil()),
        _ => None,
    }
}

fn changed_limit(key: &str, was: f64, is: f64) -> (&'static DiffRule, Effect) {
    let divides = |step: f64, of: f64| step != 0.0 && (of / step).fract() == 0.0;
    if key == "multipleOf" {
        let effect = match (divides(is, was), divides(was, is)) {
            (true, _) => Effect::Widens,
            (_, true) => Effect::Narrows,
            _ => Effect::Changes,
        };
        return (&rules::MULTIPLE_CHANGED, effect);
    }
    let increased = is > was;
    let rule = if increased { &rules::LIMIT_INCREASED } else { &rules::LIMIT_DECREASED };
    (rule, if increased == UPPER.contains(&key) { Effect::Widens } else { Effect::Narrows })
}

fn pattern(was: Option<&NodeCursor<'_>>, is: Option<&NodeCursor<'_>>) -> Option<&'static DiffRule> {
    match (was.map(NodeCursor::plain), is.map(NodeCursor::plain)) {
        (None, Some(_)) => Some(&rules::PATTERN_SET),
        (Some(_), None) => Some(&rules::PATTERN_UNSET),
        (Some(was), Some(is)) if was != is => Some(match is.trim_start_matches('^').trim_end_matches('$') {
            ".*" => &rules::PATTERN_GENERALIZED,
            _ => &rules::PATTERN_CHANGED,
        }),
        _ => None,
    }
}
