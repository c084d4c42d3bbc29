//! Ids, counts and flags have `type: integer`.

use super::{LintReport, rule};
use crate::load::{Document, SchemaRole, facets};

rule!(IntegerCounts, COUNT_AS_NUMBER, "Ids, counts and flags are integers.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    document.visit_schemas(&mut |visited| {
        let (SchemaRole::Property(name) | SchemaRole::Parameter(name)) = visited.role else { return };
        if facets::type_name(visited.schema) != Some("number") {
            return;
        }
        if is_counted(name) {
            let message = format!("`{name}` has the type `number`, but an id or count has no fraction");
            report.at_key(&visited.at, message, "write `type: integer`");
        } else if !facets::enum_values(visited.schema).is_empty() {
            let message = format!("enum `{name}` has the type `number`");
            report.at_key(&visited.at, message, "write `type: integer`; for a flag with `enum: [0, 1], x-lenient: flag01`");
        }
    });
}

/// Whether a property is an integer by its name. Sums and quantities can have fractions.
fn is_counted(name: &str) -> bool {
    let endings = ["_id", "_count", "_nr"];
    matches!(name, "id" | "count" | "limit" | "start") || endings.iter().any(|ending| name.ends_with(ending))
}
