//! Reports on a terminal, or in the log of a CI job, which executes what a line begins with.

use super::{OLD_COMMAND, is_hidden, visible};

/// Returns text of a description on one line: without control sequences, and not the start of a workflow command wherever it is printed.
pub fn line(content: &str) -> String {
    guarded(&visible(content))
}

/// Returns a message of several lines, such as an error with a help, in which each line is inert.
pub fn lines(content: &str) -> String {
    let escape = |c: char, out: &mut String| match c {
        '\t' => out.push(c),
        c if is_hidden(c) => out.extend(c.escape_unicode()),
        c => out.push(c),
    };
    let line = |line: &str| {
        let start = line.trim_start();
        let mut out = String::with_capacity(line.len());
        line[..line.len() - start.len()].chars().chain(guarded(start).chars()).for_each(|c| escape(c, &mut out));
        out
    };
    content.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Makes a line not begin with `::`, or contain the start of an older command.
fn guarded(line: &str) -> String {
    let line = line.replace(OLD_COMMAND, "# #[");
    match line.strip_prefix("::") {
        Some(rest) => format!(": :{rest}"),
        None => line,
    }
}

/// Returns a line of a file in which every character keeps its column: a hidden one is a space.
pub fn source(content: &str) -> Vec<char> {
    content.replace(OLD_COMMAND, "##(").chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::{line, lines};

    #[test]
    fn nothing_is_a_command_or_a_control_sequence() {
        assert_eq!(line("a\n::error::b\u{1b}[31m"), "a ::error::b\\u{1b}[31m");
        assert_eq!(line(" ::error::b"), ": :error::b");
        assert_eq!(line("a ##[error]b"), "a # #[error]b");
        assert_eq!(lines("\u{2028}\r\t a\n\u{85}::error::b"), "\\u{2028}\\u{d}\t a\n\\u{85}: :error::b");
        assert_eq!(lines("a  b\n  ::error::b\nhelp: \u{202e}c"), "a  b\n  : :error::b\nhelp: \\u{202e}c");
    }
}
