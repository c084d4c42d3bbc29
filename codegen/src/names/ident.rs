//! Wire names to Rust identifiers.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Names that the case conversion gets wrong: as they stand on the wire, and as they are split into words.
const IRREGULAR: &[(&str, &str)] =
    &[("4xx", "client_error"), ("errorCode", "error_code"), ("HubSpot", "hubspot"), ("OAuth", "oauth")];

/// Keywords that may be used as raw identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum", "extern",
    "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override",
    "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot be raw identifiers.
const NON_RAW_KEYWORDS: &[&str] = &["self", "Self", "super", "crate", "_"];

/// The `snake_case` identifier of a field, parameter, method or module; `None` when the name has no letters.
pub(crate) fn snake(wire: &str) -> Option<String> {
    identifier(&words(wire).to_snake_case())
}

/// The `UpperCamelCase` identifier of a type or variant; `None` when the name has no letters.
pub(crate) fn camel(wire: &str) -> Option<String> {
    identifier(&words(wire).to_upper_camel_case())
}

/// The `SCREAMING_CASE` identifier of a constant.
pub(super) fn screaming(name: &str) -> String {
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
    fn names_without_letters_have_no_identifier() {
        assert_eq!(snake(""), None);
        assert_eq!(camel("1"), None);
        assert_eq!(camel("名"), None);
    }

    #[test]
    fn wire_names_keep_their_words() {
        assert_eq!(snake("gcal_event_id").as_deref(), Some("gcal_event_id"));
        assert_eq!(snake("channel-id").as_deref(), Some("channel_id"));
        assert_eq!(camel("no-reply").as_deref(), Some("NoReply"));
        assert_eq!(camel("mailMessageWithAttachment").as_deref(), Some("MailMessageWithAttachment"));
    }
}
