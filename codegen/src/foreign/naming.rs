//! Names and modules for the types that were found.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;

use super::Adopting;
use super::types::Module;
use super::words::{singular, words};
use crate::names;

/// The file of the types that several resources need.
const COMMON: &str = "common/types.yaml";

/// Where a type stands.
pub(super) struct Place {
    pub file: String,
    pub name: String,
}

impl Place {
    /// A reference to it in `file`. Files stand in one folder, or beside the root.
    pub(super) fn seen_from(&self, file: &str) -> String {
        let Self { file: own, name } = self;
        if own == file {
            format!("#/schemas/{name}")
        } else if file.contains('/') {
            format!("../{own}#/schemas/{name}")
        } else {
            format!("{own}#/schemas/{name}")
        }
    }
}

impl Adopting<'_> {
    /// Decides where each type stands and what it is called. `taken` are the names of what the operations bring with them.
    pub(super) fn places(&mut self, taken: &BTreeMap<Module, BTreeSet<String>>) -> Vec<Place> {
        self.spread_users();
        let drafts = &self.types.drafts;
        let files: Vec<String> = drafts
            .iter()
            .map(|draft| match draft.users.iter().collect::<Vec<_>>().as_slice() {
                [(version, resource)] => format!("{version}/{resource}.yaml"),
                _ => COMMON.to_owned(),
            })
            .collect();
        let mut names = Names { taken: BTreeMap::new(), given: vec![None; drafts.len()] };
        for ((version, resource), used) in taken {
            names.taken.entry(format!("{version}/{resource}.yaml")).or_default().extend(used.iter().cloned());
            // What is shared is imported beside them.
            names.taken.entry(COMMON.to_owned()).or_default().extend(used.iter().cloned());
        }
        // The surest names first, so that what has to give way is what has a name for want of a better one.
        let ranks: [&dyn Fn(usize) -> bool; 3] =
            [&|index| drafts[index].component.is_some(), &|index| !drafts[index].wanted.is_empty(), &|_| true];
        for fits in ranks {
            for index in (0..drafts.len()).filter(|index| fits(*index)) {
                self.name(index, &files, &mut names, &mut Vec::new());
            }
        }
        let given = names.given.into_iter().map(Option::unwrap_or_default);
        files.into_iter().zip(given).map(|(file, name)| Place { file, name }).collect()
    }

    /// The name of a type, given now if it has none yet. A type that is named after one that holds it waits for that one's name.
    fn name(&self, index: usize, files: &[String], names: &mut Names, open: &mut Vec<usize>) -> String {
        if let Some(name) = &names.given[index] {
            return name.clone();
        }
        open.push(index);
        let draft = &self.types.drafts[index];
        let mut wanted: Vec<String> = Vec::new();
        wanted.extend(draft.component.clone());
        wanted.extend(draft.title.clone().filter(|title| is_of_a_thing(title)));
        let places: BTreeSet<String> = draft.within.iter().map(|(_, place, many)| called_after(place, *many)).collect();
        // What stands under the same name everywhere is called by that.
        if let (Some(place), true) = (places.first(), places.len() == 1 && draft.wanted.is_empty() && files[index] == COMMON) {
            wanted.push(place.clone());
        }
        wanted.extend(draft.wanted.iter().cloned());
        for (holder, place, many) in &draft.within {
            if !open.contains(holder) {
                let holder = self.name(*holder, files, names, open);
                let place = called_after(place, *many);
                wanted.push(if place.starts_with(&holder) { place } else { format!("{holder}{place}") });
                break;
            }
        }
        open.pop();
        let name = names.unique(&files[index], &wanted);
        names.given[index] = Some(name.clone());
        name
    }
}

struct Names {
    /// By file.
    taken: BTreeMap<String, BTreeSet<String>>,
    given: Vec<Option<String>>,
}

impl Names {
    fn unique(&mut self, file: &str, wanted: &[String]) -> String {
        let taken = self.taken.entry(file.to_owned()).or_default();
        let spoken: Vec<String> = wanted.iter().filter_map(|name| names::camel(name)).collect();
        let first = spoken.first().cloned().unwrap_or_else(|| "Part".to_owned());
        let numbered = (2..).map(|count| format!("{first}{count}"));
        let is_free = |name: &String| !taken.contains(name) && !names::RESERVED_TYPES.contains(&name.as_str());
        let name = spoken.into_iter().chain(numbered).find(is_free).unwrap_or_default();
        taken.insert(name.clone());
        name
    }
}

/// `email` and `emails` of an item give `Email`.
fn called_after(place: &str, many: bool) -> String {
    let mut words = words(place);
    if let (Some(last), true) = (words.last_mut(), many) {
        *last = singular(last);
    }
    words.join("_").to_upper_camel_case()
}

/// Titles of whole replies and requests tell nothing about the thing.
fn is_of_a_thing(title: &str) -> bool {
    let name = title.to_upper_camel_case();
    let is_name = !title.trim().contains(' ') && names::camel(title).is_some();
    is_name && !["Response", "Request", "Data", "Body"].iter().any(|end| name.ends_with(end))
}
