//! Errors have one shape, described in one place.

use super::object::is_success;
use super::{LintReport, rule};
use crate::load::Document;

rule!(SharedErrorResponses, ERROR_RESPONSE, "Error replies are the shared one.", |document, report| check(document, report));

/// The file of the shared error replies.
const ERRORS: &str = "common/errors.yaml";

fn check(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        let responses = &operation.operation.responses;
        let at = operation.at.child("responses");
        let failures = responses.responses.iter().filter(|(status, _)| !is_success(status));
        let failures = failures.map(|(status, response)| (status.to_string(), response));
        for (status, response) in failures.chain(responses.default.iter().map(|response| ("default".to_owned(), response))) {
            let at = at.child(&status);
            let Some((found, response)) = document.response(&at, response) else { continue };
            if found.file() != ERRORS && !response.content.is_empty() {
                let message = format!("`{}` describes the body of its {status} reply itself", operation.id());
                let help = format!("write `$ref: '../{ERRORS}#/responses/Error'`, and add there what is missing");
                report.at_key(&at, message, help);
            }
        }
    }
}
