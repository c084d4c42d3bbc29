//! Secrets are marked.

use super::{LintReport, rule};
use crate::load::extensions::SchemaExtensions;
use crate::load::{Document, SchemaRole, facets};

rule!(SensitiveProperties, SECRET, "Secrets carry `x-sensitive`.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    document.visit_schemas(&mut |visited| {
        let SchemaRole::Property(name) = visited.role else { return };
        let is_text = facets::type_name(visited.schema) == Some("string");
        // A lone value is a constant of the protocol, known to everybody.
        let is_constant = facets::enum_values(visited.schema).len() == 1;
        let sensitive = SchemaExtensions::of(&visited.schema.schema_data.extensions).sensitive;
        if is_text && !is_constant && sounds_secret(name) && !sensitive {
            report.at_key(&visited.at, format!("`{name}` sounds like a secret"), "add `x-sensitive: true`");
        }
    });
}

fn sounds_secret(name: &str) -> bool {
    name.contains("password") || name.contains("secret") || name == "token" || name.ends_with("_token")
}
