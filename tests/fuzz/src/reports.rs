//! What holds for everything that is reported about a description.

use pipedrive_codegen::diag::{DiagnosticFormat, Diagnostics, Style};
use pipedrive_inert::is_hidden;
use serde_json::Value;

/// Checks that a report contains nothing that a terminal or a log executes.
///
/// # Panics
///
/// Panics if it does.
pub fn assert_inert(report: &str) {
    if let Some(hidden) = report.chars().find(|c| is_hidden(*c) && *c != '\n' && *c != '\t') {
        panic!("{hidden:?} is in the report:\n{report}");
    }
    for line in report.lines() {
        assert!(!line.trim_start().starts_with("::") && !line.contains("##["), "a command is in the report: {line}");
    }
}

/// Checks that a report in JSON is valid and inert.
///
/// # Panics
///
/// Panics if it is not.
pub fn assert_json(report: &str) {
    assert_inert(report);
    serde_json::from_str::<Value>(report).expect("the report is JSON");
}

/// Renders diagnostics in all formats and checks them.
///
/// # Panics
///
/// Panics if a report is not valid or not inert.
pub fn assert_diagnostics(diagnostics: &Diagnostics) {
    assert_inert(&diagnostics.render(Style::Plain));
    drop(diagnostics.render(Style::Colour));
    assert_inert(&diagnostics.kinds());
    assert_json(&diagnostics.show(DiagnosticFormat::Json));
    assert_json(&diagnostics.show(DiagnosticFormat::Sarif));
    for line in diagnostics.show(DiagnosticFormat::Github).lines() {
        assert!(line.starts_with("::error ") || line.starts_with("::warning "), "not a command of ours: {line}");
        assert!(!line.contains(is_hidden) && !line.contains("##["), "not inert: {line}");
    }
}
