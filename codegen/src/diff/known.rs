//! Whether the replies that are known from before still fit: the stored examples of the one side, held against the schemas of the other.

use serde::Serialize;

use super::Side;
use super::wire::Pairs;
use crate::lint;

/// What became of the known replies.
#[derive(Debug, Default, Serialize)]
pub struct Known {
    /// How many there are for operations that are still there.
    pub checked: usize,
    /// Those that do not fit any more: operation, place in the example, fault.
    pub broken: Vec<Misfit>,
}

/// A known reply that does not fit any more.
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
        let Some(id) = pair.base.id() else { continue };
        let Some(example) = base.document.example(id) else { continue };
        let find =
            |side: &Side, at: &crate::load::Pointer| side.document.operations().iter().position(|operation| operation.at == *at);
        let (Some(old), Some(new)) = (find(base, pair.base.pointer()), find(head, pair.head.pointer())) else { continue };
        known.checked += 1;
        let faults = |side: &Side, index: usize| -> Vec<String> {
            let operation = &side.document.operations()[index];
            lint::example_faults(&side.document, operation, example)
                .into_iter()
                .map(|(at, message)| format!("{}: {message}", if at.path().is_empty() { "/" } else { at.path() }))
                .collect()
        };
        // What did not fit before either tells nothing about the change.
        let before = faults(base, old);
        let after: Vec<String> = faults(head, new).into_iter().filter(|fault| !before.contains(fault)).collect();
        if !after.is_empty() {
            known.broken.push(Misfit { operation: id.to_owned(), faults: after });
        }
    }
    known
}
