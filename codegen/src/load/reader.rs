//! Reads the files of a description and creates the document.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::examples::LoadedExample;
use super::intact::ReferenceGraph;
use super::shape::{self, FileFindings, ObjectKind, Reference};
use super::{Document, Example, File, Flavour, Node, Pointer, SourceError, SpecSource, examples, references, typed, unused};
use crate::diag::{Diagnostic, Diagnostics, Location, codes};
use crate::openapi::json;
use crate::openapi::yaml::{self, Dialect};
use crate::{foreign, parallel};

/// The files that could be read, before deserialization.
pub(super) struct Loaded {
    pub root: Arc<str>,
    pub files: BTreeMap<Arc<str>, File>,
    pub findings: BTreeMap<Arc<str>, FileFindings>,
    /// The files that exist and could not be read or parsed. Their content is unknown.
    pub broken: BTreeSet<Arc<str>>,
}

impl Loaded {
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.findings.values().flat_map(|found| &found.references)
    }
}

/// Reads the root file and all files that it refers to, directly or indirectly.
pub(super) fn read(source: &dyn SpecSource, root: &str, flavour: Flavour, diagnostics: &mut Diagnostics) -> Option<Document> {
    match flavour {
        Flavour::Curated => read_curated(source, root, diagnostics),
        Flavour::Foreign => read_foreign(source, &root.into(), diagnostics),
    }
}

/// Reads a third-party document, and converts it into the files of a curated description.
fn read_foreign(source: &dyn SpecSource, root: &Arc<str>, diagnostics: &mut Diagnostics) -> Option<Document> {
    let (content, node) = read_file(source, root, true, Dialect::Lenient, diagnostics, &mut BTreeSet::new())?;
    let normalized = foreign::normalize(root, &node, diagnostics)?;
    let mut loaded = Loaded { root: root.clone(), files: BTreeMap::new(), findings: BTreeMap::new(), broken: BTreeSet::new() };
    // The user has one file only, so errors are reported there.
    let mut errors = Diagnostics::new();
    for (path, node) in normalized.files {
        let kind = if path == *root { ObjectKind::Root } else { ObjectKind::Part };
        loaded.findings.insert(path.clone(), shape::check(&Pointer::root(path.clone()), &node, kind, &mut errors));
        loaded.files.insert(path.clone(), File { path, text: content.clone(), node });
    }
    let _ = references::check(&loaded, &[], &mut errors);
    for error in errors.sorted() {
        let mut error = error.clone();
        error.at.iter_mut().for_each(|at| root.to_string().clone_into(&mut at.file));
        diagnostics.push(error);
    }
    let (mut document, _) = typed::document(loaded, Flavour::Foreign, diagnostics);
    document.unlimited_integers = normalized.unlimited_integers;
    for (id, example) in normalized.examples {
        let at = Pointer::root(root.clone());
        document.examples.insert(id, Example { file: root.clone(), at, value: example.to_json() });
    }
    Some(document)
}

fn read_curated(source: &dyn SpecSource, root: &str, diagnostics: &mut Diagnostics) -> Option<Document> {
    let all_files = source.list().unwrap_or_else(|error| {
        if let SourceError::Other(reason) = error {
            let message = format!("cannot list the directory of the description: {reason}");
            diagnostics.push(Diagnostic::new(codes::FILE_UNREADABLE, message).help("check the path and its permissions"));
        }
        Vec::new()
    });
    let root: Arc<str> = root.into();
    let (document, examples) =
        parallel::both(|| read_openapi(source, &root, &all_files, diagnostics), || examples::read(source, &all_files));
    let mut document = document?;
    for (stored, found) in examples {
        diagnostics.absorb(found);
        match stored {
            Ok(LoadedExample { operation, example, file }) => {
                document.examples.insert(operation, example);
                document.example_files.insert(file.path.clone(), file);
            }
            Err(path) => drop(document.unreadable.insert(path)),
        }
    }
    document.lint_levels = lint_levels(source, &all_files, diagnostics);
    Some(document)
}

/// Reads everything except the examples.
fn read_openapi(
    source: &dyn SpecSource,
    root: &Arc<str>,
    all_files: &[String],
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let loaded = load_files(source, root, all_files, diagnostics);
    if !loaded.files.contains_key(root) {
        return None;
    }
    let unresolved = references::check(&loaded, all_files, diagnostics);
    if !diagnostics.has_errors() {
        unused::check(&loaded, all_files, diagnostics);
    }
    let graph = ReferenceGraph::new(&loaded);
    let invalid = loaded.findings.values().flat_map(|found| found.errors.clone()).chain(unresolved).collect::<Vec<_>>();
    let unreadable = loaded.broken.clone();
    let (mut document, rejected) = typed::document(loaded, Flavour::Curated, diagnostics);
    document.incomplete = graph.incomplete(invalid.into_iter().chain(rejected));
    document.unreadable = unreadable;
    Some(document)
}

/// The file that sets the levels of lint rules. It is not an OpenAPI file, and nothing refers to it.
pub(super) const LINT_LEVELS: &str = "lint.yaml";

fn lint_levels(source: &dyn SpecSource, all_files: &[String], diagnostics: &mut Diagnostics) -> Option<File> {
    let path: Arc<str> = all_files.iter().find(|file| *file == LINT_LEVELS)?.as_str().into();
    let (content, node) = read_file(source, &path, true, Dialect::Strict, diagnostics, &mut BTreeSet::new())?;
    Some(File { path, text: content, node })
}

/// The file of the id types, which `x-id` refers to by name.
pub(crate) const IDS: &str = "common/ids.yaml";

fn load_files(source: &dyn SpecSource, root: &Arc<str>, all_files: &[String], diagnostics: &mut Diagnostics) -> Loaded {
    let mut loaded = Loaded { root: root.clone(), files: BTreeMap::new(), findings: BTreeMap::new(), broken: BTreeSet::new() };
    let mut pending = vec![root.clone()];
    if all_files.iter().any(|file| file == IDS) && &**root != IDS {
        pending.push(IDS.into());
    }
    let mut seen: BTreeSet<Arc<str>> = pending.iter().cloned().collect();
    while !pending.is_empty() {
        let mut next = Vec::new();
        for (name, part) in pending.iter().zip(parallel::map(&pending, |name| load_file(source, name, name == root))) {
            diagnostics.absorb(part.diagnostics);
            loaded.broken.extend(part.broken);
            let Some((file, found)) = part.read else { continue };
            next.extend(references::files(&found.references).into_iter().filter(|next| seen.insert(next.clone())));
            loaded.files.insert(name.clone(), file);
            loaded.findings.insert(name.clone(), found);
        }
        pending = next;
    }
    loaded
}

/// The result of reading one file.
struct ReadFile {
    read: Option<(File, FileFindings)>,
    broken: BTreeSet<Arc<str>>,
    diagnostics: Diagnostics,
}

fn load_file(source: &dyn SpecSource, name: &Arc<str>, is_root: bool) -> ReadFile {
    let (mut broken, mut diagnostics) = (BTreeSet::new(), Diagnostics::new());
    let read = read_file(source, name, is_root, Dialect::Strict, &mut diagnostics, &mut broken).map(|(content, node)| {
        let kind = if is_root { ObjectKind::Root } else { ObjectKind::Part };
        let found = shape::check(&Pointer::root(name.clone()), &node, kind, &mut diagnostics);
        (File { path: name.clone(), text: content, node }, found)
    });
    ReadFile { read, broken, diagnostics }
}

/// Reads and parses a file. A missing file is reported at the reference to it, unless it is the root file.
fn read_file(
    source: &dyn SpecSource,
    name: &Arc<str>,
    is_root: bool,
    dialect: Dialect,
    diagnostics: &mut Diagnostics,
    broken: &mut BTreeSet<Arc<str>>,
) -> Option<(Arc<str>, Node)> {
    let error = match source.read(name) {
        Ok(content) => {
            let node = parse(name, &content, dialect, diagnostics);
            if node.is_none() {
                broken.insert(name.clone());
            }
            return node.map(|node| (content.into(), node));
        }
        Err(SourceError::NotFound) if !is_root => return None,
        Err(error) => error,
    };
    broken.insert(name.clone());
    diagnostics.push(unreadable(name, &error));
    None
}

/// The error for a file that cannot be read.
pub(super) fn unreadable(name: &str, error: &SourceError) -> Diagnostic {
    let (reason, help) = match error {
        SourceError::NotFound => ("no such file", "create the file, or correct the path".to_owned()),
        SourceError::Other(reason) if reason.contains("UTF-8") => {
            (reason.as_str(), "save the file with the encoding UTF-8".to_owned())
        }
        SourceError::Other(reason) => (reason.as_str(), "check the permissions of the file".to_owned()),
    };
    Diagnostic::new(codes::FILE_UNREADABLE, format!("cannot read `{name}`: {reason}")).at(Location::file(name)).help(help)
}

/// Parses YAML or JSON, depending on the extension of the name, and keeps the content for diagnostics.
pub(super) fn parse(name: &str, content: &str, dialect: Dialect, diagnostics: &mut Diagnostics) -> Option<Node> {
    // A byte order mark is not part of the content.
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    diagnostics.add_source(name, content.into());
    if Path::new(name).extension().is_some_and(|extension| extension == "json") {
        return json::parse(name, content, dialect, diagnostics);
    }
    let before = diagnostics.has_errors();
    let node = yaml::parse(name, content, dialect, diagnostics);
    if node.is_none() && !before && !diagnostics.has_errors() {
        diagnostics.push(
            Diagnostic::new(codes::YAML_SYNTAX, format!("`{name}` is empty"))
                .at(Location::file(name))
                .help("add `paths:`, `schemas:` or another section, or delete the file"),
        );
    }
    node
}
