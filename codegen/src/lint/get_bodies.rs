//! A GET says everything in its path and query. The API does read the bodies of some DELETE calls.

use super::{LintReport, rule};
use crate::load::{Document, Method};

rule!(GetWithoutBody, GET_BODY, "A GET has no body.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        if operation.method == Method::Get && operation.operation.request_body.is_some() {
            let message = format!("`{}` is a GET with a body", operation.id());
            report.at_key(&operation.at.child("requestBody"), message, "describe the inputs as `parameters` in the query");
        }
    }
}
