//! Lists once what all types of a macro have in common.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::lines::{ApiLine, CrateLines, LineRank};

/// Stands for the type in the lines of a macro.
pub(super) const TYPE: &str = "$type";

/// The lines of a crate, with those that all types of a macro have in common listed at the macro.
#[derive(Default)]
pub(super) struct Families {
    /// By macro: the lines, with [`TYPE`] instead of the type.
    pub common: BTreeMap<String, BTreeSet<String>>,
    pub lines: BTreeSet<ApiLine>,
    /// By type: the macros.
    pub macros: BTreeMap<String, Vec<String>>,
}

impl Families {
    pub fn of(found: &CrateLines) -> Self {
        let mut by_owner: BTreeMap<&str, Vec<(&ApiLine, String)>> = BTreeMap::new();
        for line in found.lines.iter().filter(|line| line.rank != LineRank::Item) {
            by_owner.entry(&line.owner).or_default().push((line, replaced(&line.text, &line.owner, TYPE)));
        }
        let mut families = Self { lines: found.lines.clone(), ..Self::default() };
        // The macros with the most types first: what those have in common is not listed again at another macro of some of them.
        let mut calls: Vec<(&String, &BTreeSet<String>)> = found.calls.iter().filter(|(_, types)| types.len() > 1).collect();
        calls.sort_by_key(|(_, types)| Reverse(types.len()));
        for (index, (name, types)) in calls.iter().enumerate() {
            let texts = |ty: &String| -> BTreeSet<&String> {
                by_owner.get(ty.as_str()).into_iter().flatten().map(|(_, text)| text).collect()
            };
            let mut sets = types.iter().map(texts);
            let first = sets.next().unwrap_or_default();
            let mut common = sets.fold(first, |common, other| common.intersection(&other).copied().collect());
            for (wider, _) in calls[..index].iter().filter(|(_, wider)| wider.is_superset(types)) {
                common.retain(|line| !families.common.get(*wider).is_some_and(|known| known.contains(*line)));
            }
            if common.is_empty() {
                continue;
            }
            for ty in *types {
                families.macros.entry(ty.clone()).or_default().push((*name).clone());
                for (line, text) in by_owner.get(ty.as_str()).into_iter().flatten() {
                    if common.contains(text) {
                        families.lines.remove(*line);
                    }
                }
            }
            families.common.insert((*name).clone(), common.into_iter().cloned().collect());
        }
        families
    }
}

/// Replaces a path wherever it is not a part of another one.
pub(crate) fn replaced(text: &str, path: &str, by: &str) -> String {
    let in_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = None;
    while let Some(at) = rest.find(path) {
        let (skipped, found) = rest.split_at(at);
        let after = &found[path.len()..];
        let previous = skipped.chars().next_back().or(before);
        let is_whole = !previous.is_some_and(|c| in_name(c) || c == ':') && !after.starts_with(in_name);
        out.push_str(skipped);
        out.push_str(if is_whole { by } else { path });
        before = path.chars().next_back();
        rest = after;
    }
    out + rest
}
