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
                Diagnostic::new(codes::NOT_RUST, message)
                    .help("correct the template or what fills it")
                    .note(format!("line {}, column {}: {}", start.line, start.column + 1, line.trim())),
            );
            rendered.to_owned()
        }
    }
}

/// Puts a blank line between items, and between the functions of an `impl`, as people write them.
fn space_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 20);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(next) = lines.peek() else { break };
        let closes_item = (line == "}" || line == "];" || line == "};") && !next.is_empty();
        let closes_function = line == "    }" && !next.starts_with('}') && !next.is_empty();
        let ends_uses = is_use(line) && !is_use(next) && !next.is_empty() && !line.ends_with('{');
        let ends_statement = is_one_line_item(line) && !is_one_line_item(next) && !next.is_empty();
        if closes_item || closes_function || ends_uses || ends_statement {
            out.push('\n');
        }
    }
    out
}

fn is_use(line: &str) -> bool {
    line.starts_with("use ") || line.starts_with("pub use ") || line.starts_with("#![")
}

/// A whole item on one line: a macro call, a tuple struct, a constant.
fn is_one_line_item(line: &str) -> bool {
    let starts = ["crate::", "pub struct ", "pub mod ", "mod ", "pub(crate) static ", "static ", "const ", "pub const "];
    line.ends_with(';') && starts.iter().any(|start| line.starts_with(start))
}
