//! Descriptions in documentation comments. They are Markdown, of which emphasis, code spans and links to web pages remain.
//!
//! A description becomes one line, so that a block such as a fence, which rustdoc would run as a test, an indented block, a heading, a list,
//! a footnote or the definition of a link could only begin at its start; there it is escaped. Brackets are escaped because rustdoc resolves what
//! they contain as an item.

use std::collections::BTreeSet;

use super::{is_hidden, line, markdown};

/// Returns a description as one paragraph.
pub fn prose(description: &str) -> String {
    render(description, false)
}

/// Returns a description in a cell of a table.
pub fn cell(description: &str) -> String {
    render(description, true)
}

/// Returns the part of a text that is the URL of a web page, from its start. Empty if it begins otherwise.
pub fn url(text: &str) -> &str {
    let is_web = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme) && text.len() > scheme.len());
    let ends = |c: char| c.is_whitespace() || is_hidden(c) || "<>()[]{}|\\^`\"'".contains(c);
    if is_web { &text[..text.find(ends).unwrap_or(text.len())] } else { "" }
}

/// Returns a link to a web page, or `None` if the target is anything else.
pub fn link(shown: &str, target: &str) -> Option<String> {
    (!target.is_empty() && url(target) == target).then(|| format!("[{shown}]({target})"))
}

fn render(description: &str, in_table: bool) -> String {
    let content = line(description);
    let mut text = Paragraph { out: String::with_capacity(content.len()), in_table, unclosed: BTreeSet::new() };
    text.start(&content);
    text.out
}

/// The maximum length of a character reference that is looked at.
const MAX_REFERENCE: usize = 20;

struct Paragraph {
    out: String,
    in_table: bool,
    /// The lengths of runs of backticks that nothing closes.
    unclosed: BTreeSet<usize>,
}

impl Paragraph {
    /// Writes a line, and escapes what would begin a block.
    fn start(&mut self, line: &str) {
        let first = line.chars().next().unwrap_or_default();
        let run = line.trim_start_matches(first);
        match first {
            '#' | '+' | '-' | '=' => self.out.push('\\'),
            '*' | '_' if run.is_empty() || run.starts_with(' ') => self.out.push('\\'),
            '0'..='9' => {
                let number = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len());
                self.out.push_str(&line[..number]);
                if line[number..].starts_with(['.', ')']) {
                    self.out.push('\\');
                }
                return self.inline(&line[number..]);
            }
            _ => {}
        }
        self.inline(line);
    }

    fn inline(&mut self, content: &str) {
        let mut rest = content;
        while let Some(c) = rest.chars().next() {
            let length = match c {
                '`' => self.code(rest),
                '\\' => self.backslash(rest),
                '[' => self.bracket(rest),
                '<' => self.angle(rest),
                '&' => self.reference(rest),
                '>' => self.put("&gt;", 1),
                '|' => self.put("&#124;", 1),
                ']' => self.put("\\]", 1),
                '~' => self.put("\\~", 1),
                // An image would be loaded by whoever reads the page.
                '!' if rest[1..].starts_with('[') => self.put("\\!", 1),
                'h' => self.bare_url(rest),
                _ => self.put(&rest[..c.len_utf8()], c.len_utf8()),
            };
            rest = &rest[length..];
        }
    }

    /// Writes a piece, and returns how much of the content it stands for.
    fn put(&mut self, piece: &str, length: usize) -> usize {
        self.out.push_str(piece);
        length
    }

    /// Writes a code span. A run of backticks that is not closed is escaped.
    fn code(&mut self, rest: &str) -> usize {
        let content = rest.trim_start_matches('`');
        let run = rest.len() - content.len();
        let Some(end) = (!self.unclosed.contains(&run)).then(|| closing(content, run)).flatten() else {
            self.unclosed.insert(run);
            return self.put(&"\\`".repeat(run), run);
        };
        let inner = content[..end].trim();
        let span = if self.in_table { markdown::code_cell(inner) } else { markdown::code(inner) };
        self.put(&span, run + end + run)
    }

    /// Keeps an escaped character; any other backslash is one.
    fn backslash(&mut self, rest: &str) -> usize {
        match rest[1..].chars().next() {
            Some('<') => self.put("&lt;", 2),
            Some('>') => self.put("&gt;", 2),
            Some('|') => self.put("&#124;", 2),
            Some(c) if c.is_ascii_punctuation() => self.put(&rest[..2], 2),
            _ => self.put("\\\\", 1),
        }
    }

    /// Keeps `[shown](url)` if the target is a web page, without a title. Other brackets are escaped.
    fn bracket(&mut self, rest: &str) -> usize {
        let inner = &rest[1..];
        let end = inner.find(['[', ']']).filter(|end| inner[*end..].starts_with("]("));
        let found = end.and_then(|end| {
            let (shown, target) = (&inner[..end], url(&inner[end + 2..]));
            let after = &inner[end + 2 + target.len()..];
            let title = if after.starts_with(' ') { after.find([')', '[', ']'])? } else { 0 };
            let is_link = !target.is_empty() && !shown.contains("://") && after[title..].starts_with(')');
            is_link.then_some((shown, target, 1 + end + 2 + target.len() + title + 1))
        });
        let Some((shown, target, length)) = found else { return self.put("\\[", 1) };
        self.out.push('[');
        let unclosed = std::mem::take(&mut self.unclosed);
        self.inline(shown);
        self.unclosed = unclosed;
        self.out.extend(["](", target, ")"]);
        length
    }

    /// Keeps `<url>`. Everything else in angle brackets would be HTML.
    fn angle(&mut self, rest: &str) -> usize {
        let target = url(&rest[1..]);
        if target.is_empty() || !rest[1 + target.len()..].starts_with('>') {
            return self.put("&lt;", 1);
        }
        self.out.extend(["<", target, ">"]);
        target.len() + 2
    }

    /// Converts a bare URL to a link, because rustdoc does not.
    fn bare_url(&mut self, rest: &str) -> usize {
        let target = url(rest).trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
        if target.len() <= "https://".len() {
            return self.put("h", 1);
        }
        self.out.extend(["<", target, ">"]);
        target.len()
    }

    /// Leaves out references to hidden characters, such as `&#x202e;` and `&rlm;`, which would be shown as such.
    fn reference(&mut self, rest: &str) -> usize {
        let end = rest.bytes().take(MAX_REFERENCE).position(|byte| byte == b';');
        let name = end.map_or("", |end| &rest[1..end]);
        let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => digits.parse().ok(),
        });
        let is_number = number.and_then(char::from_u32).is_some_and(is_hidden);
        if is_number || matches!(name, "lrm" | "rlm" | "NoBreak" | "ZeroWidthSpace" | "InvisibleComma" | "ic" | "it" | "af") {
            return name.len() + 2;
        }
        self.put("&", 1)
    }
}

/// Returns where a run of exactly `length` backticks begins.
fn closing(content: &str, length: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(start) = content[from..].find('`').map(|start| from + start) {
        let run = content.len() - start - content[start..].trim_start_matches('`').len();
        if run == length {
            return Some(start);
        }
        from = start + run;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{cell, link, prose};

    #[test]
    fn blocks_do_not_begin() {
        for (description, expected) in [
            ("# A", "\\# A"),
            ("~~~rust\npanic!()\n~~~", "\\~\\~\\~rust panic!() \\~\\~\\~"),
            ("```\npanic!()\n```", "`panic!()`"),
            ("```rust,no_run", "\\`\\`\\`rust,no_run"),
            ("***", "\\***"),
            ("- a\n- b", "\\- a - b"),
            ("12. a", "12\\. a"),
            ("a\n===\n", "a ==="),
            ("=== a", "\\=== a"),
            ("> a", "&gt; a"),
            ("    indented", "indented"),
            ("| a |\n|---|", "&#124; a &#124; &#124;---&#124;"),
            ("[^1]: note", "\\[^1\\]: note"),
            ("[a]: https://a.example", "\\[a\\]: <https://a.example>"),
            ("*a* _b_ **c**", "*a* _b_ **c**"),
        ] {
            assert_eq!(prose(description), expected, "{description}");
        }
    }

    #[test]
    fn links_lead_to_web_pages() {
        for (description, expected) in [
            ("See [this](https://a.example/x).", "See [this](https://a.example/x)."),
            ("See [`a`](https://a.example/x \"A title\").", "See [`a`](https://a.example/x)."),
            ("[id] of [Deal](#deal)", "\\[id\\] of \\[Deal\\](#deal)"),
            ("[a](javascript:alert(1))", "\\[a\\](javascript:alert(1))"),
            ("![a](https://a.example/x)", "\\![a](https://a.example/x)"),
            ("at https://a.example/x, see", "at <https://a.example/x>, see"),
            ("<https://a.example/>", "<https://a.example/>"),
            ("https:// and http", "https:// and http"),
            ("[`Deal`] [Vec<T>]", "\\[`Deal`\\] \\[Vec&lt;T&gt;\\]"),
        ] {
            assert_eq!(prose(description), expected, "{description}");
        }
        assert_eq!(link("documentation", "https://a.example/x#y").as_deref(), Some("[documentation](https://a.example/x#y)"));
        for target in ["", "javascript:alert(1)", "https://a.example/\"#;//", "https://a.example/a b", "https://a)\n~~~"] {
            assert_eq!(link("documentation", target), None, "{target}");
        }
    }

    #[test]
    fn code_html_and_references() {
        for (description, expected) in [
            ("`[a](b)` and `<c>`", "`[a](b)` and `<c>`"),
            ("``a`b`` `` ` ``", "``a`b`` `` ` ``"),
            ("an ` alone", "an \\` alone"),
            ("a < b > c </div>", "a &lt; b &gt; c &lt;/div&gt;"),
            ("\\[a\\] C:\\dir \\", "\\[a\\] C:\\\\dir \\\\"),
            ("\\<script>", "&lt;script&gt;"),
            ("a&#x202E;b&#8238;c&rlm;d &lt; & &eacute;", "abcd &lt; & &eacute;"),
        ] {
            assert_eq!(prose(description), expected, "{description}");
        }
        assert_eq!(cell("a|b `c|d`"), "a&#124;b <code>c&#124;d</code>");
    }
}
