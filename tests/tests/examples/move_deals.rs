//! The example `move_deals`.

use pipedrive::prelude::*;
use pipedrive::v2::deals::Deal;
use pipedrive_mock::{Account, Fault};
use serde_json::Value;

use crate::harness::{Outcome, Scene};

const FROM: i64 = 1;

/// An account with five open deals in the first stage, and a deal there that is won.
async fn scene() -> Scene {
    let scene = Scene::new(Account::new()).await;
    let deals = scene.client().v2().deals();
    for number in 1..=5 {
        deals.create(format!("Lamp {number}")).stage_id(FROM).await.expect("the deal is created");
    }
    deals.create("Won").stage_id(FROM).status("won").await.expect("the deal is created");
    scene
}

async fn move_deals(scene: &Scene, arguments: &[&str]) -> Outcome {
    scene.run("move_deals", arguments).await
}

/// The ids of all deals with their stages.
async fn stages(scene: &Scene) -> Vec<(i64, i64)> {
    let deals: Vec<Deal> = scene.client().v2().deals().list().items().try_collect().await.expect("the deals are read");
    deals.into_iter().map(|deal| (deal.id.0, deal.stage_id.map_or(0, |StageId(id)| id))).collect()
}

const ALL: [&str; 10] = [
    "--from",
    "1",
    "--to",
    "Demo Scheduled",
    "--note",
    "Moved after the fair",
    "--activity",
    "Call again",
    "--due",
    "2026-12-01",
];

#[tokio::test]
async fn all_open_deals_are_moved_with_a_note_and_an_activity() {
    let scene = scene().await;
    let outcome = move_deals(&scene, &ALL).await;
    assert!(outcome.success, "{outcome:?}");
    assert_eq!(stages(&scene).await, [(1, 3), (2, 3), (3, 3), (4, 3), (5, 3), (6, 1)]);
    let client = scene.client();
    let notes = client.v1().notes().list().items().try_collect().await.expect("the notes are read");
    let notes: Vec<_> = notes.iter().map(|note| (note.deal_id.map(i64::from), note.content.as_deref())).collect();
    assert_eq!(notes.len(), 5);
    assert!((1..=5).all(|deal| notes.contains(&(Some(deal), Some("Moved after the fair")))), "{notes:?}");
    let activities = client.v2().activities().list().items().try_collect().await.expect("the activities are read");
    let activities: Vec<_> = activities.iter().map(|activity| (activity.deal_id.map(i64::from), activity.due_date)).collect();
    let due = pipedrive::jiff::civil::date(2026, 12, 1);
    assert_eq!(activities, (1..=5).map(|deal| (Some(deal), Some(due))).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_dry_run_prints_the_requests_and_sends_none_of_them() {
    let scene = scene().await;
    let outcome = move_deals(&scene, &[ALL.as_slice(), &["--dry-run"]].concat()).await;
    assert!(outcome.success, "{outcome:?}");
    // Except those that have made the account.
    assert!(scene.account.requests().iter().skip(6).all(|request| request.method == "GET"), "{outcome:?}");

    // What is printed is what is sent.
    let printed = printed(&outcome.stdout);
    let url = scene.url();
    let lines = [format!("PATCH {url}/api/v2/deals/1"), format!("POST {url}/v1/notes"), format!("POST {url}/api/v2/activities")];
    assert_eq!(printed.iter().map(|(line, _)| line.clone()).take(3).collect::<Vec<_>>(), lines);
    let before = scene.account.requests().len();
    assert!(move_deals(&scene, &ALL).await.success);
    let sent = scene.account.requests().into_iter().skip(before).filter(|request| request.method != "GET");
    let sent: Vec<_> = sent.map(|request| (format!("{} {url}{}", request.method, request.path), request.body)).collect();
    assert_eq!(printed.len(), 15);
    assert_eq!(printed, sent);
}

/// Returns the request lines and the bodies of printed requests.
fn printed(stdout: &str) -> Vec<(String, Value)> {
    let requests = stdout.split_inclusive("}\n\n");
    let parts =
        requests.map(|request| request.split_once("\ncontent-type: application/json\n\n").expect("the request has a body"));
    parts.map(|(line, body)| (line.to_owned(), serde_json::from_str(body).expect("the body is JSON"))).collect()
}

#[tokio::test]
async fn a_deal_that_fails_is_reported_and_the_others_are_moved() {
    let scene = scene().await;
    scene
        .account
        .inject(Fault::response(400, r#"{"success": false, "error": "Stage not allowed"}"#).on("v2.deals.update").times(1));
    scene.account.inject(Fault::status(403).on("v1.notes.create").times(1));
    scene.account.inject(Fault::status(500).on("v2.activities.create").times(1));
    let outcome = move_deals(&scene, &ALL).await;
    assert!(!outcome.success, "{outcome:?}");
    assert!(
        outcome.stderr.contains("deal 1: not moved: PATCH /api/v2/deals/1: 400 bad request: Stage not allowed"),
        "{}",
        outcome.stderr
    );
    assert!(outcome.stderr.contains("deal 2: moved, but without the note: POST /v1/notes: 403"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains(", and without the activity: POST /api/v2/activities: 500"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("2 of 5 deals have failed"), "{}", outcome.stderr);
    assert_eq!(stages(&scene).await, [(1, 1), (2, 3), (3, 3), (4, 3), (5, 3), (6, 1)]);
    // The deal that was not moved has neither a note nor an activity.
    assert_eq!((scene.count("v1.notes.create"), scene.count("v2.activities.create")), (4, 4));
}

#[tokio::test]
async fn an_unclear_stage_is_an_error() {
    let scene = Scene::new(Account::demo()).await;
    scene.client().v2().stages().create("Reported", 1).await.expect("the stage is created");
    for (from, to, problem) in [
        ("Nowhere", "1", "no stage `Nowhere`"),
        ("Reported", "1", "several stages `Reported`: use one of the ids ["),
        ("1", "1", "`1` and `1` are the same stage"),
    ] {
        let outcome = move_deals(&scene, &["--from", from, "--to", to]).await;
        assert!(!outcome.success && outcome.stderr.contains(problem), "{outcome:?}");
    }
    assert_eq!(scene.count("v2.deals.update"), 0);
}
