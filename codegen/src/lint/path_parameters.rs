//! The `{…}` in a path and the path parameters have the same names.

use std::collections::BTreeSet;

use openapiv3::Parameter;

use super::object::parameters;
use super::shared::{SharedFact, SharedFacts};
use super::{LintReport, rule};
use crate::load::{Document, LoadedOperation};

rule!(PathParameters, PATH_PARAMETERS, "Path parameters match the path.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    let mut facts = SharedFacts::default();
    let is_intact =
        |operation: &&LoadedOperation| document.is_intact(&operation.path_at) && document.is_operation_intact(operation);
    for operation in document.operations().iter().filter(is_intact) {
        let wanted: Vec<&str> =
            operation.path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
        let all = parameters(document, operation);
        let given: BTreeSet<&str> = all
            .iter()
            .filter(|(_, parameter)| matches!(parameter, Parameter::Path { .. }))
            .map(|(_, parameter)| parameter.parameter_data_ref().name.as_str())
            .collect();
        let mut missing = wanted.iter().filter(|name| !given.contains(*name)).collect::<Vec<_>>().into_iter();
        for (at, parameter) in &all {
            let name = parameter.parameter_data_ref().name.as_str();
            if !matches!(parameter, Parameter::Path { .. }) || wanted.contains(&name) {
                continue;
            }
            let message = format!("path `{}` has no `{{{name}}}`", operation.path);
            // Either the path or the parameter has the wrong name.
            let (help, definition) = match missing.next() {
                Some(other) => {
                    (format!("rename the parameter to `{other}`, or write `{{{name}}}` in the path"), &operation.path_at)
                }
                None => (format!("write `{{{name}}}` in the path, or remove the parameter"), at),
            };
            let fact = SharedFact { definition: definition.clone(), message: message.clone(), help: help.clone() };
            facts.add(fact, at, message, help);
        }
        for name in missing {
            let message = format!("missing path parameter `{name}` of {}", operation.path);
            let help = format!("add `{{ name: {name}, in: path, required: true, … }}` to `parameters`");
            let fact = SharedFact { definition: operation.path_at.clone(), message: message.clone(), help: help.clone() };
            facts.add(fact, &operation.at, message, help);
        }
    }
    facts.report("used at", None, report);
}
