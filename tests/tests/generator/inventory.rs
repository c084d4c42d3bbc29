//! Whether the description has everything that is documented, and says the same about it.

use std::collections::BTreeMap;

use pipedrive_tests::inventory::{InventoryRow, described, documented};

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

fn table() -> Vec<InventoryRow> {
    documented(include_str!("../../inventory.csv")).expect("a table")
}

fn by_call(rows: Vec<InventoryRow>) -> BTreeMap<String, InventoryRow> {
    let count = rows.len();
    let rows: BTreeMap<String, InventoryRow> = rows.into_iter().map(|row| (row.call.clone(), row)).collect();
    assert_eq!(rows.len(), count, "an operation is there twice");
    rows
}

fn assert_none(what: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{} {what}:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn everything_documented_is_described() {
    let described = by_call(described());
    let missing: Vec<String> = by_call(table()).into_keys().filter(|call| !described.contains_key(call)).collect();
    assert_none("documented operations are missing", &missing);
}

#[test]
fn everything_described_is_documented() {
    let documented = by_call(table());
    let unknown: Vec<String> = by_call(described()).into_keys().filter(|call| !documented.contains_key(call)).collect();
    assert_none("operations are not documented", &unknown);
}

#[test]
fn retired_operations_are_counted_apart() {
    let (retired, documented): (Vec<InventoryRow>, Vec<InventoryRow>) = described().into_iter().partition(|row| row.retired);
    assert_eq!((documented.len(), retired.len()), (421, 9), "documented and retired operations");
    for row in retired {
        assert!(row.deprecated && row.replaced_by.is_some(), "{} has no replacement", row.call);
    }
    let read = |file| std::fs::read_to_string(pipedrive_tests::examples::root().join(file)).expect("a file");
    for file in ["generated/README.md", "generated/COVERAGE.md"] {
        assert!(read(file).contains("421 documented operations of "), "{file} counts other operations as documented");
        assert!(read(file).contains(" 9 retired ones"), "{file} counts other operations as retired");
    }
    let notes = read("generated/COVERAGE.md").lines().filter(|line| line.contains("| retired, use ")).count();
    assert_eq!(notes, 9, "retired operations in COVERAGE.md");
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
                    faults.push(format!("{}: {column} is documented as `{documented}`, described as `{described}`", row.call));
                }
            }
        }
    }
    assert_none("differences", &faults);
    assert!(unused.is_empty(), "these differences are gone: {unused:?}");
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
