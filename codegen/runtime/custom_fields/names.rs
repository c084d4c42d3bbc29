//! Looking for names the way people write them.

/// What was found.
pub(super) enum Match<T> {
    None,
    One(T),
    Several(Vec<T>),
}

/// Those of `all` that have a name: exactly, or else but for upper and lower case and blanks around it.
pub(super) fn find<'a, T>(
    name: &str,
    all: impl IntoIterator<Item = &'a T> + Clone,
    name_of: impl Fn(&T) -> &str,
) -> Match<&'a T> {
    let matching = |fits: &dyn Fn(&str) -> bool| all.clone().into_iter().filter(|item| fits(name_of(item))).collect::<Vec<_>>();
    let mut found = matching(&|known| known == name);
    if found.is_empty() {
        let folded = fold(name);
        found = matching(&|known| fold(known) == folded);
    }
    match found.as_slice() {
        [] => Match::None,
        [one] => Match::One(one),
        _ => Match::Several(found),
    }
}

/// The names that a wrong one was perhaps meant to be, the closest first.
pub(super) fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Vec<String> {
    const MOST: usize = 3;
    let name: Vec<char> = fold(name).chars().collect();
    // A third of the letters may be wrong, and one always.
    let bearable = (name.len() / 3).max(1);
    let mut near: Vec<(usize, &str)> = known
        .map(|known| (distance(&name, &fold(known).chars().collect::<Vec<_>>()), known))
        .filter(|(distance, _)| *distance <= bearable)
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(MOST).map(|(_, known)| known.to_owned()).collect()
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
        let names = ["Budget", "budget", "Tier ", "TIER"].map(str::to_owned);
        assert!(matches!(find("Budget", &names, |name| name), Match::One(name) if name == "Budget"));
        assert!(matches!(find("BUDGET", &names, |name| name), Match::Several(names) if names.len() == 2));
        assert!(matches!(find("tier", &names, |name| name), Match::Several(names) if names.len() == 2));
        assert!(matches!(find("Tie", &names, |name| name), Match::None));
    }

    #[test]
    fn the_closest_names_come_first() {
        let known = ["Budget", "Budgets", "Gadget", "Contract no", "Budget"];
        assert_eq!(closest("budgte", known.into_iter()), ["Budget", "Budgets"]);
        assert_eq!(closest("contract", ["Contact", "Contract no"].into_iter()), ["Contact"]);
        assert_eq!(closest("Budgetts", known.into_iter()), ["Budgets", "Budget"]);
        assert!(closest("zebra", known.into_iter()).is_empty());
        assert!(closest("", known.into_iter()).is_empty());
        assert_eq!(distance(&['a', 'b'], &[]), 2);
        assert_eq!(distance(&[], &['a']), 1);
    }
}
