//! `webhook_receiver`: registering a webhook, and processing each event once and in order.

use pipedrive_mock::{Account, Delivery};
use serde_json::{Value, json};

use crate::harness::{Running, Scene};

const PASSWORD: &str = "a long password";

fn start(scene: &Scene, arguments: &[&str]) -> Running {
    let mut command = scene.command("webhook_receiver", ["--port", "0"].iter().chain(arguments));
    Running::start(command.env("WEBHOOK_PASSWORD", PASSWORD))
}

/// Starts a receiver and registers the webhook for it. Returns its URL.
async fn registered(scene: &Scene) -> (Running, String) {
    let mut receiver = start(scene, &[]);
    let line = receiver.line().await;
    let port = line.strip_prefix("listening on port ").expect("the port");
    let url = format!("http://127.0.0.1:{port}/hooks");
    // A free port is known only after the start, so another one registers the URL.
    assert_eq!(start(scene, &["--register", &url]).line().await, "created webhook 1");
    assert_eq!(start(scene, &["--register", &url]).line().await, "the webhook exists");
    (receiver, url)
}

async fn send(url: &str, authorization: Option<&str>, body: String) -> u16 {
    let mut request = reqwest::Client::new().post(url).body(body);
    if let Some(authorization) = authorization {
        request = request.header("authorization", authorization);
    }
    request.send().await.expect("a response").status().as_u16()
}

/// Delivers an event again, with another value of one of its metadata.
async fn repeat(delivery: &Delivery, name: &str, value: Value) -> u16 {
    let mut body = delivery.body.clone();
    body["meta"][name] = value;
    send(&delivery.url, delivery.authorization.as_deref(), body.to_string()).await
}

#[tokio::test]
async fn prints_what_has_changed() {
    let scene = Scene::new(Account::new()).await;
    let (mut receiver, url) = registered(&scene).await;
    let client = scene.client();

    let deals = client.v2().deals();
    let deal = deals.create("Lamps").await.expect("a deal").id;
    assert_eq!(receiver.line().await, "deal 1: new, \"Lamps\"");
    deals.update(deal).stage_id(2).await.expect("an update");
    assert_eq!(receiver.line().await, "deal 1: moved from stage 1 to 2");
    client.v2().persons().create("Petra Holm").await.expect("a person");
    assert_eq!(receiver.line().await, "person 1: create");
    deals.delete(deal).await.expect("a deletion");
    assert_eq!(receiver.line().await, "deal 1: deleted");

    let deliveries = scene.account.deliveries();
    assert_eq!(deliveries.len(), 4);
    assert_eq!(deliveries[0].url, url);
    assert_eq!(repeat(&deliveries[3], "attempt", json!(2)).await, 204);
    assert_eq!(receiver.line().await, "deal 1: skipped, delivered before");
}

#[tokio::test]
async fn old_events_are_not_processed_after_new_ones() {
    let scene = Scene::new(Account::new()).await;
    let (mut receiver, url) = registered(&scene).await;
    let authorization = "Basic cGlwZWRyaXZlOmEgbG9uZyBwYXNzd29yZA==";
    let event = |id: &str, timestamp: &str, stage: i64| {
        let meta = json!({
            "version": "2.0", "action": "change", "entity": "deal", "entity_id": "7", "id": id, "webhook_id": 1, "timestamp": timestamp,
        });
        json!({ "meta": meta, "data": { "id": 7, "stage_id": stage }, "previous": { "stage_id": 1 } }).to_string()
    };
    let newer = event("a", "2026-01-31T12:00:05.000Z", 3);
    let older = event("b", "2026-01-31T12:00:04.999Z", 2);
    assert_eq!(send(&url, Some(authorization), newer).await, 204);
    assert_eq!(receiver.line().await, "deal 7: moved from stage 1 to 3");
    assert_eq!(send(&url, Some(authorization), older).await, 204);
    assert_eq!(receiver.line().await, "deal 7: skipped, older than the last change");
    // The same event of another webhook is another delivery, of the same time.
    let other = event("a", "2026-01-31T12:00:05.000Z", 3).replace("\"webhook_id\":1", "\"webhook_id\":2");
    assert_eq!(send(&url, Some(authorization), other).await, 204);
    assert_eq!(receiver.line().await, "deal 7: moved from stage 1 to 3");
}

#[tokio::test]
async fn refuses_what_pipedrive_has_not_sent() {
    let scene = Scene::new(Account::new()).await;
    let (_receiver, url) = registered(&scene).await;
    let authorization = "Basic cGlwZWRyaXZlOmEgbG9uZyBwYXNzd29yZA==";
    let event = r#"{"meta": {"version": "2.0", "action": "create", "entity": "deal"}, "data": {"id": 1}, "previous": null}"#;
    assert_eq!(send(&url, None, event.to_owned()).await, 401);
    assert_eq!(send(&url, Some("Basic cGlwZWRyaXZlOndyb25n"), event.to_owned()).await, 401);
    assert_eq!(send(&url, Some(authorization), "no event".to_owned()).await, 400);
    assert_eq!(send(&url, Some(authorization), "x".repeat(3_000_000)).await, 413);
    assert_eq!(send(&url, Some(authorization), event.to_owned()).await, 204);

    let mut command = scene.command("webhook_receiver", ["--port", "0"]);
    let output = command.env("WEBHOOK_PASSWORD", "").output().await.expect("the program runs");
    assert!(!output.status.success(), "without a password everybody could send events");
}

#[cfg(unix)]
#[tokio::test]
async fn processes_what_it_has_accepted_before_it_ends() {
    let scene = Scene::new(Account::new()).await;
    let (mut receiver, _) = registered(&scene).await;
    scene.client().v2().deals().create("Lamps").await.expect("a deal");
    assert_eq!(receiver.line().await, "deal 1: new, \"Lamps\"");
    let id = receiver.child.id().expect("it runs").to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().expect("kill runs").success());
    assert!(receiver.child.wait().await.expect("it ends").success());
}
