//! Whether the replies that are known from before still fit: the stored examples of the one side, held against the schemas of the other.

use super::Side;
use super::wire::Pairs;
use crate::lint;
use crate::load::{Example, LoadedOperation};

/// What became of the known replies.
#[derive(Debug, Default)]
pub struct ExampleCheck {
    /// How many there are for operations that are still there.
    pub checked: usize,
    /// Those that do not fit any more.
    pub broken: Vec<ExampleMismatch>,
    /// The examples of the new description that do not fit it, and did not already misfit the old one in the same way.
    pub own: Vec<ExampleMismatch>,
}

/// A reply that does not fit.
#[derive(Debug, PartialEq, Eq)]
pub struct ExampleMismatch {
    /// The operation as it was called.
    pub operation: String,
    /// The problems, each with its place in the reply.
    pub problems: Vec<String>,
}

pub(super) fn check(base: &Side, head: &Side, pairs: &Pairs<'_>) -> ExampleCheck {
    let mut check = ExampleCheck::default();
    for pair in &pairs.both {
        let (Some(old), Some(new)) = (base.operation(pair.base.pointer()), head.operation(pair.head.pointer())) else { continue };
        let Some(example) = base.effective_document().example(old.id()) else { continue };
        check.checked += 1;
        // What did not fit before either tells nothing about the change.
        let before = problems(base, old, example);
        let after: Vec<String> = problems(head, new, example).into_iter().filter(|problem| !before.contains(problem)).collect();
        check.broken.extend(mismatch(pair.base.id().unwrap_or(old.id()), after));
    }
    let before = new_mismatches(base);
    check.own = new_mismatches(head).into_iter().filter(|mismatch| !before.contains(mismatch)).collect();
    check
}

/// The examples of a description that do not fit it.
fn new_mismatches(side: &Side) -> Vec<ExampleMismatch> {
    let operations = side.effective_document().operations().iter();
    let mismatches = operations.filter_map(|operation| {
        let example = side.effective_document().example(operation.id())?;
        mismatch(operation.id(), problems(side, operation, example))
    });
    mismatches.collect()
}

fn mismatch(operation: &str, problems: Vec<String>) -> Option<ExampleMismatch> {
    (!problems.is_empty()).then(|| ExampleMismatch { operation: operation.to_owned(), problems })
}

fn problems(side: &Side, operation: &LoadedOperation, example: &Example) -> Vec<String> {
    let problems = lint::example_faults(side.effective_document(), operation, example).into_iter();
    problems.map(|(at, message)| format!("{}: {message}", if at.path().is_empty() { "/" } else { at.path() })).collect()
}
