//! Every operation says what success and failure look like.

use super::object::is_success;
use super::{LintReport, rule};
use crate::load::Document;

rule!(DocumentedResponses, RESPONSES, "Success and failure are described.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        let responses = &operation.operation.responses;
        let at = operation.at.child("responses");
        // A redirect is the success of some downloads.
        let redirect = |status: &openapiv3::StatusCode| matches!(status, openapiv3::StatusCode::Code(300..=399));
        if !responses.responses.keys().any(|status| is_success(status) || redirect(status)) {
            let message = format!("`{}` has no success reply", operation.id());
            report.at_key(&at, message, "add the documented status, such as '200'");
        }
        if responses.default.is_none() {
            let message = format!("`{}` has no `default` reply", operation.id());
            report.at_key(&at, message, "add `default: { $ref: '../common/errors.yaml#/responses/Error' }`");
        }
    }
}
