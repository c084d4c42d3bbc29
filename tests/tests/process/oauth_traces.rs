//! What OAuth leaves in traces: the calls, and no secret.

#[allow(dead_code, reason = "the other tests need the rest")]
#[path = "../client/oauth/office.rs"]
mod office;

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use pipedrive::oauth::{Code, State};
use pipedrive_mock::Fault;
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use office::{Office, app};

/// Writes down every span and event, those of the HTTP client included.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.lock().unwrap().push(format!("{field}={value:?}"));
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn traces_show_the_calls_and_no_secret() {
    let _alone = crate::alone().await;
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let office = Office::open().await;
    let client = office.client("stale", 3600);
    client.v2().deals().get(1).await.unwrap();
    let code = Code::from_callback("code=s3cret-code&state=s3cret-state", &State::new("s3cret-state")).unwrap();
    office.prepare(Fault::response(400, json!({"error": "Invalid grant: s3cret-code"})));
    app().exchange(&client, code).await.unwrap_err();
    client.revoke().await.unwrap();
    let seen = log.0.lock().unwrap().join("\n");
    for operation in ["v2.deals.get", "v1.oauth.refresh_tokens", "v1.oauth.get_tokens", "v1.oauth.revoke"] {
        assert!(seen.contains(operation), "{seen}");
    }
    for secret in ["app-secret", "YXBwLWlkOmFwcC1zZWNyZXQ", "s3cret", "stale", "refresh-0", "access-1", "refresh-1"] {
        assert!(!seen.contains(secret), "{secret} can be seen in: {seen}");
    }
}
