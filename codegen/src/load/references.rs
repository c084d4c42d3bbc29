//! Where references lead, and whether something of the right kind is there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::document::location;
use super::reader::Loaded;
use super::shape::{ObjectKind, Reference};
use super::{Pointer, did_you_mean};
use crate::diag::{Diagnostic, Diagnostics, codes};

/// Where a reference leads, whether or not anything is there.
pub(super) enum ReferenceTarget {
    Place(Pointer),
    /// Out of the folder of the description.
    Outside,
    Malformed,
}

/// Where `reference`, written in `file`, leads.
pub(super) fn target(file: &str, reference: &str) -> ReferenceTarget {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    if path.contains(':') || path.starts_with('/') || path.contains('\\') {
        return ReferenceTarget::Outside;
    }
    let Some(fragment) = decode(fragment) else { return ReferenceTarget::Malformed };
    if !fragment.is_empty() && !fragment.starts_with('/') {
        return ReferenceTarget::Malformed;
    }
    if path.is_empty() {
        return ReferenceTarget::Place(Pointer::new(file, fragment));
    }
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return ReferenceTarget::Outside;
                }
            }
            part => parts.push(part),
        }
    }
    ReferenceTarget::Place(Pointer::new(parts.join("/"), fragment))
}

/// The place that a reference in `file` leads to, unless it is malformed or leads out of the folder.
pub(crate) fn target_of(file: &str, reference: &str) -> Option<Pointer> {
    match target(file, reference) {
        ReferenceTarget::Place(at) => Some(at),
        ReferenceTarget::Outside | ReferenceTarget::Malformed => None,
    }
}

/// `%7B` and the like, which some editors write into fragments.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&digits).ok().filter(|d| d.chars().all(|c| c.is_ascii_hexdigit()))?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// What kind of named entry a place is, if it is one.
pub(super) fn entry_kind(at: &Pointer, root: &str) -> Option<ObjectKind> {
    let keys = at.keys();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let section = match keys.as_slice() {
        ["components", section, _] if at.file() == root => section,
        [section, _] if at.file() != root => section,
        _ => return None,
    };
    section_kind(section)
}

/// The kind of the entries in a section such as `schemas`.
pub(super) fn section_kind(section: &str) -> Option<ObjectKind> {
    match section {
        "paths" => Some(ObjectKind::PathItem),
        "schemas" => Some(ObjectKind::Schema),
        "parameters" => Some(ObjectKind::Parameter),
        "responses" => Some(ObjectKind::Response),
        "requestBodies" => Some(ObjectKind::RequestBody),
        _ => None,
    }
}

fn name(kind: ObjectKind) -> (&'static str, &'static str) {
    match kind {
        ObjectKind::PathItem => ("a path item", "paths"),
        ObjectKind::Schema => ("a schema", "schemas"),
        ObjectKind::Parameter => ("a parameter", "parameters"),
        ObjectKind::Response => ("a response", "responses"),
        ObjectKind::RequestBody => ("a request body", "requestBodies"),
        _ => ("something else", ""),
    }
}

/// Looks at every reference of every file.
pub(super) fn check(loaded: &Loaded, all_files: &[String], diagnostics: &mut Diagnostics) {
    for reference in loaded.references() {
        if let Some(diagnostic) = judge(loaded, all_files, reference) {
            diagnostics.push(diagnostic.at(location(reference.from.file(), reference.span)));
        }
    }
    cycles(loaded, diagnostics);
}

fn judge(loaded: &Loaded, all_files: &[String], reference: &Reference) -> Option<Diagnostic> {
    let text = &reference.target;
    let (wanted, section) = name(reference.wanted);
    let at = match target(reference.from.file(), text) {
        ReferenceTarget::Place(at) => at,
        ReferenceTarget::Outside => {
            let message = format!("`{text}` leads out of the folder");
            return Some(Diagnostic::new(codes::REF_OUTSIDE, message).help("copy what is needed into the description"));
        }
        ReferenceTarget::Malformed => {
            let message = format!("`{text}` is no reference");
            let help = format!("write `#/{section}/Name`, or `file.yaml#/{section}/Name`");
            return Some(Diagnostic::new(codes::DANGLING_REF, message).help(help));
        }
    };
    if loaded.broken.contains(at.file()) {
        return None;
    }
    let Some(file) = loaded.files.get(at.file()) else {
        let hint = did_you_mean(at.file(), all_files.iter().map(String::as_str));
        let message = format!("there is no file `{}`{hint}", at.file());
        let help = "the path is relative to the file that the reference stands in";
        return Some(Diagnostic::new(codes::DANGLING_REF, message).help(help));
    };
    let Some(_) = file.node.find(&at) else {
        let keys = at.parent().and_then(|parent| file.node.find(&parent).map(|(node, _)| node.entries()));
        let known = keys.unwrap_or_default().iter().map(|entry| entry.key.as_str());
        let hint = did_you_mean(&at.key().unwrap_or_default(), known);
        let message = format!("there is no `{}` in {}{hint}", at.path(), at.file());
        return Some(Diagnostic::new(codes::DANGLING_REF, message).help("define it there, or correct the reference"));
    };
    match entry_kind(&at, &loaded.root) {
        None => {
            let message = format!("`{text}` is not the name of {wanted}");
            let help = format!("give the thing a name under `{section}:` and refer to that");
            Some(Diagnostic::new(codes::REF_DEPTH, message).help(help))
        }
        Some(kind) if kind != reference.wanted => {
            let message = format!("`{text}` is {}, but {wanted} is wanted here", name(kind).0);
            Some(Diagnostic::new(codes::REF_KIND, message).help(format!("refer to something under `{section}:`")))
        }
        Some(_) => None,
    }
}

/// Entries that are nothing but a reference, and never lead anywhere else.
fn cycles(loaded: &Loaded, diagnostics: &mut Diagnostics) {
    let mut next: BTreeMap<&Pointer, (Pointer, &Reference)> = BTreeMap::new();
    for reference in loaded.references() {
        if entry_kind(&reference.from, &loaded.root).is_some()
            && let ReferenceTarget::Place(at) = target(reference.from.file(), &reference.target)
        {
            next.insert(&reference.from, (at, reference));
        }
    }
    let mut told: BTreeSet<&Pointer> = BTreeSet::new();
    for start in next.keys() {
        let mut round: Vec<&Pointer> = vec![start];
        while let Some((to, _)) = round.last().and_then(|last| next.get(*last)) {
            if to == *start {
                break;
            }
            match next.get_key_value(to) {
                Some((key, _)) if !round.contains(key) => round.push(key),
                _ => {
                    round.clear();
                    break;
                }
            }
        }
        let closed = round.last().and_then(|last| next.get(*last)).is_some_and(|(to, _)| to == *start);
        if closed && round.iter().all(|at| !told.contains(at)) {
            told.extend(&round);
            let names: Vec<String> = round.iter().chain([start]).map(|at| format!("`{at}`")).collect();
            let message = format!("these references go round in a circle: {}", names.join(" → "));
            let span = next[start].1.span;
            diagnostics.push(
                Diagnostic::new(codes::REF_CYCLE, message)
                    .at(location(start.file(), span))
                    .help("write the definition itself in one of the places"),
            );
        }
    }
}

/// The files that the references of a file lead to.
pub(super) fn files(references: &[Reference]) -> BTreeSet<Arc<str>> {
    references
        .iter()
        .filter_map(|reference| match target(reference.from.file(), &reference.target) {
            ReferenceTarget::Place(at) => Some(Arc::from(at.file())),
            ReferenceTarget::Outside | ReferenceTarget::Malformed => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{ReferenceTarget, target};

    fn place(file: &str, reference: &str) -> String {
        match target(file, reference) {
            ReferenceTarget::Place(at) => at.to_string(),
            ReferenceTarget::Outside => "outside".to_owned(),
            ReferenceTarget::Malformed => "malformed".to_owned(),
        }
    }

    #[test]
    fn references_are_relative_to_their_file() {
        assert_eq!(place("v2/deals.yaml", "#/schemas/Deal"), "v2/deals.yaml#/schemas/Deal");
        assert_eq!(place("v2/deals.yaml", "../common/ids.yaml#/schemas/DealId"), "common/ids.yaml#/schemas/DealId");
        assert_eq!(place("openapi.yaml", "./v2/deals.yaml#/paths/~1a%7Bid%7D"), "v2/deals.yaml#/paths/~1a{id}");
        assert_eq!(place("openapi.yaml", "../x.yaml#/schemas/X"), "outside");
        assert_eq!(place("openapi.yaml", "https://example.com/x.yaml#/a"), "outside");
        assert_eq!(place("openapi.yaml", "#Deal"), "malformed");
        assert_eq!(place("openapi.yaml", "#/a%f"), "malformed");
        assert_eq!(place("openapi.yaml", "#/a%+f"), "malformed");
    }
}
