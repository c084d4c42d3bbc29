//! The forms in which programs read faults. People read those of [`Style`](super::Style).

use super::Diagnostics;

/// A form for a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON document; `docs/lint.md` describes it.
    Json,
    /// Workflow commands, which GitHub shows beside the lines of a pull request.
    Github,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
}

impl Diagnostics {
    /// Everything found, in a stable order.
    pub fn show(&self, format: Format) -> String {
        match format {
            Format::Json => self.json(),
            Format::Github => self.github(),
            Format::Sarif => self.sarif(),
        }
    }
}
