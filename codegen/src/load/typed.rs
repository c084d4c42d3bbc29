//! From the trees to `openapiv3`, entry by entry, so that a fault in one does not hide another.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, Operation, Parameter, PathItem, ReferenceOr, RequestBody, Response, Schema, SecurityScheme};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::reader::Loaded;
use super::{Document, File, Flavour, LoadedOperation, Method, Node, Pointer, compare};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::parallel;

pub(super) fn document(loaded: Loaded, flavour: Flavour, diagnostics: &mut Diagnostics) -> Document {
    let errors: Vec<Pointer> = loaded.found.into_values().flat_map(|found| found.errors).collect();
    let root_file = loaded.root.clone();
    let mut files: IndexMap<Arc<str>, File> = loaded.files.into_values().map(|file| (file.path.clone(), file)).collect();
    if let Some(index) = files.get_index_of(&root_file) {
        files.move_index(index, 0);
    }
    let mut document = Document { root_file: root_file.clone(), flavour, files, ..Document::default() };
    let mut typing = Typing::new(&document, &errors);

    let files: Vec<&File> = document.files().collect();
    let mut sections = Sections::default();
    for of_file in typing.each(&files, |typing, file| typing.sections(file)) {
        sections.extend(of_file);
    }
    let root = typing.root();
    let operations = typing.operations(sections.items);

    diagnostics.absorb(typing.diagnostics);
    for at in typing.lost {
        let message = format!("`{}` is lost on the way into the typed document", at.key().unwrap_or_default());
        diagnostics.push(
            Diagnostic::new(codes::LOST_IN_TYPING, message)
                .at(document.locate_key(&at))
                .help("OpenAPI 3.0 knows no such thing here; say it another way, or take it out"),
        );
    }
    document.root = root;
    document.operations = operations;
    document.schemas = sections.schemas;
    document.parameters = sections.parameters;
    document.responses = sections.responses;
    document.request_bodies = sections.request_bodies;
    document
}

/// What has a name, or is a path item outside the root.
#[derive(Default)]
struct Sections {
    schemas: IndexMap<Pointer, ReferenceOr<Schema>>,
    parameters: IndexMap<Pointer, ReferenceOr<Parameter>>,
    responses: IndexMap<Pointer, ReferenceOr<Response>>,
    request_bodies: IndexMap<Pointer, ReferenceOr<RequestBody>>,
    items: IndexMap<Pointer, PathItem>,
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

struct Typing<'a> {
    document: &'a Document,
    errors: &'a [Pointer],
    diagnostics: Diagnostics,
    lost: Vec<Pointer>,
}

impl<'a> Typing<'a> {
    fn new(document: &'a Document, errors: &'a [Pointer]) -> Self {
        Self { document, errors, diagnostics: Diagnostics::new(), lost: Vec::new() }
    }

    /// Does the same for many things, which have nothing to do with each other.
    fn each<T: Sync, R: Send>(&mut self, things: &[T], work: impl Fn(&mut Self, &T) -> R + Sync) -> Vec<R> {
        let (document, errors) = (self.document, self.errors);
        let done = parallel::map(things, |thing| {
            let mut typing = Self::new(document, errors);
            (work(&mut typing, thing), typing.diagnostics, typing.lost)
        });
        let results = done.into_iter().map(|(result, diagnostics, lost)| {
            self.diagnostics.absorb(diagnostics);
            self.lost.extend(lost);
            result
        });
        results.collect()
    }

    fn is_sound(&self, at: &Pointer) -> bool {
        !self.errors.iter().any(|error| error.is_within(at))
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

    /// One object with its whole inside; `None` if the shape check found a fault in it.
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
                let message = format!("`{}` is not understood: {error}", at.key().unwrap_or_default());
                self.diagnostics.push(
                    Diagnostic::new(codes::NOT_TYPED, message)
                        .at(self.document.locate_key(at))
                        .help("compare it with the OpenAPI 3.0 specification"),
                );
                None
            }
        }
    }

    /// Everything of the root but its paths and the named components; parts with errors are left out.
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
                        // Each by itself first, so that a fault is told where it stands.
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
        // The parts have been found sound one by one, so the errors of the whole do not matter.
        let sound = std::mem::take(&mut self.errors);
        let root = self.typed(&at, &Value::Object(value)).unwrap_or_default();
        self.errors = sound;
        root
    }

    fn operations(&mut self, mut items: IndexMap<Pointer, PathItem>) -> Vec<LoadedOperation> {
        let paths = Pointer::root(self.document.root_file.clone()).child("paths");
        let entries = self.document.node(&paths).map(Node::entries).unwrap_or_default();
        let written_out = self.each(entries, |typing, entry| {
            let is_reference = entry.value.get("$ref").is_some_and(|reference| reference.as_str().is_some());
            if is_reference {
                return None;
            }
            // Faults elsewhere in the path, such as in its name, do not touch the item.
            typing.typed::<ReferenceOr<PathItem>>(&paths.child(&entry.key), &entry.value.to_json())
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
        // The last path that leads to an item takes it. Usually that is the only one, so hardly ever an item is copied.
        let last: HashMap<&Pointer, usize> = found.iter().enumerate().map(|(index, (_, _, item_at))| (item_at, index)).collect();
        let mut operations = Vec::new();
        for (index, (entry, path_at, item_at)) in found.iter().enumerate() {
            let is_last = last.get(item_at) == Some(&index);
            let item = if is_last { items.swap_remove(item_at) } else { items.get(item_at).cloned() };
            let Some(mut item) = item else { continue };
            let taken = Method::ALL.map(|method| (method, take(&mut item, method)));
            let item = Arc::new(item);
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

fn take(item: &mut PathItem, method: Method) -> Option<Operation> {
    match method {
        Method::Get => item.get.take(),
        Method::Post => item.post.take(),
        Method::Put => item.put.take(),
        Method::Patch => item.patch.take(),
        Method::Delete => item.delete.take(),
    }
}
