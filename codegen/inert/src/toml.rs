//! Strings in `Cargo.toml`.

use std::fmt::Write as _;

use super::is_hidden;

/// Returns a basic string with its quotes. Hidden characters are escaped.
pub fn string(content: &str) -> String {
    let mut out = String::with_capacity(content.len() + 2);
    out.push('"');
    for c in content.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if is_hidden(c) => drop(write!(out, "\\U{:08X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn a_string_ends_at_its_last_quote() {
        assert_eq!(string("a\"\n[lib] \\ \u{202e}"), "\"a\\\"\\U0000000A[lib] \\\\ \\U0000202E\"");
    }
}
