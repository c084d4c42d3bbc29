//! Lists in a query are lists, written `a,b,c`.

use openapiv3::{Parameter, ParameterSchemaOrContent};

use super::{LintReport, rule};
use crate::load::{Document, Pointer, facets};

rule!(CommaSeparatedLists, COMMA_LIST, "Comma lists are arrays.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for (at, _, parameter) in document.parameters() {
        one(document, at, parameter, report);
    }
    for operation in document.operations() {
        let lists = [(&operation.at, &operation.operation.parameters), (&operation.item_at, &operation.item.parameters)];
        for (at, list) in lists {
            for (index, parameter) in list.iter().enumerate() {
                if let Some(parameter) = parameter.as_item() {
                    one(document, &at.child("parameters").index(index), parameter, report);
                }
            }
        }
    }
}

fn one(document: &Document, at: &Pointer, parameter: &Parameter, report: &mut LintReport<'_>) {
    let data = parameter.parameter_data_ref();
    let (Parameter::Query { .. }, ParameterSchemaOrContent::Schema(schema)) = (parameter, &data.format) else { return };
    let Some((schema_at, schema)) = document.schema(&at.child("schema"), schema) else { return };
    let said = [data.description.as_deref(), schema.schema_data.description.as_deref()];
    let said = said.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase();
    let of_many = said.contains("comma") || said.contains("multiple") && !facets::enum_values(schema).is_empty();
    let help = "write `style: form, explode: false, schema: { type: array, items: … }`";
    if facets::type_name(schema) == Some("string") && of_many {
        report.at_key(&at.child("schema"), format!("`{}` is a comma list, but described as one text", data.name), help);
    } else if facets::type_name(schema) == Some("array") && data.explode != Some(false) && schema_at.is_within(at) {
        report.at_key(at, format!("`{}` is a list without `explode: false`", data.name), help);
    }
}
