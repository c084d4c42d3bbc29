//! Diagnostics as GitHub workflow commands, one line each.

use super::shown::{MAX_OF_CODE, ShownDiagnostic};
use super::{Diagnostic, Diagnostics};
use crate::inert::command::command;

impl Diagnostics {
    pub(super) fn github(&self) -> String {
        let mut out = String::new();
        for ShownDiagnostic { item, notes } in self.shown(MAX_OF_CODE) {
            let mut properties = self.github_location(item);
            properties.push(("title", format!("{}: {}", item.code.id, item.code.title)));
            out.push_str(&command(item.severity.name(), &properties, body(item, &notes).iter().map(String::as_str)));
        }
        out
    }

    fn github_location(&self, item: &Diagnostic) -> Vec<(&'static str, String)> {
        let Some(at) = &item.at else { return Vec::new() };
        let mut properties = vec![("file", self.path(at)), ("line", at.line.to_string()), ("endLine", at.end_line.to_string())];
        // GitHub accepts columns only for a span within one line.
        if at.line == at.end_line {
            properties.extend([("col", at.column.to_string()), ("endColumn", at.end_column.to_string())]);
        }
        properties
    }
}

/// The message with the reason, the help and the notes.
fn body(item: &Diagnostic, notes: &[String]) -> Vec<String> {
    let mut lines = vec![item.message.clone(), format!("why: {}", item.code.why)];
    if !item.help.is_empty() {
        lines.push(format!("help: {}", item.help));
    }
    lines.extend(notes.iter().map(|note| format!("note: {note}")));
    lines
}
