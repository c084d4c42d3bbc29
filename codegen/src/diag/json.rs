//! Diagnostics as one JSON document. Programs rely on its structure: keys may be added; every other change increments `version`.

use serde_json::{Value, json};

use super::shown::ShownDiagnostic;
use super::{Diagnostics, Severity};
use crate::inert::json;

const VERSION: u32 = 1;

impl Diagnostics {
    pub(super) fn json(&self) -> String {
        let diagnostics: Vec<Value> = self.shown(usize::MAX).into_iter().map(|shown| self.json_one(shown)).collect();
        let document = json!({
            "version": VERSION,
            "errors": self.count(Severity::Error),
            "warnings": self.count(Severity::Warning),
            "diagnostics": diagnostics,
        });
        json::document(&document)
    }

    fn json_one(&self, ShownDiagnostic { item, notes }: ShownDiagnostic<'_>) -> Value {
        let location = item.at.as_ref().map(|at| {
            json!({
                "file": self.path(at),
                "line": at.line,
                "column": at.column,
                "end_line": at.end_line,
                "end_column": at.end_column,
            })
        });
        json!({
            "code": item.code.id,
            "severity": item.severity.name(),
            "title": item.code.title,
            "message": item.message,
            "why": item.code.why,
            "help": item.help,
            "notes": notes,
            "place": location,
        })
    }
}
