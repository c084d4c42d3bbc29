//! Strings of an account in output for people: on one line, and without characters that act on a terminal or reorder text.

/// Returns whether a character is invisible and changes how the characters around it are shown, or acts on a terminal.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Formats a string on one line, without hidden characters.
pub(crate) fn inert(content: &str) -> String {
    let visible: String = content.chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Formats inline code in Markdown, with a fence that is longer than any run of backticks inside.
pub(crate) fn inline_code(content: &str) -> String {
    let content = inert(content);
    let longest = content.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if content.is_empty() || content.starts_with('`') || content.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{content}{space}{fence}")
}
