//! Suggests the nearest known word for a misspelt one.

/// Returns ``did you mean `required`?`` if a known word is near, else `otherwise`.
pub(crate) fn help_or<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, otherwise: impl Into<String>) -> String {
    nearest(word, known).map_or_else(|| otherwise.into(), |near| format!("did you mean `{near}`?"))
}

/// The maximum number of suggestions for the references of a document: each compares a word with all others. A report shows fewer.
const MAX_SUGGESTIONS: usize = 200;

/// Suggestions for the references of a document.
pub(crate) struct Suggestions {
    left: usize,
}

impl Default for Suggestions {
    fn default() -> Self {
        Self { left: MAX_SUGGESTIONS }
    }
}

impl Suggestions {
    /// Returns what [`help_or`] returns, or `otherwise` after the maximum.
    pub fn help_or<'a>(&mut self, word: &str, known: impl IntoIterator<Item = &'a str>, otherwise: impl Into<String>) -> String {
        if self.is_left() { help_or(word, known, otherwise) } else { otherwise.into() }
    }

    /// Counts a suggestion, and returns whether there may be another one.
    pub fn is_left(&mut self) -> bool {
        let is_left = self.left > 0;
        self.left = self.left.saturating_sub(1);
        is_left
    }
}

/// The maximum number of words that one is compared with.
const MAX_KNOWN: usize = 10_000;

/// Returns the known word with the smallest edit distance, if that is at most a third of the length of `word`, and at most 3.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let allowed = (length / 3).clamp(1, 3);
    let word = word.to_lowercase();
    known
        .into_iter()
        .take(MAX_KNOWN)
        .filter(|candidate| candidate.chars().take(length + 4).count().abs_diff(length) <= 3)
        .map(|candidate| (distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The number of characters to insert, delete, replace or swap with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // Such words are too far apart in any case.
    if a.len().abs_diff(b.len()) > 3 || a.len() > 64 {
        return usize::MAX;
    }
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_words_are_found() {
        let known = ["required", "readOnly", "type"];
        assert_eq!(nearest("requried", known), Some("required"));
        assert_eq!(nearest("tpye", known), Some("type"));
        assert_eq!(nearest("banana", known), None);
    }
}
