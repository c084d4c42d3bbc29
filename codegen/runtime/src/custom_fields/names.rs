//! Looking for names the way people write them.

/// The places in a list of names where a name stands: exactly, or else but for upper and lower case and blanks around it.
pub(super) fn find(name: &str, all: &[&str]) -> Vec<usize> {
    let found = places(all, &|known| known == name);
    if !found.is_empty() {
        return found;
    }
    let folded = fold(name);
    places(all, &|known| fold(known) == folded)
}

fn places(all: &[&str], fits: &dyn Fn(&str) -> bool) -> Vec<usize> {
    (0..all.len()).filter(|target| fits(all[*target])).collect()
}

/// The names that a wrong one was perhaps meant to be, the closest first.
pub(super) fn closest(name: &str, all: &[&str]) -> Vec<String> {
    const MOST: usize = 3;
    let name: Vec<char> = fold(name).chars().collect();
    // A third of the letters may be wrong, and one always.
    let bearable = (name.len() / 3).max(1);
    let mut near = Vec::with_capacity(MOST + 1);
    for known in all {
        let letters: Vec<char> = fold(known).chars().collect();
        let found = (distance(&name, &letters), *known);
        if let Err(target) = near.binary_search(&found)
            && found.0 <= bearable
        {
            near.insert(target, found);
            near.truncate(MOST);
        }
    }
    near.iter().map(|(_, known)| (*known).to_owned()).collect()
}

fn fold(name: &str) -> String {
    name.trim().to_lowercase()
}

/// How many letters have to be put in, taken out or replaced to get from one word to the other.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (above, letter) in from.iter().enumerate() {
        let mut diagonal = above;
        row[0] = above + 1;
        for (left, other) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != other);
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
    fn names_are_found_exactly_first() {
        let names = ["Budget", "budget", "Tier ", "TIER"];
        assert_eq!(find("Budget", &names), [0]);
        assert_eq!(find("BUDGET", &names), [0, 1]);
        assert_eq!(find("tier", &names), [2, 3]);
        assert!(find("Tie", &names).is_empty());
    }

    #[test]
    fn the_closest_names_come_first() {
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
