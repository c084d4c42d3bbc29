//! The loaded description, which the later stages use.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, Operation, Parameter, PathItem, ReferenceOr, RequestBody, Response, Schema};

use super::{Disk, Example, Flavour, Node, NodeValue, Pointer, Span, SpecSource, reader};
use crate::diag::{Diagnostics, Location};
use crate::openapi::reference::{self, ReferenceTarget};
use crate::openapi::yaml::Dialect;
use crate::openapi::{Method, location};

/// A file of the description.
#[derive(Debug)]
pub struct File {
    /// The path, relative to the directory of the description, with `/`.
    pub path: Arc<str>,
    /// The content.
    pub text: Arc<str>,
    pub(super) node: Node,
}

impl File {
    /// The content as a tree.
    pub fn node(&self) -> &Node {
        &self.node
    }
}

/// An operation with its path item and their locations.
#[derive(Debug)]
pub struct LoadedOperation {
    /// The path as in `openapi.yaml`: `/api/v2/deals/{id}`.
    pub path: String,
    /// The method.
    pub method: Method,
    /// The location of the operation. References in it are relative to this file.
    pub at: Pointer,
    /// The location of the path item.
    pub item_at: Pointer,
    /// The location of the path in `openapi.yaml`.
    pub path_at: Pointer,
    /// The operation.
    pub operation: Operation,
    /// The path item without its operations: the parameters and servers that its operations share.
    pub item: Arc<PathItem>,
}

impl LoadedOperation {
    /// The operation id. Empty if there is none, which lint reports.
    pub fn id(&self) -> &str {
        self.operation.operation_id.as_deref().unwrap_or_default()
    }
}

/// A loaded description.
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
    /// The definitions that named entries lead to which are references.
    pub(super) chain_ends: HashMap<Pointer, Pointer>,
    pub(super) examples: IndexMap<String, Example>,
    pub(super) example_files: IndexMap<Arc<str>, File>,
    pub(super) lint_levels: Option<File>,
    pub(super) unlimited_integers: bool,
    /// The locations of errors, and of references to objects with errors.
    pub(super) incomplete: BTreeSet<Pointer>,
    /// The files that exist and could not be read or parsed.
    pub(super) unreadable: BTreeSet<Arc<str>>,
}

/// A `T` or a reference to one.
pub trait Referable<T> {
    /// The item, or the reference as an error.
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
    /// Loads a curated description: `root_file` and every file that it refers to, directly or indirectly. Returns `None` if the root file cannot
    /// be read.
    pub fn load(root_file: &Path, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::load_as(root_file, Flavour::Curated, diagnostics)
    }

    /// Loads a description of any flavour. A foreign one consists of `root_file` only.
    pub fn load_as(root_file: &Path, flavour: Flavour, diagnostics: &mut Diagnostics) -> Option<Self> {
        let directory = root_file.parent().filter(|directory| !directory.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = root_file.file_name().and_then(|name| name.to_str()).unwrap_or("openapi.yaml");
        Self::load_from_as(&Disk::new(directory), name, flavour, diagnostics)
    }

    /// Loads a curated description from any source.
    pub fn load_from(source: &dyn SpecSource, root: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::load_from_as(source, root, Flavour::Curated, diagnostics)
    }

    /// Loads a description of any flavour from any source.
    pub fn load_from_as(source: &dyn SpecSource, root: &str, flavour: Flavour, diagnostics: &mut Diagnostics) -> Option<Self> {
        reader::read(source, root, flavour, diagnostics)
    }

    /// Whether integers can have more than 64 bits.
    pub fn has_unlimited_integers(&self) -> bool {
        self.unlimited_integers
    }

    /// The flavour of the description.
    pub fn flavour(&self) -> Flavour {
        self.flavour
    }

    /// Parses one file without any check. [`node`](Self::node), [`follow`](Self::follow) and the locations are available; the rest of the document
    /// is empty.
    pub fn read_foreign(name: &str, text: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        let node = reader::parse(name, text, Dialect::Lenient, diagnostics)?;
        let path: Arc<str> = name.into();
        let file = File { path: path.clone(), text: text.into(), node };
        Some(Self { root_file: path.clone(), files: IndexMap::from([(path, file)]), ..Self::default() })
    }

    /// The files of the description without the examples: the root file, then the others by path.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.files.values()
    }

    /// Whether a file exists and could not be read or parsed.
    pub(crate) fn is_unreadable(&self, path: &str) -> bool {
        self.unreadable.contains(path)
    }

    /// A file of the description, an example or `lint.yaml`, by path.
    pub fn file(&self, path: &str) -> Option<&File> {
        let levels = || self.lint_levels().filter(|file| &*file.path == path);
        self.files.get(path).or_else(|| self.example_files.get(path)).or_else(levels)
    }

    /// `lint.yaml`, which sets the levels of rules, if there is one.
    pub fn lint_levels(&self) -> Option<&File> {
        self.lint_levels.as_ref()
    }

    /// The root object with info, servers, tags and security schemes. For paths and other components see [`operations`](Self::operations) and
    /// [`schemas`](Self::schemas).
    pub fn root(&self) -> &OpenAPI {
        &self.root
    }

    /// The path of the root file.
    pub fn root_file(&self) -> &str {
        &self.root_file
    }

    /// The operations, in the order of the paths in the root file, then by [`Method`].
    pub fn operations(&self) -> &[LoadedOperation] {
        &self.operations
    }

    /// All named schemas except references, in the order of the files.
    pub fn schemas(&self) -> impl Iterator<Item = (&Pointer, &str, &Schema)> {
        named(&self.schemas)
    }

    /// All named parameters except references.
    pub fn parameters(&self) -> impl Iterator<Item = (&Pointer, &str, &Parameter)> {
        named(&self.parameters)
    }

    /// All named responses except references.
    pub fn responses(&self) -> impl Iterator<Item = (&Pointer, &str, &Response)> {
        named(&self.responses)
    }

    /// All named request bodies except references.
    pub fn request_bodies(&self) -> impl Iterator<Item = (&Pointer, &str, &RequestBody)> {
        named(&self.request_bodies)
    }

    /// The named schema at a location.
    pub fn schema_at(&self, at: &Pointer) -> Option<&Schema> {
        self.schemas.get(at)?.item_or_reference().ok()
    }

    /// Follows references from `schema`, which is at `at`. Returns the schema with its location, or `None` if a reference does not resolve.
    pub fn schema<'a>(&'a self, at: &Pointer, schema: &'a impl Referable<Schema>) -> Option<(Pointer, &'a Schema)> {
        resolve(self, &self.schemas, at, schema)
    }

    /// Follows references from `parameter`, which is at `at`.
    pub fn parameter<'a>(&'a self, at: &Pointer, parameter: &'a impl Referable<Parameter>) -> Option<(Pointer, &'a Parameter)> {
        resolve(self, &self.parameters, at, parameter)
    }

    /// Follows references from `response`, which is at `at`.
    pub fn response<'a>(&'a self, at: &Pointer, response: &'a impl Referable<Response>) -> Option<(Pointer, &'a Response)> {
        resolve(self, &self.responses, at, response)
    }

    /// Follows references from `body`, which is at `at`.
    pub fn request_body<'a>(&'a self, at: &Pointer, body: &'a impl Referable<RequestBody>) -> Option<(Pointer, &'a RequestBody)> {
        resolve(self, &self.request_bodies, at, body)
    }

    /// The target of a reference in the file of `from`. Nothing need exist there. `None` if the reference is malformed or leads out of the directory.
    pub fn follow(&self, from: &Pointer, reference: &str) -> Option<Pointer> {
        match reference::target(from.file(), reference) {
            ReferenceTarget::Location(at) => Some(at),
            ReferenceTarget::Outside | ReferenceTarget::Malformed => None,
        }
    }

    /// The definition that the entry at a location leads to if it is a reference; else the location itself.
    pub(crate) fn chain_end(&self, at: Pointer) -> Pointer {
        self.chain_ends.get(&at).cloned().unwrap_or(at)
    }

    /// The node at a location, in the description or in an example.
    pub fn node(&self, at: &Pointer) -> Option<&Node> {
        self.file(at.file())?.node.find(at).map(|(node, _)| node)
    }

    /// The span of a value: of a scalar or a value in brackets the value, of a block its key. If there is no such value, the span of the nearest
    /// parent.
    pub fn locate(&self, at: &Pointer) -> Location {
        self.locate_by(at, |node, key| match (&node.value, key) {
            (NodeValue::Map(_) | NodeValue::List(_), Some(key)) if node.span.line != key.line => key,
            _ => node.span,
        })
    }

    /// The span of the key of a value; of an item of a list, the span of the item.
    pub fn locate_key(&self, at: &Pointer) -> Location {
        self.locate_by(at, |node, key| key.unwrap_or(node.span))
    }

    fn locate_by(&self, at: &Pointer, pick: impl Fn(&Node, Option<Span>) -> Span) -> Location {
        let mut here = Some(at.clone());
        while let (Some(near), Some(file)) = (here, self.file(at.file())) {
            if let Some((node, key)) = file.node.find(&near) {
                return location(self.file_of(at), pick(node, key));
            }
            here = near.parent();
        }
        Location::file(self.file_of(at))
    }

    /// The file to report for a location. A foreign description is split into several files of the document, but the user has one file.
    fn file_of<'a>(&'a self, at: &'a Pointer) -> &'a str {
        match self.flavour {
            Flavour::Curated => at.file(),
            Flavour::Foreign => &self.root_file,
        }
    }

    /// The example response of an operation.
    pub fn example(&self, operation_id: &str) -> Option<&Example> {
        self.examples.get(operation_id)
    }

    /// All examples, by operation id.
    pub fn examples(&self) -> impl Iterator<Item = (&str, &Example)> {
        self.examples.iter().map(|(id, example)| (id.as_str(), example))
    }
}

fn named<T>(map: &IndexMap<Pointer, ReferenceOr<T>>) -> impl Iterator<Item = (&Pointer, &str, &T)> {
    map.iter().filter_map(|(at, entry)| {
        let (_, name) = at.path().rsplit_once('/')?;
        Some((at, name, entry.item_or_reference().ok()?))
    })
}

/// Follows a chain of references.
fn resolve<'a, T>(
    document: &Document,
    named: &'a IndexMap<Pointer, ReferenceOr<T>>,
    at: &Pointer,
    start: &'a impl Referable<T>,
) -> Option<(Pointer, &'a T)> {
    let reference = match start.item_or_reference() {
        Ok(item) => return Some((at.clone(), item)),
        Err(reference) => reference,
    };
    let at = document.chain_end(document.follow(at, reference)?);
    let item = named.get(&at)?.item_or_reference().ok()?;
    Some((at, item))
}
