//! The description as the later stages see it.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, Operation, Parameter, PathItem, ReferenceOr, RequestBody, Response, Schema};
use serde::Serialize;

use super::references::{self, ReferenceTarget};
use super::{Disk, Example, Flavour, Node, NodeValue, Pointer, Span, SpecSource, reader};
use crate::diag::{Diagnostics, Location};

/// A file of the description.
#[derive(Debug)]
pub struct File {
    /// Relative to the folder of the description, with `/`.
    pub path: Arc<str>,
    /// What stands in it.
    pub text: Arc<str>,
    pub(super) node: Node,
}

impl File {
    /// What stands in it, as a tree.
    pub fn node(&self) -> &Node {
        &self.node
    }
}

/// An HTTP method that the description uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// Every method, in the order in which operations are listed.
    pub const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// `get`, as in the description.
    pub fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Patch => "patch",
            Self::Delete => "delete",
        }
    }

    /// `GET`, as on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An operation, its path item, and where both stand.
#[derive(Debug)]
pub struct LoadedOperation {
    /// The path as in `openapi.yaml`: `/api/v2/deals/{id}`.
    pub path: String,
    /// The method.
    pub method: Method,
    /// Where the operation stands; references in it are relative to this file.
    pub at: Pointer,
    /// Where its path item stands.
    pub item_at: Pointer,
    /// Where the path stands in `openapi.yaml`.
    pub path_at: Pointer,
    /// The operation.
    pub operation: Operation,
    /// Its path item, with the parameters and servers that all its operations share. The operations themselves are taken out.
    pub item: Arc<PathItem>,
}

impl LoadedOperation {
    /// The operation id, empty if it has none (which lint reports).
    pub fn id(&self) -> &str {
        self.operation.operation_id.as_deref().unwrap_or_default()
    }
}

/// The whole description.
#[derive(Debug, Default)]
pub struct Document {
    pub(super) root_file: Arc<str>,
    pub(super) flavour: Flavour,
    pub(super) root: OpenAPI,
    pub(super) files: IndexMap<Arc<str>, File>,
    pub(super) operations: Vec<LoadedOperation>,
    pub(super) schemas: IndexMap<Pointer, ReferenceOr<Schema>>,
    pub(super) parameters: IndexMap<Pointer, ReferenceOr<Parameter>>,
    pub(super) responses: IndexMap<Pointer, ReferenceOr<Response>>,
    pub(super) request_bodies: IndexMap<Pointer, ReferenceOr<RequestBody>>,
    pub(super) examples: IndexMap<String, Example>,
    pub(super) example_files: IndexMap<Arc<str>, File>,
    pub(super) lint_levels: Option<File>,
}

/// Something that may stand where a `T` or a reference to one may stand.
pub trait Referable<T> {
    /// The thing itself, or the reference to it.
    fn item_or_reference(&self) -> Result<&T, &str>;
}

impl<T> Referable<T> for ReferenceOr<T> {
    fn item_or_reference(&self) -> Result<&T, &str> {
        match self {
            ReferenceOr::Item(item) => Ok(item),
            ReferenceOr::Reference { reference } => Err(reference),
        }
    }
}

impl<T> Referable<T> for ReferenceOr<Box<T>> {
    fn item_or_reference(&self) -> Result<&T, &str> {
        match self {
            ReferenceOr::Item(item) => Ok(item),
            ReferenceOr::Reference { reference } => Err(reference),
        }
    }
}

impl Document {
    /// Reads `root_file` and every file that it leads to from the disk. `None` only if the root file itself cannot be read.
    pub fn load(root_file: &Path, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::load_as(root_file, Flavour::Curated, diagnostics)
    }

    /// The same for a description of any flavour; of a foreign one `root_file` is all that is read.
    pub fn load_as(root_file: &Path, flavour: Flavour, diagnostics: &mut Diagnostics) -> Option<Self> {
        let folder = root_file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = root_file.file_name().and_then(|name| name.to_str()).unwrap_or("openapi.yaml");
        Self::load_from_as(&Disk::new(folder), name, flavour, diagnostics)
    }

    /// The same from any source.
    pub fn load_from(source: &dyn SpecSource, root: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::load_from_as(source, root, Flavour::Curated, diagnostics)
    }

    /// A description of any flavour from any source.
    pub fn load_from_as(source: &dyn SpecSource, root: &str, flavour: Flavour, diagnostics: &mut Diagnostics) -> Option<Self> {
        reader::read(source, root, flavour, diagnostics)
    }

    /// Whether the description is ours.
    pub fn flavour(&self) -> Flavour {
        self.flavour
    }

    /// Reads one file by itself, as it is: nothing is checked, so [`node`](Self::node), [`follow`](Self::follow) and the places work, and the rest
    /// stays empty. This is how descriptions are read that others have written.
    pub fn read_foreign(name: &str, text: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        let node = reader::parse(name, text, diagnostics)?;
        let path: Arc<str> = name.into();
        let file = File { path: path.clone(), text: text.into(), node };
        Some(Self { root_file: path.clone(), files: IndexMap::from([(path, file)]), ..Self::default() })
    }

    /// The files of the description: the root, then the others by name. Examples are not among them.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.files.values()
    }

    /// A file of the description, an example or `lint.yaml`, by name.
    pub fn file(&self, path: &str) -> Option<&File> {
        let levels = || self.lint_levels().filter(|file| &*file.path == path);
        self.files.get(path).or_else(|| self.example_files.get(path)).or_else(levels)
    }

    /// `lint.yaml`, where the description has one: which rules have another level than their own.
    pub fn lint_levels(&self) -> Option<&File> {
        self.lint_levels.as_ref()
    }

    /// Info, servers, tags, security schemes. Paths and the other components are not here: see [`operations`](Self::operations) and
    /// [`schemas`](Self::schemas).
    pub fn root(&self) -> &OpenAPI {
        &self.root
    }

    /// The name of the root file.
    pub fn root_file(&self) -> &str {
        &self.root_file
    }

    /// The operations, in the order of the paths in the root file, then by [`Method`].
    pub fn operations(&self) -> &[LoadedOperation] {
        &self.operations
    }

    /// Every named schema that is no mere reference, file by file in the order written.
    pub fn schemas(&self) -> impl Iterator<Item = (&Pointer, &str, &Schema)> {
        named(&self.schemas)
    }

    /// Every named parameter.
    pub fn parameters(&self) -> impl Iterator<Item = (&Pointer, &str, &Parameter)> {
        named(&self.parameters)
    }

    /// Every named response.
    pub fn responses(&self) -> impl Iterator<Item = (&Pointer, &str, &Response)> {
        named(&self.responses)
    }

    /// Every named request body.
    pub fn request_bodies(&self) -> impl Iterator<Item = (&Pointer, &str, &RequestBody)> {
        named(&self.request_bodies)
    }

    /// The named schema at a place.
    pub fn schema_at(&self, at: &Pointer) -> Option<&Schema> {
        self.schemas.get(at)?.item_or_reference().ok()
    }

    /// What a schema position holds, references followed. `at` is where `schema` stands; the result says where the found one does.
    pub fn schema<'a>(&'a self, at: &Pointer, schema: &'a impl Referable<Schema>) -> Option<(Pointer, &'a Schema)> {
        resolve(self, &self.schemas, at, schema)
    }

    /// The same for a parameter.
    pub fn parameter<'a>(&'a self, at: &Pointer, parameter: &'a impl Referable<Parameter>) -> Option<(Pointer, &'a Parameter)> {
        resolve(self, &self.parameters, at, parameter)
    }

    /// The same for a response.
    pub fn response<'a>(&'a self, at: &Pointer, response: &'a impl Referable<Response>) -> Option<(Pointer, &'a Response)> {
        resolve(self, &self.responses, at, response)
    }

    /// The same for a request body.
    pub fn request_body<'a>(&'a self, at: &Pointer, body: &'a impl Referable<RequestBody>) -> Option<(Pointer, &'a RequestBody)> {
        resolve(self, &self.request_bodies, at, body)
    }

    /// Where a reference that stands in the file of `from` leads: one step, whether or not anything is there.
    pub fn follow(&self, from: &Pointer, reference: &str) -> Option<Pointer> {
        match references::target(from.file(), reference) {
            ReferenceTarget::Place(at) => Some(at),
            ReferenceTarget::Outside | ReferenceTarget::Malformed => None,
        }
    }

    /// The tree at a place, in the description or in an example.
    pub fn node(&self, at: &Pointer) -> Option<&Node> {
        self.file(at.file())?.node.find(at).map(|(node, _)| node)
    }

    /// Where something stands: a scalar or a value in braces itself, a block at the key that leads to it. Falls back to the nearest parent.
    pub fn locate(&self, at: &Pointer) -> Location {
        self.locate_by(at, |node, key| match (&node.value, key) {
            (NodeValue::Map(_) | NodeValue::List(_), Some(key)) if node.span.line != key.line => key,
            _ => node.span,
        })
    }

    /// Where the key stands that leads to something; for an item of a list, the item.
    pub fn locate_key(&self, at: &Pointer) -> Location {
        self.locate_by(at, |node, key| key.unwrap_or(node.span))
    }

    fn locate_by(&self, at: &Pointer, pick: impl Fn(&Node, Option<Span>) -> Span) -> Location {
        let mut here = Some(at.clone());
        while let (Some(place), Some(file)) = (here, self.file(at.file())) {
            if let Some((node, key)) = file.node.find(&place) {
                return location(self.file_of(at), pick(node, key));
            }
            here = place.parent();
        }
        Location::file(self.file_of(at))
    }

    /// The file that holds a place. What was made of a foreign file stands in other files of the document, and all in that one for people.
    fn file_of<'a>(&'a self, at: &'a Pointer) -> &'a str {
        match self.flavour {
            Flavour::Curated => at.file(),
            Flavour::Foreign => &self.root_file,
        }
    }

    /// The example reply of an operation.
    pub fn example(&self, operation_id: &str) -> Option<&Example> {
        self.examples.get(operation_id)
    }

    /// Every example, by operation id.
    pub fn examples(&self) -> impl Iterator<Item = (&str, &Example)> {
        self.examples.iter().map(|(id, example)| (id.as_str(), example))
    }
}

pub(crate) fn location(file: &str, span: Span) -> Location {
    Location { file: file.to_owned(), line: span.line, column: span.column, end_line: span.end_line, end_column: span.end_column }
}

fn named<T>(map: &IndexMap<Pointer, ReferenceOr<T>>) -> impl Iterator<Item = (&Pointer, &str, &T)> {
    map.iter().filter_map(|(at, thing)| {
        let (_, name) = at.path().rsplit_once('/')?;
        Some((at, name, thing.item_or_reference().ok()?))
    })
}

/// Chains of references are followed as far as they can be long without going round in a circle.
fn resolve<'a, T>(
    document: &Document,
    named: &'a IndexMap<Pointer, ReferenceOr<T>>,
    at: &Pointer,
    thing: &'a impl Referable<T>,
) -> Option<(Pointer, &'a T)> {
    let mut at = at.clone();
    let mut reference = match thing.item_or_reference() {
        Ok(thing) => return Some((at, thing)),
        Err(reference) => reference,
    };
    for _ in 0..=named.len() {
        at = document.follow(&at, reference)?;
        match named.get(&at)?.item_or_reference() {
            Ok(thing) => return Some((at, thing)),
            Err(next) => reference = next,
        }
    }
    None
}
