//! Lowers the keywords and extensions that constrain the values of requests.

use openapiv3::Schema;

use super::Lowering;
use super::keywords::SchemaKeywords;
use crate::ir::{Constraint, ConstraintRule};
use crate::load::extensions::{EmptyList, Rounding, SchemaExtensions};
use crate::load::{Flavour, Pointer};

/// Maximum nesting depth of lists.
const DEPTH: usize = 4;

impl<'a> Lowering<'a> {
    /// Returns the constraints on a value and on the elements of its lists. Those on the properties of an object belong to its type.
    pub(super) fn constraints(&self, at: &Pointer, schema: &'a Schema) -> Vec<Constraint> {
        let mut constraints = Vec::new();
        self.collect_constraints(at, schema, DEPTH, "", &mut constraints);
        constraints
    }

    fn collect_constraints(&self, at: &Pointer, schema: &'a Schema, depth: usize, inside: &str, into: &mut Vec<Constraint>) {
        let keywords = SchemaKeywords::of(schema);
        into.extend(self.rules(schema, &keywords).into_iter().map(|rule| Constraint { inside: inside.to_owned(), rule }));
        if let (Some(items), Some(depth)) = (keywords.items, depth.checked_sub(1))
            && let Some((at, item)) = self.resolve(&at.child("items"), items)
        {
            self.collect_constraints(&at, item, depth, &format!("{inside}/*"), into);
        }
    }

    fn rules(&self, schema: &Schema, keywords: &SchemaKeywords<'_>) -> Vec<ConstraintRule> {
        let extensions = SchemaExtensions::of(&schema.schema_data.extensions);
        // An external description can be wrong, and an empty value can have a meaning.
        let is_checked = self.document.flavour() == Flavour::Curated;
        let positive = |minimum| count(minimum).filter(|minimum| *minimum > 0 && is_checked);
        let empty = extensions.empty_list.map(|empty| match empty {
            EmptyList::MatchesNothing => ConstraintRule::EmptyMatchesNothing { unless: extensions.ignored_with },
            EmptyList::Omitted => ConstraintRule::OmitIfEmpty,
        });
        let rounding = extensions.whole_seconds.map(|rounding| match rounding {
            Rounding::Down => ConstraintRule::RoundDown,
            Rounding::Up => ConstraintRule::RoundUp,
        });
        let rules = [
            positive(keywords.min_length).map(ConstraintRule::MinLength),
            count(keywords.max_length).map(ConstraintRule::MaxLength),
            positive(keywords.min_items).map(ConstraintRule::MinItems),
            count(keywords.max_items).map(ConstraintRule::MaxItems),
            empty,
            rounding,
        ];
        rules.into_iter().flatten().collect()
    }
}

/// Returns a number of characters, items or properties. A number that does not fit constrains nothing in practice.
pub(super) fn count(number: Option<usize>) -> Option<u32> {
    number.and_then(|number| u32::try_from(number).ok())
}
