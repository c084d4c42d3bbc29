//! Every operation has a token cost.

use super::{LintReport, rule};
use crate::load::Document;

rule!(TokenCosts, TOKEN_COST, "Operations have a token cost.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        // The costs of deprecated operations are no longer documented. Load checks the value.
        if !operation.operation.deprecated && !operation.operation.extensions.contains_key("x-token-cost") {
            let message = format!("missing field `x-token-cost` in `{}`", operation.id());
            report.at_key(&operation.at, message, "add `x-token-cost: 5`, or the documented cost");
        }
    }
}
