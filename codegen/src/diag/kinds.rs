//! Counts warnings by kind.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Diagnostics, Severity};
use crate::inert::terminal;

impl Diagnostics {
    /// Formats the number of warnings of each kind, most frequent first: those with the same code and the same message, apart from the names in
    /// backticks. The result is empty if there are no warnings.
    pub fn kinds(&self) -> String {
        let mut counts: BTreeMap<(&str, String), usize> = BTreeMap::new();
        for item in self.sorted().into_iter().filter(|item| item.severity == Severity::Warning) {
            *counts.entry((item.code.id, without_names(&item.message))).or_default() += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let mut out = String::new();
        for ((code, message), count) in counts {
            let _ = writeln!(out, "{count:>6} {code} {}", terminal::line(&message));
        }
        out
    }
}

/// Replaces the content of each pair of backticks.
fn without_names(message: &str) -> String {
    let parts = message.split('`').enumerate();
    parts.map(|(index, part)| if index % 2 == 1 { "`…`" } else { part }).collect()
}

#[cfg(test)]
mod tests {
    use crate::diag::{Diagnostic, Diagnostics, Location, codes};

    #[test]
    fn warnings_are_counted_by_message_without_names() {
        let mut diagnostics = Diagnostics::new();
        for (line, name) in [(1, "a"), (2, "b"), (3, "c")] {
            let at = Location::point("api.yaml", line, 1);
            diagnostics.push(Diagnostic::new(codes::LOOSENED, format!("`{name}` is optional")).at(at));
        }
        diagnostics.push(Diagnostic::new(codes::ANY_JSON, "no Rust type for `x`, a list of `y`"));
        let expected = "     3 PD0503 `…` is optional\n     1 PD0502 no Rust type for `…`, a list of `…`\n";
        assert_eq!(diagnostics.kinds(), expected);
        assert_eq!(Diagnostics::new().kinds(), "");
    }
}
