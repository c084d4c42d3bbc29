//! The example `export_deals`.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::time::Duration;

use pipedrive_mock::{Account, Fault, Server};

use crate::harness::{self, Finished};
use crate::{client, received};

const LIST: &str = "v2.deals.list";

/// An account with 23 deals.
async fn account() -> (Account, Server) {
    let account = Account::demo();
    let deals = client(&account).v2().deals();
    for number in 5..=23 {
        deals.create(format!("Lamp {number}, \"warm\"")).value(number).currency("EUR").await.expect("the deal is created");
    }
    let server = account.serve(0).await.expect("the server starts");
    (account, server)
}

async fn export(server: &Server, file: &Path, arguments: &[&str]) -> Finished {
    let arguments: Vec<_> = [file.as_os_str()].into_iter().chain(arguments.iter().map(OsStr::new)).collect();
    harness::run("export_deals", server, &arguments).await
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).expect("the file can be read")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_has_a_line_for_each_deal() {
    let (_account, server) = account().await;
    let file = harness::directory("export").join("deals.csv");
    let finished = export(&server, &file, &["--page-size", "5", "--field", "Finish", "--field", "Fitting costs"]).await;
    assert!(finished.status.success(), "{finished:?}");

    let mut csv = csv::Reader::from_path(&file).expect("the file can be read");
    let headers = csv.headers().expect("the file has headers").clone();
    assert_eq!(&headers.iter().collect::<Vec<_>>()[6..], ["owner_id", "add_time", "Finish", "Fitting costs"]);
    let rows: Vec<_> = csv.records().map(|row| row.expect("the row is valid")).collect();
    let ids: Vec<_> = rows.iter().map(|row| row[0].parse::<u32>().expect("the id is a number")).collect();
    assert_eq!(ids, (1..=23).collect::<Vec<_>>());
    assert_eq!((&rows[0][1], &rows[0][3], &rows[0][4]), ("Lamps for the harbor hall", "4800", "EUR"));
    assert_eq!((&rows[0][8], &rows[0][9]), ("Brass", "950 EUR"));
    assert_eq!((&rows[22][1], &rows[22][8]), ("Lamp 23, \"warm\"", ""));
    assert!(!harness::beside(&file, ".state").exists(), "the position of a complete export is removed");

    // The finished file is not overwritten.
    let before = read(&file);
    let finished = export(&server, &file, &[]).await;
    assert!(finished.stderr.contains("deals.csv` exists"), "{finished:?}");
    assert_eq!(read(&file), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_export_continues_where_it_stopped() {
    let (account, server) = account().await;
    let directory = harness::directory("export_killed");
    let whole = directory.join("whole.csv");
    assert!(export(&server, &whole, &["--page-size", "4"]).await.status.success());

    for pages in 1..=5 {
        let file = directory.join(format!("{pages}.csv"));
        let start = account.requests().len();
        let before = crate::count(&account, LIST);
        // The page after `pages` pages never arrives.
        account.inject(Fault::delay(Duration::ZERO).on(LIST).times(pages));
        account.inject(Fault::delay(Duration::from_secs(3600)).on(LIST));
        let arguments = [file.as_os_str(), "--page-size".as_ref(), "4".as_ref()];
        let mut example = harness::start("export_deals", &server, &arguments);
        received(&account, LIST, before + pages + 1).await;
        example.kill().expect("the example is killed");
        example.wait().expect("the example has ended");
        account.clear_faults();
        // As if it had been killed while it wrote the next page.
        if file.exists() {
            fs::write(&file, read(&file) + "98,\"half a li").expect("the file can be written");
        }

        let rest = account.requests().len();
        let finished = export(&server, &file, &["--page-size", "4"]).await;
        assert!(finished.status.success(), "{finished:?}");
        assert_eq!(read(&file), read(&whole), "killed after {pages} pages");
        let list =
            |from: usize| account.requests()[from..].iter().find(|request| request.operation.as_deref() == Some(LIST)).cloned();
        let cursor = |from: usize| list(from).and_then(|list| list.query.into_iter().find(|(name, _)| name == "cursor"));
        assert_eq!(cursor(start), None);
        // Only the first page may not have been written when the next one was requested.
        assert!(cursor(rest).is_some() || pages == 1, "killed after {pages} pages");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_is_killed_often_is_complete_in_the_end() {
    let (_account, server) = account().await;
    let directory = harness::directory("export_killed_often");
    let (whole, file) = (directory.join("whole.csv"), directory.join("deals.csv"));
    assert!(export(&server, &whole, &["--page-size", "1"]).await.status.success());

    // Wherever it is killed, the result is the same.
    for kill in 0..20 {
        let arguments = [file.as_os_str(), "--page-size".as_ref(), "1".as_ref()];
        let mut example = harness::start("export_deals", &server, &arguments);
        tokio::time::sleep(Duration::from_millis(15 + 3 * kill)).await;
        example.kill().expect("the example is killed");
        example.wait().expect("the example has ended");
        if file.exists() && !harness::beside(&file, ".state").exists() {
            break;
        }
    }
    let finished = export(&server, &file, &["--page-size", "1"]).await;
    assert!(finished.status.success() || finished.stderr.contains("exists"), "{finished:?}");
    assert_eq!(read(&file), read(&whole));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_export_continues_with_the_same_options_only() {
    let (account, server) = account().await;
    let file = harness::directory("export_failed").join("deals.csv");
    account.inject(Fault::delay(Duration::ZERO).on(LIST).times(2));
    account.inject(Fault::status(500).on(LIST));
    let finished = export(&server, &file, &["--page-size", "5"]).await;
    assert!(!finished.status.success() && finished.stderr.contains("GET /api/v2/deals: 500"), "{finished:?}");
    account.clear_faults();

    let finished = export(&server, &file, &["--status", "won"]).await;
    assert!(finished.stderr.contains("has other options: use them again, or remove it"), "{finished:?}");
    let finished = export(&server, &file, &["--page-size", "7"]).await;
    assert!(finished.status.success(), "{finished:?}");
    assert_eq!(csv::Reader::from_path(&file).expect("the file can be read").records().count(), 23);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_field_is_an_error_before_anything_is_written() {
    let (_account, server) = account().await;
    let file = harness::directory("export_field").join("deals.csv");
    let finished = export(&server, &file, &["--field", "Colour"]).await;
    assert!(!finished.status.success() && finished.stderr.contains("`Colour`"), "{finished:?}");
    assert!(!file.exists());
}
