//! Every operation has a description, and its summary is a title.

use super::{LintReport, entries, rule};
use crate::load::Document;

rule!(OperationDescriptions, OPERATION_UNDESCRIBED, "Operations have a description.", |document, report| described(
    document, report
));
rule!(SummaryStyle, SUMMARY_STYLE, "Summaries have no full stop.", |document, report| style(document, report));

fn described(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        let description = operation.operation.description.as_deref();
        if description.is_none_or(|text| text.trim().is_empty()) {
            let help = "add a `description` of what the summary does not state: the order of the results, limits, effects on other items";
            report.at_key(&operation.at, format!("missing description of `{}`", operation.id()), help);
        }
    }
}

fn style(document: &Document, report: &mut LintReport<'_>) {
    entries::visit(document, &mut |entry, at| {
        let summary = entry.value.as_str().filter(|_| entry.key == "summary").map(str::trim_end);
        if let Some(title) = summary.and_then(|summary| summary.strip_suffix('.')) {
            let help = format!("write `{}`", title.trim_end_matches('.'));
            report.at(&at(), "summary ends with a full stop", help);
        }
    });
}
