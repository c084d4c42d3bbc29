//! The forms in which programs read faults. People read those of [`Style`](super::Style).

use super::Diagnostics;

/// A form for a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiagnosticFormat {
    /// One JSON document; `docs/lint.md` describes it.
    Json,
    /// Workflow commands, which GitHub shows beside the lines of a pull request.
    Github,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
}

impl Diagnostics {
    /// Everything found, in a stable order.
    pub fn show(&self, format: DiagnosticFormat) -> String {
        match format {
            DiagnosticFormat::Json => self.json(),
            DiagnosticFormat::Github => self.github(),
            DiagnosticFormat::Sarif => self.sarif(),
        }
    }
}
