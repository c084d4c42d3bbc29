//! `lint.yaml`: the rules that have another level here than their own, each with the reason.
//!
//! Only rules of lint have levels. What load, lower and names report would leave the emitted crate wrong, whoever allows it.

use std::collections::BTreeMap;

use super::rules;
use crate::diag::{Diagnostic, Diagnostics, Severity, codes};
use crate::load::{Document, NodeEntry, Pointer, did_you_mean};

const FORM: &str = "write `PD0123: { level: allow, reason: … }`, with `allow`, `warn` or `error`";

/// What became of the rules that are named.
#[derive(Debug, Default)]
pub(super) struct LintLevels(BTreeMap<&'static str, LintLevel>);

#[derive(Debug)]
struct LintLevel {
    /// Nothing is reported without one.
    severity: Option<Severity>,
    reason: String,
}

impl LintLevels {
    /// What `lint.yaml` says. An entry with a fault is reported and has no effect.
    pub(super) fn of(document: &Document, diagnostics: &mut Diagnostics) -> Self {
        let mut levels = Self::default();
        let Some(file) = document.lint_levels() else { return levels };
        let root = Pointer::root(file.path.clone());
        let mut fault = |at: &Pointer, message: String, help: &str| {
            diagnostics.push(Diagnostic::new(codes::LINT_SETTINGS, message).at(document.locate_key(at)).help(help));
        };
        if file.node().entries().is_empty() {
            fault(&root, format!("this is {}, not a mapping from codes to levels", file.node().describe()), FORM);
        }
        for entry in file.node().entries() {
            let at = root.child(&entry.key);
            match code(&entry.key).and_then(|code| Ok((code, level(entry)?))) {
                Ok((code, level)) => drop(levels.0.insert(code, level)),
                Err((message, help)) => fault(&at, message, help),
            }
        }
        levels
    }

    /// The fault with the level that its rule has here; `None` if the rule is off.
    pub(super) fn apply(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        if let Some(level) = self.0.get(diagnostic.code.id) {
            diagnostic.severity = level.severity?;
            diagnostic.notes.push(format!("lint.yaml sets this level: {}", level.reason));
        }
        Some(diagnostic)
    }
}

/// What is wrong, and the remedy.
type LevelError = (String, &'static str);

fn code(id: &str) -> Result<&'static str, LevelError> {
    let of_lint: Vec<&'static str> = rules().iter().map(|rule| rule.code().id).collect();
    if let Some(code) = of_lint.iter().find(|code| **code == id) {
        return Ok(code);
    }
    if codes::ALL.iter().any(|code| code.id == id) {
        let help = "mend what it reports; only the rules of lint have levels";
        return Err((format!("{id} cannot be set to another level"), help));
    }
    Err((format!("there is no code `{id}`{}", did_you_mean(id, of_lint)), "docs/lint-rules.md lists the codes"))
}

fn level(entry: &NodeEntry) -> Result<LintLevel, LevelError> {
    let code = &entry.key;
    if let Some(unknown) = entry.value.entries().iter().find(|entry| !matches!(entry.key.as_str(), "level" | "reason")) {
        return Err((format!("`{}` means nothing in the entry of {code}", unknown.key), FORM));
    }
    let text = |key: &str| entry.value.get(key).and_then(|value| value.as_str()).map(str::trim).filter(|text| !text.is_empty());
    let severity = match text("level") {
        Some("allow") => None,
        Some("warn") => Some(Severity::Warning),
        Some("error") => Some(Severity::Error),
        Some(other) => return Err((format!("{code} cannot have the level `{other}`"), FORM)),
        None => return Err((format!("{code} has no level"), FORM)),
    };
    let Some(reason) = text("reason") else {
        return Err((format!("{code} has no reason"), "say why the rule does not suit as it is"));
    };
    Ok(LintLevel { severity, reason: reason.to_owned() })
}
