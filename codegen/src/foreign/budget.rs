//! Limits of what references and compositions expand to. A small document can expand to more than fits into memory: each of 40 schemas that
//! refers twice to the next one doubles the size.

use super::Normalizer;
use super::schema::Schema;
use crate::diag::codes;
use crate::openapi::Span;

/// The maximum number of schemas that are read again because a reference leads into another schema.
const MAX_REPEATED: usize = 50_000;

/// The maximum number of properties that compositions merge.
const MAX_MERGED: usize = 1_000_000;

/// What has been expanded so far.
#[derive(Default)]
pub(super) struct ExpansionBudget {
    repeated: usize,
    merged: usize,
}

impl Normalizer<'_> {
    /// Counts a schema that is read, and returns false if it must not be.
    pub(super) fn can_read(&mut self, at: Span) -> bool {
        self.budget.repeated += usize::from(!self.open_refs.is_empty());
        self.within_budget(self.budget.repeated <= MAX_REPEATED, at)
    }

    /// Merges two objects with a number of properties, or returns any JSON if that is too much.
    pub(super) fn merging(&mut self, properties: usize, at: Span, merge: impl FnOnce(&mut Self) -> Schema) -> Schema {
        self.budget.merged += properties;
        if self.within_budget(self.budget.merged <= MAX_MERGED, at) { merge(self) } else { Schema::any(at) }
    }

    fn within_budget(&mut self, is_within: bool, at: Span) -> bool {
        if !is_within {
            let message = "the references and compositions of the document expand to too many schemas";
            self.warn(
                codes::ANY_JSON,
                at,
                message,
                "move the schemas that are used repeatedly to `components`, and refer to them there",
            );
        }
        is_within
    }
}
