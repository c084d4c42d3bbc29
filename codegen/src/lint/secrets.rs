//! Secrets have `x-sensitive: true`.

use super::{LintReport, rule};
use crate::load::extensions::SchemaExtensions;
use crate::load::{Document, SchemaRole, facets};

rule!(SensitiveProperties, SECRET, "Secrets have `x-sensitive`.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    document.visit_schemas(&mut |visited| {
        let SchemaRole::Property(name) = visited.role else { return };
        let is_string = facets::type_name(visited.schema) == Some("string");
        // An enum with one value is a constant of the protocol, not a secret.
        let is_constant = facets::enum_values(visited.schema).len() == 1;
        let sensitive = SchemaExtensions::of(&visited.schema.schema_data.extensions).sensitive;
        if is_string && !is_constant && is_secret(name) && !sensitive {
            report.at_key(&visited.at, format!("secret `{name}` without `x-sensitive`"), "add `x-sensitive: true`");
        }
    });
}

/// Whether a property is a secret by its name.
fn is_secret(name: &str) -> bool {
    name.contains("password") || name.contains("secret") || name == "token" || name.ends_with("_token")
}
