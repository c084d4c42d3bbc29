//! Tests the comparison of pairs of descriptions.
//!
//! `diff/<family>/<rule>/` contains `base.yaml`, `head.yaml` and `expected.txt`, and stored public APIs as `base.txt` and `head.txt`; a case is named after the rule that it shows, or after its subject.
//! `UPDATE_GOLDEN=1` rewrites the expected files.

mod formats;
mod verdicts;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use pipedrive_codegen::diag::Style;
use pipedrive_codegen::diff::rules::{self, Area, DiffRule};
use pipedrive_codegen::diff::{self, Accepted, DiffReport, FailOn, SemverLevel, Side, SideOrigin, WireLevel, render};
use pipedrive_codegen::load::{Memory, Single};
use pipedrive_codegen::public_api::PublicApi;
use pipedrive_tests::json_schema::against_schema;
use pipedrive_tests::stored;
use serde_json::Value;

const EXPECTED: &str = "expected.txt";

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("diff");
    directories(&root).iter().flat_map(|family| directories(family)).collect()
}

fn directories(of: &Path) -> Vec<PathBuf> {
    let mut directories: Vec<PathBuf> = fs::read_dir(of)
        .unwrap_or_else(|error| panic!("{}: {error}", of.display()))
        .map(|entry| entry.expect("a readable directory").path())
        .filter(|path| path.is_dir())
        .collect();
    directories.sort();
    directories
}

fn side(case: &Path, name: &str) -> Side {
    let origin = SideOrigin { label: name.to_owned(), prefix: String::new() };
    let mut side = Side::load(&Single::new(case, format!("{name}.yaml")), &format!("{name}.yaml"), origin)
        .unwrap_or_else(|why| panic!("{}: {why}", case.display()));
    // The stored public API, in cases about changes that the description does not explain.
    if let Ok(content) = fs::read_to_string(case.join(format!("{name}.txt"))) {
        side.public_api.insert("pipedrive".to_owned(), PublicApi::parse(&content));
    }
    side
}

fn compared(case: &Path) -> DiffReport {
    diff::compare(&side(case, "base"), &side(case, "head"), "0.1.0".parse().ok(), &[])
}

fn name(path: &Path) -> String {
    let parts: Vec<String> =
        path.components().rev().take(2).map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    format!("{}/{}", parts[1], parts[0])
}

#[test]
fn reports_are_as_expected() {
    let update = stored::updates();
    let mut problems = Vec::new();
    for case in cases() {
        let text = render::terminal(&compared(&case), Style::Plain);
        let golden = case.join(EXPECTED);
        if update {
            fs::write(&golden, &text).expect("writable");
        } else {
            let known = fs::read_to_string(&golden).unwrap_or_default();
            if known != text {
                problems.push(stored::diff(&name(&case), &known, &text));
            }
        }
    }
    assert!(problems.is_empty(), "{}\nUPDATE_GOLDEN=1 accepts this", problems.join("\n"));
}

/// Returns the codes of a report, including effects on the Rust API.
fn codes(report: &DiffReport) -> BTreeSet<&'static str> {
    let changes = report.changes.iter();
    changes
        .flat_map(|change| [change.rule.code].into_iter().chain(change.impacts.iter().map(|impact| impact.rule.code)))
        .collect()
}

#[test]
fn every_rule_is_shown_by_the_case_with_its_name() {
    let known: BTreeSet<String> = cases().iter().map(|case| name(case)).collect();
    let mut problems = Vec::new();
    for rule in rules::all() {
        let place = format!("{}/{}", rule.area.name(), rule.name);
        if !known.contains(&place) {
            problems.push(format!("{place} does not exist"));
            continue;
        }
        let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("diff").join(&place);
        if !codes(&compared(&case)).contains(rule.code) {
            problems.push(format!("{place} does not show {}", rule.code));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn codes_and_names_of_rules_are_unique() {
    let rules: Vec<&DiffRule> = rules::all().collect();
    let codes: BTreeSet<&str> = rules.iter().map(|rule| rule.code).collect();
    let names: BTreeSet<(&str, &str)> = rules.iter().map(|rule| (rule.area.name(), rule.name)).collect();
    assert_eq!(codes.len(), rules.len());
    assert_eq!(names.len(), rules.len());
}

#[test]
fn cases_contain_no_other_files() {
    for case in cases() {
        let mut files: BTreeSet<String> = fs::read_dir(&case)
            .expect("readable")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        // It may be being written for the first time.
        files.extend(stored::updates().then(|| EXPECTED.to_owned()));
        // The public APIs of both sides, if the case is about them.
        files.retain(|file| file != "base.txt" && file != "head.txt");
        let wanted = BTreeSet::from(["base.yaml", "head.yaml", EXPECTED].map(str::to_owned));
        assert_eq!(files, wanted, "{}", case.display());
    }
}

#[test]
fn a_description_does_not_differ_from_itself() {
    for case in cases() {
        let report = diff::compare(&side(&case, "head"), &side(&case, "head"), None, &[]);
        assert!(report.changes.is_empty(), "{}: {}", case.display(), render::terminal(&report, Style::Plain));
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns whether the rules of an area apply to a direction.
fn applies_to(area: Area, direction: diff::WireDirection) -> bool {
    match area {
        Area::Parameters | Area::RequestBody | Area::Paths | Area::Security | Area::Document => {
            direction == diff::WireDirection::Request
        }
        Area::Responses | Area::Headers => direction == diff::WireDirection::Response,
        Area::Schema | Area::Extensions => true,
        Area::Rust => false,
    }
}

/// Renders the table of the rules for `docs/diff-rules.md`.
fn rule_table() -> String {
    let mut table = String::new();
    let mut area = None;
    for rule in rules::all() {
        if area != Some(rule.area) {
            let _ = write!(
                table,
                "\n### {}\n\n| code | rule | requests | responses | Rust | why |\n|---|---|---|---|---|---|\n",
                rule.area.name()
            );
            area = Some(rule.area);
        }
        let on = |direction| if applies_to(rule.area, direction) { rule.effect.on(direction).name() } else { "" };
        let strict = if rule.stricter { " ⚠" } else { "" };
        let (request, response) = (on(diff::WireDirection::Request), on(diff::WireDirection::Response));
        let rust = if rule.rust == SemverLevel::None { "by effect" } else { rule.rust.name() };
        let _ = writeln!(table, "| {} | {} | {request} | {response}{strict} | {rust} | {} |", rule.code, rule.name, rule.why);
    }
    table
}

#[test]
fn the_document_contains_every_rule() {
    const FROM: &str = "<!-- rules -->\n";
    const TO: &str = "<!-- end of rules -->";
    let file = repository().join("docs/diff-rules.md");
    let text = fs::read_to_string(&file).expect("docs/diff-rules.md");
    let (before, rest) = text.split_once(FROM).expect("the start of the rules");
    let (known, after) = rest.split_once(TO).expect("the end of the rules");
    let table = rule_table();
    if stored::updates() {
        fs::write(&file, format!("{before}{FROM}{table}{TO}{after}")).expect("writable");
    } else {
        assert_eq!(known, table, "UPDATE_GOLDEN=1 accepts this");
    }
    let codes: BTreeSet<&str> = rules::all().map(|rule| rule.code).collect();
    let mentioned = after.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.starts_with("DF") && word.len() == 6);
    for code in mentioned {
        assert!(codes.contains(code), "unknown rule {code} in the table of oasdiff");
    }
}

#[test]
fn names_and_values_are_inert_in_every_format() {
    let text = |name: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths:\n  /things:\n    get:\n      operationId: things\n      parameters:\n\
             \x20       - {{ name: e, in: query, schema: {{ type: string, pattern: {name}, enum: [a, {name}] }} }}\n\
             \x20     responses: {{ '200': {{ description: x }} }}\n"
        )
    };
    let load = |name: &str| {
        let origin = SideOrigin { label: "a".to_owned(), prefix: String::new() };
        Side::load(&Memory::new().with("openapi.yaml", text(name)), "openapi.yaml", origin).expect("readable")
    };
    let head = load(r#""x\n::error::BAD\n# H1 ``` ``<b>`` \e[31mRED\a""#);
    let report = diff::compare(&load("plain"), &head, None, &[]);
    assert!(report.changes.len() > 1);
    for out in [render::terminal(&report, Style::Plain), render::markdown(&report), render::github(&report)] {
        assert!(!out.contains(['\u{1b}', '\u{7}']), "{out}");
        assert!(!out.lines().any(|line| line.starts_with("::error::BAD") || line.starts_with("# H1")), "{out}");
    }
    let markdown = render::markdown(&report);
    let span = markdown.lines().find(|line| line.contains("::error::BAD")).expect("the value");
    assert!(span.contains("````"), "{span}");
}

#[test]
fn the_json_matches_its_schema() {
    let schema = fs::read_to_string(repository().join("docs/diff.schema.json")).expect("docs/diff.schema.json");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let mut problems = Vec::new();
    for case in cases() {
        let value: Value = serde_json::from_str(&render::json(&compared(&case))).expect("JSON");
        against_schema(&value, &schema, &schema, &name(&case), &mut problems);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn case(place: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("diff").join(place)
}

#[test]
fn accepted_changes_do_not_fail_and_still_count_for_the_version() {
    let case = case("schema/type-changed");
    let (base, head) = (side(&case, "base"), side(&case, "head"));
    let version = "0.1.0".parse().ok();
    let report = diff::compare(&base, &head, version, &[]);
    assert_eq!(FailOn::Breaking.failing(&report.changes).count(), 1);
    assert_eq!(FailOn::Major.failing(&report.changes).count(), 1);
    assert_eq!(report.verdict.wire(), WireLevel::Breaking);

    let entry = |fingerprint: &str| Accepted {
        fingerprint: fingerprint.to_owned(),
        reason: "It was never sent.".to_owned(),
        date: "2026-11-21".to_owned(),
    };
    let fingerprint = report.changes[0].fingerprint.clone();
    let accepted = [entry(&fingerprint), entry("0000000000000000")];
    let report = diff::compare(&base, &head, version, &accepted);
    assert_eq!(FailOn::Breaking.failing(&report.changes).count(), 0);
    assert_eq!(FailOn::Major.failing(&report.changes).count(), 0);
    assert_eq!(report.verdict.wire(), WireLevel::None);
    assert_eq!(report.verdict.next().map(|version| version.to_string()).as_deref(), Some("0.2.0"));
    assert_eq!(report.unused, [entry("0000000000000000")]);
    assert!(render::terminal(&report, Style::Plain).contains("accepted: It was never sent., 2026-11-21"));
}

#[test]
fn the_file_of_accepted_changes_is_validated() {
    let read = |text: &str| diff::parse_accepted(text).map(|entries| entries.len());
    let good = "- { fingerprint: '0123456789abcdef', reason: Never sent., date: '2026-11-21' }\n";
    assert_eq!(read(good), Ok(1));
    assert_eq!(read("# nothing yet\n"), Ok(0));
    for (bad, message) in [
        (good.replace("Never sent.", "' '"), "why"),
        (good.replace(", reason: Never sent.", ""), "reason"),
        (good.replace("2026-11-21", "21.11.2026"), "date"),
        (good.replace("2026-11-21", "2026-13-21"), "date"),
        (good.replace("0123456789abcdef", "0123"), "16"),
        (good.replace("reason", "because"), "because"),
        (format!("{good}{good}"), "duplicate"),
        ("fingerprint: x".to_owned(), "list"),
    ] {
        let error = read(&bad).expect_err(&bad);
        assert!(error.contains(message), "{bad}: {error}");
    }
}

#[test]
fn fingerprints_are_independent_of_lines() {
    let case = case("schema/type-changed");
    let text = |name: &str| fs::read_to_string(case.join(name)).expect("readable");
    let shifted = |text: &str| text.replace("components:", "\n\n# Further down.\ncomponents:");
    let load = |text: String, name: &str| {
        let origin = SideOrigin { label: name.to_owned(), prefix: String::new() };
        Side::load(&Memory::new().with("openapi.yaml", text), "openapi.yaml", origin).expect("readable")
    };
    let report = |base: String, head: String| diff::compare(&load(base, "base"), &load(head, "head"), None, &[]);
    let before = report(text("base.yaml"), text("head.yaml"));
    let after = report(shifted(&text("base.yaml")), shifted(&text("head.yaml")));
    let fingerprints = |report: &DiffReport| report.changes.iter().map(|change| change.fingerprint.clone()).collect::<Vec<_>>();
    let lines = |report: &DiffReport| {
        report.changes.iter().filter_map(|change| change.location.as_ref()).map(|place| place.line).collect::<Vec<_>>()
    };
    assert_eq!(fingerprints(&before), fingerprints(&after));
    assert_ne!(lines(&before), lines(&after));
    for case in cases() {
        let all = fingerprints(&compared(&case));
        let different: BTreeSet<&String> = all.iter().collect();
        assert_eq!(different.len(), all.len(), "{}: {all:?}", case.display());
    }
}

#[test]
fn load_errors_name_the_side() {
    let load = |files: Memory| {
        let origin = SideOrigin { label: "the old one".to_owned(), prefix: "old/".to_owned() };
        Side::load(&files, "openapi.yaml", origin).map(drop)
    };
    let whole = "openapi: 3.0.3\ninfo: { title: Things, version: 1.0.0 }\npaths:\n  /v1/things: { $ref: 'v1/things.yaml#/paths/things' }\n";
    for (files, why) in [
        (Memory::new(), "no such file"),
        (Memory::new().with("openapi.yaml", "a: [b\n"), "old/openapi.yaml:"),
        (Memory::new().with("openapi.yaml", "title: No description\n"), "missing key `openapi`"),
        (Memory::new().with("openapi.yaml", whole).with("v1/things.yaml", "paths: { things: [\n"), "old/v1/things.yaml:"),
    ] {
        let error = load(files).expect_err(why);
        assert!(error.contains("the old one") && error.contains(why), "{error}");
    }
    // Unresolved references do not prevent a comparison.
    assert_eq!(load(Memory::new().with("openapi.yaml", whole)), Ok(()));
}

#[test]
fn broken_descriptions_are_compared_or_rejected() {
    for case in cases() {
        let base = side(&case, "base");
        let text = fs::read_to_string(case.join("head.yaml")).expect("readable");
        let lines: Vec<&str> = text.lines().collect();
        for skipped in (0..lines.len()).step_by(3) {
            let broken: Vec<&str> =
                lines.iter().enumerate().filter(|(index, _)| *index != skipped).map(|(_, line)| *line).collect();
            let files = Memory::new().with("openapi.yaml", broken.join("\n"));
            let origin = SideOrigin { label: "broken".to_owned(), prefix: String::new() };
            if let Ok(broken) = Side::load(&files, "openapi.yaml", origin) {
                let report = diff::compare(&base, &broken, None, &[]);
                assert!(!render::markdown(&report).is_empty());
            }
        }
    }
}

#[test]
fn stored_examples_of_this_description_are_checked() {
    let spec = repository().join("spec");
    let origin = |label: &str| SideOrigin { label: label.to_owned(), prefix: format!("{label}/") };
    let before =
        Side::load(&pipedrive_codegen::load::Disk::new(&spec), "openapi.yaml", origin("before")).expect("the description");
    let mut files = Memory::new();
    for file in pipedrive_codegen::load::SpecSource::list(&pipedrive_codegen::load::Disk::new(&spec)).expect("listed") {
        let text = fs::read_to_string(spec.join(&file)).expect("readable");
        let text = match file.as_str() {
            "v2/deals.schemas.yaml" => text.replacen("title: { type: string,", "title: { type: integer,", 1),
            _ => text,
        };
        files = files.with(file, text);
    }
    let after = Side::load(&files, "openapi.yaml", origin("after")).expect("the changed description");
    assert!(before.surface.is_ok() && after.surface.is_ok());

    let same = diff::compare(&before, &before, None, &[]);
    assert!(same.changes.is_empty() && same.examples.broken.is_empty(), "{}", render::terminal(&same, Style::Plain));
    assert!(same.examples.checked > 400);

    let report = diff::compare(&before, &after, None, &[]);
    let [change] = report.changes.as_slice() else { panic!("one change: {}", render::terminal(&report, Style::Plain)) };
    assert_eq!((change.rule.code, change.subject.as_str()), ("DF0610", "Deal.title"));
    assert_eq!((change.request, change.response, change.rust), (WireLevel::None, WireLevel::Breaking, SemverLevel::Major));
    assert!(change.operations.contains(&"v2.deals.get".to_owned()));
    let contains = |mismatches: &[diff::ExampleMismatch]| mismatches.iter().any(|mismatch| mismatch.operation == "v2.deals.get");
    assert!(contains(&report.examples.broken) && contains(&report.examples.own) && same.examples.own.is_empty());
}
