//! The example `sync_sqlite`.

use std::path::{Path, PathBuf};

use pipedrive::SignedDuration;
use pipedrive_mock::{Account, Fault, Server};
use rusqlite::Connection;
use serde_json::json;

use crate::harness::{self, Finished};
use crate::{client, count};

const LIST: &str = "v2.deals.list";

/// An account with twelve deals that have not changed for a day: one is archived and one deleted.
async fn account() -> (Account, Server) {
    let account = Account::new();
    let now = account.now();
    account.set_now(now - SignedDuration::from_hours(24));
    let deals = client(&account).v2().deals();
    for number in 1..=12 {
        deals.create(format!("Lamp {number}")).value(100 * number).currency("EUR").await.expect("the deal is created");
    }
    deals.update(11).is_archived(true).await.expect("the deal is archived");
    deals.delete(12).await.expect("the deal is deleted");
    account.set_now(now);
    let server = account.serve(0).await.expect("the server starts");
    (account, server)
}

fn database(test: &str) -> PathBuf {
    harness::directory(test).join("deals.db")
}

async fn sync(server: &Server, file: &Path, arguments: &[&str]) -> Finished {
    let arguments: Vec<_> = [file.as_os_str()].into_iter().chain(arguments.iter().map(std::ffi::OsStr::new)).collect();
    harness::run("sync_sqlite", server, &arguments).await
}

/// Returns the rows of a query whose columns are strings.
fn rows<const N: usize>(file: &Path, query: &str) -> Vec<[String; N]> {
    let database = Connection::open(file).expect("the database can be opened");
    let mut statement = database.prepare(query).expect("the query is valid");
    let row = |row: &rusqlite::Row<'_>| {
        Ok(std::array::from_fn(|column| row.get::<_, Option<String>>(column).unwrap().unwrap_or_default()))
    };
    let rows = statement.query_map([], row).expect("the query can be executed");
    rows.collect::<Result<_, _>>().expect("the rows can be read")
}

/// Returns the number of rows of a table, with a condition.
fn number(file: &Path, rows: &str) -> i64 {
    let database = Connection::open(file).expect("the database can be opened");
    database.query_row(&format!("SELECT count(*) FROM {rows}"), [], |row| row.get(0)).expect("the query is valid")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_run_copies_all_deals_and_the_next_one_what_has_changed() {
    let (account, server) = account().await;
    let file = database("sync");
    let finished = sync(&server, &file, &[]).await;
    assert!(finished.status.success() && finished.stdout == "12 deals, 0 bad records\n", "{finished:?}");
    assert_eq!(
        number(&file, "deals WHERE NOT is_deleted AND NOT is_archived AND value = 100 * id AND title = 'Lamp ' || id"),
        10
    );
    let marked = rows(&file, "SELECT id || ' ' || is_archived || ' ' || is_deleted FROM deals WHERE id > 10 ORDER BY id");
    assert_eq!(marked, [["11 1 0"], ["12 0 1"]]);
    assert_eq!(rows(&file, "SELECT json ->> 'title', json ->> 'currency' FROM deals WHERE id = 3"), [["Lamp 3", "EUR"]]);

    let deals = client(&account).v2().deals();
    deals.update(1).title("Lantern").await.expect("the deal is updated");
    deals.delete(2).await.expect("the deal is deleted");
    deals.create("New").await.expect("the deal is created");
    deals.update(3).is_archived(true).await.expect("the deal is archived");
    let finished = sync(&server, &file, &[]).await;
    assert!(finished.status.success() && finished.stdout == "5 deals, 0 bad records\n", "{finished:?}");
    let changed = rows(&file, "SELECT title, is_deleted || ' ' || is_archived FROM deals WHERE id IN (1, 2, 3, 13) ORDER BY id");
    assert_eq!(changed, [["Lantern", "0 0"], ["Lamp 2", "1 0"], ["Lamp 3", "0 1"], ["New", "0 0"]]);
    assert_eq!(number(&file, "deals"), 13);

    // A full run fetches everything.
    let finished = sync(&server, &file, &["--full"]).await;
    assert!(finished.status.success() && finished.stdout == "13 deals, 0 bad records\n", "{finished:?}");
    assert_eq!(number(&file, "deals WHERE is_deleted"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_records_are_kept_with_their_reason_and_do_not_stop_the_sync() {
    let (account, server) = account().await;
    let file = database("sync_bad");
    let data = json!([
        { "id": 1, "title": "Good", "value": 5 },
        { "title": "No id", "value": 5 },
        { "id": 3, "title": "Bad value", "value": "a lot", "note_from_the_future": true },
    ]);
    let page = json!({ "success": true, "data": data, "additional_data": { "next_cursor": null } });
    account.inject(Fault::response(200, page.to_string()).on(LIST).times(1));
    let finished = sync(&server, &file, &[]).await;
    assert!(finished.status.success() && finished.stdout == "4 deals, 2 bad records\n", "{finished:?}");
    let deals = rows(&file, "SELECT title, CAST(value AS TEXT) FROM deals WHERE id < 10 ORDER BY id");
    assert_eq!(deals, [["Good", "5.0"], ["Bad value", ""]]);
    let bad = rows(&file, "SELECT json ->> 'title', reason FROM bad_records ORDER BY rowid");
    assert_eq!(bad, [["Bad value", "deal 3: cannot decode value"], ["No id", "item 1: `data[1].id`: missing required field"]]);
    let json = rows(&file, "SELECT json ->> 'value', json ->> 'note_from_the_future' FROM deals WHERE id = 3");
    assert_eq!(json, [["a lot", "1"]]);

    // The next run receives good ones. The bad records stay, to be looked at.
    let finished = sync(&server, &file, &["--full"]).await;
    assert!(finished.status.success() && finished.stdout == "12 deals, 0 bad records\n", "{finished:?}");
    assert_eq!((number(&file, "bad_records"), number(&file, "deals WHERE title = 'Bad value'")), (2, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_run_marks_what_is_missing_as_deleted_unless_a_record_is_unreadable() {
    let (account, server) = account().await;
    let file = database("sync_missing");
    assert!(sync(&server, &file, &[]).await.status.success());
    let old = "INSERT INTO deals (id, title, is_deleted, synced) VALUES (900, 'Deleted long ago', 0, '2020-01-01T00:00:00Z')";
    Connection::open(&file).expect("the database can be opened").execute(old, []).expect("the row is valid");

    let page = json!({ "success": true, "data": [{ "title": "No id" }], "additional_data": { "next_cursor": null } });
    account.inject(Fault::response(200, page.to_string()).on(LIST).times(1));
    assert!(sync(&server, &file, &["--full"]).await.status.success());
    assert_eq!(number(&file, "deals WHERE is_deleted"), 1);

    assert!(sync(&server, &file, &["--full"]).await.status.success());
    assert_eq!(rows(&file, "SELECT title FROM deals WHERE is_deleted ORDER BY id"), [["Lamp 12"], ["Deleted long ago"]]);

    // After a pause in which deleted deals have ceased to be listed, a run is full without being told.
    let pause = "UPDATE runs SET started = '2020-01-01T00:00:00Z'";
    Connection::open(&file).expect("the database can be opened").execute(pause, []).expect("the statement is valid");
    let finished = sync(&server, &file, &[]).await;
    assert_eq!(finished.stdout, "12 deals, 0 bad records\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_failed_run_the_next_one_begins_at_the_same_time() {
    let (account, server) = account().await;
    let file = database("sync_failed");
    assert!(sync(&server, &file, &[]).await.status.success());
    let since = |account: &Account| {
        let is_wanted = |query: &[(String, String)]| query.contains(&("status".to_owned(), "open,won,lost".to_owned()));
        let lists = account.requests().into_iter().filter(|request| request.operation.as_deref() == Some(LIST));
        let last = lists.filter(|request| is_wanted(&request.query)).next_back().expect("the deals were listed");
        last.query.into_iter().find(|(name, _)| name == "updated_since").map(|(_, time)| time)
    };
    assert_eq!(since(&account), None);
    account.inject(Fault::status(500).on("v2.deals.list_archived").times(1));
    let finished = sync(&server, &file, &[]).await;
    assert!(!finished.status.success() && finished.stderr.contains("GET /api/v2/deals/archived: 500"), "{finished:?}");
    let failed = since(&account);
    assert!(sync(&server, &file, &[]).await.status.success());
    assert!(failed.is_some() && since(&account) == failed, "{failed:?}");
    assert_eq!((count(&account, LIST), number(&file, "runs")), (5, 2));
}
