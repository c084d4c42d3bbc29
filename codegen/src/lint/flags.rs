//! Enums of 0 and 1 are booleans.

use openapiv3::Schema;
use serde_json::json;

use super::{LintReport, rule};
use crate::diag::codes;
use crate::load::extensions::{Lenient, SchemaExtensions};
use crate::load::{Document, facets};

rule!(ZeroOneFlags, FLAG01, "`enum: [0, 1]` has `x-lenient: flag01`.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    document.visit_schemas(&mut |visited| {
        let lenient = SchemaExtensions::of(&visited.schema.schema_data.extensions).lenient;
        if is_zero_one(visited.schema) && lenient != Some(Lenient::Flag01) {
            let diagnostic = report
                .diagnostic("enum of 0 and 1 without `x-lenient: flag01`")
                .at(document.locate_key(&visited.at.child("enum")))
                .help("write `type: integer, enum: [0, 1], x-lenient: flag01`")
                // Numbers are not names of variants.
                .explains(codes::NO_IDENTIFIER, document.locate_key(&visited.at));
            report.push(diagnostic);
        }
    });
}

/// Whether the values of the enum are 0 and 1.
pub(super) fn is_zero_one(schema: &Schema) -> bool {
    let mut values = facets::enum_values(schema);
    values.sort_by_key(ToString::to_string);
    values == [json!(0), json!(1)] || values == [json!("0"), json!("1")]
}
