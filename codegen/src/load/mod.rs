//! Loads the description from its files into one typed [`Document`] with the locations of all objects.
//!
//! Each file is parsed into a tree of [`Node`]s, checked against the structure of OpenAPI 3.0, deserialized with `openapiv3`, and compared with the
//! result, since `openapiv3` silently drops what it does not expect. An error in one file or entry does not hide the errors in others.

mod compare;
mod document;
mod examples;
pub mod extensions;
pub mod facets;
mod flavour;
mod hint;
mod intact;
mod json;
mod node;
mod pointer;
mod reader;
mod references;
mod scalar;
mod shape;
mod source;
mod typed;
mod unused;
mod visit;
mod yaml;

pub use document::{Document, File, LoadedOperation, Method, Referable};
pub use examples::Example;
pub use flavour::Flavour;
pub use node::{Node, NodeEntry, NodeValue, Span};
pub use pointer::Pointer;
pub use source::{Disk, Memory, Single, SourceError, SpecSource};
pub use visit::{SchemaRole, VisitedSchema};

pub(crate) use document::location;
pub(crate) use hint::{help_or, nearest};
pub(crate) use reader::IDS;
pub(crate) use references::target_of;
