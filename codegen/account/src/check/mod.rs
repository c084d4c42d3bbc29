//! Comparing two snapshots: what has changed in the account, and what it does to the generated types.

mod change;
mod fields;
mod lists;
mod pipelines;
mod render;

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

pub use change::{AccountChange, AccountChangeKind, RustEffect};

use crate::snapshot::{Entity, Omission, Snapshot, SnapshotError};

/// The changes between two snapshots of an account.
///
/// ```
/// use pipedrive_account::{AccountField, AccountReport, Entity, RustEffect, Snapshot};
///
/// let of_type = |field_type: &str| {
///     let mut snapshot = Snapshot::default();
///     let field = AccountField::new("dcf558aac1ae4e8c4f849ba5e668430d8df9be12", "Budget", field_type);
///     snapshot.fields.insert(Entity::Deals, vec![field]);
///     snapshot
/// };
/// let report = AccountReport::compare(&of_type("double"), &of_type("monetary"))?;
/// assert_eq!(report.effect(), RustEffect::Major);
/// assert!(report.to_text().contains("DealFields::budget: Option<f64> → Option<Money>"));
/// # Ok::<(), pipedrive_account::SnapshotError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccountReport {
    /// The changes: those with the greatest effect first, and then in the order of a snapshot.
    pub changes: Vec<AccountChange>,
    /// The parts that were not compared, because one of the snapshots does not have them or has them incompletely.
    pub incomplete: Vec<Omission>,
}

impl AccountReport {
    /// Compares two snapshots. The Rust items have the names of `old`.
    ///
    /// # Errors
    ///
    /// Returns an error if a name in the section `names` of `old` is not a Rust identifier, or is used twice.
    pub fn compare(old: &Snapshot, new: &Snapshot) -> Result<Self, SnapshotError> {
        // New items have names that are not used yet, as if `new` had been fetched to the file of `old`.
        let names = Snapshot { names: old.complete_names()?, ..new.clone() }.complete_names()?;
        let mut changes = Changes::default();
        for entity in Entity::ALL {
            let part = format!("fields.{entity}");
            if let Some((old_fields, new_fields)) = changes.both(&part, old.fields.get(&entity), new.fields.get(&entity)) {
                fields::compare(&mut changes, entity, old_fields, new_fields, &names);
            }
        }
        changes.merge_leads();
        if let Some((old_pipelines, new_pipelines)) = changes.both("pipelines", old.pipelines.as_ref(), new.pipelines.as_ref()) {
            pipelines::compare(&mut changes, old_pipelines, new_pipelines, &names);
        }
        lists::compare(&mut changes, old, new, &names);
        let Changes { mut all, part: _ } = changes;
        all.sort_by_key(|change| std::cmp::Reverse(change.effect));
        let mut incomplete: Vec<Omission> = old.omitted.iter().chain(&new.omitted).cloned().collect();
        incomplete.sort();
        incomplete.dedup();
        Ok(Self { changes: all, incomplete })
    }

    /// Returns the greatest effect of all changes on the generated types.
    pub fn effect(&self) -> RustEffect {
        self.changes.iter().map(|change| change.effect).max().unwrap_or(RustEffect::None)
    }

    /// Returns whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Collects changes.
#[derive(Default)]
struct Changes {
    all: Vec<AccountChange>,
    /// The part that is being compared.
    part: String,
}

impl Changes {
    /// Begins a part. Returns both sides, or notes that only one of them has it.
    fn both<'a, T>(&mut self, part: &str, old: Option<&'a T>, new: Option<&'a T>) -> Option<(&'a T, &'a T)> {
        part.clone_into(&mut self.part);
        match (old, new) {
            (Some(old), Some(new)) => return Some((old, new)),
            (Some(_), None) => self.add(AccountChangeKind::PartNotRead, RustEffect::None, "", part),
            (None, Some(_)) => self.add(AccountChangeKind::PartRead, RustEffect::Minor, "", part),
            (None, None) => return None,
        };
        None
    }

    /// Adds a change of the current part, and returns it for details.
    fn add(
        &mut self,
        kind: AccountChangeKind,
        effect: RustEffect,
        key: &(impl ToString + ?Sized),
        name: &str,
    ) -> &mut AccountChange {
        self.all.push(AccountChange {
            kind,
            effect,
            parts: vec![self.part.clone()],
            key: key.to_string(),
            name: name.to_owned(),
            old: None,
            new: None,
            rust_item: None,
            rust_old: None,
            rust_new: None,
        });
        let last = self.all.len() - 1;
        &mut self.all[last]
    }

    /// Joins the changes of the custom fields of leads with those of deals, which are the same fields.
    fn merge_leads(&mut self) {
        let [deals, leads] = [Entity::Deals, Entity::Leads].map(|entity| format!("fields.{entity}"));
        let same = |change: &AccountChange| (change.kind, change.key.clone(), change.old.clone(), change.new.clone());
        let of_leads: HashSet<_> = self.all.iter().filter(|change| change.parts[0] == leads).map(same).collect();
        let mut joined = HashSet::new();
        for change in self.all.iter_mut().filter(|change| change.parts[0] == deals && !change.key.is_empty()) {
            if of_leads.contains(&same(change)) {
                change.parts.push(leads.clone());
                joined.insert(same(change));
            }
        }
        self.all.retain(|change| change.parts[0] != leads || !joined.contains(&same(change)));
    }
}

impl AccountChange {
    /// Sets the values before and after the change.
    fn values(&mut self, old: impl Into<Option<String>>, new: impl Into<Option<String>>) -> &mut Self {
        (self.old, self.new) = (old.into(), new.into());
        self
    }

    /// Sets the generated item.
    fn item(&mut self, item: Option<String>) -> &mut Self {
        self.rust_item = item;
        self
    }
}

/// What two lists have in common, by key.
struct Matched<'a, T> {
    removed: Vec<&'a T>,
    added: Vec<&'a T>,
    /// In the order of the old list.
    kept: Vec<(&'a T, &'a T)>,
    /// Whether the items that both lists have are in another order.
    reordered: bool,
}

/// Matches the items of two lists by key.
fn matched<'a, T, K: Hash + Eq>(
    old: impl Iterator<Item = &'a T> + Clone,
    new: impl Iterator<Item = &'a T> + Clone,
    key: impl Fn(&'a T) -> K,
) -> Matched<'a, T> {
    let positions = |all: &mut dyn Iterator<Item = &'a T>| {
        all.enumerate().map(|(index, item)| (key(item), (index, item))).collect::<HashMap<K, (usize, &'a T)>>()
    };
    let (olds, news) = (positions(&mut old.clone()), positions(&mut new.clone()));
    let kept: Vec<(&T, usize, &T)> =
        old.clone().filter_map(|item| news.get(&key(item)).map(|(index, other)| (item, *index, *other))).collect();
    Matched {
        removed: old.filter(|item| !news.contains_key(&key(item))).collect(),
        added: new.filter(|item| !olds.contains_key(&key(item))).collect(),
        reordered: !kept.is_sorted_by_key(|(_, index, _)| *index),
        kept: kept.into_iter().map(|(old, _, new)| (old, new)).collect(),
    }
}
