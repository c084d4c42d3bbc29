//! What an account sends to its webhooks.

mod event;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::store::{Kind, Row, RowChange, Store};

/// An event for a webhook, as the HTTP request that delivers it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Delivery {
    /// The id of the webhook.
    pub webhook_id: i64,
    /// The URL of the subscription.
    pub url: String,
    /// The header `Authorization`, if the webhook has a user name.
    pub authorization: Option<String>,
    /// The body of the request.
    pub body: Value,
}

impl Delivery {
    /// Marks the body as that of a later attempt. The first one is 1.
    pub(crate) fn set_attempt(&mut self, attempt: u32) {
        if self.body["meta"]["version"] == "2.0" {
            self.body["meta"]["attempt"] = attempt.into();
        } else {
            self.body["retry"] = (attempt - 1).into();
        }
    }
}

/// Returns what a change sends to the webhooks that are registered. `number` identifies the change.
pub(crate) fn deliveries(store: &Store, number: usize, change: &RowChange) -> Vec<Delivery> {
    let Some(event) = event::ChangeEvent::of(change, number) else { return Vec::new() };
    let hooks = store.table(Kind::Webhook).present().filter(|hook| event.is_wanted_by(hook));
    hooks.map(|hook| delivery(store, &event, hook)).collect()
}

fn delivery(store: &Store, event: &event::ChangeEvent<'_>, hook: &Row) -> Delivery {
    let user = hook.string("http_auth_user").filter(|user| !user.is_empty());
    let authorization = user.map(|user| {
        let password = hook.string("http_auth_password").unwrap_or_default();
        format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
    });
    let is_v1 = hook.string("version") == Some("1.0");
    Delivery {
        webhook_id: hook.id.to_json().as_i64().unwrap_or_default(),
        url: hook.string("subscription_url").unwrap_or_default().to_owned(),
        authorization,
        body: if is_v1 { event.v1(store, hook) } else { event.v2(store, hook) },
    }
}
