//! What is reported: each line is inert in every format.

use pipedrive_codegen::diag::{DiagnosticFormat, Diagnostics, Style};
use pipedrive_codegen::diff::{self, DiffReport, Side, SideOrigin, render};
use pipedrive_codegen::drift;
use pipedrive_codegen::load::{Document, Flavour, Memory};
use pipedrive_codegen::pipeline;
use serde_json::Value;

use super::{description, is_hidden, texts};

/// Checks a report of which no line may be a command.
fn assert_inert(report: &str, what: &str) {
    assert_visible(report, what);
    for line in report.lines() {
        assert!(!line.trim_start().starts_with("::") && !line.contains("##["), "{what}: {line}");
    }
}

fn assert_visible(report: &str, what: &str) {
    assert_eq!(report.chars().find(|c| is_hidden(*c)).map(|c| c.escape_unicode().to_string()), None, "{what}");
}

/// Checks a report each line of which is a command of ours.
fn assert_commands(report: &str, what: &str) {
    assert_visible(report, what);
    for line in report.lines() {
        assert!(!line.contains("##["), "{what}: {line}");
        let command = line.strip_prefix("::").and_then(|rest| rest.split_once("::"));
        let (head, _) = command.unwrap_or_else(|| panic!("{what}: {line}"));
        let (name, properties) = head.split_once(' ').unwrap_or_else(|| panic!("{what}: {line}"));
        assert!(["error", "warning", "notice"].contains(&name), "{what}: {line}");
        let known = ["file", "line", "col", "endLine", "endColumn", "title"];
        for property in properties.split(',') {
            let key = property.split_once('=').map(|(key, _)| key);
            assert!(key.is_some_and(|key| known.contains(&key)), "{what}: {line}");
        }
    }
}

/// Returns the Markdown outside of code: what remains of each line without blocks and spans.
fn prose(markdown: &str) -> Vec<String> {
    let mut outside = Vec::new();
    let mut fence = String::new();
    for line in markdown.lines() {
        let ticks: String = line.chars().take_while(|c| *c == '`').collect();
        if fence.is_empty() && ticks.len() >= 3 && !line[ticks.len()..].contains('`') {
            fence = ticks;
        } else if !fence.is_empty() {
            if line.trim_end() == fence {
                fence.clear();
            }
        } else {
            outside.push(without_spans(line));
        }
    }
    assert_eq!(fence, "", "a fence is open");
    outside
}

fn without_spans(line: &str) -> String {
    let mut outside = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        outside.push_str(&rest[..start]);
        let content = rest[start..].trim_start_matches('`');
        let fence = &rest[start..rest.len() - content.len()];
        let mut at = 0;
        rest = loop {
            let Some(next) = content[at..].find('`').map(|next| at + next) else { panic!("`{line}` has an open code span") };
            let after = content[next..].trim_start_matches('`');
            if content.len() - next - after.len() == fence.len() {
                break after;
            }
            at = content.len() - after.len();
        };
    }
    outside + rest
}

fn assert_markdown(report: &str, what: &str) {
    assert_inert(report, what);
    for line in prose(report) {
        // Cells of tables that contain a bar are HTML, in which every sign is a character reference.
        let line = line.replace("<code>", "").replace("</code>", "");
        let ours = ["<!-- spec-diff -->", "</details>"].contains(&line.as_str()) || line.starts_with("<details><summary>");
        for markup in ["<", "](", "@", "![", "HOSTILE", "alert"] {
            assert!(ours || !line.contains(markup), "{what}: {line}");
        }
        assert!(!line.starts_with('#') || line.starts_with("### "), "{what}: {line}");
    }
}

fn side(label: &str, description: &Value) -> Side {
    let source = Memory::new().with("openapi.json", description.to_string());
    Side::load(&source, "openapi.json", SideOrigin { label: label.to_owned(), prefix: String::new() })
        .unwrap_or_else(|why| panic!("{why}"))
}

fn compared(base: &Value, head: &Value, label: &str) -> DiffReport {
    diff::compare(&side("base", base), &side(label, head), "0.1.0".parse().ok(), &[])
}

#[test]
fn comparisons_are_inert() {
    let base = description("plain", &[(0, "plain")]);
    for text in texts() {
        let head = description(&text, &[(0, &text)]);
        for report in [compared(&base, &head, &text), compared(&head, &base, &text)] {
            assert_inert(&render::terminal(&report, Style::Plain), &format!("terminal: {text:?}"));
            assert_markdown(&render::markdown(&report), &format!("markdown: {text:?}"));
            assert_commands(&render::github(&report), &format!("github: {text:?}"));
            assert_inert(&render::json(&report), &format!("json: {text:?}"));
            for section in render::changelog(&report) {
                for entry in &section.entries {
                    assert_markdown(entry, &format!("changelog: {text:?}"));
                    assert!(!entry.contains('\n'), "{entry}");
                }
            }
        }
    }
}

#[test]
fn drift_is_inert() {
    let read = |name: &str, description: &Value| {
        Document::read_foreign(name, &description.to_string(), &mut Diagnostics::new()).expect("a document")
    };
    for text in texts() {
        let vendor = read(&format!("{text}.json"), &description(&text, &[(0, &text)]));
        let ours = Memory::new().with("openapi.json", description("plain", &[(0, "plain")]).to_string());
        let ours = Document::load_from_as(&ours, "openapi.json", Flavour::Curated, &mut Diagnostics::new()).expect("a document");
        let found = drift::compare(&ours, &[vendor]);
        assert_inert(&drift::text(&found, "spec/", true), &format!("text: {text:?}"));
        assert_inert(&drift::json(&found, "spec/"), &format!("json: {text:?}"));
    }
}

#[test]
fn diagnostics_are_inert() {
    for text in texts() {
        for flavour in [Flavour::Curated, Flavour::Foreign] {
            let mut description = description(&text, &[(0, &text)]);
            // Each of these is a problem that the diagnostics name.
            description["components"]["schemas"]["N_0"]["properties"][&text] =
                serde_json::json!({ "type": text, "format": text, text.clone(): text });
            description[&text] = Value::String(text.clone());
            description["paths"][format!("/{text}")]["get"] =
                serde_json::json!({ "operationId": text, "responses": { "200": { "$ref": format!("#/{text}") } } });
            let file = format!("{text}.json");
            let source = Memory::new().with(&file, description.to_string());
            let mut diagnostics = Diagnostics::with_prefix(text.clone());
            if let Some(document) = Document::load_from_as(&source, &file, flavour, &mut diagnostics) {
                pipeline::model(&document, &mut diagnostics);
            }
            let what = format!("{flavour:?}: {text:?}");
            let shown = diagnostics.render(Style::Plain);
            assert!(!shown.is_empty(), "{what}");
            assert_inert(&shown, &what);
            assert_commands(&diagnostics.show(DiagnosticFormat::Github), &what);
            assert_inert(&diagnostics.show(DiagnosticFormat::Json), &what);
            assert_inert(&diagnostics.show(DiagnosticFormat::Sarif), &what);
        }
    }
}
