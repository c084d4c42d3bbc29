//! Conversion of wire names to Rust identifiers.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Names that the case conversion splits incorrectly, with their words in `snake_case`.
const IRREGULAR: &[(&str, &str)] =
    &[("4xx", "client_error"), ("errorCode", "error_code"), ("HubSpot", "hubspot"), ("OAuth", "oauth")];

/// Keywords that can be raw identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum", "extern",
    "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override",
    "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot be raw identifiers.
const NON_RAW_KEYWORDS: &[&str] = &["self", "Self", "super", "crate", "_"];

/// Returns the `snake_case` identifier of a field, parameter, method or module. Returns `None` if the name is not valid in Rust.
pub(crate) fn snake(wire: &str) -> Option<String> {
    identifier(&words(wire).to_snake_case())
}

/// Returns the `UpperCamelCase` identifier of a type or variant. Returns `None` if the name is not valid in Rust.
pub(crate) fn camel(wire: &str) -> Option<String> {
    identifier(&words(wire).to_upper_camel_case())
}

/// Returns the `SCREAMING_SNAKE_CASE` identifier of a constant.
pub(crate) fn screaming(name: &str) -> String {
    name.trim_start_matches("r#").to_ascii_uppercase()
}

fn words(wire: &str) -> String {
    let known = IRREGULAR.iter().find(|(name, _)| *name == wire);
    known.map_or_else(|| wire.to_owned(), |(_, words)| (*words).to_owned())
}

fn identifier(name: &str) -> Option<String> {
    let first = name.chars().next()?;
    if !name.chars().all(|letter| letter == '_' || letter.is_ascii_alphanumeric()) || first.is_ascii_digit() {
        return None;
    }
    Some(if KEYWORDS.contains(&name) {
        format!("r#{name}")
    } else if NON_RAW_KEYWORDS.contains(&name) {
        format!("{name}_")
    } else {
        name.to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::{camel, snake};

    #[test]
    fn keywords_are_escaped() {
        assert_eq!(snake("type").as_deref(), Some("r#type"));
        assert_eq!(snake("self").as_deref(), Some("self_"));
    }

    #[test]
    fn invalid_names_have_no_identifier() {
        assert_eq!(snake(""), None);
        assert_eq!(camel("1"), None);
        assert_eq!(camel("名"), None);
    }

    #[test]
    fn wire_names_keep_word_boundaries() {
        assert_eq!(snake("gcal_event_id").as_deref(), Some("gcal_event_id"));
        assert_eq!(snake("channel-id").as_deref(), Some("channel_id"));
        assert_eq!(camel("no-reply").as_deref(), Some("NoReply"));
        assert_eq!(camel("mailMessageWithAttachment").as_deref(), Some("MailMessageWithAttachment"));
    }
}
