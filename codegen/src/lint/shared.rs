//! Reports a fact once at its definition, not at every use of the definition.

use indexmap::IndexMap;

use super::LintReport;
use crate::load::Pointer;

/// A wrong or missing fact of a definition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct SharedFact {
    /// The location of the definition.
    pub definition: Pointer,
    /// What is wrong with the definition, in view of its uses.
    pub message: String,
    /// How to correct it.
    pub help: String,
}

/// The uses of definitions that do not match them.
#[derive(Debug, Default)]
pub(super) struct SharedFacts(IndexMap<(Pointer, String), (SharedFact, Vec<Use>)>);

#[derive(Debug)]
struct Use {
    at: Pointer,
    message: String,
    help: String,
}

impl SharedFacts {
    /// Adds a use at `at`, with the message and the help for the case that it is the only one.
    pub fn add(&mut self, fact: SharedFact, at: &Pointer, message: impl Into<String>, help: impl Into<String>) {
        let key = (fact.definition.clone(), fact.message.clone());
        let (_, uses) = self.0.entry(key).or_insert_with(|| (fact, Vec::new()));
        if uses.iter().all(|other| other.at != *at) {
            uses.push(Use { at: at.clone(), message: message.into(), help: help.into() });
        }
    }

    /// Reports each fact: at its use if there is only one, else at the definition with the locations of the first uses. The labels introduce the
    /// locations of the uses, and in the first case that of the definition.
    pub fn report(self, label: &str, definition_label: Option<&str>, report: &mut LintReport<'_>) {
        for (fact, uses) in self.0.into_values() {
            let at = report.document.locate_key(&fact.definition);
            if let [only] = uses.as_slice() {
                let mut diagnostic =
                    report.diagnostic(only.message.as_str()).at(report.document.locate(&only.at)).help(only.help.as_str());
                if let Some(label) = definition_label {
                    diagnostic = diagnostic.related(label, vec![at]);
                }
                report.push(diagnostic);
                continue;
            }
            let mut locations: Vec<_> = uses.iter().map(|one| report.document.locate(&one.at)).collect();
            locations.sort();
            report.push(report.diagnostic(fact.message).at(at).help(fact.help).related(label, locations));
        }
    }
}
