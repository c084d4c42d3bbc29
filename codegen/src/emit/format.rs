//! From rendered templates to formatted files.

use crate::diag::{Diagnostic, Diagnostics, codes};

/// Formats a rendered file; one that is no Rust is reported with the template and the place.
pub(super) fn rust(template: &str, item: &str, rendered: &str, diagnostics: &mut Diagnostics) -> String {
    match syn::parse_file(rendered) {
        Ok(file) => space_out(&prettyplease::unparse(&file)),
        Err(error) => {
            let start = error.span().start();
            let line = rendered.lines().nth(start.line.saturating_sub(1)).unwrap_or_default();
            let message = format!("template `{template}` gave no Rust for `{item}`: {error}");
            diagnostics.push(
                Diagnostic::new(codes::NOT_RUST, message).help("correct the template or what fills it").note(format!(
                    "line {}, column {}: {}",
                    start.line,
                    start.column + 1,
                    line.trim()
                )),
            );
            rendered.to_owned()
        }
    }
}

/// Puts a blank line between items, and between the members of an `impl`, as people write them.
fn space_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 20);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if lines.peek().is_some_and(|next| wants_space(line, next)) {
            out.push('\n');
        }
    }
    out
}

fn wants_space(line: &str, next: &str) -> bool {
    if next.is_empty() || next.starts_with(['}', ')', ']']) {
        return false;
    }
    let is_top_level = !next.starts_with(' ');
    if is_top_level && line.ends_with([';', '}']) {
        // An import may take several lines.
        let imports = next.starts_with("use ") && (line == "};" || line.starts_with("use "));
        let continues_group = imports || (is_short_item(next) && first_word(line) == first_word(next));
        return !continues_group;
    }
    if is_top_level && is_short_item(line) {
        return first_word(line) != first_word(next);
    }
    let ends_member = (is_constant(line) && line.ends_with(';')) || line == "    ];";
    line == "    }" || (ends_member && next.starts_with("    ") && !is_constant(next))
}

/// The beginning of an associated type or constant; they stand together.
fn is_constant(line: &str) -> bool {
    line.starts_with("    type ") || line.starts_with("    const ")
}

/// A whole item on one line: an import, an inner attribute or comment, a module, a macro call.
fn is_short_item(line: &str) -> bool {
    let starts = ["use ", "pub use ", "#![", "//!", "mod ", "pub mod ", "pub(crate) mod ", "crate::", "pub struct "];
    starts.iter().any(|start| line.starts_with(start)) && !line.ends_with('{')
}

fn first_word(line: &str) -> &str {
    line.split([' ', '[']).next().unwrap_or_default()
}
