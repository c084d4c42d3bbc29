//! Parses `lint.yaml`, which sets the levels of rules and gives the reasons.
//!
//! Only lint rules have levels. The errors of load, lower and names would make the generated crate wrong.

use std::collections::BTreeMap;

use super::rules;
use crate::diag::{Diagnostic, Diagnostics, Severity, codes};
use crate::load::{Document, NodeEntry, Pointer};
use crate::openapi::help_or;

/// The form of an entry.
const FORM: &str = "write `PD0123: { level: allow, reason: … }`, with `allow`, `warn` or `error`";

/// The levels that `lint.yaml` sets, by code.
#[derive(Debug, Default)]
pub(super) struct LintLevels(BTreeMap<&'static str, LintLevel>);

#[derive(Debug)]
struct LintLevel {
    /// `None` for a rule that is off.
    severity: Option<Severity>,
    reason: String,
}

impl LintLevels {
    /// Parses `lint.yaml`. An invalid entry is reported and has no effect.
    pub(super) fn of(document: &Document, diagnostics: &mut Diagnostics) -> Self {
        let mut levels = Self::default();
        let Some(file) = document.lint_levels() else { return levels };
        let root = Pointer::root(file.path.clone());
        let mut error = |at: &Pointer, message: String, help: String| {
            diagnostics.push(Diagnostic::new(codes::LINT_SETTINGS, message).at(document.locate_key(at)).help(help));
        };
        if file.node().entries().is_empty() {
            error(&root, format!("expected a mapping from codes to levels, found {}", file.node().describe()), FORM.to_owned());
        }
        for entry in file.node().entries() {
            let at = root.child(&entry.key);
            match code(&entry.key).and_then(|code| Ok((code, level(entry)?))) {
                Ok((code, level)) => drop(levels.0.insert(code, level)),
                Err((message, help)) => error(&at, message, help),
            }
        }
        levels
    }

    /// Sets the level of a diagnostic. Returns `None` if its rule is off.
    pub(super) fn apply(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        if let Some(level) = self.0.get(diagnostic.code.id) {
            diagnostic.severity = level.severity?;
            diagnostic.notes.push(format!("lint.yaml sets this level: {}", level.reason));
        }
        Some(diagnostic)
    }
}

/// The message and the help.
type LevelError = (String, String);

fn code(id: &str) -> Result<&'static str, LevelError> {
    let of_lint: Vec<&'static str> = rules().iter().map(|rule| rule.code().id).collect();
    if let Some(code) = of_lint.iter().find(|code| **code == id) {
        return Ok(code);
    }
    if codes::ALL.iter().any(|code| code.id == id) {
        let help = "remove the entry, and correct the error that it reports; only lint rules have levels";
        return Err((format!("`{id}` is not a lint rule"), help.to_owned()));
    }
    Err((format!("unknown code `{id}`"), help_or(id, of_lint, "write a code of docs/lint-rules.md")))
}

fn level(entry: &NodeEntry) -> Result<LintLevel, LevelError> {
    let code = &entry.key;
    if let Some(unknown) = entry.value.entries().iter().find(|entry| !matches!(entry.key.as_str(), "level" | "reason")) {
        return Err((format!("unknown key `{}` in the entry of {code}", unknown.key), FORM.to_owned()));
    }
    let string =
        |key: &str| entry.value.get(key).and_then(|value| value.as_str()).map(str::trim).filter(|string| !string.is_empty());
    let severity = match string("level") {
        Some("allow") => None,
        Some("warn") => Some(Severity::Warning),
        Some("error") => Some(Severity::Error),
        Some(other) => {
            return Err((format!("unknown level `{other}` of {code}"), help_or(other, ["allow", "warn", "error"], FORM)));
        }
        None => return Err((format!("missing field `level` in the entry of {code}"), FORM.to_owned())),
    };
    let Some(reason) = string("reason") else {
        return Err((
            format!("missing field `reason` in the entry of {code}"),
            "add `reason: …`, why the default level is wrong here".to_owned(),
        ));
    };
    Ok(LintLevel { severity, reason: reason.to_owned() })
}
