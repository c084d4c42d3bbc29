//! Whether a server takes the request of an operation, and whether its response can be read.

use pipedrive::{BodyKind, Client, Error, OperationInfo, Rule, test_util};
use serde_json::{Value, json};

/// How much of a refusal is told; mock servers put every violation into it.
const LONGEST: usize = 2_000;

/// What became of a call.
#[derive(Debug)]
pub struct CallOutcome {
    info: &'static OperationInfo,
    /// The status of the response, where there was one.
    pub status: Option<u16>,
    /// Why the call failed.
    pub error: Option<String>,
}

impl CallOutcome {
    /// The outcome as one JSON object.
    pub fn to_json(&self) -> Value {
        json!({
            "operation": self.info.id,
            "method": self.info.method.as_str(),
            "path": self.info.path,
            "status": self.status,
            "ok": self.error.is_none(),
            "error": self.error,
        })
    }
}

/// A client that sends everything to one server, OAuth calls too, with credentials of every kind.
pub fn client(base_url: &str, strict: bool) -> Result<Client, Error> {
    Client::builder()
        .burst_limit(None)
        .api_token("contract-token")
        .oauth_client("contract-app", "contract-secret")
        .base_url(base_url)
        .oauth_base_url(base_url)
        .strict(strict)
        .build()
}

/// Whether an operation can be called with its required inputs alone. The client refuses a body without the fields that it needs.
pub fn is_complete_without_options(info: &OperationInfo) -> bool {
    !info.inputs.iter().any(|rule| rule.input.is_empty() && matches!(rule.rule, Rule::MinProperties(_)))
}

/// The operations whose id begins with `prefix`.
pub fn operations(prefix: &str) -> impl Iterator<Item = &'static OperationInfo> {
    test_util::OPERATIONS.iter().copied().filter(move |info| info.id.starts_with(prefix))
}

/// Calls an operation through its builder with sample values: all inputs, or only the required ones.
pub async fn call(client: &Client, info: &'static OperationInfo, all: bool) -> CallOutcome {
    match test_util::exercise(client, info.id, all).await {
        Some(Ok(status)) => CallOutcome { info, status: Some(status.as_u16()), error: None },
        Some(Err(error)) => {
            CallOutcome { info, status: error.status().map(|status| status.as_u16()), error: Some(explain(&error)) }
        }
        None => CallOutcome { info, status: None, error: Some("it cannot be called".to_owned()) },
    }
}

/// Sends an operation that takes JSON a body that is none of its own; the server is expected to refuse it.
///
/// A mock that cannot make sense of a schema takes everything for good. This finds such operations, whose calls would prove nothing.
pub async fn provoke(client: &Client, info: &'static OperationInfo) -> Option<CallOutcome> {
    if info.body != BodyKind::Json {
        return None;
    }
    let path: Vec<&str> = info
        .sent_to
        .unwrap_or(info.path)
        .split('/')
        .map(|segment| if segment.starts_with('{') { "1" } else { segment })
        .collect();
    let status = match client.request(info.method.clone(), path.join("/")).body(&"no object").send().await {
        Ok(response) => Some(response.status()),
        Err(error) => error.status(),
    };
    let refused = status.is_some_and(|status| status.is_client_error());
    let error = (!refused).then(|| "a body that does not fit is not refused: nothing judges this operation".to_owned());
    Some(CallOutcome { info, status: status.map(|status| status.as_u16()), error })
}

/// Where Prism says what is wrong with a request when the description has a response for such requests.
const VIOLATIONS: &str = "sl-violations";

/// The error, its causes, and what the server says about a refusal.
fn explain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    if let Some(violations) = error.headers().get(VIOLATIONS) {
        text = format!("{text}: {}", String::from_utf8_lossy(violations.as_bytes()));
    }
    let refused = error.status().is_some_and(|status| !status.is_success());
    if let Some(body) = error.body().filter(|_| refused) {
        text = format!("{text}: {}", String::from_utf8_lossy(body));
    }
    text.chars().take(LONGEST).collect()
}
