//! Operations with pages have an `x-pagination` that matches their parameters and their response.

use openapiv3::Parameter;

use super::object::{has_success, merged, parameters, resolve_pointer, success_schema};
use super::shared::{SharedFact, SharedFacts};
use super::{LintReport, rule};
use crate::load::extensions::{OperationExtensions, PaginationExtension, PaginationKind};
use crate::load::{Document, LoadedOperation, Pointer};
use crate::value::JsonTypes;

rule!(PaginationFits, PAGINATION, "Pagination matches the operation.", |document, report| check(document, report));
rule!(MaximumPageSize, PAGE_SIZE, "The maximum page size is known.", |document, report| page_size(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    let mut facts = SharedFacts::default();
    for operation in document.operations().iter().filter(|operation| document.is_operation_intact(operation)) {
        let parameters: Vec<(Pointer, &Parameter)> = parameters(document, operation)
            .into_iter()
            .filter(|(_, parameter)| matches!(parameter, Parameter::Query { .. }))
            .collect();
        let has = |name: &str| parameters.iter().any(|(_, parameter)| parameter.parameter_data_ref().name == name);
        match OperationExtensions::of(&operation.operation.extensions).pagination {
            Some(pagination) => {
                let kinds = [PaginationKind::Cursor, PaginationKind::Offset, PaginationKind::Recents];
                let fits = |kind: PaginationKind| kind.parameters().iter().all(|name| has(name));
                let missing: Vec<_> = pagination.style.parameters().iter().filter(|name| !has(name)).collect();
                for name in &missing {
                    let message =
                        format!("missing parameter `{name}` for pagination with the style `{}`", pagination.style.name());
                    let help = match kinds.into_iter().find(|kind| fits(*kind)) {
                        Some(other) => {
                            format!("write `style: {}`, which the parameters match, or add the parameter", other.name())
                        }
                        None => format!("add the query parameter `{name}`, or correct `style`"),
                    };
                    report.at_key(&operation.at.child("x-pagination"), message, help);
                }
                response(document, operation, &pagination, missing.is_empty(), &mut facts, report);
                maximum(document, operation, &parameters, &pagination, report);
            }
            // Some operations have a `limit` without a next page.
            None if has("cursor") || has("start") && has("limit") => {
                let style = if has("cursor") { "cursor" } else { "offset" };
                let message = format!("`{}` has the parameters of a paginated list, but no `x-pagination`", operation.id());
                let help = format!("add `x-pagination: {{ style: {style}, items: /data, max: 500 }}`");
                report.at_key(&operation.at, message, help);
            }
            None => {}
        }
    }
    facts.report("needed at", None, report);
}

fn page_size(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        let pagination = OperationExtensions::of(&operation.operation.extensions).pagination;
        if pagination.is_some_and(|pagination| pagination.max.is_none()) {
            let message = format!("`x-pagination` of `{}` without `max`", operation.id());
            let help = "add the maximum documented `limit`, such as `max: 500`";
            report.at_key(&operation.at.child("x-pagination"), message, help);
        }
    }
}

fn response(
    document: &Document,
    operation: &LoadedOperation,
    pagination: &PaginationExtension,
    is_style_right: bool,
    facts: &mut SharedFacts,
    report: &mut LintReport<'_>,
) {
    let at = operation.at.child("x-pagination");
    let Some(schema) = success_schema(document, operation) else {
        // A missing success response is an error of its own.
        if has_success(operation) {
            report.at_key(
                &at,
                format!("`x-pagination` of `{}`, which has no JSON response", operation.id()),
                "remove `x-pagination`",
            );
        }
        return;
    };
    // If the example shows another structure, then the schema is wrong.
    if report.has_mismatch(operation) {
        return;
    }
    let help = "write a JSON pointer to the list in the response, such as `/data`";
    match resolve_pointer(&schema, &pagination.items) {
        Err(_) => report.at(&at.child("items"), format!("response has no `{}`", pagination.items), help),
        Ok(schema) if schema.own_types() != JsonTypes::ARRAY => {
            report.at(&at.child("items"), format!("`{}` in the response is not an array", pagination.items), help);
        }
        Ok(_) => {}
    }
    let next = pagination.style.next();
    if is_style_right && let Err(Some(definition)) = resolve_pointer(&schema, next) {
        let message = format!("response has no `{next}`, which pagination with the style `{}` needs", pagination.style.name());
        let fact = SharedFact {
            definition,
            message: message.clone(),
            help: format!("add the property `{}`", next.rsplit('/').next().unwrap_or_default()),
        };
        facts.add(
            fact,
            &at.child("style"),
            message,
            "add the page envelope of common/envelopes.yaml to the `allOf` of the response",
        );
    }
}

/// Compares `max` with the maximum of the parameter `limit`.
fn maximum(
    document: &Document,
    operation: &LoadedOperation,
    parameters: &[(Pointer, &Parameter)],
    pagination: &PaginationExtension,
    report: &mut LintReport<'_>,
) {
    let Some(max) = pagination.max else { return };
    let limit = parameters.iter().find(|(_, parameter)| parameter.parameter_data_ref().name == "limit");
    let Some((at, _)) = limit else { return };
    let maximum = merged(document, &at.child("schema")).and_then(|schema| schema.limit("maximum")).map(|limit| limit.value);
    if let Some(maximum) = maximum.filter(|maximum| maximum.total_cmp(&f64::from(max)).is_ne()) {
        let message = format!("`max` is {max}, but the `maximum` of the parameter `limit` is {maximum}");
        let help = format!("write `max: {maximum}`, or correct the parameter");
        report.at(&operation.at.child("x-pagination").child("max"), message, help);
    }
}
