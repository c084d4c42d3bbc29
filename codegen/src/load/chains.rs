//! Named entries that consist of a reference to another one.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::ReferenceOr;

use super::{Document, Pointer, Referable as _};
use crate::openapi::target_of;

/// Returns the definition that each entry with a reference leads to, so that a chain of references is followed once and not from each of its
/// entries. Entries that lead to no definition are left out.
pub(super) fn ends(document: &Document) -> HashMap<Pointer, Pointer> {
    let mut ends = HashMap::new();
    add(&document.schemas, &mut ends);
    add(&document.parameters, &mut ends);
    add(&document.responses, &mut ends);
    add(&document.request_bodies, &mut ends);
    ends.into_iter().filter_map(|(at, end)| Some((at, end?))).collect()
}

fn add<T>(named: &IndexMap<Pointer, ReferenceOr<T>>, ends: &mut HashMap<Pointer, Option<Pointer>>) {
    for start in named.keys() {
        let (mut chain, mut at) = (Vec::new(), start.clone());
        let end = loop {
            if let Some(known) = ends.get(&at) {
                break known.clone();
            }
            let reference = match named.get(&at).map(ReferenceOr::item_or_reference) {
                Some(Ok(_)) => break Some(at),
                Some(Err(reference)) => reference,
                None => break None,
            };
            let Some(next) = target_of(at.file(), reference) else { break None };
            // What a cycle leads to.
            ends.insert(at.clone(), None);
            chain.push(std::mem::replace(&mut at, next));
        };
        ends.extend(chain.into_iter().map(|at| (at, end.clone())));
    }
}
