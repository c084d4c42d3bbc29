//! Compares limits, patterns and defaults.

use std::collections::BTreeSet;

use serde_json::Value;

use super::finding::WireFinding;
use super::{FindingGroup, SchemaUsage};
use crate::diff::change::{Effect, Owner};
use crate::diff::rules::{self, DiffRule};
use crate::value::{LIMITS, MergedSchema, NodeCursor, ValueLimit};

pub(super) fn compare(
    group: &mut FindingGroup,
    base: &MergedSchema<'_>,
    head: &MergedSchema<'_>,
    owner: &Owner,
    usage: SchemaUsage,
) {
    let mut report =
        |rule: &'static DiffRule, effect: Effect, key: &str, was: Option<&NodeCursor<'_>>, is: Option<&NodeCursor<'_>>| {
            let named =
                |at: Option<&NodeCursor<'_>>| at.map(|at| format!("{}: {}", at.at.key().as_deref().unwrap_or(key), at.plain()));
            let found = WireFinding::at_key(rule, owner, was, is).values(named(was), named(is));
            group.found.push(found.with_effect(effect, usage.direction));
        };
    for key in LIMITS {
        let (was, is) = (base.limit(key), head.limit(key));
        let (at_base, at_head) = (was.as_ref().map(|limit| &limit.at), is.as_ref().map(|limit| &limit.at));
        let (rule, effect) = match (&was, &is) {
            (None, None) => continue,
            (None, Some(_)) => (&rules::LIMIT_SET, Effect::Narrows),
            (Some(_), None) => (&rules::LIMIT_UNSET, Effect::Widens),
            (Some(old), Some(new)) if old.value.total_cmp(&new.value).is_eq() => {
                exclusivity(&mut report, key, (old, base), (new, head));
                continue;
            }
            (Some(old), Some(new)) => changed_limit(key, old.value, new.value),
        };
        report(rule, effect, key, at_base, at_head);
    }
    let (was, is) = (base.get("multipleOf"), head.get("multipleOf"));
    let multiple = match (&was, &is) {
        (None, Some(_)) => Some((&rules::LIMIT_SET, Effect::Narrows)),
        (Some(_), None) => Some((&rules::LIMIT_UNSET, Effect::Widens)),
        (Some(was), Some(is)) => number(was).zip(number(is)).filter(|(was, is)| was.total_cmp(is).is_ne()).map(changed_multiple),
        (None, None) => None,
    };
    if let Some((rule, effect)) = multiple {
        report(rule, effect, "multipleOf", was.as_ref(), is.as_ref());
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
    if let Some(rule) = pattern(&patterns(base), &patterns(head)) {
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

type Report<'a> = dyn FnMut(&'static DiffRule, Effect, &str, Option<&NodeCursor<'_>>, Option<&NodeCursor<'_>>) + 'a;

/// Compares whether two equal limits are valid values themselves.
fn exclusivity(
    report: &mut Report<'_>,
    key: &str,
    (old, base): (&ValueLimit<'_>, &MergedSchema<'_>),
    (new, head): (&ValueLimit<'_>, &MergedSchema<'_>),
) {
    let rule = match (old.is_exclusive, new.is_exclusive) {
        (false, true) => &rules::LIMIT_SET,
        (true, false) => &rules::LIMIT_UNSET,
        _ => return,
    };
    let key = if key == "maximum" { "exclusiveMaximum" } else { "exclusiveMinimum" };
    report(rule, rule.effect, key, base.get(key).as_ref(), head.get(key).as_ref());
}

fn changed_limit(key: &str, was: f64, is: f64) -> (&'static DiffRule, Effect) {
    let increased = is > was;
    let rule = if increased { &rules::LIMIT_INCREASED } else { &rules::LIMIT_DECREASED };
    (rule, if increased == key.starts_with("max") { Effect::Widens } else { Effect::Narrows })
}

fn changed_multiple((was, is): (f64, f64)) -> (&'static DiffRule, Effect) {
    let divides = |step: f64, of: f64| step != 0.0 && (of / step).fract() == 0.0;
    let effect = match (divides(is, was), divides(was, is)) {
        (true, _) => Effect::Widens,
        (_, true) => Effect::Narrows,
        _ => Effect::Changes,
    };
    (&rules::MULTIPLE_CHANGED, effect)
}

/// Returns the patterns that a string must match.
fn patterns(schema: &MergedSchema<'_>) -> BTreeSet<String> {
    schema.every("pattern").map(|at| at.plain()).collect()
}

fn pattern(was: &BTreeSet<String>, is: &BTreeSet<String>) -> Option<&'static DiffRule> {
    let matches_any = |pattern: &String| pattern.trim_start_matches('^').trim_end_matches('$') == ".*";
    if was == is {
        return None;
    }
    Some(if was.is_subset(is) {
        &rules::PATTERN_SET
    } else if is.is_subset(was) {
        &rules::PATTERN_UNSET
    } else if is.iter().all(matches_any) {
        &rules::PATTERN_GENERALIZED
    } else {
        &rules::PATTERN_CHANGED
    })
}
