//! Whether the description has everything that is documented, and says the same about it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use pipedrive_tests::examples::root;
use pipedrive_tests::inventory::{InventoryRow, described, documented, updated};
use pipedrive_tests::stored;

/// Where the description knows better: the operation, the column, and why.
const KNOWN: &[(&str, &str, &str)] = &[
    ("GET /v1/deals/archived", "replaced_by", "the vendor names none, and version 2 has the same list"),
    ("GET /v1/pipelines/{}/deals", "replaced_by", "the vendor names it only in the text of the description"),
    ("GET /v1/stages/{}/deals", "replaced_by", "the vendor names it only in the text of the description"),
    ("POST /api/v2/deals/{}/discounts", "oauth_scopes", READ_ONLY),
    ("PATCH /api/v2/deals/{}/discounts/{}", "oauth_scopes", READ_ONLY),
    ("DELETE /api/v2/deals/{}/discounts/{}", "oauth_scopes", READ_ONLY),
    ("POST /api/v2/deals/{}/installments", "oauth_scopes", READ_ONLY),
    ("PATCH /api/v2/deals/{}/installments/{}", "oauth_scopes", READ_ONLY),
    ("DELETE /api/v2/deals/{}/installments/{}", "oauth_scopes", READ_ONLY),
];

const READ_ONLY: &str = "the vendor also names deals:read, with which an app can read only";

/// How the table follows the description.
const UPDATE: &str = "UPDATE_GOLDEN=1 cargo test -p pipedrive-tests --test laws inventory::";

/// The content of the table, which is brought up to date first if that is requested.
fn content() -> &'static str {
    static CONTENT: OnceLock<String> = OnceLock::new();
    CONTENT.get_or_init(|| {
        let path = root().join("tests/inventory.csv");
        let content = std::fs::read_to_string(&path).expect("readable");
        if !stored::updates() {
            return content;
        }
        let is_known = |call: &str, column: &str| KNOWN.iter().any(|known| (known.0, known.1) == (call, column));
        let updated = updated(&content, is_known).expect("a table");
        std::fs::write(&path, &updated).expect("writable");
        updated
    })
}

fn table() -> Vec<InventoryRow> {
    documented(content()).expect("a table")
}

fn by_call(rows: Vec<InventoryRow>) -> BTreeMap<String, InventoryRow> {
    let count = rows.len();
    let rows: BTreeMap<String, InventoryRow> = rows.into_iter().map(|row| (row.call.clone(), row)).collect();
    assert_eq!(rows.len(), count, "an operation is there twice");
    rows
}

fn assert_none(what: &str, faults: &[String], help: &str) {
    assert!(faults.is_empty(), "{} {what}:\n{}\nhelp: {help}", faults.len(), faults.join("\n"));
}

#[test]
fn everything_documented_is_described() {
    let described = by_call(described());
    let missing: Vec<String> = by_call(table()).into_keys().filter(|call| !described.contains_key(call)).collect();
    let help = "describe them in `spec/`; if the vendor has removed them, mark them as `x-retired` as long as they still respond, and then remove \
                their rows from tests/inventory.csv";
    assert_none("operations of tests/inventory.csv are not described", &missing, help);
}

#[test]
fn everything_described_is_documented() {
    let documented = by_call(table());
    let unknown: Vec<String> = by_call(described()).into_keys().filter(|call| !documented.contains_key(call)).collect();
    let help = format!(
        "correct the path, or add their rows to tests/inventory.csv with `{UPDATE}` and compare them with the vendor's documentation"
    );
    assert_none("operations are not in tests/inventory.csv", &unknown, &help);
}

#[test]
fn retired_operations_are_counted_apart() {
    let (retired, documented): (Vec<InventoryRow>, Vec<InventoryRow>) = described().into_iter().partition(|row| row.retired);
    assert!(retired.iter().all(|row| row.deprecated), "retired operations are deprecated");
    let read = |file| std::fs::read_to_string(root().join(file)).expect("a file");
    let (count, apart) = (format!("{} documented operations", documented.len()), format!(" {} retired ones", retired.len()));
    for file in ["generated/README.md", "generated/COVERAGE.md"] {
        let has_both = read(file).contains(&count) && read(file).contains(&apart);
        assert!(has_both, "{file} does not count {count} and{apart}; run `cargo xtask generate`");
    }
    let notes = read("generated/COVERAGE.md").lines().filter(|line| line.contains("| retired")).count();
    assert_eq!(notes, retired.len(), "retired operations in COVERAGE.md; run `cargo xtask generate`");
}

#[test]
fn the_description_says_what_is_documented() {
    let described = by_call(described());
    let mut faults = Vec::new();
    let mut unused: Vec<_> = KNOWN.iter().map(|(call, column, _)| (*call, *column)).collect();
    for row in table() {
        let Some(ours) = described.get(&row.call) else { continue };
        for (column, documented, described) in row.differences(ours) {
            match unused.iter().position(|known| *known == (row.call.as_str(), column)) {
                Some(index) => drop(unused.remove(index)),
                None => {
                    faults.push(format!(
                        "{}: {column} is `{documented}` in the table and `{described}` in the description",
                        row.call
                    ));
                }
            }
        }
    }
    let help = format!(
        "compare with the vendor's documentation. If the description is wrong, correct it; if the documentation has changed, run `{UPDATE}`; if the \
         description knows better, add the operation, the column and the reason to `KNOWN` in tests/tests/laws/inventory.rs"
    );
    assert_none("differences between tests/inventory.csv and the description", &faults, &help);
    assert!(unused.is_empty(), "these differences no longer exist; remove them from `KNOWN`: {unused:?}");
}

#[test]
fn differences_are_found() {
    let row = |line: &str| {
        let table = format!(
            "# a comment\nmethod,path,token_cost,oauth_scopes,request_body,pagination,deprecated,replaced_by,published\n{line}"
        );
        documented(&table).expect("a table").remove(0)
    };
    let described = row("GET,/v1/lamps/{id},5,b a,,cursor,yes,GET /v2/lamps/{id},yes");
    let same = row("GET,/v1/lamps/{lamp_id},5,a b,,cursor,yes,GET /v2/lamps/{x},yes");
    assert_eq!(same.call, "GET /v1/lamps/{}");
    assert_eq!(same.differences(&described), []);
    // Nothing is known of what is not published, unless it is there.
    assert_eq!(row("GET,/v1/lamps/{id},,,,,yes,,").differences(&described), []);
    let retired = row("GET,/v1/lamps/{id},,,,,yes,,retired").differences(&described);
    assert_eq!(retired, [("retired", "true".to_owned(), "false".to_owned())]);
    let other = row("GET,/v1/lamps/{id},10,a,application/json,,,,yes").differences(&described);
    let columns: Vec<_> = other.iter().map(|(column, ..)| *column).collect();
    assert_eq!(columns, ["token_cost", "oauth_scopes", "request_body", "pagination", "deprecated", "replaced_by"]);
}

#[test]
fn the_table_follows_the_description() {
    let content = content();
    let lines: Vec<&str> = content.lines().collect();
    assert_eq!(updated(content, |_, _| true).as_deref(), Ok(content), "the table is complete, and known differences are kept");
    let index = lines.iter().position(|line| line.starts_with("GET,/v1/currencies,")).expect("a row");
    let without = [&lines[..index], &lines[index + 1..]].concat().join("\n") + "\n";
    let added = updated(&without, |_, _| true).expect("a table");
    let row = "GET,/v1/currencies,getCurrencies,Currencies,20,base,,,,,yes,";
    assert_eq!(
        added.lines().nth(index),
        Some(row),
        "a missing row is added at its position, without the number of an older description"
    );
    let wrong =
        content.replace("GET,/v1/currencies,getCurrencies,Currencies,20,", "GET,/v1/currencies,getCurrencies,Currencies,7,");
    let corrected = updated(&wrong, |call, column| (call, column) != ("GET /v1/currencies", "token_cost"));
    assert_eq!(corrected.as_deref(), Ok(content), "a cell is corrected, and the rest of its row is kept");
    let unknown = content.to_owned() + "GET,/v9/lamps,,,,,,,,,yes,\n";
    assert_eq!(updated(&unknown, |_, _| true).as_deref(), Ok(&*unknown), "operations that are not described are kept");
}
