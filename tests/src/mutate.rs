//! Descriptions damaged at random, for tests of what the generator says about them.

/// Numbers that decide what a test tries: they look random, or a fuzzer has chosen them. They are the same in every run.
#[derive(Debug)]
pub struct Numbers(NumberSource);

#[derive(Debug)]
enum NumberSource {
    Seed(u64),
    Bytes(std::vec::IntoIter<u8>),
}

impl Numbers {
    /// Begins with a number of one's choice.
    pub fn new(seed: u64) -> Self {
        Self(NumberSource::Seed(seed))
    }

    /// Takes the numbers from bytes. Once they are used up, all numbers are 0.
    pub fn of_bytes(bytes: Vec<u8>) -> Self {
        Self(NumberSource::Bytes(bytes.into_iter()))
    }

    /// Returns the next number, which is less than `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        let number = match &mut self.0 {
            NumberSource::Seed(seed) => {
                *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                usize::try_from(*seed >> 33).unwrap_or(0)
            }
            // One byte for a small number, so that a changed byte changes one decision.
            NumberSource::Bytes(bytes) => {
                let mut next = || usize::from(bytes.next().unwrap_or(0));
                if limit > 256 { next() << 8 | next() } else { next() }
            }
        };
        number % limit.max(1)
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
