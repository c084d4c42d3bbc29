//! The transport of a fake.

use std::sync::Arc;

use http::{HeaderMap, Request, Response};

use super::rule::ResponseRule;
use super::{FakeApi, lock};
use crate::call::preview::Preview;
use crate::http::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};

/// `FakeClient::client` creates a client with this transport.
impl Transport for FakeApi {
    fn send(&self, mut request: Request<RequestBody>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let call = request.extensions_mut().remove::<Preview>().unwrap_or_else(|| preview_of(&request));
        Box::pin(async move {
            lock(&self.0.calls).push(call.clone());
            // The lock must not be held while the function of a test runs, which may use the fake.
            let rules: Vec<Arc<ResponseRule>> = lock(&self.0.rules).clone();
            if let Some(rule) = rules.iter().rev().find(|rule| rule.take(&call)) {
                return rule.respond(&call).into_http(call.operation);
            }
            let message = unexpected(&call, &rules);
            lock(&self.0.unexpected).push(call);
            Err(TransportError::misconfigured(message))
        })
    }
}

/// Returns the preview of a request that is not from a client of the fake, or follows a redirect.
fn preview_of(request: &Request<RequestBody>) -> Preview {
    let uri = request.uri();
    let query = uri.query().unwrap_or_default();
    let json = request.body().as_bytes().and_then(|body| serde_json::from_slice(body).ok());
    Preview {
        operation: None,
        method: request.method().clone(),
        url: uri.to_string(),
        path: uri.path().to_owned(),
        query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        // They contain credentials.
        headers: HeaderMap::new(),
        json,
        files: Vec::new(),
    }
}

/// Returns the message for a request that no rule matches: what was requested, and what is registered.
fn unexpected(call: &Preview, rules: &[Arc<ResponseRule>]) -> String {
    let id = call.operation.map(|info| format!(" (`{}`)", info.id)).unwrap_or_default();
    let known = match rules {
        [] => "none is registered".to_owned(),
        _ => format!("registered are {}", rules.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
    };
    format!(
        "the fake has no response for `{} {}`{id}; {known}: register one with `on`, `on_list`, `respond` or `on_json`",
        call.method, call.path
    )
}
