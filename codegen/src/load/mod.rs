//! Loads the description from its files into one typed [`Document`] with the locations of all objects.
//!
//! Each file is parsed into a tree of [`Node`]s, checked against the structure of OpenAPI 3.0, deserialized with `openapiv3`, and compared with the
//! result, since `openapiv3` silently drops what it does not expect. An error in one file or entry does not hide the errors in others.

mod chains;
mod compare;
mod document;
mod encoding;
mod examples;
pub mod extensions;
pub mod facets;
mod flavour;
mod intact;
mod reader;
mod references;
mod shape;
mod source;
mod typed;
mod unused;
mod visit;

pub use document::{Document, File, LoadedOperation, Referable};
pub use encoding::decode;
pub use examples::Example;
pub use flavour::Flavour;
pub use source::{Disk, Memory, Single, SourceError, SpecSource};
pub use visit::{SchemaRole, VisitedSchema};

pub use crate::openapi::{Method, Node, NodeEntry, NodeValue, Pointer, Span};

pub(crate) use reader::IDS;
