//! Lookup of names, and suggestions for misspelled ones.

/// Returns the indices of a name in `all`. If none matches exactly, upper and lower case and surrounding whitespace are ignored.
pub(super) fn find(name: &str, all: &[&str]) -> Vec<usize> {
    let exact = indices(all, &|known| known == name);
    if !exact.is_empty() {
        return exact;
    }
    let folded = fold(name);
    indices(all, &|known| fold(known) == folded)
}

fn indices(all: &[&str], matches: &dyn Fn(&str) -> bool) -> Vec<usize> {
    (0..all.len()).filter(|index| matches(all[*index])).collect()
}

/// Returns up to three names that are similar to a misspelled one, the most similar first.
pub(super) fn closest(name: &str, all: &[&str]) -> Vec<String> {
    const MAX_NAMES: usize = 3;
    let name: Vec<char> = fold(name).chars().collect();
    // Allows edits to a third of the characters, at least to one.
    let max_distance = (name.len() / 3).max(1);
    let mut closest = Vec::with_capacity(MAX_NAMES + 1);
    for known in all {
        let characters: Vec<char> = fold(known).chars().collect();
        let candidate = (distance(&name, &characters), *known);
        if let Err(index) = closest.binary_search(&candidate)
            && candidate.0 <= max_distance
        {
            closest.insert(index, candidate);
            closest.truncate(MAX_NAMES);
        }
    }
    closest.iter().map(|(_, known)| (*known).to_owned()).collect()
}

fn fold(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Computes the Levenshtein distance.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (above, character) in from.iter().enumerate() {
        let mut diagonal = above;
        row[0] = above + 1;
        for (left, other) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(character != other);
            diagonal = row[left + 1];
            row[left + 1] = replaced.min(diagonal + 1).min(row[left] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_matches_take_precedence() {
        let names = ["Budget", "budget", "Tier ", "TIER"];
        assert_eq!(find("Budget", &names), [0]);
        assert_eq!(find("BUDGET", &names), [0, 1]);
        assert_eq!(find("tier", &names), [2, 3]);
        assert!(find("Tie", &names).is_empty());
    }

    #[test]
    fn similar_names_are_sorted_by_distance() {
        let known = ["Budget", "Budgets", "Gadget", "Contract no", "Budget"];
        assert_eq!(closest("budgte", &known), ["Budget", "Budgets"]);
        assert_eq!(closest("contract", &["Contact", "Contract no"]), ["Contact"]);
        assert_eq!(closest("Budgetts", &known), ["Budgets", "Budget"]);
        assert!(closest("zebra", &known).is_empty());
        assert!(closest("", &known).is_empty());
        assert_eq!(distance(&['a', 'b'], &[]), 2);
        assert_eq!(distance(&[], &['a']), 1);
    }
}
