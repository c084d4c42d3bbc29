#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod command;
pub mod json;
pub mod markdown;
pub mod rustdoc;
pub mod terminal;
pub mod toml;

/// Whether a character is invisible and acts on what surrounds it: a control character, one that changes the direction of text, or one of those
/// that hide text. Joiners and variation selectors are parts of words and emoji, and are not among them.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// Whether a character is white space, or separates lines in one of the formats.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Returns the words on one line, without hidden characters: for documentation.
pub fn line(content: &str) -> String {
    words(content, |c, out| {
        if !is_hidden(c) {
            out.push(c);
        }
    })
}

/// Returns the words on one line, with hidden characters as escapes such as `\u{1b}`: for reports, which must distinguish such values.
fn visible(content: &str) -> String {
    let line = words(content, |c, out| if is_hidden(c) { out.extend(c.escape_unicode()) } else { out.push(c) });
    line.replace(OLD_COMMAND, "# #[")
}

/// The start of a workflow command of the older form, which the runner of GitHub Actions executes at any column of a line.
const OLD_COMMAND: &str = "##[";

fn words(content: &str, mut add: impl FnMut(char, &mut String)) -> String {
    let mut out = String::with_capacity(content.len());
    for word in content.split(is_space) {
        let end = out.len();
        if end > 0 {
            out.push(' ');
        }
        let start = out.len();
        word.chars().for_each(|c| add(c, &mut out));
        if out.len() == start {
            out.truncate(end);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{line, visible};

    #[test]
    fn one_line_remains_and_nothing_that_is_hidden() {
        let content = " a\u{202e}b\u{85}c\r\n\u{2028} \u{1b}[31md\t\u{200b} 👩\u{200d}🚀 ";
        assert_eq!(line(content), "ab c [31md 👩\u{200d}🚀");
        assert_eq!(visible(content), "a\\u{202e}b c \\u{1b}[31md \\u{200b} 👩\u{200d}🚀");
        assert_eq!((line("\u{200b}\n").as_str(), visible("").as_str()), ("", ""));
    }
}
