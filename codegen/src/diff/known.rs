//! Whether the replies that are known from before still fit: the stored examples of the one side, held against the schemas of the other.

use serde::Serialize;

use super::Side;
use super::wire::Pairs;
use crate::lint;
use crate::load::{Example, LoadedOperation};

/// What became of the known replies.
#[derive(Debug, Default, Serialize)]
pub struct Known {
    /// How many there are for operations that are still there.
    pub checked: usize,
    /// Those that do not fit any more.
    pub broken: Vec<Misfit>,
    /// The examples of the new description that do not fit it, and did not already misfit the old one in the same way.
    pub own: Vec<Misfit>,
}

/// A reply that does not fit.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Misfit {
    /// The operation as it was called.
    pub operation: String,
    /// The faults, each with its place in the reply.
    pub faults: Vec<String>,
}

pub(super) fn check(base: &Side, head: &Side, pairs: &Pairs<'_>) -> Known {
    let mut known = Known::default();
    for pair in &pairs.both {
        let (Some(old), Some(new)) = (base.operation(pair.base.pointer()), head.operation(pair.head.pointer())) else { continue };
        let Some(example) = base.read().example(old.id()) else { continue };
        known.checked += 1;
        // What did not fit before either tells nothing about the change.
        let before = faults(base, old, example);
        let after: Vec<String> = faults(head, new, example).into_iter().filter(|fault| !before.contains(fault)).collect();
        known.broken.extend(misfit(pair.base.id().unwrap_or(old.id()), after));
    }
    let before = own(base);
    known.own = own(head).into_iter().filter(|misfit| !before.contains(misfit)).collect();
    known
}

/// The examples of a description that do not fit it.
fn own(side: &Side) -> Vec<Misfit> {
    let operations = side.read().operations().iter();
    let misfits = operations.filter_map(|operation| {
        let example = side.read().example(operation.id())?;
        misfit(operation.id(), faults(side, operation, example))
    });
    misfits.collect()
}

fn misfit(operation: &str, faults: Vec<String>) -> Option<Misfit> {
    (!faults.is_empty()).then(|| Misfit { operation: operation.to_owned(), faults })
}

fn faults(side: &Side, operation: &LoadedOperation, example: &Example) -> Vec<String> {
    let faults = lint::example_mismatches(side.read(), operation, example).into_iter();
    faults.map(|(at, message)| format!("{}: {message}", if at.path().is_empty() { "/" } else { at.path() })).collect()
}
