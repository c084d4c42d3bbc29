//! Every operation says what it costs.

use super::{LintReport, rule};
use crate::load::Document;

rule!(TokenCosts, TOKEN_COST, "Token costs are given.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        // The costs of deprecated operations are no longer documented. Whatever is written, load has judged.
        if !operation.operation.deprecated && !operation.operation.extensions.contains_key("x-token-cost") {
            let message = format!("`{}` does not say what it costs", operation.id());
            report.at_key(&operation.at, message, "add `x-token-cost: 5`, or whatever is documented");
        }
    }
}
