//! Names and values in Markdown: code spans, in which nothing is markup, a mention or a reference.

use super::{line, visible};

/// Returns a code span for documentation, without hidden characters.
pub fn code(content: &str) -> String {
    span(&line(content))
}

/// Returns a code span for documentation in a cell of a table.
pub fn code_cell(content: &str) -> String {
    cell(&line(content))
}

/// Returns a code span for a report, with hidden characters as escapes.
pub fn value(content: &str) -> String {
    span(&visible(content))
}

/// Returns a code span for a report in a cell of a table.
pub fn value_cell(content: &str) -> String {
    cell(&visible(content))
}

/// Returns a line in a fenced code block.
pub fn fenced_line(content: &str) -> String {
    visible(content)
}

/// Returns a fence that no run of backticks in the content ends.
pub fn fence(content: &str, shortest: usize) -> String {
    let longest = content.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(shortest.max(longest + 1))
}

fn span(content: &str) -> String {
    if content.is_empty() {
        // A span without content is two backticks.
        return "` `".to_owned();
    }
    let fence = fence(content, 1);
    let space = if content.starts_with('`') || content.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{content}{space}{fence}")
}

/// A table is split into cells before code spans are recognized, so a bar must be written without one.
fn cell(content: &str) -> String {
    if !content.contains('|') {
        return span(content);
    }
    let escape = |c: char| if c.is_ascii_punctuation() { format!("&#{};", u32::from(c)) } else { c.to_string() };
    format!("<code>{}</code>", content.chars().map(escape).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::{code, value, value_cell};

    #[test]
    fn content_never_ends_its_span() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b\u{202e}\n`"), "``` a``b ` ```");
        assert_eq!(code(""), "` `");
        assert_eq!(value("a\u{1b}\n# b"), "`a\\u{1b} # b`");
        assert_eq!(value_cell("a|`b"), "<code>a&#124;&#96;b</code>");
    }
}
