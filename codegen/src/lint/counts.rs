//! What is counted is an integer.

use super::{LintReport, rule};
use crate::load::{Document, SchemaRole, facets};

rule!(IntegerCounts, COUNT_AS_NUMBER, "Ids, counts and flags are no `number`.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    document.visit_schemas(&mut |visited| {
        let (SchemaRole::Property(name) | SchemaRole::Parameter(name)) = visited.role else { return };
        if facets::type_name(visited.schema) != Some("number") {
            return;
        }
        if is_counted(name) || !facets::enum_values(visited.schema).is_empty() {
            let message = format!("`{name}` is a `number`, though it has no fractions");
            report.at_key(&visited.at, message, "write `type: integer`; for 0 and 1 with `enum: [0, 1], x-lenient: flag01`");
        }
    });
}

/// Sums and quantities do have fractions.
fn is_counted(name: &str) -> bool {
    let endings = ["_id", "_count", "_nr"];
    matches!(name, "id" | "count" | "limit" | "start") || endings.iter().any(|ending| name.ends_with(ending))
}
