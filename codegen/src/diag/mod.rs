//! Errors and warnings about the API description, collected from all stages and shown with their locations.
//!
//! A stage does not stop at the first error and does not panic: it pushes a [`Diagnostic`] and continues, so that one run reports all errors.
//! It does not report an error that only follows from another one.

mod code;
mod collect;
mod format;
mod github;
mod json;
mod kinds;
mod render;
mod sarif;
mod shown;

pub use code::{DiagnosticCode, codes};
pub use collect::Diagnostics;
pub use format::DiagnosticFormat;
pub use render::Style;

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The generator writes nothing while there is an error.
    Error,
    /// The output is correct, but the description should be improved.
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

/// A span in a file of the description. Lines and columns are counted from one, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The path of the file, relative to the directory of the description, with `/`.
    pub file: String,
    /// The first line.
    pub line: usize,
    /// The first column.
    pub column: usize,
    /// The last line.
    pub end_line: usize,
    /// The column after the last one.
    pub end_column: usize,
}

impl Location {
    /// Creates an empty span at a line and a column.
    pub fn point(file: impl Into<String>, line: usize, column: usize) -> Self {
        Self { file: file.into(), line, column, end_line: line, end_column: column }
    }

    /// Creates a location that stands for a whole file: its first character.
    pub fn file(file: impl Into<String>) -> Self {
        Self::point(file, 1, 1)
    }
}

/// Other locations that an error is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelatedLocations {
    /// The words before the locations: `also referenced at`.
    pub label: String,
    /// The locations. At least one.
    pub locations: Vec<Location>,
}

/// An error or a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of error, with the reason for the check.
    pub code: DiagnosticCode,
    /// The severity; the one of the code unless `lint.yaml` sets another.
    pub severity: Severity,
    /// What is wrong: one line, lower case, no full stop.
    pub message: String,
    /// Where it is.
    pub at: Option<Location>,
    /// What to write instead. Never empty.
    pub help: String,
    /// More information, one line each.
    pub notes: Vec<String>,
    /// Other locations that the error is about, shown as one more note.
    pub related: Option<RelatedLocations>,
    /// Diagnostics that only follow from this one, by code and location, or by code alone. They are not shown if this is an error.
    pub explained: Vec<(DiagnosticCode, Option<Location>)>,
}

impl Diagnostic {
    /// Creates a diagnostic with the severity of its code, without a location and without help.
    pub fn new(code: DiagnosticCode, message: impl Into<String>) -> Self {
        let (severity, message) = (code.severity, message.into());
        Self { code, severity, message, at: None, help: String::new(), notes: Vec::new(), related: None, explained: Vec::new() }
    }

    /// Sets the location.
    #[must_use]
    pub fn at(mut self, at: impl Into<Option<Location>>) -> Self {
        self.at = at.into();
        self
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Adds a note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a note with other locations, such as `also referenced at spec/v2/deals.yaml:3:5`. At most three are shown.
    #[must_use]
    pub fn related(mut self, label: impl Into<String>, locations: Vec<Location>) -> Self {
        self.related = Some(RelatedLocations { label: label.into(), locations });
        self
    }

    /// Hides the diagnostics with this code at this location, or at any location for `None`: they are only consequences of this error.
    #[must_use]
    pub fn explains(mut self, code: DiagnosticCode, at: impl Into<Option<Location>>) -> Self {
        self.explained.push((code, at.into()));
        self
    }
}
