//! What is wrong with the description, collected from every stage and shown with its place.
//!
//! A stage never stops at the first fault and never panics: it pushes a [`Diagnostic`] and goes on, so that one run shows everything.

mod code;
mod collect;
mod format;
mod github;
mod json;
mod render;
mod sarif;

pub use code::{DiagnosticCode, codes};
pub use collect::Diagnostics;
pub use format::DiagnosticFormat;
pub use render::Style;

/// Whether a fault stops the generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written while there is one of these.
    Error,
    /// Worth mending; the output is right all the same.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A place in a file of the description; lines and columns count from one, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Relative to the folder of the description, with `/`.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// The line in which the marked text ends.
    pub end_line: usize,
    /// The column after the marked text.
    pub end_column: usize,
}

impl Location {
    /// A single point.
    pub fn point(file: impl Into<String>, line: usize, column: usize) -> Self {
        Self { file: file.into(), line, column, end_line: line, end_column: column }
    }

    /// A whole file: its first character.
    pub fn file(file: impl Into<String>) -> Self {
        Self::point(file, 1, 1)
    }
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of fault; carries the reason why it matters.
    pub code: DiagnosticCode,
    /// Whether it stops the generator.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub at: Option<Location>,
    /// The remedy.
    pub help: String,
    /// What else is worth knowing.
    pub notes: Vec<String>,
}

impl Diagnostic {
    /// A fault with the severity that its code has.
    pub fn new(code: DiagnosticCode, message: impl Into<String>) -> Self {
        Self { code, severity: code.severity, message: message.into(), at: None, help: String::new(), notes: Vec::new() }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, at: impl Into<Option<Location>>) -> Self {
        self.at = at.into();
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Adds something worth knowing.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}
