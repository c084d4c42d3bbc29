//! Assigns the names of one scope.

use super::claims::{ItemKind, NamedItem};
use super::{NamePlanner, UNNAMED, variant};
use crate::idents::{self, Case, RESERVED_TYPES};
use crate::load::Flavour;

/// How the names of a scope are made.
pub(super) struct Naming<'a> {
    pub scope: &'a str,
    pub case: Case,
    /// Stands for a name without letters in an external description.
    pub fallback: &'static str,
    /// How to change a name that has no identifier.
    pub help: &'static str,
    /// Changes an identifier that the emitted code uses itself.
    pub adapt: &'a dyn Fn(usize, String) -> String,
    /// Whether the item also has a setter that sends `null`.
    pub clears: &'a dyn Fn(usize) -> bool,
}

/// The names of an item.
#[derive(Clone, Default)]
pub(super) struct AssignedName {
    pub ident: String,
    /// The setter that sends `null`.
    pub clear: Option<String>,
}

impl<'a> Naming<'a> {
    /// The variants of an enum with a variant for values that are not known.
    pub(super) fn of_variants(scope: &'a str, unknown: &'static str, help: &'static str) -> Self {
        let adapt: &dyn Fn(usize, String) -> String = match unknown {
            "Other" => &|_, ident| variant(ident, "Other"),
            _ => &|_, ident| variant(ident, "Unknown"),
        };
        Self { scope, case: Case::UpperCamel, fallback: "Value", help, adapt, clears: &|_| false }
    }

    fn names(&self, index: usize, ident: String) -> AssignedName {
        let ident = (self.adapt)(index, ident);
        let clear = (self.clears)(index).then(|| format!("clear_{}", ident.trim_start_matches("r#")));
        AssignedName { ident, clear }
    }
}

impl NamePlanner<'_> {
    /// Whether every item gets a name of its own, instead of a diagnostic.
    pub(super) fn is_external(&self) -> bool {
        self.document.flavour() == Flavour::Foreign
    }

    /// Names the items of a scope, in their order.
    pub(super) fn assign(&mut self, naming: &Naming<'_>, items: Vec<NamedItem>) -> Vec<AssignedName> {
        if self.is_external() { self.assign_distinct(naming, &items) } else { self.assign_exact(naming, items) }
    }

    fn assign_exact(&mut self, naming: &Naming<'_>, items: Vec<NamedItem>) -> Vec<AssignedName> {
        let mut assigned = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let ident = idents::exact(item.words(), naming.case);
            let ident = self.identifier_or_report(ident, &item.wire, &item.at, naming.help);
            let names = naming.names(index, ident);
            self.claim(naming.scope, &names.ident, item.clone());
            assigned.push(names);
        }
        for (names, item) in assigned.iter().zip(items).filter(|(names, _)| names.ident != UNNAMED) {
            if let Some(clear) = &names.clear {
                self.claim(naming.scope, clear, NamedItem { kind: ItemKind::ClearSetter, ..item });
            }
        }
        assigned
    }

    fn assign_distinct(&mut self, naming: &Naming<'_>, items: &[NamedItem]) -> Vec<AssignedName> {
        let mut assigned = vec![AssignedName::default(); items.len()];
        let words: Vec<&str> = items.iter().map(NamedItem::words).map(idents::words).collect();
        idents::distinct_by(&words, naming.case, naming.fallback, |index, ident| {
            let names = naming.names(index, ident.to_owned());
            let is_taken = |name: &String| self.claims.contains(naming.scope, name);
            let is_reserved = items[index].kind == ItemKind::Schema && RESERVED_TYPES.contains(&names.ident.as_str());
            if is_reserved || is_taken(&names.ident) || names.clear.as_ref().is_some_and(is_taken) {
                return false;
            }
            for name in std::iter::once(&names.ident).chain(&names.clear) {
                self.claim(naming.scope, name, items[index].clone());
            }
            assigned[index] = names;
            true
        });
        assigned
    }
}
