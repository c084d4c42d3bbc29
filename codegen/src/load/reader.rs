//! From a source of files to the whole document.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::examples::LoadedExample;
use super::shape::{self, FileFindings, ObjectKind, Reference};
use super::{
    Document, Example, File, Flavour, Node, Pointer, SourceError, SpecSource, examples, json, references, typed, unused, yaml,
};
use crate::diag::{Diagnostic, Diagnostics, Location, codes};
use crate::{foreign, parallel};

/// The files as far as they could be read, before anything is typed.
pub(super) struct Loaded {
    pub root: Arc<str>,
    pub files: BTreeMap<Arc<str>, File>,
    pub found: BTreeMap<Arc<str>, FileFindings>,
    /// Files that exist and cannot be read; what they hold cannot be judged.
    pub broken: BTreeSet<Arc<str>>,
}

impl Loaded {
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.found.values().flat_map(|found| &found.references)
    }
}

/// Reads the root and whatever it leads to.
pub(super) fn read(source: &dyn SpecSource, root: &str, flavour: Flavour, diagnostics: &mut Diagnostics) -> Option<Document> {
    match flavour {
        Flavour::Curated => read_ours(source, root, diagnostics),
        Flavour::Foreign => read_foreign(source, &root.into(), diagnostics),
    }
}

/// Reads a single file, and makes files of our shape of it.
fn read_foreign(source: &dyn SpecSource, root: &Arc<str>, diagnostics: &mut Diagnostics) -> Option<Document> {
    let (text, node) = read_file(source, root, true, diagnostics, &mut BTreeSet::new())?;
    let adopted = foreign::adopt(root, &node, diagnostics)?;
    let mut loaded = Loaded { root: root.clone(), files: BTreeMap::new(), found: BTreeMap::new(), broken: BTreeSet::new() };
    // Whatever is still wrong stands in the one file that there is.
    let mut faults = Diagnostics::new();
    for (path, node) in adopted.files {
        let kind = if path == *root { ObjectKind::Root } else { ObjectKind::Part };
        loaded.found.insert(path.clone(), shape::check(&Pointer::root(path.clone()), &node, kind, &mut faults));
        loaded.files.insert(path.clone(), File { path, text: text.clone(), node });
    }
    references::check(&loaded, &[], &mut faults);
    for fault in faults.sorted() {
        let mut fault = fault.clone();
        fault.at.iter_mut().for_each(|at| root.to_string().clone_into(&mut at.file));
        diagnostics.push(fault);
    }
    let mut document = typed::document(loaded, Flavour::Foreign, diagnostics);
    for (id, example) in adopted.examples {
        let at = Pointer::root(root.clone());
        document.examples.insert(id, Example { file: root.clone(), at, value: example.to_json() });
    }
    Some(document)
}

fn read_ours(source: &dyn SpecSource, root: &str, diagnostics: &mut Diagnostics) -> Option<Document> {
    let all_files = source.list().unwrap_or_else(|error| {
        if let SourceError::Other(why) = error {
            let message = format!("the folder of the description cannot be listed: {why}");
            diagnostics.push(Diagnostic::new(codes::FILE_UNREADABLE, message).help("check the path and its permissions"));
        }
        Vec::new()
    });
    let root: Arc<str> = root.into();
    let (document, examples) =
        parallel::both(|| described(source, &root, &all_files, diagnostics), || examples::read(source, &all_files));
    let mut document = document?;
    for (stored, found) in examples {
        diagnostics.absorb(found);
        if let Some(LoadedExample { operation, example, file }) = stored {
            document.examples.insert(operation, example);
            document.example_files.insert(file.path.clone(), file);
        }
    }
    document.lint_levels = lint_levels(source, &all_files, diagnostics);
    Some(document)
}

/// What follows from the root file; everything but the examples.
fn described(source: &dyn SpecSource, root: &Arc<str>, all_files: &[String], diagnostics: &mut Diagnostics) -> Option<Document> {
    let loaded = load_files(source, root, all_files, diagnostics);
    if !loaded.files.contains_key(root) {
        return None;
    }
    references::check(&loaded, all_files, diagnostics);
    unused::check(&loaded, all_files, diagnostics);
    Some(typed::document(loaded, Flavour::Curated, diagnostics))
}

/// The file that gives rules of lint another level. It is no OpenAPI, and nothing refers to it.
pub(super) const LINT_LEVELS: &str = "lint.yaml";

fn lint_levels(source: &dyn SpecSource, all_files: &[String], diagnostics: &mut Diagnostics) -> Option<File> {
    let path: Arc<str> = all_files.iter().find(|file| *file == LINT_LEVELS)?.as_str().into();
    let (text, node) = read_file(source, &path, true, diagnostics, &mut BTreeSet::new())?;
    Some(File { path, text, node })
}

/// The file of the id types, which are used by the name in `x-id` and need no reference.
pub(crate) const IDS: &str = "common/ids.yaml";

fn load_files(source: &dyn SpecSource, root: &Arc<str>, all_files: &[String], diagnostics: &mut Diagnostics) -> Loaded {
    let mut loaded = Loaded { root: root.clone(), files: BTreeMap::new(), found: BTreeMap::new(), broken: BTreeSet::new() };
    let mut wanted = vec![root.clone()];
    if all_files.iter().any(|file| file == IDS) && &**root != IDS {
        wanted.push(IDS.into());
    }
    let mut seen: BTreeSet<Arc<str>> = wanted.iter().cloned().collect();
    while !wanted.is_empty() {
        let mut next = Vec::new();
        for (name, part) in wanted.iter().zip(parallel::map(&wanted, |name| load_file(source, name, name == root))) {
            diagnostics.absorb(part.diagnostics);
            loaded.broken.extend(part.broken);
            let Some((file, found)) = part.read else { continue };
            next.extend(references::files(&found.references).into_iter().filter(|next| seen.insert(next.clone())));
            loaded.files.insert(name.clone(), file);
            loaded.found.insert(name.clone(), found);
        }
        wanted = next;
    }
    loaded
}

/// What has become of one file.
struct Part {
    read: Option<(File, FileFindings)>,
    broken: BTreeSet<Arc<str>>,
    diagnostics: Diagnostics,
}

fn load_file(source: &dyn SpecSource, name: &Arc<str>, is_root: bool) -> Part {
    let (mut broken, mut diagnostics) = (BTreeSet::new(), Diagnostics::new());
    let read = read_file(source, name, is_root, &mut diagnostics, &mut broken).map(|(text, node)| {
        let kind = if is_root { ObjectKind::Root } else { ObjectKind::Part };
        let found = shape::check(&Pointer::root(name.clone()), &node, kind, &mut diagnostics);
        (File { path: name.clone(), text, node }, found)
    });
    Part { read, broken, diagnostics }
}

/// A file that does not exist is the fault of the reference to it and reported there, except for the root.
fn read_file(
    source: &dyn SpecSource,
    name: &Arc<str>,
    is_root: bool,
    diagnostics: &mut Diagnostics,
    broken: &mut BTreeSet<Arc<str>>,
) -> Option<(Arc<str>, Node)> {
    let why = match source.read(name) {
        Ok(text) => {
            let node = parse(name, &text, diagnostics);
            if node.is_none() {
                broken.insert(name.clone());
            }
            return node.map(|node| (text.into(), node));
        }
        Err(SourceError::NotFound) if !is_root => return None,
        Err(SourceError::NotFound) => "it does not exist".to_owned(),
        Err(SourceError::Other(why)) => why,
    };
    broken.insert(name.clone());
    diagnostics.push(
        Diagnostic::new(codes::FILE_UNREADABLE, format!("this file cannot be read: {why}"))
            .at(Location::file(&**name))
            .help("check the path, the permissions and the encoding"),
    );
    None
}

/// Reads YAML or JSON by the ending of the name, and keeps the text for the diagnostics.
pub(super) fn parse(name: &str, text: &str, diagnostics: &mut Diagnostics) -> Option<Node> {
    // A byte order mark is no part of the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    diagnostics.add_source(name, text.into());
    if Path::new(name).extension().is_some_and(|ending| ending == "json") {
        return json::parse(name, text, diagnostics);
    }
    let before = diagnostics.has_errors();
    let node = yaml::parse(name, text, diagnostics);
    if node.is_none() && !before && !diagnostics.has_errors() {
        diagnostics.push(
            Diagnostic::new(codes::YAML_SYNTAX, "this file is empty")
                .at(Location::file(name))
                .help("write something, or remove the file"),
        );
    }
    node
}
