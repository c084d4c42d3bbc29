//! Webhooks as resources: their registration.

use http::Uri;
use serde_json::{Value, json};

use super::{Handler, MockCall, Outcome, defaults, not_found};
use crate::http::ApiResponse;
use crate::store::{Kind, Values};
use crate::views::View;

/// How many webhooks a user can have.
const LIMIT: usize = 40;

/// The handlers of webhooks, whose responses have a status in words too.
pub(super) const HANDLERS: &[(&str, Handler)] =
    &[("v1.webhooks.create", create), ("v1.webhooks.delete", delete), ("v1.webhooks.list", list)];

fn create(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let mut values = Values { values: defaults(call, Kind::Webhook), ..Values::default() };
    values.values.extend(call.values(Kind::Webhook).values);
    let url = values.values.get("subscription_url").and_then(Value::as_str).and_then(|url| url.parse::<Uri>().ok());
    if !url.is_some_and(|url| matches!(url.scheme_str(), Some("http" | "https")) && url.host().is_some()) {
        return Err(error(400, &json!({ "subscription_url": ["invalid url"] })));
    }
    super::rules::apply(call, Kind::Webhook, None, &mut values)?;
    let owner = values.values.get("owner_id");
    if call.store.table(Kind::Webhook).present().filter(|hook| Some(hook.get("owner_id")) == owner).count() >= LIMIT {
        return Err(error(422, &json!({ "limit": [format!("A user can have at most {LIMIT} webhooks.")] })));
    }
    let stamp = call.stamp();
    let row = call.store.create(stamp, Kind::Webhook, values).clone();
    let data = call.view(Kind::Webhook, call.operation.data())?.render(&row, call.store);
    Ok(ok(call, Some(data)))
}

fn list(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let view: View = call.view(Kind::Webhook, call.operation.item())?;
    let hooks = call.store.table(Kind::Webhook).present().map(|hook| view.render(hook, call.store)).collect();
    Ok(ok(call, Some(hooks)))
}

fn delete(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let (id, stamp) = (call.id("id"), call.stamp());
    call.store.delete(stamp, Kind::Webhook, &id).ok_or_else(|| not_found(Kind::Webhook))?;
    Ok(ok(call, None))
}

fn ok(call: &MockCall<'_>, data: Option<Value>) -> Outcome {
    let mut body = json!({ "success": true, "status": "ok" });
    if let Some(data) = data {
        body["data"] = data;
    }
    Outcome::Response(ApiResponse::json(call.operation.status, &body))
}

fn error(status: u16, errors: &Value) -> ApiResponse {
    ApiResponse::json(status, &json!({ "status": "error", "success": false, "errors": errors }))
}
