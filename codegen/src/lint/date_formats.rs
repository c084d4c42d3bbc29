//! Dates and times have a format.

use super::{LintReport, rule};
use crate::load::{Document, SchemaRole, facets};

rule!(DateFormats, DATE_FORMAT, "Dates and times have a format.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    document.visit_schemas(&mut |visited| {
        let (SchemaRole::Property(name) | SchemaRole::Parameter(name)) = visited.role else { return };
        let schema = visited.schema;
        let is_plain = facets::type_name(schema) == Some("string")
            && facets::format(schema).is_none()
            && facets::enum_values(schema).is_empty();
        if is_plain && is_time(name) {
            let message = format!("missing `format` of the date or time `{name}`");
            report.at_key(
                &visited.at,
                message,
                "add `format: date`, `date-time`, `datetime-space`, `time` or another format of spec/README.md",
            );
        }
    });
}

/// Whether a property is a date or time by its name.
fn is_time(name: &str) -> bool {
    let endings = ["_time", "_date", "_at", "_timestamp"];
    matches!(name, "date" | "time" | "timestamp")
        || name.starts_with("due_")
        || endings.iter().any(|ending| name.ends_with(ending))
}
