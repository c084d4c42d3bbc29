//! Formats rendered templates.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::parallel;

/// The length from which a file is parsed in parts: its syntax tree is many times as large as the file.
const PART: usize = 100_000;

/// Formats a rendered file. If it is not valid Rust, reports the template and the location.
pub(super) fn rust(template: &str, item: &str, rendered: &str, diagnostics: &mut Diagnostics) -> String {
    let formatted = parallel::map(&parts(rendered, PART), |part| Ok(prettyplease::unparse(&syn::parse_file(part)?)));
    match formatted.into_iter().collect::<syn::Result<String>>() {
        Ok(code) => add_blank_lines(&code),
        Err(error) => {
            let message = format!("template `{template}` rendered invalid Rust for `{item}`: {error}");
            let (line, start) = first_invalid_item(rendered);
            diagnostics.push(
                Diagnostic::new(codes::NOT_RUST, message)
                    .help("correct the template or the view that it renders")
                    .note(format!("the item at line {line} of the rendered file is invalid: `{start}`")),
            );
            rendered.to_owned()
        }
    }
}

/// Splits a rendered file between items into parts of at least `length`, except for the last one.
fn parts(rendered: &str, length: usize) -> Vec<&str> {
    let (mut parts, mut start, mut end) = (Vec::new(), 0, 0);
    for line in rendered.split_inclusive('\n') {
        end += line.len();
        if end - start >= length && ends_item(line.trim_end()) {
            parts.push(&rendered[start..end]);
            start = end;
        }
    }
    // An empty file has a part, too.
    if start < end || parts.is_empty() {
        parts.push(&rendered[start..]);
    }
    parts
}

/// Returns whether a line of a rendered file is the last one of an item. Literals are rendered as one line.
fn ends_item(line: &str) -> bool {
    line.starts_with('}') || (!line.starts_with(' ') && line.ends_with(';'))
}

/// Returns the line and start of the first item that does not parse.
///
/// The parser can report the exact location, but tracking the locations of all files takes a tenth of the generator's run time.
fn first_invalid_item(rendered: &str) -> (usize, &str) {
    let (mut begin, mut chunk) = (1, String::new());
    for (number, line) in (1..).zip(rendered.lines()) {
        chunk += line;
        chunk.push('\n');
        if ends_item(line) {
            if syn::parse_file(&chunk).is_err() {
                break;
            }
            (begin, chunk) = (number + 1, String::new());
        }
    }
    let lines = rendered.lines().enumerate().skip(begin - 1);
    let mut code = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with("//") && !line.starts_with('#'));
    code.next().map_or((begin, ""), |(number, line)| (number + 1, line.trim()))
}

/// Inserts blank lines between items and between the members of an `impl`.
fn add_blank_lines(code: &str) -> String {
    let mut out = String::with_capacity(code.len() + code.len() / 20);
    let mut lines = code.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with(MACRO_CALL) {
            out.push_str(&macro_call(line, &mut lines));
        } else {
            out.push_str(line);
        }
        out.push('\n');
        if lines.peek().is_some_and(|next| needs_blank_line(line, next)) {
            out.push('\n');
        }
    }
    out
}

/// Prefix of runtime macro calls.
const MACRO_CALL: &str = "crate::runtime::";

/// Joins a macro call into one line. `prettyplease` prints macro arguments as tokens with spaces between them, which are removed.
fn macro_call<'a>(first: &str, rest: &mut impl Iterator<Item = &'a str>) -> String {
    let mut call = first.to_owned();
    while !call.ends_with(");") {
        let Some(line) = rest.next() else { break };
        let separator = if call.ends_with('(') || line.starts_with(')') { "" } else { " " };
        call = call + separator + line.trim_start();
    }
    [(" :: ", "::"), (" <", "<"), ("< ", "<"), (" >", ">"), (" ,", ",")]
        .iter()
        .fold(call, |call, (from, to)| call.replace(from, to))
}

fn needs_blank_line(line: &str, next: &str) -> bool {
    if next.is_empty() || next.starts_with(['}', ')', ']']) || is_inner_comment(line) && is_inner_comment(next) {
        return false;
    }
    let is_top_level = !next.starts_with(' ');
    if is_top_level && line.ends_with([';', '}']) {
        // An import can span several lines.
        let imports = next.starts_with("use ") && (line == "};" || line.starts_with("use "));
        let continues_group = imports || (is_short_item(next) && keyword(line) == keyword(next));
        return !continues_group;
    }
    if is_top_level && is_short_item(line) {
        return keyword(line) != keyword(next);
    }
    let ends_member = (is_constant(line) && line.ends_with(';')) || line == "    ];";
    line == "    }" || (ends_member && next.starts_with("    ") && !is_constant(next))
}

/// Returns whether a line starts an associated type or constant. These are grouped without blank lines.
fn is_constant(line: &str) -> bool {
    line.starts_with("    type ") || line.starts_with("    const ")
}

/// Returns whether a line is a complete item: an import, inner attribute, inner comment, module or macro call.
fn is_short_item(line: &str) -> bool {
    let starts = ["use ", "pub use ", "#![", "//!", "mod ", "pub mod ", "pub(crate) mod ", "crate::", "pub struct "];
    starts.iter().any(|start| line.starts_with(start)) && !line.ends_with('{')
}

fn is_inner_comment(line: &str) -> bool {
    line.starts_with("//!")
}

/// Returns the first word of an item after its visibility.
fn keyword(line: &str) -> &str {
    let item = ["pub ", "pub(crate) "].iter().find_map(|visibility| line.strip_prefix(visibility)).unwrap_or(line);
    item.split([' ', '[']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_split_between_items() {
        let file = "use a;\nstruct B {\n    c: C,\n}\nconst D: &str = \"}\\n;\";\nfn e() {}\n";
        let split = ["use a;\n", "struct B {\n    c: C,\n}\n", "const D: &str = \"}\\n;\";\n", "fn e() {}\n"];
        assert_eq!(parts(file, 1), split);
        assert_eq!(parts(file, 30), [&split[..2].concat(), &split[2..].concat()]);
        assert_eq!((parts(file, 1000), parts("", 1)), (vec![file], vec![""]));
    }

    #[test]
    fn macro_calls_are_printed_without_token_spacing() {
        let code = "crate::runtime::request!(\n    GetRequest, GET, Vec < Map < String , Value > >, data_as :: < wire :: Text , _ >\n);\nuse a;\n";
        let spaced = "crate::runtime::request!(GetRequest, GET, Vec<Map<String, Value>>, data_as::<wire::Text, _>);\n\nuse a;\n";
        assert_eq!(add_blank_lines(code), spaced);
    }

    #[test]
    fn reports_the_item_with_the_error() {
        let rendered =
            "//! Things.\n\nuse a::b;\n\n/// One.\npub struct One {\n    a: u8,\n}\n\n/// Two.\npub struct Two {\n    a b,\n}\n";
        assert_eq!(first_invalid_item(rendered), (11, "pub struct Two {"));
        assert_eq!(first_invalid_item("fn a() {\n    b(;\n"), (1, "fn a() {"));
        let mut diagnostics = Diagnostics::default();
        assert_eq!(rust("models", "things", "fn a() {", &mut diagnostics), "fn a() {");
        assert_eq!(diagnostics.sorted().len(), 1);
    }
}
