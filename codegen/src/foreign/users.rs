//! The operations and resources that use each type.

use std::collections::BTreeSet;

use super::Normalizer;
use super::types::{ResourceKey, type_refs};
use crate::openapi::Node;

impl Normalizer<'_> {
    /// Records that an operation refers to the types in a node, with name candidates.
    pub(super) fn mention(&mut self, node: &Node, module: &ResourceKey, candidates: &[String]) {
        for (index, _) in type_refs(node) {
            let draft = &mut self.types.drafts[index];
            draft.users.insert(module.clone());
            // More names than these are never needed, and a type can be part of every operation.
            let room = MAX_CANDIDATES.saturating_sub(draft.candidates.len());
            for name in candidates.iter().take(room) {
                if !draft.candidates.contains(name) {
                    draft.candidates.push(name.clone());
                }
            }
        }
    }

    /// Adds the users of each type to the types that it contains. A type with several users is common, so only two of them matter.
    pub(super) fn propagate_users(&mut self) {
        let drafts = &mut self.types.drafts;
        let parts: Vec<BTreeSet<usize>> =
            drafts.iter().map(|draft| type_refs(&draft.node).into_iter().map(|(inner, _)| inner).collect()).collect();
        for draft in drafts.iter_mut() {
            limit(&mut draft.users);
        }
        let mut open: Vec<usize> = (0..drafts.len()).rev().collect();
        while let Some(index) = open.pop() {
            for &inner in &parts[index] {
                let users = drafts[index].users.clone();
                let part = &mut drafts[inner].users;
                let before = part.clone();
                part.extend(users);
                limit(part);
                if *part != before {
                    open.push(inner);
                }
            }
        }
    }
}

/// The maximum number of name candidates of a type.
const MAX_CANDIDATES: usize = 100;

fn limit(users: &mut BTreeSet<ResourceKey>) {
    while users.len() > 2 {
        users.pop_last();
    }
}
