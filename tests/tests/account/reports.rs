//! The formats of a report.

use pipedrive_account::{AccountChangeKind, AccountField, AccountOption, AccountReport, Entity, Snapshot};
use pipedrive_tests::json_schema::against_schema;
use serde_json::Value;

const TIER: &str = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12";

/// Names with markup, commands, control characters and characters that change the direction of text.
const HOSTILE: &[&str] = &[
    "`code` ``` | <script>alert(1)</script> \n\n# heading",
    "\u{1b}[2J\u{1b}]8;;https://example.test\u{7}\r\n::error::a",
    "\u{202e}txt.exe\u{2066}\u{200b}\u{feff}",
    "@everyone #1 ![x](https://example.test/x.png) [a](javascript:alert(1))",
    "|\\|`|``",
    "",
    " ",
    "``",
    "::set-output name=a::b",
];

fn account(name: &str, label: &str, description: &str) -> Snapshot {
    let mut field = AccountField::new(TIER, name, "enum");
    field.options = vec![AccountOption::new(12, label), AccountOption::new(13, format!("{label} 2"))];
    field.description = Some(description.to_owned());
    let mut snapshot = Snapshot::default();
    snapshot.fields.insert(Entity::Deals, vec![field]);
    snapshot
}

fn report(old: &str, new: &str) -> AccountReport {
    AccountReport::compare(&account(old, old, old), &account(new, new, new)).expect("compared")
}

fn is_hidden(c: char) -> bool {
    c.is_control() && c != '\n'
        || matches!(c, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[test]
fn the_text_names_each_change_with_its_type() {
    let mut old = account("Tier", "Gold", "How large");
    let mut new = account("Level", "Gold", "How large");
    new.fields.get_mut(&Entity::Deals).expect("there")[0].options.pop();
    old.fields.get_mut(&Entity::Deals).expect("there").push(AccountField::new("a".repeat(40), "Budget", "double"));
    new.fields.get_mut(&Entity::Deals).expect("there").push(AccountField::new("a".repeat(40), "Budget", "monetary"));
    let report = AccountReport::compare(&old, &new).expect("compared");
    assert_eq!(
        report.to_text(),
        "major  fields.deals: option removed: `Tier` (dcf558aac1ae4e8c4f849ba5e668430d8df9be12/13): `Gold 2`\n\
         \x20      Tier::Gold2\n\
         major  fields.deals: type of field changed: `Budget` (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa): `double` → `monetary`\n\
         \x20      DealFields::budget: Option<f64> → Option<Money>\n\
         docs   fields.deals: field renamed: `Tier` (dcf558aac1ae4e8c4f849ba5e668430d8df9be12): `Tier` → `Level`\n\
         \x20      DealFields::tier\n\
         3 changes: 2 major, 1 docs\n"
    );
    let markdown = report.to_markdown();
    assert!(markdown.starts_with("**Pipedrive account:** 3 changes: 2 major, 1 docs\n\n| effect |"), "{markdown}");
    assert!(
        markdown.contains(
            "| **major** | `fields.deals` | type of field changed | `Budget` | `double` → `monetary` | `DealFields::budget: Option<f64> → Option<Money>` |\n"
        ),
        "{markdown}"
    );
    let json: Value = serde_json::from_str(&report.to_json()).expect("JSON");
    assert_eq!(json["effect"], "major");
    assert_eq!(json["changes"][1]["rust"]["new"], "Option<Money>");
    assert_eq!(json["changes"][1]["kind"], "field-retyped");
    assert_eq!(AccountReport::compare(&old, &old).expect("compared").to_text(), "no changes\n");
}

#[test]
fn hostile_names_are_inert() {
    for name in HOSTILE {
        let report = report("Tier", name);
        let (text, markdown, json) = (report.to_text(), report.to_markdown(), report.to_json());
        for (format, output) in [("text", &text), ("markdown", &markdown), ("json", &json)] {
            assert!(!output.chars().any(is_hidden), "{format}: {output:?}");
            assert!(!output.lines().any(|line| line.trim_start().starts_with("::")), "{format}: {output}");
        }
        let rows: Vec<&str> = markdown.lines().filter(|line| line.starts_with("| ")).collect();
        assert_eq!(rows.len(), report.changes.len() + 1, "a change is one line: {markdown}");
        assert_eq!(markdown.lines().count(), rows.len() + 3, "and nothing else: {markdown}");
        for row in rows {
            assert_eq!(unescaped_bars(row), 7, "a row has six cells: {row}");
            let outside = outside_of_code(row);
            assert!(!outside.contains(['<', '[', '@', '`']) && !outside.contains("http"), "{row}\n{outside}");
        }
        let parsed: Value = serde_json::from_str(&json).expect("JSON");
        let renamed = parsed["changes"].as_array().into_iter().flatten().find(|change| change["kind"] == "field-renamed");
        assert_eq!(renamed.map(|change| change["new"].as_str().unwrap_or_default()), Some(*name), "JSON keeps the name");
    }
}

/// The bars that separate cells: those in code spans count too, as GitHub splits a table before it looks for code.
fn unescaped_bars(row: &str) -> usize {
    row.matches('|').count()
}

/// The text of a row without its code spans and `<code>` elements.
fn outside_of_code(row: &str) -> String {
    let mut out = String::new();
    let mut rest = row;
    while let Some(start) = rest.find(['`', '<']) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        if let Some(inner) = rest.strip_prefix("<code>") {
            rest = inner.split_once("</code>").expect("closed").1;
            continue;
        }
        let fence = rest.len() - rest.trim_start_matches('`').len();
        assert!(fence > 0, "markup outside of code: {row}");
        let inner = &rest[fence..];
        let mut from = 0;
        loop {
            let at = from + inner[from..].find('`').expect("closed");
            let run = inner[at..].len() - inner[at..].trim_start_matches('`').len();
            from = at + run;
            if run == fence {
                break;
            }
        }
        rest = &inner[from..];
    }
    out + rest
}

#[test]
fn the_json_matches_its_schema() {
    let schema = include_str!("../../../docs/account-check.schema.json");
    let schema: Value = serde_json::from_str(schema).expect("JSON");
    let mut problems = Vec::new();
    for name in HOSTILE {
        let mut old = account(name, name, name);
        old.lead_sources = Some(vec!["API".to_owned()]);
        let report = AccountReport::compare(&old, &account("Tier", "Gold", "")).expect("compared");
        let value: Value = serde_json::from_str(&report.to_json()).expect("JSON");
        against_schema(&value, &schema, &schema, name, &mut problems);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    let kinds: Vec<&str> = AccountChangeKind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(schema["$defs"]["kind"]["enum"], serde_json::json!(kinds), "the schema lists all kinds");
}

#[test]
fn ten_thousand_changes_fit_into_a_comment() {
    let with = |count: i64| {
        let mut field = AccountField::new(TIER, "Tier", "set");
        field.options = (0..count).map(|id| AccountOption::new(id, format!("Option {id}"))).collect();
        let mut snapshot = Snapshot::default();
        snapshot.fields.insert(Entity::Deals, vec![field.clone()]);
        snapshot.fields.insert(Entity::Leads, vec![field]);
        snapshot
    };
    let report = AccountReport::compare(&with(10_000), &with(1)).expect("compared");
    assert_eq!(report.changes.len(), 9_999);
    let markdown = report.to_markdown();
    assert!(markdown.len() < 61_000 && markdown.contains(" more changes are omitted"), "{}", markdown.len());
    assert_eq!(report.to_text().lines().count(), 2 * 9_999 + 1);
}

#[test]
fn a_long_description_is_shortened_in_markdown() {
    let long = "é".repeat(70_000);
    let report = AccountReport::compare(&account("Tier", "Gold", "a"), &account("Tier", "Gold", &long)).expect("compared");
    assert!(report.to_markdown().len() < 2_000);
    assert!(report.to_json().contains(&long));
}
