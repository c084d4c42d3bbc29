//! Assigns effects on the Rust API to changes on the wire.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{ApiChange, Owner};
use super::rules::{self, Area, ChangeKind};
use super::{Side, rust};
use crate::load::{Document, Node, NodeValue, Pointer};

/// An effect on the Rust API, with the pointers that are reachable from what it describes.
pub(super) struct ImpactReach<'a> {
    found: &'a rust::RustFinding,
    base: BTreeSet<Pointer>,
    head: BTreeSet<Pointer>,
}

impl<'a> ImpactReach<'a> {
    /// Collects the reachable pointers of both sides.
    pub fn of(found: &'a rust::RustFinding, base: &Side, head: &Side) -> Self {
        let owner = &found.impact.owner;
        Self { found, base: reach(&base.document, owner.base.as_ref()), head: reach(&head.document, owner.head.as_ref()) }
    }

    /// Returns how well the effect matches a change on the wire, lower is better; `None` if they are unrelated.
    pub fn rank(&self, change: &ApiChange, operations: &BTreeSet<String>) -> Option<u8> {
        let (impact, rule) = (&self.found.impact, change.rule);
        if impact.operation.as_ref().is_some_and(|operation| !operations.is_empty() && !operations.contains(operation)) {
            return None;
        }
        let is = |other: &rules::DiffRule| rule.code == other.code;
        let is_same = change.owner == impact.owner && impact.owner != Owner::default();
        // All Rust names of an operation are derived from its id.
        if is(&rules::OPERATION_ID) {
            return is_same.then_some(if impact.rule.code == rules::METHOD_MOVED.code { 0 } else { 9 });
        }
        let is_annotation = |kind: ChangeKind| matches!(kind, ChangeKind::Lifecycle | ChangeKind::Documentation);
        if rule.kind == ChangeKind::Documentation || is_annotation(rule.kind) != is_annotation(impact.rule.kind) {
            return None;
        }
        if let (Some(value), true) = (&self.found.value, is_same) {
            return self.rank_value(change, value);
        }
        let worse = u8::from(rule.kind != impact.rule.kind);
        if is_same {
            return Some(worse);
        }
        let (is_shape, owner) = (matches!(impact.rule.kind, ChangeKind::Type | ChangeKind::Structure), &impact.owner);
        let leads = is_shape && both(&change.owner, |base| self.base.contains(base), |head| self.head.contains(head));
        let is_payload = matches!(rule.area, Area::Responses | Area::RequestBody | Area::Extensions)
            || rule.area == Area::Schema && change.owner.head.as_ref().is_some_and(|at| at.path().contains("/responses/"));
        let is_inside =
            impact.operation.is_some() && is_shape && is_payload && within(change.owner.head.as_ref(), owner.head.as_ref());
        let is_whole = matches!(rule.area, Area::RequestBody)
            && rule.kind == ChangeKind::Existence
            && (within(owner.head.as_ref(), change.owner.head.as_ref())
                || within(owner.base.as_ref(), change.owner.base.as_ref()));
        // A type is added or removed although its schema exists on both sides.
        let is_half = [&rules::TYPE_ADDED, &rules::TYPE_REMOVED].iter().any(|other| other.code == impact.rule.code)
            && (owner.head.is_some() && owner.head == change.owner.head
                || owner.base.is_some() && owner.base == change.owner.base);
        let ways = [(is_inside, 2), (is_whole, 2), (leads, 4), (is_half, 6)];
        ways.iter().find(|(way, _)| *way).map(|(_, rank)| rank + worse)
    }

    /// Returns the changes that it can match: those of what it describes, contains, is reached from or is inside of.
    pub fn candidates(&self, owners: &OwnerIndex) -> BTreeSet<usize> {
        let owner = &self.found.impact.owner;
        let mut found = BTreeSet::new();
        for (index, values, reached, own) in [
            (&owners.base, &owners.values_base, &self.base, &owner.base),
            (&owners.head, &owners.values_head, &self.head, &owner.head),
        ] {
            let around = std::iter::successors(own.clone(), Pointer::parent);
            for at in reached.iter().cloned().chain(around) {
                found.extend(index.get(&at).into_iter().flatten());
                // Of the changes of values in its own type, those of its value are enough.
                if self.found.value.is_none() || Some(&at) != own.as_ref() {
                    found.extend(values.get(&at).into_iter().flatten());
                }
            }
        }
        if let Some(value) = &self.found.value {
            found.extend(owners.values.get(&(owner.clone(), value.clone())).into_iter().flatten());
        }
        if let (Some(at), true) = (&owner.head, self.found.impact.operation.is_some()) {
            for index in [&owners.head, &owners.values_head] {
                let inside = index.range(at.child("")..).take_while(|(other, _)| other.is_within(at));
                found.extend(inside.flat_map(|(_, changes)| changes));
            }
        }
        found
    }

    /// Ranks an effect on a single variant of an enum or union.
    fn rank_value(&self, change: &ApiChange, value: &str) -> Option<u8> {
        if change.rule.code == rules::VARIANT_NAMES.code {
            return (self.found.impact.rule.code == rules::NAME_CHANGED.code).then_some(0);
        }
        let tag = format!("{value}: ");
        let values = [&change.old, &change.new];
        values.into_iter().flatten().any(|other| other == value || other.starts_with(&tag)).then_some(0)
    }
}

/// Changes by what they describe on each side. Those of single values are apart, because a list can have many.
#[derive(Default)]
pub(super) struct OwnerIndex {
    base: BTreeMap<Pointer, Vec<usize>>,
    head: BTreeMap<Pointer, Vec<usize>>,
    values_base: BTreeMap<Pointer, Vec<usize>>,
    values_head: BTreeMap<Pointer, Vec<usize>>,
    values: BTreeMap<(Owner, String), Vec<usize>>,
}

/// The rules for single values of an enum or a discriminator.
const OF_VALUES: [&rules::DiffRule; 5] =
    [&rules::VALUE_ADDED, &rules::VALUE_REMOVED, &rules::MAPPING_ADDED, &rules::MAPPING_REMOVED, &rules::MAPPING_CHANGED];

impl OwnerIndex {
    /// Creates the index of changes.
    pub fn of<'c>(changes: impl Iterator<Item = &'c ApiChange>) -> Self {
        let mut index = Self::default();
        for (position, change) in changes.enumerate() {
            let is_value = OF_VALUES.iter().any(|rule| rule.code == change.rule.code);
            let (base, head) =
                if is_value { (&mut index.values_base, &mut index.values_head) } else { (&mut index.base, &mut index.head) };
            for (side, at) in [(base, &change.owner.base), (head, &change.owner.head)] {
                if let Some(at) = at {
                    side.entry(at.clone()).or_default().push(position);
                }
            }
            for value in [&change.old, &change.new].into_iter().flatten().filter(|_| is_value) {
                // A value can be followed by what it selects.
                let ends = value.match_indices(": ").map(|(end, _)| end).chain([value.len()]);
                for end in ends {
                    index.values.entry((change.owner.clone(), value[..end].to_owned())).or_default().push(position);
                }
            }
        }
        index
    }
}

/// All pointers that are reachable from added or removed operations, with the first change from whose operation each is.
#[derive(Default)]
pub(super) struct OperationReach {
    base: BTreeMap<Pointer, usize>,
    head: BTreeMap<Pointer, usize>,
}

impl OperationReach {
    /// Adds what is reachable from the operation of a change that adds or removes one.
    pub fn add(&mut self, index: usize, change: &ApiChange, base: &Side, head: &Side) {
        if change.rule.area == Area::Paths && change.rule.kind == ChangeKind::Existence {
            reach_all(&base.document, change.owner.base.as_ref(), index, &mut self.base);
            reach_all(&head.document, change.owner.head.as_ref(), index, &mut self.head);
        }
    }

    /// Returns the first change from whose operation the type is reachable that an effect adds or removes.
    pub fn find(&self, found: &rust::RustFinding) -> Option<usize> {
        let (impact, rule) = (&found.impact, found.impact.rule);
        let first = |at: &Option<Pointer>, reached: &BTreeMap<Pointer, usize>| {
            std::iter::successors(at.clone(), Pointer::parent).filter_map(|at| reached.get(&at)).min().copied()
        };
        if rule == &rules::TYPE_ADDED {
            first(&impact.owner.head, &self.head)
        } else if rule == &rules::TYPE_REMOVED {
            first(&impact.owner.base, &self.base)
        } else {
            None
        }
    }
}

/// Adds a pointer, and all pointers that are reachable through references inside of it, unless an earlier change reaches them.
fn reach_all(document: &Document, at: Option<&Pointer>, index: usize, reached: &mut BTreeMap<Pointer, usize>) {
    let mut rest: Vec<Pointer> = at.into_iter().cloned().collect();
    while let Some(at) = rest.pop() {
        if let Some(node) = document.node(&at).filter(|_| !reached.contains_key(&at)) {
            reached.insert(at.clone(), index);
            references(node, &mut |reference| rest.extend(document.follow(&at, reference)));
        }
    }
}

fn references(node: &Node, visit: &mut impl FnMut(&str)) {
    for entry in node.entries() {
        match entry.value.as_str() {
            Some(reference) if entry.key == "$ref" => visit(reference),
            _ => references(&entry.value, visit),
        }
    }
    node.items().iter().for_each(|item| references(item, visit));
}

/// Returns whether at least one side exists and each existing side satisfies its predicate.
fn both(owner: &Owner, base: impl Fn(&Pointer) -> bool, head: impl Fn(&Pointer) -> bool) -> bool {
    *owner != Owner::default() && owner.base.as_ref().is_none_or(base) && owner.head.as_ref().is_none_or(head)
}

fn within(inner: Option<&Pointer>, outer: Option<&Pointer>) -> bool {
    inner.zip(outer).is_some_and(|(inner, outer)| inner.is_within(outer))
}

/// The maximum number of pointers that one effect is matched by.
const MAX_REACH: usize = 1_000;

/// Returns the pointers that a property or parameter reaches through its schema, items and references, excluding the properties of objects.
fn reach(document: &Document, at: Option<&Pointer>) -> BTreeSet<Pointer> {
    let mut reached = BTreeSet::new();
    let mut rest: Vec<Pointer> = at.into_iter().cloned().collect();
    while let Some(at) = rest.pop() {
        let Some(node) = document.node(&at) else { continue };
        if reached.len() >= MAX_REACH || !reached.insert(at.clone()) {
            continue;
        }
        if let Some(reference) = node.get("$ref").and_then(Node::as_str) {
            rest.extend(document.follow(&at, reference));
        }
        for key in ["schema", "items", "additionalProperties"] {
            if matches!(node.get(key).map(|node| &node.value), Some(NodeValue::Map(_))) {
                rest.push(at.child(key));
            }
        }
        for key in ["allOf", "oneOf"] {
            let count = node.get(key).map(|list| list.items().len()).unwrap_or_default();
            rest.extend((0..count).map(|index| at.child(key).index(index)));
        }
    }
    reached
}
