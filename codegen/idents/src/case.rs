//! The cases of identifiers, and their reserved words.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::words::Spelling;

/// Maximum length of an identifier in characters. Reserved words can get one or two more.
const MAX_LENGTH: usize = 64;

/// Reserved words that can be raw identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum", "extern",
    "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override",
    "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Reserved words that cannot be raw identifiers.
const NON_RAW_KEYWORDS: &[&str] = &["self", "Self", "super", "crate", "_"];

/// The case of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `snake_case`, of fields, functions and modules.
    Snake,
    /// `UpperCamelCase`, of types and variants.
    UpperCamel,
    /// `SCREAMING_SNAKE_CASE`, of constants.
    ScreamingSnake,
}

impl Case {
    /// Joins words, which any characters but ASCII letters and digits separate. Reserved words are not escaped.
    pub(crate) fn join(self, words: &str) -> String {
        match self {
            Self::Snake => words.to_snake_case(),
            Self::UpperCamel => words.to_upper_camel_case(),
            Self::ScreamingSnake => words.to_shouty_snake_case(),
        }
    }
}

/// Returns the identifier for a name of ASCII letters and digits and signs that separate them. Returns `None` for other names.
///
/// ```
/// # use pipedrive_idents::{Case, exact};
/// assert_eq!(exact("channel-id", Case::Snake).as_deref(), Some("channel_id"));
/// assert_eq!(exact("1st", Case::Snake), None);
/// assert_eq!(exact("é", Case::Snake), None);
/// ```
pub fn exact(name: &str, case: Case) -> Option<String> {
    let ident = case.join(name);
    is_plain(&ident).then(|| escaped(ident))
}

/// Returns an identifier for any name. `fallback` stands for a name without characters, and precedes a digit at the start.
///
/// ```
/// # use pipedrive_idents::{Case, ident};
/// assert_eq!(ident("", Case::Snake, "field"), "field");
/// assert_eq!(ident("3D", Case::Snake, "field"), "field_3d");
/// assert_eq!(ident("<=", Case::UpperCamel, "Value"), "LessOrEqual");
/// ```
pub fn ident(name: &str, case: Case, fallback: &str) -> String {
    let plain = Spelling::Plain.ident(name, case);
    plain.unwrap_or_else(|| finished(&spelled(name, fallback), name, case))
}

impl Spelling {
    /// Returns the identifier for a name in this spelling. Returns `None` if nothing is left of it or a digit is first.
    pub(crate) fn ident(self, name: &str, case: Case) -> Option<String> {
        let words = self.words(name);
        is_plain(&case.join(&words)).then(|| finished(&words, name, case))
    }
}

/// Returns the words of any name with all signs written out.
pub(crate) fn spelled(name: &str, fallback: &str) -> String {
    let words = Spelling::Full.words(name);
    match words.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()).chars().next() {
        None if Case::Snake.join(fallback).is_empty() => "value".to_owned(),
        None => fallback.to_owned(),
        Some(first) if first.is_ascii_digit() => {
            let fallback = if is_plain(&Case::Snake.join(fallback)) { fallback } else { "value" };
            format!("{fallback} {words}")
        }
        Some(_) => words,
    }
}

/// Returns the identifier that words become. `name` determines the suffix if it is too long.
pub(crate) fn finished(words: &str, name: &str, case: Case) -> String {
    let ident = case.join(words);
    if ident.len() <= MAX_LENGTH {
        return escaped(ident);
    }
    let suffix = format!("{:08x}", hash(name));
    // Snake case of the whole shows where its words end.
    let snake = words.to_snake_case();
    let mut kept = snake.get(..MAX_LENGTH - suffix.len() - 1).unwrap_or(&snake);
    while case.join(kept).len() + suffix.len() + 1 > MAX_LENGTH {
        kept = &kept[..kept.len() - 1];
    }
    let kept = kept.rsplit_once('_').map_or(kept, |(whole, _)| whole);
    escaped(case.join(&format!("{kept}_{suffix}")))
}

/// Returns whether a string in a case is an identifier, perhaps a reserved word.
fn is_plain(ident: &str) -> bool {
    let is_first = |c: char| c == '_' || c.is_ascii_alphabetic();
    ident.starts_with(is_first) && ident.chars().all(|c| c == '_' || c.is_ascii_alphanumeric())
}

fn escaped(ident: String) -> String {
    if KEYWORDS.contains(&ident.as_str()) {
        format!("r#{ident}")
    } else if NON_RAW_KEYWORDS.contains(&ident.as_str()) {
        format!("{ident}_")
    } else {
        ident
    }
}

/// FNV-1a. It is the same on every platform and in every version of Rust.
fn hash(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::{Case, MAX_LENGTH, exact, ident};

    #[test]
    fn keywords_are_escaped() {
        assert_eq!(exact("type", Case::Snake).as_deref(), Some("r#type"));
        assert_eq!(exact("self", Case::Snake).as_deref(), Some("self_"));
        assert_eq!(exact("self", Case::UpperCamel).as_deref(), Some("Self_"));
        assert_eq!(exact("type", Case::ScreamingSnake).as_deref(), Some("TYPE"));
    }

    #[test]
    fn other_names_are_not_exact() {
        for name in ["", "1", "名", "+", "-1", "ab名"] {
            assert_eq!(exact(name, Case::UpperCamel), None, "{name}");
        }
    }

    #[test]
    fn wire_names_keep_word_boundaries() {
        assert_eq!(exact("gcal_event_id", Case::Snake).as_deref(), Some("gcal_event_id"));
        assert_eq!(exact("channel-id", Case::Snake).as_deref(), Some("channel_id"));
        assert_eq!(exact("no-reply", Case::UpperCamel).as_deref(), Some("NoReply"));
        assert_eq!(exact("mailMessageWithAttachment", Case::UpperCamel).as_deref(), Some("MailMessageWithAttachment"));
    }

    #[test]
    fn every_name_has_an_identifier() {
        let value = |name: &str| ident(name, Case::UpperCamel, "Value");
        for (name, expected) in [
            ("", "Value"),
            ("1", "Value1"),
            ("-1", "Minus1"),
            ("+1", "Plus1"),
            ("<=", "LessOrEqual"),
            ("≤", "LessOrEqual"),
            ("*", "Star"),
            ("5 %", "Value5Percent"),
            ("1.5", "Value1Point5"),
            (" ", "Space"),
            ("_", "Underscore"),
            ("&", "And"),
            ("名前", "MingQian"),
            ("Größe", "Grosse"),
            ("👍", "Thumbsup"),
            ("\u{202e}", "U202e"),
            ("\0", "Control"),
            ("Self", "Self_"),
            ("R&D", "RD"),
        ] {
            assert_eq!(value(name), expected, "{name:?}");
        }
        assert_eq!(ident("2024-01", Case::Snake, "field"), "field_2024_01");
        assert_eq!(ident("2024-01", Case::ScreamingSnake, "field"), "FIELD_2024_01");
        // An unusable fallback is not used.
        assert_eq!(
            [ident("", Case::Snake, ""), ident("1", Case::Snake, "名"), ident("1", Case::Snake, "2")],
            ["value", "value_1", "value_1"]
        );
    }

    #[test]
    fn long_names_are_cut_and_stay_different() {
        let long = |end: &str| ident(&format!("{}{end}", "long word ".repeat(40)), Case::Snake, "field");
        assert_eq!(long("a"), "long_word_long_word_long_word_long_word_long_word_long_fc9ca49c");
        assert_ne!(long("a"), long("b"));
        for case in [Case::Snake, Case::UpperCamel, Case::ScreamingSnake] {
            for name in ["x".repeat(300), "a_".repeat(300), "A".repeat(65), "名".repeat(300), "%".repeat(300)] {
                let ident = ident(&name, case, "field");
                assert!(ident.len() <= MAX_LENGTH && ident.len() > MAX_LENGTH / 3, "{ident}");
            }
        }
    }
}
