//! Comma-separated lists in a query are arrays.

use openapiv3::{Parameter, ParameterSchemaOrContent};

use super::{LintReport, rule};
use crate::load::{Document, Pointer, facets};

rule!(CommaSeparatedLists, COMMA_LIST, "Comma-separated lists are arrays.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for (at, _, parameter) in document.parameters() {
        check_parameter(document, at, parameter, report);
    }
    for operation in document.operations() {
        let lists = [(&operation.at, &operation.operation.parameters), (&operation.item_at, &operation.item.parameters)];
        for (at, list) in lists {
            for (index, parameter) in list.iter().enumerate() {
                if let Some(parameter) = parameter.as_item() {
                    check_parameter(document, &at.child("parameters").index(index), parameter, report);
                }
            }
        }
    }
}

fn check_parameter(document: &Document, at: &Pointer, parameter: &Parameter, report: &mut LintReport<'_>) {
    let data = parameter.parameter_data_ref();
    let (Parameter::Query { .. }, ParameterSchemaOrContent::Schema(schema)) = (parameter, &data.format) else { return };
    let Some((schema_at, schema)) = document.schema(&at.child("schema"), schema) else { return };
    let descriptions = [data.description.as_deref(), schema.schema_data.description.as_deref()];
    let description = descriptions.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase();
    let is_list = description.contains("comma") || description.contains("multiple") && !facets::enum_values(schema).is_empty();
    if facets::type_name(schema) == Some("string") && is_list {
        let message = format!("`{}` is a comma-separated list of type `string`", data.name);
        let help = "write `style: form, explode: false, schema: { type: array, items: … }`";
        report.at_key(&at.child("schema"), message, help);
    } else if facets::type_name(schema) == Some("array") && data.explode != Some(false) && schema_at.is_within(at) {
        let message = format!("array `{}` without `explode: false`", data.name);
        report.at_key(at, message, "add `style: form, explode: false`, so that the values are separated by commas");
    }
}
