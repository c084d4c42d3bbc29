//! A GET has no body. A DELETE may have one: the API reads the bodies of some DELETE requests.

use super::{LintReport, rule};
use crate::load::{Document, Method};

rule!(GetWithoutBody, GET_BODY, "A GET has no body.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        if operation.method == Method::Get && operation.operation.request_body.is_some() {
            let message = format!("`{}` is a GET with a request body", operation.id());
            report.at_key(&operation.at.child("requestBody"), message, "move the properties to query `parameters`");
        }
    }
}
