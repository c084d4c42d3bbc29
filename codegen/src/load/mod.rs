//! The description, read from its files into one typed [`Document`] that knows where everything stands.
//!
//! Each file is read into a tree of [`Node`]s with places, checked against the shape of OpenAPI 3.0, typed with `openapiv3`, and compared with what
//! was written, since `openapiv3` silently drops what it does not expect. One bad file or entry does not hide the faults of the others.

mod compare;
mod document;
mod examples;
pub mod extensions;
pub mod facets;
mod flavour;
mod hint;
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
pub(crate) use hint::did_you_mean;
pub(crate) use reader::IDS;
pub(crate) use references::target_of;
