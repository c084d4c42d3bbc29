//! What becomes a Rust type of its own has a name.

use super::{LintReport, rule};
use crate::load::extensions::{Lenient, SchemaExtensions};
use crate::load::{Document, VisitedSchema, facets};

rule!(NamedTypes, INLINE_TYPE, "Objects and enums have names.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    document.visit_schemas(&mut |visited| {
        if visited.is_root_part || is_of_the_envelope(visited) {
            return;
        }
        let key = visited.at.key().unwrap_or_default();
        let lenient = SchemaExtensions::of(&visited.schema.schema_data.extensions).lenient;
        let values = facets::enum_values(visited.schema).iter().filter(|value| !value.is_null()).count();
        if facets::properties(visited.schema).is_some() {
            let message = format!("`{key}` is an object without a name");
            report.at(&visited.at, message, "move it to `schemas:` under a name, and refer to that");
        } else if values > 1 && lenient != Some(Lenient::Flag01) {
            let message = format!("`{key}` is an enum without a name");
            report.at(&visited.at, message, "move it to `schemas:` under a name, and refer to that");
        }
    });
}

/// The runtime takes the envelope of a reply apart: `success`, `data`, `additional_data` and what stands beside them make no type.
fn is_of_the_envelope(visited: &VisitedSchema<'_>) -> bool {
    let keys = visited.at.keys();
    if visited.at.file() == "common/envelopes.yaml" {
        return true;
    }
    let Some(place) = keys.iter().position(|key| key == "responses") else { return false };
    // …/responses/200/content/application~1json/schema(/allOf/1)*/properties/data
    let [_, content, _, schema, inside @ ..] = keys.get(place + 1..).unwrap_or_default() else { return false };
    if content != "content" || schema != "schema" {
        return false;
    }
    let after_parts = inside.iter().skip_while(|key| *key == "allOf" || key.parse::<usize>().is_ok());
    after_parts.count() <= 2
}
