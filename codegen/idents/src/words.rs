//! The words of a name.

use std::fmt::Write;

use any_ascii::any_ascii_char;
use heck::ToSnakeCase;

/// Returns the words of a name in lower-case ASCII. A name of signs has their words; an empty one has none.
///
/// ```
/// # use pipedrive_idents::words;
/// assert_eq!(words("getDealFields"), ["get", "deal", "fields"]);
/// assert_eq!(words("3D Größe"), ["3d", "grosse"]);
/// assert_eq!(words("+1"), ["1"]);
/// assert_eq!(words("%"), ["percent"]);
/// ```
pub fn words(name: &str) -> Vec<String> {
    let split = |spelling: Spelling| {
        let snake = spelling.words(name).to_snake_case();
        snake.split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let plain = split(Spelling::Plain);
    if plain.is_empty() { split(Spelling::Full) } else { plain }
}

/// Signs of two characters.
const PAIRS: &[(&str, &str)] = &[
    ("<=", "less or equal"),
    (">=", "greater or equal"),
    ("<>", "not equal"),
    ("!=", "not equal"),
    ("==", "equal"),
    ("&&", "and"),
    ("||", "or"),
    ("->", "to"),
    ("[]", "list"),
];

/// How the words of a name are written.
#[derive(Clone, Copy)]
pub(crate) enum Spelling {
    /// Signs only separate words.
    Plain,
    /// Signs are words, except for those that are usual between words.
    Full,
}

impl Spelling {
    /// Returns the words in ASCII, separated by other characters than letters and digits.
    pub(crate) fn words(self, name: &str) -> String {
        let ascii: String = name.chars().map(any_ascii_char).collect();
        match self {
            Self::Plain => ascii,
            Self::Full if name.trim().is_empty() => name.chars().next().map(sign).unwrap_or_default().to_owned(),
            Self::Full => {
                let mut ascii = String::new();
                for c in name.chars() {
                    match any_ascii_char(c) {
                        // Neither a letter nor visible.
                        "" => {
                            let _ = write!(ascii, " u{:x} ", u32::from(c));
                        }
                        letters => ascii.push_str(letters),
                    }
                }
                with_signs(&ascii)
            }
        }
    }
}

fn with_signs(ascii: &str) -> String {
    let mut words = String::new();
    let mut rest = ascii;
    while let Some(c) = rest.chars().next() {
        let (length, sign) = match PAIRS.iter().find(|(pair, _)| rest.starts_with(pair)) {
            Some((pair, sign)) => (pair.len(), *sign),
            None => (c.len_utf8(), sign(c)),
        };
        let (before, after) = (words.chars().next_back(), rest[length..].chars().next());
        if c.is_ascii_alphanumeric() {
            words.push(c);
        } else if is_separator(c, before, after) {
            words.push(' ');
        } else {
            words.push(' ');
            words.push_str(sign);
            words.push(' ');
        }
        rest = &rest[length..];
    }
    words
}

/// Returns whether a sign between two characters only separates words.
fn is_separator(sign: char, before: Option<char>, after: Option<char>) -> bool {
    let is_alphanumeric = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match sign {
        ' ' => true,
        '.' if is_digit(before) && is_digit(after) => false,
        '-' | '_' | '.' | '/' | ':' | ',' | '\'' | '[' | '(' | '{' => is_alphanumeric(before) && is_alphanumeric(after),
        ']' | ')' | '}' => is_alphanumeric(before),
        _ => false,
    }
}

/// Returns the words for a sign, or nothing for a letter or digit.
fn sign(c: char) -> &'static str {
    match c {
        ' ' => "space",
        '\t' => "tab",
        '\n' => "newline",
        '\r' => "return",
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '?' => "question",
        '.' => "point",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '^' => "caret",
        '~' => "tilde",
        '_' => "underscore",
        '(' => "left paren",
        ')' => "right paren",
        '[' => "left bracket",
        ']' => "right bracket",
        '{' => "left brace",
        '}' => "right brace",
        '"' => "quote",
        '\'' => "apostrophe",
        '`' => "backtick",
        // The other control characters of ASCII.
        _ => "control",
    }
}

#[cfg(test)]
mod tests {
    use super::Spelling;

    fn words(name: &str) -> Vec<String> {
        Spelling::Full.words(name).split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn signs_at_the_edges_are_words() {
        assert_eq!(words("-name"), ["minus", "name"]);
        assert_eq!(words("name+"), ["name", "plus"]);
        assert_eq!(words("a<=b"), ["a", "less", "or", "equal", "b"]);
        assert_eq!(words("ids[]"), ["ids", "list"]);
        assert_eq!(words("_id"), ["underscore", "id"]);
    }

    #[test]
    fn signs_between_words_separate_them() {
        for name in ["a-b", "a_b", "a.b", "a/b", "a b", "a[b]", "a:b"] {
            assert_eq!(words(name), ["a", "b"], "{name}");
        }
        assert_eq!(words("1.5"), ["1", "point", "5"]);
    }
}
