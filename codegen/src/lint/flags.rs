//! 0 and 1 are a boolean.

use serde_json::json;

use super::{LintReport, rule};
use crate::load::extensions::{Lenient, SchemaExtensions};
use crate::load::{Document, facets};

rule!(ZeroOneFlags, FLAG01, "`enum: [0, 1]` carries `x-lenient: flag01`.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    document.visit_schemas(&mut |visited| {
        let mut values = facets::enum_values(visited.schema);
        values.sort_by_key(ToString::to_string);
        let lenient = SchemaExtensions::of(&visited.schema.schema_data.extensions).lenient;
        if (values == [json!(0), json!(1)] || values == [json!("0"), json!("1")]) && lenient != Some(Lenient::Flag01) {
            let help = "write `type: integer, enum: [0, 1], x-lenient: flag01`";
            report.at_key(&visited.at.child("enum"), "0 and 1 are the only values", help);
        }
    });
}
