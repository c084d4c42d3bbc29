//! Required values have no default.

use std::collections::BTreeSet;

use openapiv3::{Parameter, ParameterSchemaOrContent};

use super::object::{body_schemas, parameters};
use super::{LintReport, rule};
use crate::load::{Document, Pointer, Referable};

rule!(RequiredWithDefault, DEFAULT_UNREACHABLE, "Required values have no default.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    let mut reported: BTreeSet<Pointer> = BTreeSet::new();
    for operation in document.operations() {
        let mut required: Vec<(&str, Pointer)> = Vec::new();
        for (at, parameter) in parameters(document, operation) {
            let data = parameter.parameter_data_ref();
            let is_argument = data.required || matches!(parameter, Parameter::Path { .. });
            if let ParameterSchemaOrContent::Schema(schema) = &data.format
                && is_argument
                && has_default(schema)
            {
                required.push((&data.name, at.child("schema").child("default")));
            }
        }
        for body in body_schemas(document, operation) {
            let properties = body.properties();
            for name in body.required().into_keys() {
                let places = properties.get(name).into_iter().flatten();
                required.extend(places.filter_map(|place| Some((name, place.raw("default")?.at))));
            }
        }
        // Several operations can share the parameter or the property.
        for (name, at) in required.into_iter().filter(|(_, at)| reported.insert(at.clone())) {
            let message = format!("default of `{name}`, which `{}` requires", operation.id());
            report.at_key(&at, message, "remove the default, or make the value optional");
        }
    }
}

fn has_default(schema: &impl Referable<openapiv3::Schema>) -> bool {
    schema.item_or_reference().is_ok_and(|schema| schema.schema_data.default.is_some())
}
