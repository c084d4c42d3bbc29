//! What is called a date or a time has a format.

use super::{LintReport, rule};
use crate::load::{Document, SchemaRole, facets};

rule!(DateFormats, DATE_FORMAT, "Dates and times have a format.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    document.visit_schemas(&mut |visited| {
        let (SchemaRole::Property(name) | SchemaRole::Parameter(name)) = visited.role else { return };
        let schema = visited.schema;
        let bare = facets::type_name(schema) == Some("string")
            && facets::format(schema).is_none()
            && facets::enum_values(schema).is_empty();
        if bare && sounds_like_a_time(name) {
            let message = format!("`{name}` sounds like a date or time and has no format");
            report.at_key(
                &visited.at,
                message,
                "add `format: date`, `date-time`, `datetime-space`, `time` or another of spec/README.md",
            );
        }
    });
}

fn sounds_like_a_time(name: &str) -> bool {
    let endings = ["_time", "_date", "_at", "_timestamp"];
    matches!(name, "date" | "time" | "timestamp")
        || name.starts_with("due_")
        || endings.iter().any(|ending| name.ends_with(ending))
}
