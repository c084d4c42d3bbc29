//! Assigns names and files to types.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;

use super::Normalizer;
use super::types::ResourceKey;
use super::words::{singular, words};
use crate::idents;

/// File of the types that several resources use.
const COMMON: &str = "common/types.yaml";

/// The file and name of a type.
pub(super) struct TypeLocation {
    pub file: String,
    pub name: String,
}

impl TypeLocation {
    /// Returns the reference to the type from `file`.
    pub(super) fn reference_from(&self, file: &str) -> String {
        let Self { file: own, name } = self;
        if own == file {
            format!("#/schemas/{name}")
        } else {
            let up = "../".repeat(file.matches('/').count());
            format!("{up}{own}#/schemas/{name}")
        }
    }
}

impl Normalizer<'_> {
    /// Assigns a file and a name to each type. `taken` contains the names that the operations of each resource use.
    pub(super) fn type_locations(&mut self, taken: &BTreeMap<ResourceKey, BTreeSet<String>>) -> Vec<TypeLocation> {
        self.propagate_users();
        self.name_inputs();
        let drafts = &self.types.drafts;
        let files: Vec<String> = drafts
            .iter()
            .map(|draft| match draft.users.iter().collect::<Vec<_>>().as_slice() {
                [(version, resource)] => format!("{version}/{resource}.yaml"),
                _ => COMMON.to_owned(),
            })
            .collect();
        let mut names = TypeNameAllocator { taken: BTreeMap::new(), given: vec![None; drafts.len()], numbers: BTreeMap::new() };
        // Types with the most specific names come first, so that derived names give way, as those of the operations do to components.
        for index in (0..drafts.len()).filter(|&index| drafts[index].component.is_some()) {
            self.name(index, &files, &mut names, &mut Vec::new());
        }
        for ((version, resource), used) in taken {
            names.taken.entry(format!("{version}/{resource}.yaml")).or_default().extend(used.iter().cloned());
            // Common types are imported into the modules of the resources.
            names.taken.entry(COMMON.to_owned()).or_default().extend(used.iter().cloned());
        }
        let ranks: [&dyn Fn(usize) -> bool; 2] = [&|index| !drafts[index].candidates.is_empty(), &|_| true];
        for fits in ranks {
            for index in (0..drafts.len()).filter(|index| fits(*index)) {
                self.name(index, &files, &mut names, &mut Vec::new());
            }
        }
        let given = names.given.into_iter().map(Option::unwrap_or_default);
        files.into_iter().zip(given).map(|(file, name)| TypeLocation { file, name }).collect()
    }

    /// Distinguishes the types of components that requests and responses contain in different types: `Lamp` and `LampInput`.
    fn name_inputs(&mut self) {
        let drafts = &mut self.types.drafts;
        let received: BTreeSet<String> =
            drafts.iter().filter(|draft| !draft.is_input).filter_map(|draft| draft.component.clone()).collect();
        for draft in drafts.iter_mut().filter(|draft| draft.is_input) {
            if let Some(name) = draft.component.as_mut().filter(|name| received.contains(*name)) {
                name.push_str("Input");
            }
        }
    }

    /// Returns the name of a type and assigns it if necessary. A name that is derived from a containing type depends on that type's
    /// name.
    fn name(&self, index: usize, files: &[String], names: &mut TypeNameAllocator, open: &mut Vec<usize>) -> String {
        if let Some(name) = &names.given[index] {
            return name.clone();
        }
        let draft = &self.types.drafts[index];
        if let Some(component) = &draft.component {
            // Named at once: the types that contain it may be inline types, which give way.
            let name = names.unique(&files[index], &[component.clone(), format!("{component} model")]);
            names.given[index] = Some(name.clone());
            return name;
        }
        open.push(index);
        let mut candidates: Vec<String> = Vec::new();
        candidates.extend(draft.title.clone().filter(|title| is_resource_title(title)));
        let locations: BTreeSet<String> =
            draft.holders.iter().map(|(_, property, many)| name_after_property(property, *many)).collect();
        // A common type that always has the same property name is named after the property.
        if let (Some(property), true) =
            (locations.first(), locations.len() == 1 && draft.candidates.is_empty() && files[index] == COMMON)
        {
            candidates.push(property.clone());
        }
        candidates.extend(draft.candidates.iter().cloned());
        for (holder, property, many) in &draft.holders {
            if open.len() < MAX_DEPTH && !open.contains(holder) {
                let holder = self.name(*holder, files, names, open);
                let property = name_after_property(property, *many);
                candidates.push(if property.starts_with(&holder) { property } else { format!("{holder}{property}") });
                break;
            }
        }
        open.pop();
        let name = names.unique(&files[index], &candidates);
        names.given[index] = Some(name.clone());
        name
    }
}

/// The maximum number of containing types that a name is derived from.
const MAX_DEPTH: usize = 64;

struct TypeNameAllocator {
    /// Names in use, by file.
    taken: BTreeMap<String, BTreeSet<String>>,
    given: Vec<Option<String>>,
    /// The last number after a name, by file and name.
    numbers: BTreeMap<(String, String), usize>,
}

impl TypeNameAllocator {
    fn unique(&mut self, file: &str, candidates: &[String]) -> String {
        let taken = self.taken.entry(file.to_owned()).or_default();
        let identifiers: Vec<String> = candidates.iter().map(|name| idents::type_name(name)).collect();
        let first = identifiers.first().cloned().unwrap_or_else(|| "Part".to_owned());
        let is_free = |name: &String| !taken.contains(name) && !idents::RESERVED_TYPES.contains(&name.as_str());
        let name = identifiers.into_iter().find(is_free).unwrap_or_else(|| {
            // Counting continues after the last number, as many types can have the same name.
            let number = self.numbers.entry((file.to_owned(), first.clone())).or_insert(1);
            loop {
                *number += 1;
                let name = format!("{first}{number}");
                if is_free(&name) {
                    break name;
                }
            }
        });
        taken.insert(name.clone());
        name
    }
}

/// Returns the type name for a property: `email`, or `emails` of items, becomes `Email`.
fn name_after_property(property: &str, many: bool) -> String {
    let mut words = words(property);
    if let (Some(last), true) = (words.last_mut(), many) {
        *last = singular(last);
    }
    words.join("_").to_upper_camel_case()
}

/// Returns whether a title names a resource. Titles of whole requests and responses do not.
fn is_resource_title(title: &str) -> bool {
    let name = title.to_upper_camel_case();
    let is_name = !title.trim().is_empty() && !title.trim().contains(' ');
    is_name && !["Response", "Request", "Data", "Body"].iter().any(|end| name.ends_with(end))
}
