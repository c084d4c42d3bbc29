//! All error responses refer to the shared one.

use super::object::is_success;
use super::{LintReport, rule};
use crate::load::Document;

rule!(SharedErrorResponses, ERROR_RESPONSE, "Error responses are the shared one.", |document, report| check(document, report));

/// The file of the shared error responses.
const ERRORS: &str = "common/errors.yaml";

fn check(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        let responses = &operation.operation.responses;
        let at = operation.at.child("responses");
        let errors = responses.responses.iter().filter(|(status, _)| !is_success(status));
        let errors = errors.map(|(status, response)| (status.to_string(), response));
        for (status, response) in errors.chain(responses.default.iter().map(|response| ("default".to_owned(), response))) {
            let at = at.child(&status);
            let Some((found, response)) = document.response(&at, response) else { continue };
            if found.file() != ERRORS && !response.content.is_empty() {
                let message = format!("error response `{status}` of `{}` has its own body", operation.id());
                let help = format!("write `$ref: '../{ERRORS}#/responses/Error'`, and add missing properties there");
                report.at_key(&at, message, help);
            }
        }
    }
}
