//! Distinct identifiers for the names of one scope.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::{Case, finished, spelled};
use crate::words::Spelling;

/// Returns a different identifier for each name, in the order of the names.
///
/// A name that already is an identifier keeps it. Of other names with the same identifier, the first keeps it; the others get one with
/// their signs as words, or a number from 2.
///
/// ```
/// # use pipedrive_idents::{Case, distinct};
/// assert_eq!(distinct(&["name", "-name"], Case::UpperCamel, "Value"), ["Name", "MinusName"]);
/// assert_eq!(distinct(&["asc", "ASC"], Case::UpperCamel, "Value"), ["Asc", "Asc2"]);
/// ```
pub fn distinct<S: AsRef<str>>(names: &[S], case: Case, fallback: &str) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut idents = vec![String::new(); names.len()];
    distinct_by(names, case, fallback, |index, ident| {
        let is_free = taken.insert(ident.to_owned());
        if is_free {
            ident.clone_into(&mut idents[index]);
        }
        is_free
    });
    idents
}

/// Offers identifiers for each name, by its index, until `accept` returns true.
///
/// The best identifiers of all names are offered first, so that the names that already are identifiers get them. `accept` decides what is
/// free: it also knows the identifiers that are reserved, and those that it derives from an identifier. It has to accept one with a number
/// at last; those are endless.
pub fn distinct_by<S: AsRef<str>>(names: &[S], case: Case, fallback: &str, mut accept: impl FnMut(usize, &str) -> bool) {
    let mut open: Vec<(usize, &str)> = names.iter().map(AsRef::as_ref).enumerate().collect();
    let kept = |name: &str| Spelling::Plain.ident(name, case).filter(|ident| ident.trim_start_matches("r#") == name);
    let plain = |name: &str| Spelling::Plain.ident(name, case);
    let full = |name: &str| finished(&spelled(name, fallback), name, case);
    open.retain(|(index, name)| kept(name).is_none_or(|ident| !accept(*index, &ident)));
    open.retain(|(index, name)| plain(name).is_none_or(|ident| !accept(*index, &ident)));
    open.retain(|(index, name)| !accept(*index, &full(name)));
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (index, name) in open {
        let base = Spelling::Plain.ident(name, case).map_or_else(|| spelled(name, fallback), |_| Spelling::Plain.words(name));
        // Counting continues after the last number of the same words, as many names may have them.
        let count = counts.entry(case.join(&base)).or_insert(1);
        loop {
            *count += 1;
            if accept(index, &finished(&format!("{base}_{count}"), &format!("{name}_{count}"), case)) {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{distinct, distinct_by};
    use crate::Case;

    #[test]
    fn names_that_are_identifiers_keep_them() {
        assert_eq!(distinct(&["userId", "user_id"], Case::Snake, "field"), ["user_id_2", "user_id"]);
        assert_eq!(distinct(&["a b", "a-b", "a b 2"], Case::Snake, "field"), ["a_b", "a_b_3", "a_b_2"]);
        assert_eq!(distinct(&["Type", "type"], Case::Snake, "field"), ["type_2", "r#type"]);
        assert_eq!(distinct(&["", ""], Case::Snake, "field"), ["field", "field_2"]);
    }

    #[test]
    fn what_is_not_accepted_is_not_given() {
        let mut given = Vec::new();
        distinct_by(&["items", "Items"], Case::Snake, "field", |_, ident| {
            let is_free = ident != "items" && ident != "items_2";
            given.extend(is_free.then(|| ident.to_owned()));
            is_free
        });
        assert_eq!(given, ["items_3", "items_4"]);
    }

    #[test]
    fn idents_are_distinct_in_every_case() {
        let parts = ["", "a", "A", "1", "-", "+", "_", "é", "名", " ", "type", "Self", "2", "\u{200b}", "🦄"];
        let mut names = Vec::new();
        for first in parts {
            for second in parts {
                names.extend(parts.map(|third| format!("{first}{second}{third}")));
            }
        }
        names.extend((0..200).map(|_| "x".repeat(80)));
        for case in [Case::Snake, Case::UpperCamel, Case::ScreamingSnake] {
            let idents = distinct(&names, case, "value");
            assert_eq!(idents.iter().collect::<BTreeSet<_>>().len(), names.len());
        }
    }

    #[test]
    fn many_equal_names_take_linear_time() {
        let mut offers = 0;
        let mut taken = BTreeSet::new();
        distinct_by(&vec!["name"; 1000], Case::Snake, "field", |_, ident| {
            offers += 1;
            taken.insert(ident.to_owned())
        });
        assert!(offers <= 4 * 1000, "{offers}");
    }
}
