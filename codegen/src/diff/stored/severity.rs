//! What a difference of an item does to programs that use it.

use super::super::change::SemverLevel;
use super::super::rules::{self, DiffRule};
use super::lines::{owner_of, without_argument_names};
use crate::public_api::{MORE, PublicApi, StoredItem};

const NON_EXHAUSTIVE: &str = "#[non_exhaustive] ";
const DEPRECATED: &str = "#[deprecated] ";
const FEATURES: &str = " // features: ";

/// Returns the level of a new item. A part of an item that programs contain as a whole breaks them.
pub(super) fn of_added(item: &StoredItem, base: &PublicApi, head: &PublicApi) -> SemverLevel {
    let headers = owner_of(item).and_then(|owner| Some((base.items.get(owner)?, head.items.get(owner)?)));
    let Some((before, after)) = headers else { return SemverLevel::Minor };
    let is_open = |header: &StoredItem| header.text.contains(NON_EXHAUSTIVE) || header.text.contains(MORE);
    if is_open(before) || is_open(after) {
        return SemverLevel::Minor;
    }
    let (line, owner) = (&item.text, &after.text);
    let is_provided = line.contains(MORE);
    let is_part = (owner.contains("pub struct ") && !line.contains("fn ") && !line.contains("const "))
        || line.contains("pub variant ")
        || (owner.contains("pub trait ") && !is_provided);
    // An `impl` belongs to its type, but is no part of it.
    if is_part && !line.starts_with("impl") { SemverLevel::Major } else { SemverLevel::Minor }
}

/// Returns the rule and the level of a difference; `None` if programs do not notice it.
pub(super) fn of_changed(old: &str, new: &str) -> Option<(&'static DiffRule, SemverLevel)> {
    let (old, new) = (without_argument_names(old), without_argument_names(new));
    if old == new {
        return None;
    }
    let without = |part: &str| (old.replace(part, ""), new.replace(part, ""));
    let is_only = |part: &str| {
        let (old, new) = without(part);
        old == new
    };
    let (gains, changed) = (|part: &str| new.contains(part), &rules::ITEM_CHANGED);
    if is_only(DEPRECATED) {
        return Some(if gains(DEPRECATED) {
            (&rules::RUST_DEPRECATED, SemverLevel::Minor)
        } else {
            (&rules::RUST_REACTIVATED, SemverLevel::Patch)
        });
    }
    if is_only(NON_EXHAUSTIVE) {
        return Some((changed, if gains(NON_EXHAUSTIVE) { SemverLevel::Major } else { SemverLevel::Minor }));
    }
    if is_only(MORE) {
        // A provided method of a trait, or a type with private fields.
        let is_member = old.contains("fn ") || old.contains("pub const ");
        return Some((changed, if gains(MORE) == is_member { SemverLevel::Minor } else { SemverLevel::Major }));
    }
    if is_only("const ") {
        return Some((changed, if gains("const ") { SemverLevel::Minor } else { SemverLevel::Major }));
    }
    if old.starts_with("feature ") {
        let is_kept = list(&old).all(|feature| list(&new).any(|other| other == feature));
        return Some((changed, if is_kept { SemverLevel::Minor } else { SemverLevel::Major }));
    }
    let (before, after) = (split_features(&old), split_features(&new));
    if before.0 == after.0 {
        // A condition that is no longer needed breaks no program.
        let is_kept = after.1.iter().all(|feature| before.1.contains(feature));
        return Some((changed, if is_kept { SemverLevel::Minor } else { SemverLevel::Major }));
    }
    Some((changed, SemverLevel::Major))
}

/// Returns the names in brackets.
fn list(line: &str) -> impl Iterator<Item = &str> {
    let names = line.split_once('[').map_or("", |(_, names)| names.trim_end_matches(']'));
    names.split(", ").filter(|name| !name.is_empty())
}

/// Splits a line into what it declares and the features that it requires.
fn split_features(line: &str) -> (String, Vec<String>) {
    let Some((before, after)) = line.split_once(FEATURES) else { return (line.to_owned(), Vec::new()) };
    let (features, rest) = after.split_once(" // ").unwrap_or((after, ""));
    // Commas in parentheses separate alternatives.
    let mut depth = 0_usize;
    let parts = features.split(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    });
    (format!("{before}{rest}"), parts.map(|part| part.trim().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(old: &str, new: &str) -> Option<&'static str> {
        of_changed(old, new).map(|(_, level)| level.name())
    }

    #[test]
    fn only_what_programs_depend_on_is_a_change() {
        assert_eq!(level("pub fn a::B::c(&self, one: u8)", "pub fn a::B::c(&self, two: u8)"), None);
        for (old, new, expected) in [
            ("pub fn a::b(c: u8)", "pub fn a::b(c: u16)", "major"),
            ("pub fn a::b()", "pub const fn a::b()", "minor"),
            ("pub const fn a::b()", "pub fn a::b()", "major"),
            ("pub struct a::B", "#[non_exhaustive] pub struct a::B", "major"),
            ("#[non_exhaustive] pub struct a::B", "pub struct a::B", "minor"),
            ("pub struct a::B", "pub struct a::B { .. }", "major"),
            ("pub fn a::B::c()", "pub fn a::B::c() { .. }", "minor"),
            ("pub fn a::B::c()", "#[deprecated] pub fn a::B::c()", "minor"),
            ("#[deprecated] pub fn a::B::c()", "pub fn a::B::c()", "patch"),
            ("pub fn a::b() // features: x, any(y, z)", "pub fn a::b() // features: x", "minor"),
            ("pub fn a::b()", "pub fn a::b() // features: x", "major"),
            ("pub fn a::b() // features: any(x, y)", "pub fn a::b() // features: any(x, z)", "major"),
            ("feature a = [b]", "feature a = [b, c]", "minor"),
            ("feature a = [b]", "feature a = [c]", "major"),
        ] {
            assert_eq!(level(old, new), Some(expected), "{old} → {new}");
        }
    }

    #[test]
    fn new_parts_of_what_programs_contain_as_a_whole_are_major() {
        for (header, line, expected) in [
            ("pub struct a::B", "pub a::B::c: u8", "major"),
            ("#[non_exhaustive] pub struct a::B", "pub a::B::c: u8", "minor"),
            ("pub struct a::B { .. }", "pub a::B::c: u8", "minor"),
            ("pub struct a::B", "pub fn a::B::c(&self)", "minor"),
            ("pub struct a::B", "impl Clone for a::B", "minor"),
            ("pub enum a::B", "pub variant a::B::C", "major"),
            ("#[non_exhaustive] pub enum a::B", "pub variant a::B::C", "minor"),
            ("pub trait a::B", "pub fn a::B::c(&self)", "major"),
            ("pub trait a::B", "pub fn a::B::c(&self) { .. }", "minor"),
            ("pub mod a::b", "pub fn a::b::c()", "minor"),
        ] {
            let (base, head) = (PublicApi::parse(header), PublicApi::parse(&format!("{header}\n{line}\n")));
            let item = head.items.values().find(|item| item.text == line).expect("the item");
            assert_eq!(of_added(item, &base, &head).name(), expected, "{header}: {line}");
        }
    }
}
