//! Descriptions damaged at random, for tests of what the generator says about them.

/// Numbers that look random and are the same in every run.
#[derive(Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// Begins with a number of one's choice.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next number, which is less than `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}

const SNIPPETS: [&str; 16] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    " ",
    "\n",
    "\t",
    "- ",
    "'",
    "\"",
    "null",
    "&a ",
    "*a",
    "$ref: '#/components/schemas/Lamp'",
    "é\u{feff}",
];

/// A text with a few pieces of it cut, put in or moved.
pub fn mutate(text: &str, numbers: &mut Numbers) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=numbers.below(3) {
        let at = numbers.below(chars.len() + 1);
        match numbers.below(3) {
            0 => drop(chars.splice(at..(at + 1 + numbers.below(12)).min(chars.len()), [])),
            1 => drop(chars.splice(at..at, SNIPPETS[numbers.below(SNIPPETS.len())].chars())),
            _ => {
                let piece: Vec<char> = chars[at..(at + numbers.below(60)).min(chars.len())].to_vec();
                let to = numbers.below(chars.len() + 1);
                drop(chars.splice(to..to, piece));
            }
        }
    }
    chars.into_iter().collect()
}
