//! The other side of the wire: a transport that gives prepared responses and keeps what was sent.

use std::collections::VecDeque;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, Response};
use pipedrive_tests::recorder::describe;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::runtime::client::{ApiInfo, BuilderCore, SchemeKind, SecurityScheme};
use crate::runtime::{BoxFuture, ClientCore, RequestBody, ResponseBody, Transport, TransportError};

/// What a test gives: every error in it is a failure.
pub(crate) type Outcome = Result<(), Box<dyn std::error::Error>>;

/// What every case has in common.
static API: ApiInfo = ApiInfo {
    user_agent: "tests",
    server: None,
    company_server: None,
    schemes: &[
        SecurityScheme { name: "api_token", kind: SchemeKind::HeaderKey("x-api-token"), setter: "api_token" },
        SecurityScheme { name: "oauth_client", kind: SchemeKind::Basic, setter: "oauth_client" },
        SecurityScheme { name: "app", kind: SchemeKind::Basic, setter: "app" },
    ],
    security: &[&["api_token"]],
    limits: None,
};

/// A server that knows what to say.
#[derive(Clone, Default)]
pub(crate) struct Server(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    responses: VecDeque<Response<Bytes>>,
    sent: Vec<String>,
}

impl Server {
    /// Answers the requests with these texts, one after the other.
    pub(crate) fn new(responses: impl IntoIterator<Item = impl ToString>) -> Self {
        Self::with(responses.into_iter().map(|response| Response::new(Bytes::from(response.to_string()))))
    }

    /// Answers the requests with these responses, one after the other.
    pub(crate) fn with(responses: impl IntoIterator<Item = Response<Bytes>>) -> Self {
        Self(Arc::new(Mutex::new(State { responses: responses.into_iter().collect(), sent: Vec::new() })))
    }

    /// A client of this server.
    pub(crate) fn client(&self) -> ClientCore {
        let client = BuilderCore::new(&API).base_url("https://acme.example");
        let client = client.credential("api_token", "token").basic("oauth_client", "app", "secret").basic("app", "app", "secret");
        client.transport(self.clone()).build().expect("nothing is wrong with these settings")
    }

    /// Every request so far: the method and the URL, the headers that matter, the body.
    pub(crate) fn sent(&self) -> Vec<String> {
        self.state(|state| state.sent.clone())
    }

    fn state<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Transport for Server {
    fn send(&self, request: Request<RequestBody>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let (head, body) = request.into_parts();
        let response = self.state(|state| {
            let body = body.as_bytes().cloned().unwrap_or_default();
            state.sent.push(describe(&head, &body));
            state.responses.pop_front()
        });
        Box::pin(async {
            response.map(|response| response.map(ResponseBody::from)).ok_or_else(|| TransportError::other("no response is left"))
        })
    }
}

/// Reads a value, and checks that nothing of it is lost when it is written again.
pub(crate) fn decoded<T: DeserializeOwned + Serialize + Debug>(json: &Value) -> Result<T, serde_json::Error> {
    let value: T = serde_json::from_str(&json.to_string())?;
    assert_eq!(serde_json::to_value(&value)?, *json, "{value:?} is written as something else");
    Ok(value)
}
