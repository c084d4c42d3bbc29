//! Objects and enums are named schemas.

use super::flags::is_zero_one;
use super::{LintReport, rule};
use crate::load::{Document, VisitedSchema, facets};

rule!(NamedTypes, INLINE_TYPE, "Objects and enums have names.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    document.visit_schemas(&mut |visited| {
        if visited.is_root_part || is_envelope(visited) {
            return;
        }
        let key = visited.at.key().unwrap_or_default();
        let values = facets::enum_values(visited.schema).iter().filter(|value| !value.is_null()).count();
        let kind = if facets::properties(visited.schema).is_some() {
            "object"
        } else if values > 1 && !is_zero_one(visited.schema) {
            "enum"
        } else {
            return;
        };
        let help = "move it to `schemas:` with a name in CamelCase, and write a `$ref` to it here";
        report.at(&visited.at, format!("inline {kind} `{key}`"), help);
    });
}

/// Whether a schema belongs to the envelope of a response (`success`, `data`, `additional_data` and the properties beside them), which the runtime
/// decodes.
fn is_envelope(visited: &VisitedSchema<'_>) -> bool {
    let keys = visited.at.keys();
    if visited.at.file() == "common/envelopes.yaml" {
        return true;
    }
    let Some(index) = keys.iter().position(|key| key == "responses") else { return false };
    // …/responses/200/content/application~1json/schema(/allOf/1)*/properties/data
    let [_, content, _, schema, inside @ ..] = keys.get(index + 1..).unwrap_or_default() else { return false };
    if content != "content" || schema != "schema" {
        return false;
    }
    let after_parts = inside.iter().skip_while(|key| *key == "allOf" || key.parse::<usize>().is_ok());
    after_parts.count() <= 2
}
