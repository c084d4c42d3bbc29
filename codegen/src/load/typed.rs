//! Deserializes the trees with `openapiv3`, entry by entry, so that an error in one entry does not affect the others.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, Operation, Parameter, PathItem, ReferenceOr, RequestBody, Response, Schema, SecurityScheme};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::reader::Loaded;
use super::{Document, File, Flavour, LoadedOperation, Method, Node, Pointer, chains, compare};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::parallel;

/// Creates the document. Also returns the locations of the errors that are reported here.
pub(super) fn document(loaded: Loaded, flavour: Flavour, diagnostics: &mut Diagnostics) -> (Document, Vec<Pointer>) {
    let errors: BTreeSet<Pointer> = loaded.findings.into_values().flat_map(|found| found.errors).collect();
    let root_file = loaded.root.clone();
    let mut files: IndexMap<Arc<str>, File> = loaded.files.into_values().map(|file| (file.path.clone(), file)).collect();
    if let Some(index) = files.get_index_of(&root_file) {
        files.move_index(index, 0);
    }
    let mut document = Document { root_file: root_file.clone(), flavour, files, ..Document::default() };
    let mut typing = TypedReader::new(&document, Some(&errors));

    let files: Vec<&File> = document.files().collect();
    let mut sections = Sections::default();
    for section in typing.each(&files, |typing, file| typing.sections(file)) {
        sections.extend(section);
    }
    let root = typing.root();
    let operations = typing.operations(sections.items);

    diagnostics.absorb(typing.diagnostics);
    let mut rejected = typing.rejected;
    for at in typing.lost {
        let message = format!("key `{}` is not allowed here", at.key().unwrap_or_default());
        diagnostics.push(
            Diagnostic::new(codes::LOST_IN_TYPING, message)
                .at(document.locate_key(&at))
                .help("remove it; for an object of this type, OpenAPI 3.0 does not define it"),
        );
        rejected.push(at);
    }
    document.root = root;
    document.operations = operations;
    document.schemas = sections.schemas;
    document.parameters = sections.parameters;
    document.responses = sections.responses;
    document.request_bodies = sections.request_bodies;
    document.chain_ends = chains::ends(&document);
    (document, rejected)
}

/// The named entries, and the path items outside the root file.
#[derive(Default)]
struct Sections {
    schemas: IndexMap<Pointer, ReferenceOr<Schema>>,
    parameters: IndexMap<Pointer, ReferenceOr<Parameter>>,
    responses: IndexMap<Pointer, ReferenceOr<Response>>,
    request_bodies: IndexMap<Pointer, ReferenceOr<RequestBody>>,
    /// An item is several kB long, however little it contains.
    items: IndexMap<Pointer, Box<PathItem>>,
}

impl Sections {
    fn extend(&mut self, other: Self) {
        self.schemas.extend(other.schemas);
        self.parameters.extend(other.parameters);
        self.responses.extend(other.responses);
        self.request_bodies.extend(other.request_bodies);
        self.items.extend(other.items);
    }
}

/// Deserializes the objects of a document.
struct TypedReader<'a> {
    document: &'a Document,
    /// The errors of the shape check, unless what is read has none.
    errors: Option<&'a BTreeSet<Pointer>>,
    diagnostics: Diagnostics,
    /// The values that `openapiv3` dropped.
    lost: Vec<Pointer>,
    /// The objects that `openapiv3` rejected.
    rejected: Vec<Pointer>,
}

impl<'a> TypedReader<'a> {
    fn new(document: &'a Document, errors: Option<&'a BTreeSet<Pointer>>) -> Self {
        Self { document, errors, diagnostics: Diagnostics::new(), lost: Vec::new(), rejected: Vec::new() }
    }

    /// Processes independent items in parallel.
    fn each<T: Sync, R: Send>(&mut self, items: &[T], work: impl Fn(&mut Self, &T) -> R + Sync) -> Vec<R> {
        let (document, errors) = (self.document, self.errors);
        let done = parallel::map(items, |item| {
            let mut typing = Self::new(document, errors);
            (work(&mut typing, item), typing.diagnostics, typing.lost, typing.rejected)
        });
        let results = done.into_iter().map(|(result, diagnostics, lost, rejected)| {
            self.diagnostics.absorb(diagnostics);
            self.lost.extend(lost);
            self.rejected.extend(rejected);
            result
        });
        results.collect()
    }

    /// Whether the shape check found no error within `at`.
    fn is_sound(&self, at: &Pointer) -> bool {
        !self.errors.is_some_and(|errors| at.contains_any(errors))
    }

    fn sections(&mut self, file: &File) -> Sections {
        let root = Pointer::root(file.path.clone());
        let is_root = file.path == self.document.root_file;
        let base = if is_root { root.child("components") } else { root.clone() };
        let mut sections = Sections::default();
        self.section(&base.child("schemas"), &mut sections.schemas);
        self.section(&base.child("parameters"), &mut sections.parameters);
        self.section(&base.child("responses"), &mut sections.responses);
        self.section(&base.child("requestBodies"), &mut sections.request_bodies);
        if !is_root {
            self.section(&root.child("paths"), &mut sections.items);
        }
        sections
    }

    fn section<T: DeserializeOwned + Serialize>(&mut self, at: &Pointer, into: &mut IndexMap<Pointer, T>) {
        let Some(section) = self.document.node(at) else { return };
        for entry in section.entries() {
            let here = at.child(&entry.key);
            if let Some(typed) = self.typed(&here, &entry.value.to_json()) {
                into.insert(here, typed);
            }
        }
    }

    /// Deserializes an object. Returns `None` if the shape check found an error in it.
    fn typed<T: DeserializeOwned + Serialize>(&mut self, at: &Pointer, written: &Value) -> Option<T> {
        if !self.is_sound(at) {
            return None;
        }
        let outcome = T::deserialize(written).and_then(|typed| Ok((serde_json::to_value(&typed)?, typed)));
        match outcome {
            Ok((value, typed)) => {
                self.lost.extend(compare::lost(at, written, &value));
                Some(typed)
            }
            Err(error) => {
                let message = format!("invalid `{}`: {error}", at.key().unwrap_or_default());
                self.diagnostics.push(
                    Diagnostic::new(codes::NOT_TYPED, message)
                        .at(self.document.locate_key(at))
                        .help(rejection_help(&error.to_string())),
                );
                self.rejected.push(at.clone());
                None
            }
        }
    }

    /// Deserializes the root object without its paths and named components. Parts with errors are omitted.
    fn root(&mut self) -> OpenAPI {
        let at = Pointer::root(self.document.root_file.clone());
        let mut value = Map::new();
        for entry in self.document.node(&at).map(Node::entries).unwrap_or_default() {
            let here = at.child(&entry.key);
            match entry.key.as_str() {
                "paths" => {}
                "components" => {
                    let at = here.child("securitySchemes");
                    let schemes: Map<String, Value> = entry
                        .value
                        .get("securitySchemes")
                        .map(Node::entries)
                        .unwrap_or_default()
                        .iter()
                        .map(|scheme| (scheme.key.clone(), scheme.value.to_json()))
                        // Each one separately, so that an error has its location.
                        .filter(|(key, scheme)| self.typed::<SecurityScheme>(&at.child(key), scheme).is_some())
                        .collect();
                    value.insert("components".to_owned(), json!({ "securitySchemes": schemes }));
                }
                key if self.is_sound(&here) => drop(value.insert(key.to_owned(), entry.value.to_json())),
                _ => {}
            }
        }
        for (key, fallback) in
            [("openapi", json!("3.0.3")), ("info", json!({ "title": "", "version": "" })), ("paths", json!({}))]
        {
            value.entry(key).or_insert(fallback);
        }
        // Only sound parts are left, so the errors within the root do not matter.
        let errors = self.errors.take();
        let root = self.typed(&at, &Value::Object(value)).unwrap_or_default();
        self.errors = errors;
        root
    }

    fn operations(&mut self, mut items: IndexMap<Pointer, Box<PathItem>>) -> Vec<LoadedOperation> {
        let paths = Pointer::root(self.document.root_file.clone()).child("paths");
        let entries = self.document.node(&paths).map(Node::entries).unwrap_or_default();
        let written_out = self.each(entries, |typing, entry| {
            let is_reference = entry.value.get("$ref").is_some_and(|reference| reference.as_str().is_some());
            if is_reference {
                return None;
            }
            typing.typed::<ReferenceOr<Box<PathItem>>>(&paths.child(&entry.key), &entry.value.to_json())
        });
        let mut found = Vec::new();
        for (entry, written_out) in entries.iter().zip(written_out) {
            let path_at = paths.child(&entry.key);
            let item_at = match entry.value.get("$ref").and_then(Node::as_str) {
                Some(reference) => self.document.follow(&path_at, reference),
                None => Some(path_at.clone()),
            };
            let Some(item_at) = item_at else { continue };
            if let Some(ReferenceOr::Item(item)) = written_out {
                items.insert(item_at.clone(), item);
            }
            found.push((entry, path_at, item_at));
        }
        // The last path with an item takes it. By far most items have one path, so few are cloned.
        let last: HashMap<&Pointer, usize> = found.iter().enumerate().map(|(index, (_, _, item_at))| (item_at, index)).collect();
        let mut operations = Vec::new();
        for (index, (entry, path_at, item_at)) in found.iter().enumerate() {
            let is_last = last.get(item_at) == Some(&index);
            let item = if is_last { items.swap_remove(item_at) } else { items.get(item_at).cloned() };
            let Some(mut item) = item else { continue };
            let taken = Method::ALL.map(|method| (method, take(&mut item, method)));
            let item: Arc<PathItem> = item.into();
            for (method, operation) in taken {
                if let Some(operation) = operation {
                    operations.push(LoadedOperation {
                        path: entry.key.clone(),
                        method,
                        at: item_at.child(method.key()),
                        item_at: item_at.clone(),
                        path_at: path_at.clone(),
                        operation,
                        item: item.clone(),
                    });
                }
            }
        }
        operations
    }
}

/// What to write so that `openapiv3` accepts the object, as far as its error reveals that.
fn rejection_help(error: &str) -> String {
    let field = error.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    match field {
        Some(field) => format!("add `{field}: …`"),
        None => "correct the value as the OpenAPI 3.0 specification defines it".to_owned(),
    }
}

/// Removes the operation of a method from a path item.
fn take(item: &mut PathItem, method: Method) -> Option<Operation> {
    match method {
        Method::Get => item.get.take(),
        Method::Post => item.post.take(),
        Method::Put => item.put.take(),
        Method::Patch => item.patch.take(),
        Method::Delete => item.delete.take(),
        Method::Head => item.head.take(),
        Method::Options => item.options.take(),
        Method::Trace => item.trace.take(),
    }
}
