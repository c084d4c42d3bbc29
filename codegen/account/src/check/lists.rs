//! Changes of the lists without parts: activity types, lead labels and sources, currencies and users.

use std::collections::BTreeMap;

use super::{AccountChangeKind as Kind, Changes, RustEffect, matched};
use crate::snapshot::{AccountUser, ActivityType, Currency, LeadLabel, Names, Snapshot};

/// How the items of a list are compared.
struct ListRules<'a, T> {
    added: Kind,
    removed: Kind,
    changed: Option<Kind>,
    reordered: Option<Kind>,
    /// Returns the part of an item by which it is identified.
    key: fn(&T) -> String,
    /// Returns what users see.
    name: fn(&T) -> String,
    /// The enum that is generated, and the names of its variants.
    variants: Option<(&'static str, &'a BTreeMap<String, String>)>,
}

/// Compares all lists.
pub(super) fn compare(changes: &mut Changes, old: &Snapshot, new: &Snapshot, names: &Names) {
    if let Some((before, after)) = changes.both("activity_types", old.activity_types.as_ref(), new.activity_types.as_ref()) {
        let rules = ListRules {
            added: Kind::ActivityTypeAdded,
            removed: Kind::ActivityTypeRemoved,
            changed: Some(Kind::ActivityTypeRenamed),
            reordered: Some(Kind::ActivityTypesReordered),
            key: |activity_type: &ActivityType| activity_type.key.clone(),
            name: |activity_type| activity_type.name.clone(),
            variants: Some(("ActivityType", &names.activity_types)),
        };
        let [before, after] = [before, after].map(|all| all.iter().filter(|activity_type| !activity_type.deleted));
        compare_list(changes, before, after, &rules);
    }
    if let Some((before, after)) = changes.both("lead_labels", old.lead_labels.as_ref(), new.lead_labels.as_ref()) {
        let rules = ListRules {
            added: Kind::LeadLabelAdded,
            removed: Kind::LeadLabelRemoved,
            changed: Some(Kind::LeadLabelRenamed),
            reordered: None,
            key: |label: &LeadLabel| label.id.clone(),
            name: |label| label.name.clone(),
            variants: Some(("LeadLabel", &names.lead_labels)),
        };
        compare_list(changes, before.iter(), after.iter(), &rules);
    }
    if let Some((before, after)) = changes.both("lead_sources", old.lead_sources.as_ref(), new.lead_sources.as_ref()) {
        let rules = ListRules {
            added: Kind::LeadSourceAdded,
            removed: Kind::LeadSourceRemoved,
            changed: None,
            reordered: None,
            key: String::clone,
            name: String::clone,
            variants: Some(("LeadSource", &names.lead_sources)),
        };
        compare_list(changes, before.iter(), after.iter(), &rules);
    }
    if let Some((before, after)) = changes.both("currencies", old.currencies.as_ref(), new.currencies.as_ref()) {
        let rules = ListRules {
            added: Kind::CurrencyAdded,
            removed: Kind::CurrencyRemoved,
            changed: Some(Kind::CurrencyChanged),
            reordered: None,
            key: |currency: &Currency| currency.code.clone(),
            name: |currency| match (currency.name.as_deref().unwrap_or(&currency.code), currency.decimal_places) {
                (name, Some(places)) => format!("{name}, {places} decimal places"),
                (name, None) => name.to_owned(),
            },
            variants: None,
        };
        compare_list(changes, before.iter(), after.iter(), &rules);
    }
    // Users are read only if requested, so one side without them is no change.
    if let (Some(before), Some(after)) = (&old.users, &new.users) {
        "users".clone_into(&mut changes.part);
        let rules = ListRules {
            added: Kind::UserAdded,
            removed: Kind::UserRemoved,
            changed: Some(Kind::UserChanged),
            reordered: None,
            key: |user: &AccountUser| user.id.to_string(),
            name: |user| match &user.email {
                Some(email) => format!("{} <{email}>", user.name),
                None => user.name.clone(),
            },
            variants: None,
        };
        let [before, after] = [before, after].map(|all| all.iter().filter(|user| !user.inactive));
        compare_list(changes, before, after, &rules);
    }
}

fn compare_list<'a, T: 'a>(
    changes: &mut Changes,
    old: impl Iterator<Item = &'a T> + Clone,
    new: impl Iterator<Item = &'a T> + Clone,
    rules: &ListRules<'_, T>,
) {
    let ListRules { key, name, .. } = rules;
    let has_type = rules.variants.is_some();
    let effect = |effect| if has_type { effect } else { RustEffect::None };
    let item = |item: &T| {
        let (enum_name, variants) = rules.variants?;
        Some(format!("{enum_name}::{}", variants.get(&key(item))?))
    };
    let matched = matched(old, new, key);
    for removed in matched.removed {
        changes.add(rules.removed, effect(RustEffect::Major), &key(removed), &name(removed)).item(item(removed));
    }
    for added in matched.added {
        changes.add(rules.added, effect(RustEffect::Minor), &key(added), &name(added)).item(item(added));
    }
    for (before, after) in matched.kept {
        let (old, new) = (name(before), name(after));
        if let Some(kind) = rules.changed.filter(|_| old != new) {
            let change = changes.add(kind, effect(RustEffect::Docs), &key(before), &old);
            change.item(item(before)).values(old, new);
        }
    }
    if let Some(kind) = rules.reordered.filter(|_| matched.reordered) {
        let part = changes.part.clone();
        changes.add(kind, effect(RustEffect::Docs), "", &part).item(rules.variants.map(|(name, _)| name.to_owned()));
    }
}
