//! Every operation has a success response and `default`.

use super::object::has_success;
use super::{LintReport, rule};
use crate::load::Document;

rule!(DocumentedResponses, RESPONSES, "Success and error responses are documented.", |document, report| {
    check(document, report);
});

fn check(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        let at = operation.at.child("responses");
        if !has_success(operation) {
            let message = format!("missing success response of `{}`", operation.id());
            report.at_key(&at, message, "add the documented status, such as `'200': { description: …, content: … }`");
        }
        if operation.operation.responses.default.is_none() {
            let message = format!("missing `default` response of `{}`", operation.id());
            report.at_key(&at, message, "add `default: { $ref: '../common/errors.yaml#/responses/Error' }`");
        }
    }
}
