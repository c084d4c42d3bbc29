//! Diagnostics for people, in the style of rustc.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Diagnostic, Diagnostics, Location, Severity};

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
        let items = self.sorted();
        let mut out = String::new();
        let mut lines = Lines::default();
        for item in &items {
            self.render_one(&mut out, item, style, &mut lines);
            out.push('\n');
        }
        let errors = items.iter().filter(|item| item.severity == Severity::Error).count();
        let warnings = items.len() - errors;
        match (errors, warnings) {
            (0, 0) => {}
            (errors, 0) => out.push_str(&count(errors, "error")),
            (0, warnings) => out.push_str(&count(warnings, "warning")),
            (errors, warnings) => {
                let _ = write!(out, "{}, {}", count(errors, "error"), count(warnings, "warning"));
            }
        }
        if !items.is_empty() {
            out.push('\n');
        }
        out
    }

    fn render_one<'a>(&'a self, out: &mut String, item: &'a Diagnostic, style: Style, lines: &mut Lines<'a>) {
        let colour = match item.severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
        };
        let head = paint(style, colour, &format!("{}[{}]", item.severity.name(), item.code.id));
        let _ = writeln!(out, "{head}: {}", paint(style, "1", &item.message));

        let mut gutter = 1;
        if let Some(at) = &item.at {
            gutter = at.line.to_string().len();
            let _ = writeln!(out, "{:gutter$}{} {}:{}:{}", "", paint(style, "1;34", "-->"), self.path(at), at.line, at.column);
            if let Some(line) = self.line(at, lines) {
                render_line(out, at, line, gutter, colour, style);
            }
        }
        let bullet = paint(style, "1;34", "=");
        let mut bullet_line = |word: &str, text: &str| {
            if !text.is_empty() {
                let _ = writeln!(out, "{:gutter$} {bullet} {}: {text}", "", paint(style, "1", word));
            }
        };
        bullet_line("why", item.code.why);
        bullet_line("help", &item.help);
        for note in self.notes(item) {
            bullet_line("note", &note);
        }
    }

    /// The first line of a location.
    fn line<'a>(&'a self, at: &'a Location, lines: &mut Lines<'a>) -> Option<&'a str> {
        let of_file = || self.source(&at.file).map(|text| text.lines().collect()).unwrap_or_default();
        lines.entry(&at.file).or_insert_with(of_file).get(at.line.saturating_sub(1)).copied()
    }
}

/// The lines of each file that has been shown.
type Lines<'a> = BTreeMap<&'a str, Vec<&'a str>>;

fn render_line(out: &mut String, at: &Location, line: &str, gutter: usize, colour: &str, style: Style) {
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
fn window(line: &str, column: usize) -> (String, usize) {
    let chars: Vec<char> = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let column = column.clamp(1, chars.len() + 1);
    if chars.len() <= WIDTH {
        return (chars.into_iter().collect(), column);
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
