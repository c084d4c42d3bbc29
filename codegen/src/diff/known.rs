//! Whether the replies that are known from before still fit: the stored examples of the one side, held against the schemas of the other.

use serde::Serialize;

use super::Side;
use super::wire::Pairs;
use crate::lint;
use crate::load::{Example, LoadedOperation, Pointer};

/// What became of the known replies.
#[derive(Debug, Default, Serialize)]
pub struct Known {
    /// How many there are for operations that are still there.
    pub checked: usize,
    /// Those that do not fit any more.
    pub broken: Vec<Misfit>,
    /// The examples of the new description that do not fit it.
    pub own: Vec<Misfit>,
}

/// A reply that does not fit.
#[derive(Debug, Serialize)]
pub struct Misfit {
    /// The operation as it was called.
    pub operation: String,
    /// The faults, each with its place in the reply.
    pub faults: Vec<String>,
}

pub(super) fn check(base: &Side, head: &Side, pairs: &Pairs<'_>) -> Known {
    let mut known = Known::default();
    for pair in &pairs.both {
        let Some(example) = pair.base.id().and_then(|id| base.document.example(id)) else { continue };
        let (Some(old), Some(new)) = (loaded(base, pair.base.pointer()), loaded(head, pair.head.pointer())) else { continue };
        known.checked += 1;
        // What did not fit before either tells nothing about the change.
        let before = faults(base, old, example);
        let after: Vec<String> = faults(head, new, example).into_iter().filter(|fault| !before.contains(fault)).collect();
        known.broken.extend(misfit(old, after));
    }
    for operation in head.document.operations() {
        if let Some(example) = head.document.example(operation.id()) {
            known.own.extend(misfit(operation, faults(head, operation, example)));
        }
    }
    known
}

fn loaded<'a>(side: &'a Side, at: &Pointer) -> Option<&'a LoadedOperation> {
    side.document.operations().iter().find(|operation| operation.at == *at)
}

fn misfit(operation: &LoadedOperation, faults: Vec<String>) -> Option<Misfit> {
    (!faults.is_empty()).then(|| Misfit { operation: operation.id().to_owned(), faults })
}

fn faults(side: &Side, operation: &LoadedOperation, example: &Example) -> Vec<String> {
    let faults = lint::example_faults(&side.document, operation, example).into_iter();
    faults.map(|(at, message)| format!("{}: {message}", if at.path().is_empty() { "/" } else { at.path() })).collect()
}
