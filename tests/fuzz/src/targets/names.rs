//! Identifiers for any names, and text of a description in documentation and reports. The input is names in lines.

use std::collections::BTreeSet;

use pipedrive_idents::{Case, distinct, ident};
use pipedrive_inert::{command, is_hidden, json, markdown, rustdoc, terminal, toml};
use serde_json::Value;

use crate::{reports, seeds};

/// Makes identifiers of the names, and renders the whole in all formats.
pub fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let names: Vec<&str> = text.split('\n').collect();
    for case in [Case::Snake, Case::UpperCamel, Case::ScreamingSnake] {
        check_names(&names, case);
    }
    for part in names.iter().copied().chain([&*text]) {
        check_text(part);
    }
}

fn check_names(names: &[&str], case: Case) {
    let idents = distinct(names, case, "field");
    assert_eq!(idents.len(), names.len());
    assert_eq!(idents.iter().collect::<BTreeSet<_>>().len(), idents.len(), "not distinct: {idents:?}");
    for name in idents
        .iter()
        .map(String::as_str)
        .chain(names.iter().map(|name| ident(name, case, "field")).collect::<Vec<_>>().iter().map(String::as_str))
    {
        let plain = name.strip_prefix("r#").unwrap_or(name);
        let is_ident = plain.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && plain.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && plain != "_";
        assert!(is_ident && name.len() < 80, "not an identifier: {name:?}");
    }
}

fn check_text(text: &str) {
    reports::assert_inert(&terminal::line(text));
    assert!(!terminal::line(text).contains('\n'));
    reports::assert_inert(&terminal::lines(text));
    assert_eq!(terminal::source(text).iter().find(|c| is_hidden(**c)), None);
    let written = command::command("error", &[("title", text.to_owned())], [text]);
    assert_eq!(written.matches('\n').count(), 1, "{written}");
    assert!(written.starts_with("::error title=") && !written.trim_end().contains(is_hidden), "{written}");
    let value = Value::from(text);
    let document = json::document(&value);
    reports::assert_json(&document);
    assert_eq!(serde_json::from_str::<Value>(&document).ok(), Some(value));
    let string = toml::string(text);
    assert!(!string.contains(is_hidden), "{string:?}");
    for span in [markdown::code(text), markdown::value(text), markdown::code_cell(text), markdown::value_cell(text)] {
        assert!(!span.contains(is_hidden) && !span.contains('\n'), "{span:?}");
    }
    for cell in [markdown::code_cell(text), markdown::value_cell(text), rustdoc::cell(text)] {
        let bars = cell.match_indices('|').filter(|(at, _)| !cell[..*at].ends_with('\\'));
        assert_eq!(bars.count(), 0, "a cell ends early: {cell:?}");
    }
    for documentation in [rustdoc::prose(text), rustdoc::cell(text), rustdoc::link(text, text).unwrap_or_default()] {
        assert!(!documentation.contains(|c| is_hidden(c) && c != '\n'), "{documentation:?}");
    }
}

/// The texts of the test of hostile descriptions.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    let files = seeds::cases("hostile").into_iter().flatten().filter(|file| file.name == "texts.jsonl");
    files.flat_map(|file| file.content.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>()).collect()
}
