//! The example `sync_sqlite`.

use pipedrive::SignedDuration;
use pipedrive_mock::{Account, Fault};
use rusqlite::Connection;
use rusqlite::types::Value;
use serde_json::json;

use crate::harness::{Outcome, Scene};

const LIST: &str = "v2.deals.list";

/// An account with twelve deals that have not changed for a day: one is archived and one deleted.
async fn scene() -> Scene {
    let account = Account::new();
    let scene = Scene::new(account.clone()).await;
    let now = account.now();
    account.set_now(now - SignedDuration::from_hours(24));
    let deals = scene.client().v2().deals();
    for number in 1..=12 {
        deals.create(format!("Lamp {number}")).value(100 * number).currency("EUR").await.expect("the deal is created");
    }
    deals.update(11).is_archived(true).await.expect("the deal is archived");
    deals.delete(12).await.expect("the deal is deleted");
    account.set_now(now);
    scene
}

async fn sync(scene: &Scene, arguments: &[&str]) -> Outcome {
    scene.run("sync_sqlite", [&["deals.db"], arguments].concat()).await
}

fn database(scene: &Scene) -> Connection {
    Connection::open(scene.path("deals.db")).expect("the database can be opened")
}

/// Returns the rows of a query. Null is an empty string.
fn rows<const N: usize>(scene: &Scene, query: &str) -> Vec<[String; N]> {
    let database = database(scene);
    let mut statement = database.prepare(query).expect("the query is valid");
    let text = |row: &rusqlite::Row<'_>, column| match row.get_unwrap(column) {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text,
        Value::Blob(_) => unreachable!("no column has blobs"),
    };
    let row = |row: &rusqlite::Row<'_>| Ok(std::array::from_fn(|column| text(row, column)));
    let rows = statement.query_map([], row).expect("the query can be executed");
    rows.collect::<Result<_, _>>().expect("the rows can be read")
}

/// Returns the number of rows of a table, with a condition.
fn number(scene: &Scene, rows: &str) -> i64 {
    let query = format!("SELECT count(*) FROM {rows}");
    database(scene).query_row(&query, [], |row| row.get(0)).expect("the query is valid")
}

fn execute(scene: &Scene, statement: &str) {
    database(scene).execute(statement, []).expect("the statement is valid");
}

#[tokio::test]
async fn the_first_run_copies_all_deals_and_the_next_one_what_has_changed() {
    let scene = scene().await;
    let outcome = sync(&scene, &[]).await;
    assert!(outcome.success && outcome.stdout == "12 deals, 0 bad records\n", "{outcome:?}");
    assert_eq!(
        number(&scene, "deals WHERE NOT is_deleted AND NOT is_archived AND value = 100 * id AND title = 'Lamp ' || id"),
        10
    );
    let marked = rows(&scene, "SELECT id || ' ' || is_archived || ' ' || is_deleted FROM deals WHERE id > 10 ORDER BY id");
    assert_eq!(marked, [["11 1 0"], ["12 0 1"]]);
    assert_eq!(rows(&scene, "SELECT json ->> 'title', json ->> 'currency' FROM deals WHERE id = 3"), [["Lamp 3", "EUR"]]);

    let deals = scene.client().v2().deals();
    deals.update(1).title("Lantern").await.expect("the deal is updated");
    deals.delete(2).await.expect("the deal is deleted");
    deals.create("New").await.expect("the deal is created");
    deals.update(3).is_archived(true).await.expect("the deal is archived");
    let outcome = sync(&scene, &[]).await;
    assert!(outcome.success && outcome.stdout == "5 deals, 0 bad records\n", "{outcome:?}");
    let changed = rows(&scene, "SELECT title, is_deleted || ' ' || is_archived FROM deals WHERE id IN (1, 2, 3, 13) ORDER BY id");
    assert_eq!(changed, [["Lantern", "0 0"], ["Lamp 2", "1 0"], ["Lamp 3", "0 1"], ["New", "0 0"]]);
    assert_eq!(number(&scene, "deals"), 13);

    // A full run fetches everything.
    let outcome = sync(&scene, &["--full"]).await;
    assert!(outcome.success && outcome.stdout == "13 deals, 0 bad records\n", "{outcome:?}");
    assert_eq!(number(&scene, "deals WHERE is_deleted"), 2);
}

#[tokio::test]
async fn bad_records_are_kept_with_their_reason_and_do_not_stop_the_sync() {
    let scene = scene().await;
    let data = json!([
        { "id": 1, "title": "Good", "value": 5 },
        { "title": "No id", "value": 5 },
        { "id": 3, "title": "Bad value", "value": "a lot", "note_from_the_future": true },
    ]);
    let page = json!({ "success": true, "data": data, "additional_data": { "next_cursor": null } });
    scene.account.inject(Fault::response(200, page.to_string()).on(LIST).times(1));
    let outcome = sync(&scene, &[]).await;
    assert!(outcome.success && outcome.stdout == "4 deals, 2 bad records\n", "{outcome:?}");
    let deals = rows(&scene, "SELECT title, value FROM deals WHERE id < 10 ORDER BY id");
    assert_eq!(deals, [["Good", "5"], ["Bad value", ""]]);
    let bad = rows(&scene, "SELECT json ->> 'title', reason FROM bad_records ORDER BY rowid");
    let reasons = ["deal 3: `data[2].value`: expected a number, found a string", "item 1: `data[1].id`: missing required field"];
    assert_eq!(bad, [["Bad value", reasons[0]], ["No id", reasons[1]]]);
    let json = rows(&scene, "SELECT json ->> 'value', json ->> 'note_from_the_future' FROM deals WHERE id = 3");
    assert_eq!(json, [["a lot", "1"]]);

    // The next run receives good ones. The bad records stay, to be looked at.
    let outcome = sync(&scene, &["--full"]).await;
    assert!(outcome.success && outcome.stdout == "12 deals, 0 bad records\n", "{outcome:?}");
    assert_eq!((number(&scene, "bad_records"), number(&scene, "deals WHERE title = 'Bad value'")), (2, 0));
}

#[tokio::test]
async fn a_full_run_marks_what_is_missing_as_deleted_unless_a_record_is_unreadable() {
    let scene = scene().await;
    assert!(sync(&scene, &[]).await.success);
    let old = "INSERT INTO deals (id, title, is_deleted, synced) VALUES (900, 'Deleted long ago', 0, '2020-01-01T00:00:00Z')";
    execute(&scene, old);

    let page = json!({ "success": true, "data": [{ "title": "No id" }], "additional_data": { "next_cursor": null } });
    scene.account.inject(Fault::response(200, page.to_string()).on(LIST).times(1));
    assert!(sync(&scene, &["--full"]).await.success);
    assert_eq!(number(&scene, "deals WHERE is_deleted"), 1);

    assert!(sync(&scene, &["--full"]).await.success);
    assert_eq!(rows(&scene, "SELECT title FROM deals WHERE is_deleted ORDER BY id"), [["Lamp 12"], ["Deleted long ago"]]);

    // After a pause in which deleted deals have ceased to be listed, a run is full without being told.
    let pause = "UPDATE runs SET started = '2020-01-01T00:00:00Z'";
    execute(&scene, pause);
    let outcome = sync(&scene, &[]).await;
    assert_eq!(outcome.stdout, "12 deals, 0 bad records\n");
}

#[tokio::test]
async fn after_a_failed_run_the_next_one_begins_at_the_same_time() {
    let scene = scene().await;
    assert!(sync(&scene, &[]).await.success);
    let since = || {
        let is_wanted = |query: &[(String, String)]| query.contains(&("status".to_owned(), "open,won,lost".to_owned()));
        let mut lists = scene.account.requests().into_iter().filter(|request| request.operation.as_deref() == Some(LIST));
        let last = lists.rfind(|request| is_wanted(&request.query)).expect("the deals were listed");
        last.query.into_iter().find(|(name, _)| name == "updated_since").map(|(_, time)| time)
    };
    assert_eq!(since(), None);
    scene.account.inject(Fault::status(500).on("v2.deals.list_archived").times(1));
    let outcome = sync(&scene, &[]).await;
    assert!(!outcome.success && outcome.stderr.contains("GET /api/v2/deals/archived: 500"), "{outcome:?}");
    let failed = since();
    assert!(sync(&scene, &[]).await.success);
    assert!(failed.is_some() && since() == failed, "{failed:?}");
    assert_eq!((scene.count(LIST), number(&scene, "runs")), (5, 2));
}
