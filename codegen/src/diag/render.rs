//! Diagnostics for people, in the style of rustc.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::shown::{MAX_OF_CODE, ShownDiagnostic};
use super::{Diagnostics, Location, Severity};
use crate::inert::terminal;

/// Whether the output contains terminal colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// No colours.
    #[default]
    Plain,
    /// ANSI colours.
    Colour,
}

/// The maximum length of a source line, in characters. Longer lines are cut around the marked span.
const WIDTH: usize = 160;

impl Diagnostics {
    /// Formats all diagnostics in a stable order, followed by their number. The result is empty if there are none.
    pub fn render(&self, style: Style) -> String {
        let mut out = String::new();
        let mut lines = SourceLines::default();
        for shown in self.shown(MAX_OF_CODE) {
            self.render_one(&mut out, &shown, style, &mut lines);
            out.push('\n');
        }
        match (self.count(Severity::Error), self.count(Severity::Warning)) {
            (0, 0) => {}
            (errors, 0) => out.push_str(&count(errors, "error")),
            (0, warnings) => out.push_str(&count(warnings, "warning")),
            (errors, warnings) => {
                let _ = write!(out, "{}, {}", count(errors, "error"), count(warnings, "warning"));
            }
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out
    }

    fn render_one<'a>(&'a self, out: &mut String, shown: &ShownDiagnostic<'a>, style: Style, lines: &mut SourceLines<'a>) {
        let item = shown.item;
        let colour = match item.severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
        };
        let head = paint(style, colour, &format!("{}[{}]", item.severity.name(), item.code.id));
        let _ = writeln!(out, "{head}: {}", paint(style, "1", &terminal::line(&item.message)));

        let mut gutter = 1;
        if let Some(at) = &item.at {
            gutter = at.line.to_string().len();
            let path = terminal::line(&self.path(at));
            let _ = writeln!(out, "{:gutter$}{} {path}:{}:{}", "", paint(style, "1;34", "-->"), at.line, at.column);
            if lines.load(self, at) {
                render_line(out, at, &lines.chars, gutter, colour, style);
            }
        }
        let bullet = paint(style, "1;34", "=");
        let mut bullet_line = |word: &str, text: &str| {
            if !text.is_empty() {
                let _ = writeln!(out, "{:gutter$} {bullet} {}: {}", "", paint(style, "1", word), terminal::line(text));
            }
        };
        bullet_line("why", item.code.why);
        bullet_line("help", &item.help);
        for note in &shown.notes {
            bullet_line("note", note);
        }
    }
}

/// The lines of each file that has been shown, and the characters of the last one: a file can be a single line with all its problems.
#[derive(Default)]
struct SourceLines<'a> {
    files: BTreeMap<&'a str, Vec<&'a str>>,
    last: Option<(&'a str, usize)>,
    chars: Vec<char>,
}

impl<'a> SourceLines<'a> {
    /// Loads the first line of a location. Returns false if there is none.
    fn load(&mut self, diagnostics: &'a Diagnostics, at: &'a Location) -> bool {
        if self.last == Some((&at.file, at.line)) {
            return true;
        }
        let of_file = || diagnostics.source(&at.file).map(|content| content.lines().collect()).unwrap_or_default();
        let lines = self.files.entry(&at.file).or_insert_with(of_file);
        let Some(line) = lines.get(at.line.saturating_sub(1)) else { return false };
        self.chars = terminal::source(line);
        self.last = Some((&at.file, at.line));
        true
    }
}

fn render_line(out: &mut String, at: &Location, line: &[char], gutter: usize, colour: &str, style: Style) {
    let (text, start) = window(line, at.column);
    let shown = text.chars().count();
    let wanted = if at.end_line == at.line && at.end_column > at.column { at.end_column - at.column } else { 1 };
    let length = wanted.min((shown + 1).saturating_sub(start)).max(1);
    let bar = paint(style, "1;34", "|");
    let number = paint(style, "1;34", &at.line.to_string());
    let _ = writeln!(out, "{:gutter$} {bar}", "");
    let _ = writeln!(out, "{number} {bar} {text}");
    let marks = paint(style, colour, &"^".repeat(length));
    let _ = writeln!(out, "{:gutter$} {bar} {:indent$}{marks}", "", "", indent = start - 1);
}

/// The part of a line that is shown, and the column of the marked span in it, counted from one. A tab counts as one column.
fn window(chars: &[char], column: usize) -> (String, usize) {
    let column = column.clamp(1, chars.len() + 1);
    if chars.len() <= WIDTH {
        return (chars.iter().collect(), column);
    }
    let from = (column - 1).saturating_sub(WIDTH / 2).min(chars.len() - WIDTH);
    let mut text = String::new();
    let mut start = column - from;
    if from > 0 {
        text.push('…');
        start += 1;
    }
    text.extend(&chars[from..from + WIDTH]);
    if from + WIDTH < chars.len() {
        text.push('…');
    }
    (text, start)
}

fn count(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}

fn paint(style: Style, code: &str, text: &str) -> String {
    match style {
        Style::Plain => text.to_owned(),
        Style::Colour => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
    }
}
