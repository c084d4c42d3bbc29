//! Diagnostics as GitHub workflow commands, one line each.

use std::fmt::Write as _;

use super::{Diagnostic, Diagnostics};

impl Diagnostics {
    pub(super) fn github(&self) -> String {
        let mut out = String::new();
        for item in self.sorted() {
            let title = property(&format!("{}: {}", item.code.id, item.code.title));
            let location = self.github_location(item);
            let _ = writeln!(out, "::{} {location}title={title}::{}", item.severity.name(), message(&self.body(item)));
        }
        out
    }

    fn github_location(&self, item: &Diagnostic) -> String {
        let Some(at) = &item.at else { return String::new() };
        let file = property(&self.path(at));
        // GitHub accepts columns only for a span within one line.
        let columns =
            if at.line == at.end_line { format!(",col={},endColumn={}", at.column, at.end_column) } else { String::new() };
        format!("file={file},line={},endLine={}{columns},", at.line, at.end_line)
    }

    /// The message with the reason, the help and the notes.
    fn body(&self, item: &Diagnostic) -> String {
        let mut lines = vec![item.message.clone(), format!("why: {}", item.code.why)];
        if !item.help.is_empty() {
            lines.push(format!("help: {}", item.help));
        }
        lines.extend(self.notes(item).iter().map(|note| format!("note: {note}")));
        lines.join("\n")
    }
}

/// Escapes the data of a command.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property of a command.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{message, property};

    #[test]
    fn delimiters_are_escaped() {
        assert_eq!(message("100 %: a, b\r\nc"), "100 %25: a, b%0D%0Ac");
        assert_eq!(property("100 %: a, b\r\nc"), "100 %25%3A a%2C b%0D%0Ac");
    }
}
