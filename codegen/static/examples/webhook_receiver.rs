//! Receives the webhooks of an account and prints what has changed. It responds at once and processes the events afterwards, each once and
//! never an old one after a newer one.
//!
//! `WEBHOOK_PASSWORD=… PIPEDRIVE_API_TOKEN=… cargo run --example webhook_receiver -- --register https://app.example/hooks`
//!
//! Pipedrive must reach the server at that URL, through a reverse proxy or a tunnel with HTTPS.

use std::collections::{HashMap, VecDeque};
use std::net::Ipv4Addr;
use std::sync::Arc;

use anyhow::Context;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::{Router, routing::post};
use clap::Parser;
use pipedrive::v1::webhooks::{WebhookEventAction, WebhookEventObject};
use pipedrive::v2::deals::Deal;
use pipedrive::webhooks::{BasicAuth, Change, Event, Item};
use pipedrive::{Client, Timestamp};
use tokio::sync::mpsc;

/// Prints the changes of an account that webhooks report. Listens on this computer only.
#[derive(Parser)]
struct Arguments {
    /// The port to listen on; 0 selects a free one.
    #[arg(long, default_value_t = 8000)]
    port: u16,
    /// The user name that requests are authenticated with.
    #[arg(long, default_value = "pipedrive")]
    user: String,
    /// The password that requests are authenticated with: they are not signed.
    #[arg(long, env = "WEBHOOK_PASSWORD", hide_env_values = true)]
    password: String,
    /// Create the webhook for this URL, unless it exists, with the token in the environment.
    #[arg(long, value_name = "URL")]
    register: Option<String>,
}

struct Receiver {
    auth: BasicAuth,
    queue: mpsc::Sender<Event>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    anyhow::ensure!(!arguments.password.is_empty(), "the password is empty: set `WEBHOOK_PASSWORD`");
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, arguments.port)).await;
    let listener = listener.with_context(|| format!("cannot listen on port {}", arguments.port))?;
    if let Some(url) = &arguments.register {
        register(&Client::from_env()?, url, &arguments).await.with_context(|| format!("cannot create a webhook for `{url}`"))?;
    }
    let (queue, mut events) = mpsc::channel(1000);
    let receiver = Receiver { auth: BasicAuth::new(&arguments.user, &arguments.password), queue };
    let processing = tokio::spawn(async move {
        let mut changes = Changes::default();
        while let Some(event) = events.recv().await {
            changes.process(&event);
        }
    });
    println!("listening on port {}", listener.local_addr()?.port());
    // Bodies of more than 2 MB are refused by axum.
    let app = Router::new().route("/{*path}", post(receive)).route("/", post(receive)).with_state(Arc::new(receiver));
    let stopped = async { drop(tokio::signal::ctrl_c().await) };
    axum::serve(listener, app).with_graceful_shutdown(stopped).await?;
    // The server has dropped the queue, so the remaining events are processed.
    processing.await.context("the processing of events has failed")
}

async fn register(client: &Client, url: &str, arguments: &Arguments) -> Result<(), pipedrive::Error> {
    let webhooks = client.v1().webhooks();
    if webhooks.list().await?.iter().any(|webhook| webhook.subscription_url.as_deref() == Some(url)) {
        println!("the webhook exists");
        return Ok(());
    }
    let create = webhooks.create(url, WebhookEventAction::All, WebhookEventObject::All, "changes");
    let webhook = create.http_auth_user(&arguments.user).http_auth_password(&arguments.password).await?;
    println!("created webhook {}", webhook.id);
    Ok(())
}

/// Pipedrive waits ten seconds for the response, so the event is only checked and queued.
async fn receive(State(receiver): State<Arc<Receiver>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if !receiver.auth.verify(headers.get(header::AUTHORIZATION)) {
        return StatusCode::UNAUTHORIZED;
    }
    match Event::parse(&body) {
        // If the queue is full, the event is delivered again later. A program that must not lose events stores them here.
        Ok(event) => receiver.queue.try_send(event).map_or(StatusCode::SERVICE_UNAVAILABLE, |()| StatusCode::NO_CONTENT),
        Err(_) => StatusCode::BAD_REQUEST,
    }
}

/// What was processed. A program that stores the items stores this with them.
#[derive(Default)]
struct Changes {
    deliveries: VecDeque<String>,
    /// The time of the last change of each item.
    last: HashMap<String, Timestamp>,
}

impl Changes {
    fn process(&mut self, event: &Event) {
        let (kind, id) = (event.entity().map_or("item", |kind| kind.as_str()), event.entity_id());
        let item = format!("{kind} {}", id.map(ToString::to_string).unwrap_or_default());
        if event.delivery_id().is_some_and(|id| self.was_delivered(format!("{id} {:?}", event.webhook_id()))) {
            return println!("{item}: skipped, delivered before");
        }
        // Deliveries overtake each other, in particular those that are repeated. Each has the whole item, so the newest is enough.
        if let Some(time) = event.timestamp() {
            let last = self.last.entry(item.clone()).or_insert(time);
            if time < *last {
                return println!("{item}: skipped, older than the last change");
            }
            *last = time;
        }
        match event.item() {
            Ok(Item::Deal(change)) => println!("{item}: {}", describe(change)),
            Ok(_) => println!("{item}: {}", event.action().map_or("changed", |action| action.as_str())),
            Err(error) => eprintln!("{item}: {error}"),
        }
    }

    fn was_delivered(&mut self, delivery: String) -> bool {
        let is_known = self.deliveries.contains(&delivery);
        if !is_known {
            self.deliveries.push_back(delivery);
            // They are repeated within minutes, if at all.
            if self.deliveries.len() > 10_000 {
                self.deliveries.pop_front();
            }
        }
        is_known
    }
}

fn describe(change: Change<Deal>) -> String {
    match (change.before, change.now) {
        (None, Some(now)) => format!("new, {:?}", now.title.as_deref().unwrap_or_default()),
        (Some(before), Some(now)) if before.stage_id != now.stage_id => {
            format!("moved from stage {} to {}", before.stage_id.unwrap_or_default(), now.stage_id.unwrap_or_default())
        }
        (_, Some(_)) => "changed".to_owned(),
        (_, None) => "deleted".to_owned(),
    }
}
