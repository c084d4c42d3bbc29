//! The machine-readable formats of diagnostics. For the human-readable one see [`Style`](super::Style).

use super::Diagnostics;

/// A machine-readable format of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiagnosticFormat {
    /// One JSON document; `docs/lint.md` describes it.
    Json,
    /// GitHub workflow commands, which GitHub shows beside the lines of a pull request.
    Github,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
}

impl Diagnostics {
    /// Formats all diagnostics, in a stable order.
    pub fn show(&self, format: DiagnosticFormat) -> String {
        match format {
            DiagnosticFormat::Json => self.json(),
            DiagnosticFormat::Github => self.github(),
            DiagnosticFormat::Sarif => self.sarif(),
        }
    }
}
