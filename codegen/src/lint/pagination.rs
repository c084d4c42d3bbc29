//! `x-pagination` is there when the operation has pages, and fits its parameters and its reply.

use openapiv3::{Parameter, ParameterSchemaOrContent, SchemaKind, Type};

use super::object::{parameters, resolve_pointer, success_schema};
use super::{LintReport, rule};
use crate::load::extensions::{OperationExtensions, PaginationExtension};
use crate::load::{Document, LoadedOperation, Pointer, facets};

rule!(PaginationFits, PAGINATION, "Paging fits the operation.", |document, report| check(document, report));
rule!(MaximumPageSize, PAGE_SIZE, "The largest page is known.", |document, report| page_size(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        let parameters: Vec<(Pointer, &Parameter)> = parameters(document, operation)
            .into_iter()
            .filter(|(_, parameter)| matches!(parameter, Parameter::Query { .. }))
            .collect();
        let has = |name: &str| parameters.iter().any(|(_, parameter)| parameter.parameter_data_ref().name == name);
        match OperationExtensions::of(&operation.operation.extensions).pagination {
            Some(paging) => {
                for name in paging.style.parameters().iter().filter(|name| !has(name)) {
                    let message = format!("paging by {} needs the parameter `{name}`", paging.style.name());
                    let help = "add the parameter, or choose another `style`";
                    report.at_key(&operation.at.child("x-pagination"), message, help);
                }
                reply(document, operation, &paging, report);
                maximum(document, operation, &parameters, &paging, report);
            }
            // One without the other would be a page size without a way to the next page; some operations do have that.
            None if has("cursor") || has("start") && has("limit") => {
                let style = if has("cursor") { "cursor" } else { "offset" };
                let message = format!("`{}` takes pages and does not say how to walk them", operation.id());
                let help = format!("add `x-pagination: {{ style: {style}, items: /data, max: 500 }}`");
                report.at_key(&operation.at, message, help);
            }
            None => {}
        }
    }
}

fn page_size(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        let paging = OperationExtensions::of(&operation.operation.extensions).pagination;
        if paging.is_some_and(|paging| paging.max.is_none()) {
            let message = format!("`{}` does not say how many items a page can have", operation.id());
            let help = "add the largest documented `limit`, as in `max: 500`";
            report.at_key(&operation.at.child("x-pagination"), message, help);
        }
    }
}

fn reply(document: &Document, operation: &LoadedOperation, paging: &PaginationExtension, report: &mut LintReport<'_>) {
    let at = operation.at.child("x-pagination");
    let Some((schema_at, schema)) = success_schema(document, operation) else {
        return report.at_key(&at, "an operation without a JSON reply has no pages", "take `x-pagination` out");
    };
    match resolve_pointer(document, &schema_at, schema, &paging.items) {
        None => {
            let message = format!("the reply has no `{}`", paging.items);
            report.at(&at.child("items"), message, "write the JSON pointer of the list in the reply");
        }
        Some((_, schema)) if facets::type_name(schema) != Some("array") => {
            let message = format!("`{}` is no list in the reply", paging.items);
            report.at(&at.child("items"), message, "write the JSON pointer of the list in the reply");
        }
        Some(_) => {}
    }
    if resolve_pointer(document, &schema_at, schema, paging.style.next()).is_none() {
        let message = format!("the reply has no `{}`, where paging by {} goes on", paging.style.next(), paging.style.name());
        report.at(&at.child("style"), message, "compose the reply with the page envelope of common/envelopes.yaml");
    }
}

fn maximum(
    document: &Document,
    operation: &LoadedOperation,
    parameters: &[(Pointer, &Parameter)],
    paging: &PaginationExtension,
    report: &mut LintReport<'_>,
) {
    let Some(max) = paging.max else { return };
    let limit = parameters.iter().find(|(_, parameter)| parameter.parameter_data_ref().name == "limit");
    let Some((at, limit)) = limit else { return };
    let ParameterSchemaOrContent::Schema(schema) = &limit.parameter_data_ref().format else { return };
    let Some((_, schema)) = document.schema(&at.child("schema"), schema) else { return };
    if let SchemaKind::Type(Type::Integer(integer)) = &schema.schema_kind
        && let Some(maximum) = integer.maximum
        && maximum != i64::from(max)
    {
        let message = format!("`max` is {max}, but the parameter `limit` goes up to {maximum}");
        report.at(&operation.at.child("x-pagination").child("max"), message, "correct the wrong one of the two");
    }
}
