//! The parts of OpenAPI documents that every stage uses: trees with positions, pointers, references, HTTP methods.

mod anchors;
pub(crate) mod hint;
pub(crate) mod json;
mod mapping;
mod method;
mod node;
mod pagination;
mod pointer;
pub(crate) mod reference;
mod scalar;
pub(crate) mod yaml;

pub use mapping::Mapping;
pub use method::Method;
pub use node::{Node, NodeEntry, NodeValue, Span};
pub use pagination::PaginationKind;
pub use pointer::Pointer;

pub(crate) use hint::{Suggestions, help_or, nearest};
pub(crate) use reference::target_of;

use crate::diag::Location;

/// Converts a span in `file` into a location.
pub(crate) fn location(file: &str, span: Span) -> Location {
    Location { file: file.to_owned(), line: span.line, column: span.column, end_line: span.end_line, end_column: span.end_column }
}
