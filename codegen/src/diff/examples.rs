//! Checks the stored example responses of the base against the schemas of the head.

use super::Side;
use super::wire::Pairs;
use crate::lint;
use crate::load::{Example, LoadedOperation};

/// The result of checking the stored examples.
#[derive(Debug, Default)]
pub struct ExampleCheck {
    /// The number of base examples whose operations exist on both sides.
    pub checked: usize,
    /// The base examples that no longer match.
    pub broken: Vec<ExampleMismatch>,
    /// The head examples that do not match the head, without those that mismatched the base in the same way.
    pub own: Vec<ExampleMismatch>,
}

/// An example that does not match its schema.
#[derive(Debug, PartialEq, Eq)]
pub struct ExampleMismatch {
    /// The id of the operation.
    pub operation: String,
    /// The problems, each with its JSON pointer in the example.
    pub problems: Vec<String>,
}

pub(super) fn check(base: &Side, head: &Side, pairs: &Pairs<'_>) -> ExampleCheck {
    let mut check = ExampleCheck::default();
    for pair in &pairs.both {
        let (Some(old), Some(new)) = (base.operation(pair.base.pointer()), head.operation(pair.head.pointer())) else { continue };
        let Some(example) = base.effective_document().example(old.id()) else { continue };
        check.checked += 1;
        // Problems that already existed in the base are not caused by the change.
        let before = problems(base, old, example);
        let after: Vec<String> = problems(head, new, example).into_iter().filter(|problem| !before.contains(problem)).collect();
        check.broken.extend(mismatch(pair.base.id().unwrap_or(old.id()), after));
    }
    let before = own_mismatches(base);
    check.own = own_mismatches(head).into_iter().filter(|mismatch| !before.contains(mismatch)).collect();
    check
}

/// Returns the examples of a description that do not match its own schemas.
fn own_mismatches(side: &Side) -> Vec<ExampleMismatch> {
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
    let problems = lint::example_mismatches(side.effective_document(), operation, example).into_iter();
    problems.map(|(at, message)| format!("{}: {message}", if at.path().is_empty() { "/" } else { at.path() })).collect()
}
