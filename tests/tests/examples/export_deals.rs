//! The example `export_deals`.

use std::fs;
use std::time::Duration;

use pipedrive_mock::{Account, Fault};

use crate::harness::{Outcome, Scene};

const LIST: &str = "v2.deals.list";

/// An account with 23 deals.
async fn scene() -> Scene {
    let scene = Scene::new(Account::demo()).await;
    let deals = scene.client().v2().deals();
    for number in 5..=23 {
        deals.create(format!("Lamp {number}, \"warm\"")).value(number).currency("EUR").await.expect("the deal is created");
    }
    scene
}

async fn export(scene: &Scene, arguments: &[&str]) -> Outcome {
    scene.run("export_deals", arguments).await
}

fn read(scene: &Scene, file: &str) -> String {
    fs::read_to_string(scene.path(file)).expect("the file can be read")
}

#[tokio::test]
async fn the_file_has_a_line_for_each_deal() {
    let scene = scene().await;
    let outcome = export(&scene, &["deals.csv", "--page-size", "5", "--field", "Finish", "--field", "Fitting costs"]).await;
    assert!(outcome.success, "{outcome:?}");

    let mut csv = csv::Reader::from_path(scene.path("deals.csv")).expect("the file can be read");
    let headers = csv.headers().expect("the file has headers").clone();
    assert_eq!(&headers.iter().collect::<Vec<_>>()[6..], ["owner_id", "add_time", "Finish", "Fitting costs"]);
    let rows: Vec<_> = csv.records().map(|row| row.expect("the row is valid")).collect();
    let ids: Vec<_> = rows.iter().map(|row| row[0].parse::<u32>().expect("the id is a number")).collect();
    assert_eq!(ids, (1..=23).collect::<Vec<_>>());
    assert_eq!((&rows[0][1], &rows[0][3], &rows[0][4]), ("Lamps for the harbor hall", "4800", "EUR"));
    assert_eq!((&rows[0][8], &rows[0][9]), ("Brass", "950 EUR"));
    assert_eq!((&rows[22][1], &rows[22][8]), ("Lamp 23, \"warm\"", ""));
    assert!(!scene.path("deals.csv.state").exists(), "the position of a complete export is removed");

    // The complete file is not overwritten.
    let before = read(&scene, "deals.csv");
    let outcome = export(&scene, &["deals.csv"]).await;
    assert!(!outcome.success && outcome.stderr.contains("`deals.csv` exists"), "{outcome:?}");
    assert_eq!(read(&scene, "deals.csv"), before);
}

#[tokio::test]
async fn a_killed_export_continues_where_it_stopped() {
    let scene = scene().await;
    assert!(export(&scene, &["whole.csv", "--page-size", "4"]).await.success);

    for pages in 1..=5 {
        let file = format!("{pages}.csv");
        let arguments = [file.as_str(), "--page-size", "4"];
        let before = scene.count(LIST);
        // The page after `pages` pages never arrives.
        scene.account.inject(Fault::delay(Duration::ZERO).on(LIST).times(pages));
        scene.account.inject(Fault::delay(Duration::MAX).on(LIST));
        let mut example = scene.command("export_deals", arguments).spawn().expect("the example starts");
        scene.received(LIST, before + pages + 1).await;
        example.kill().await.expect("the example is killed");
        scene.account.clear_faults();
        // As if it had been killed while it wrote the next page.
        fs::write(scene.path(&file), read(&scene, &file) + "98,\"half a li").expect("the file can be written");

        let rest = scene.account.requests().len();
        let outcome = export(&scene, &arguments).await;
        assert!(outcome.success, "{outcome:?}");
        assert_eq!(read(&scene, &file), read(&scene, "whole.csv"), "killed after {pages} pages");
        let requests = scene.account.requests();
        let first = requests[rest..].iter().find(|request| request.operation.as_deref() == Some(LIST)).expect("a list");
        // The first page may not have been written yet when the second one was requested.
        assert!(first.query.iter().any(|(name, _)| name == "cursor") || pages == 1, "killed after {pages} pages");
    }
}

#[tokio::test]
async fn an_export_that_is_killed_often_is_complete_in_the_end() {
    let scene = scene().await;
    assert!(export(&scene, &["whole.csv", "--page-size", "1"]).await.success);

    // Wherever it is killed, the result is the same.
    for kill in 0..20 {
        let mut example = scene.command("export_deals", ["deals.csv", "--page-size", "1"]).spawn().expect("the example starts");
        tokio::time::sleep(Duration::from_millis(15 + 3 * kill)).await;
        example.kill().await.expect("the example is killed");
        if scene.path("deals.csv").exists() && !scene.path("deals.csv.state").exists() {
            break;
        }
    }
    let outcome = export(&scene, &["deals.csv", "--page-size", "1"]).await;
    assert!(outcome.success || outcome.stderr.contains("exists"), "{outcome:?}");
    assert_eq!(read(&scene, "deals.csv"), read(&scene, "whole.csv"));
}

#[tokio::test]
async fn a_failed_export_continues_with_the_same_options_only() {
    let scene = scene().await;
    scene.account.inject(Fault::delay(Duration::ZERO).on(LIST).times(2));
    scene.account.inject(Fault::status(500).on(LIST));
    let outcome = export(&scene, &["deals.csv", "--page-size", "5"]).await;
    assert!(!outcome.success && outcome.stderr.contains("GET /api/v2/deals: 500"), "{outcome:?}");
    scene.account.clear_faults();

    let outcome = export(&scene, &["deals.csv", "--status", "won"]).await;
    assert!(outcome.stderr.contains("has other options: use them again, or remove it"), "{outcome:?}");
    let outcome = export(&scene, &["deals.csv", "--page-size", "7"]).await;
    assert!(outcome.success, "{outcome:?}");
    assert_eq!(csv::Reader::from_path(scene.path("deals.csv")).expect("the file can be read").records().count(), 23);
}

#[tokio::test]
async fn an_unknown_field_is_an_error_before_anything_is_written() {
    let scene = scene().await;
    let outcome = export(&scene, &["deals.csv", "--field", "Colour"]).await;
    assert!(!outcome.success && outcome.stderr.contains("`Colour`"), "{outcome:?}");
    assert!(!scene.path("deals.csv").exists());
}
