//! Tests the formats of reports, stored in `diff-formats/`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use pipedrive_codegen::diff::{self, DiffReport, Side, SideOrigin, render};
use pipedrive_codegen::load::Memory;
use pipedrive_tests::stored;

use super::compared;

/// Cases that cover the formats: both axes, sections, removed locations, equal changes, and a side without a Rust API.
const SHOWN: [&str; 5] = [
    "schema/type-changed",
    "paths/operation-removed",
    "extensions/token-cost-changed",
    "schema/equal-changes",
    "document/not-generated",
];

#[test]
fn formats_are_as_expected() {
    type Render = fn(&DiffReport) -> String;
    let formats = [("markdown.md", render::markdown as Render), ("json.json", render::json), ("github.txt", render::github)];
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("diff-formats");
    let (mut problems, mut names) = (Vec::new(), BTreeSet::new());
    for place in SHOWN {
        let report = compared(&Path::new(env!("CARGO_MANIFEST_DIR")).join("diff").join(place));
        for (ending, render) in formats {
            let name = format!("{}.{ending}", place.replace('/', "-"));
            names.insert(name.clone());
            let text = render(&report);
            let known = fs::read_to_string(directory.join(&name)).unwrap_or_default();
            if stored::updates() {
                fs::create_dir_all(&directory).expect("writable");
                fs::write(directory.join(&name), text).expect("writable");
            } else if known != text {
                problems.push(stored::diff(&name, &known, &text));
            }
        }
    }
    let there: BTreeSet<String> = fs::read_dir(&directory)
        .expect("readable")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(there, names);
    assert!(problems.is_empty(), "{}\nUPDATE_GOLDEN=1 accepts this", problems.join("\n"));
}

/// GitHub rejects longer comments.
const MAX_COMMENT: usize = 65_536;

/// Returns a description of an object with 900 properties.
fn object(label: &str, property: impl Fn(usize) -> String) -> Side {
    let mut text = String::from(
        "openapi: 3.0.3
info: { title: Things, version: 1.0.0 }
paths:
  /v1/things:
    get:
      operationId: v1.things.list
      responses:
        '200':
          description: The things.
          content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } }
components:
  schemas:
    Thing:
      type: object
      properties:
",
    );
    for index in 0..900 {
        let _ = writeln!(text, "        property_{index}: {{ type: {} }}", property(index));
    }
    let origin = SideOrigin { label: label.to_owned(), prefix: String::new() };
    Side::load(&Memory::new().with("openapi.yaml", text), "openapi.yaml", origin).expect("a description")
}

#[test]
fn long_comments_count_what_they_omit() {
    let integers = object("base", |_| "integer".to_owned());
    let equal = object("head", |_| "string".to_owned());
    let short = object("base", |index| format!("string, maxLength: {}", 1000 + index));
    let long = object("head", |index| format!("string, maxLength: {}", 2000 + index));
    for (base, head) in [(&integers, &equal), (&short, &long)] {
        let report = diff::compare(base, head, "0.1.0".parse().ok(), &[]);
        let markdown = render::markdown(&report);
        assert!(report.changes.len() >= 900, "{}", report.changes.len());
        assert!(markdown.chars().count() < MAX_COMMENT, "{}", markdown.len());
        let line = markdown.lines().find(|line| line.contains("are omitted")).expect("a count");
        let omitted: usize = line.split(' ').next().and_then(|count| count.parse().ok()).expect("a number");
        let shown = report.changes.iter().filter(|change| markdown.contains(&change.fingerprint)).count();
        assert!(shown > 100, "{shown}");
        assert_eq!(shown + omitted, report.changes.len());
    }
}
