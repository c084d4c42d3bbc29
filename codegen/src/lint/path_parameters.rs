//! The `{…}` in a path and the path parameters are the same.

use std::collections::BTreeSet;

use openapiv3::Parameter;

use super::object::parameters;
use super::{LintReport, rule};
use crate::load::Document;

rule!(PathParameters, PATH_PARAMETERS, "Path parameters fit the path.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        let wanted: Vec<&str> =
            operation.path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
        let all = parameters(document, operation);
        let mut given = BTreeSet::new();
        for (at, parameter) in &all {
            let name = parameter.parameter_data_ref().name.as_str();
            if !matches!(parameter, Parameter::Path { .. }) {
                continue;
            }
            given.insert(name);
            if !wanted.contains(&name) {
                let message = format!("the path {} has no `{{{name}}}`", operation.path);
                report.at_key(at, message, "correct the name, or take the parameter out");
            }
        }
        for name in wanted.iter().filter(|name| !given.contains(*name)) {
            let message = format!("`{}` does not describe `{{{name}}}` of its path", operation.id());
            report.at_key(&operation.at, message, format!("add `{{ name: {name}, in: path, required: true, … }}`"));
        }
    }
}
