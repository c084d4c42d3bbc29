//! The account: the public handle of a mock, and what happens to each request.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::Method;
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::description::{Description, Operation, RouteMatch, validate};
use crate::http::{ApiRequest, ApiResponse, Server};
use crate::policy::{ApiTokens, Clock, Fault, Faults, Interruption, Limiter, Limits, MockApp, OAuth, authenticate};
use crate::resources::{self, Call};
use crate::store::{Id, Kind, Store};
use crate::webhooks::{self, Delivery};

/// A mock account: a Pipedrive in the process. Clones share the account.
///
/// An account is a [`Transport`](pipedrive_runtime::Transport), so that a client uses it without a network, and
/// [`serve`](Self::serve) makes it a server for any program.
#[derive(Clone, Debug)]
pub struct Account(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    store: Store,
    clock: Clock,
    faults: Faults,
    limiter: Limiter,
    tokens: ApiTokens,
    oauth: OAuth,
    requests: Vec<RecordedRequest>,
    deliveries: Deliveries,
    is_lenient: bool,
    /// Whether every operation responds with its example, and nothing is stored.
    is_stateless: bool,
}

/// The events for webhooks.
#[derive(Debug, Default)]
struct Deliveries {
    all: Vec<Delivery>,
    /// How many of them have been handed to a server.
    handed_over: usize,
    /// How many changes of the store have become events.
    seen_changes: usize,
    pending: Arc<Notify>,
}

/// A request that an account has received.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method.
    pub method: Method,
    /// The path, without the query.
    pub path: String,
    /// The id of the operation, such as `v2.deals.list`. `None` if no operation has this path.
    pub operation: Option<String>,
    /// The decoded query parameters.
    pub query: Vec<(String, String)>,
    /// The body as JSON, or null if there is none.
    pub body: Value,
    /// The status of the response. `None` if the connection was closed without one.
    pub status: Option<u16>,
}

impl Account {
    /// Creates an account with one user and the default pipeline.
    pub fn new() -> Self {
        let clock = Clock::new();
        let store = resources::new_account(clock.now());
        Self(Arc::new(Mutex::new(State {
            store,
            clock,
            faults: Faults::default(),
            limiter: Limiter::default(),
            tokens: ApiTokens::default(),
            oauth: OAuth::default(),
            requests: Vec::new(),
            deliveries: Deliveries::default(),
            is_lenient: false,
            is_stateless: false,
        })))
    }

    /// Creates an account that stores nothing: it judges each request, and responds with the example of the operation.
    pub fn of_examples() -> Self {
        let account = Self::new();
        account.state().is_stateless = true;
        account
    }

    /// Sets whether inputs that the API description does not allow are accepted. Defaults to `false`: they are errors with the status 400.
    pub fn set_lenient(&self, is_lenient: bool) {
        self.state().is_lenient = is_lenient;
    }

    /// Starts a server on a port of 127.0.0.1. A port of 0 selects a free one; see [`Server::url`].
    ///
    /// # Errors
    ///
    /// Returns an error if the port cannot be bound.
    pub async fn serve(&self, port: u16) -> std::io::Result<Server> {
        Server::start(self.clone(), port).await
    }

    /// Injects a fault into the responses of the account.
    pub fn inject(&self, fault: Fault) {
        self.state().faults.add(fault);
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.state().faults.clear();
    }

    /// Sets the limits that the account enforces. Defaults to none.
    pub fn set_limits(&self, limits: Limits) {
        self.state().limiter.set(limits);
    }

    /// Returns the number of tokens that all calls of the day have cost.
    pub fn used_tokens(&self) -> u64 {
        self.state().limiter.used()
    }

    /// Adds an API token of the first user. Until one is added, every API token is accepted.
    pub fn add_api_token(&self, token: impl Into<String>) {
        self.state().tokens.add(token.into(), 1);
    }

    /// Adds an app that can be authorized with OAuth. The authorization page redirects at once, as if the user had agreed.
    ///
    /// An empty `redirect_uri` stands for all loopback addresses with the scheme `http`.
    pub fn add_app(
        &self,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        redirect_uri: impl Into<String>,
        scopes: impl Into<String>,
    ) {
        let app = MockApp {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            redirect_uri: Some(redirect_uri.into()).filter(|uri| !uri.is_empty()),
            scopes: scopes.into(),
        };
        self.state().oauth.add(app);
    }

    /// Makes all access tokens of OAuth invalid, as if their hour had passed.
    pub fn expire_access_tokens(&self) {
        self.state().oauth.expire();
    }

    /// Sets whether each refresh of OAuth tokens replaces the refresh token. Defaults to `false`.
    pub fn set_refresh_token_rotation(&self, rotates: bool) {
        self.state().oauth.set_rotation(rotates);
    }

    /// Returns the time of the account's clock.
    pub fn now(&self) -> Timestamp {
        self.state().clock.now()
    }

    /// Sets the clock of the account.
    pub fn set_now(&self, now: Timestamp) {
        self.state().clock.set(now);
    }

    /// Moves the clock of the account forward.
    pub fn advance(&self, duration: Duration) {
        self.state().clock.advance(duration);
    }

    /// Returns all requests so far.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state().requests.clone()
    }

    /// Forgets the requests that a seed has made, and what they have cost.
    pub(crate) fn forget_requests(&self) {
        let mut state = self.state();
        state.requests.clear();
        state.limiter = Limiter::default();
    }

    /// Returns what webhooks have been called with so far, whether or not a server delivers it.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.state().deliveries.all.clone()
    }

    /// Returns the events that no server has delivered.
    pub(crate) fn take_pending_deliveries(&self) -> Vec<Delivery> {
        let deliveries = &mut self.state().deliveries;
        let pending = deliveries.all[deliveries.handed_over..].to_vec();
        deliveries.handed_over = deliveries.all.len();
        pending
    }

    /// Leaves the events so far undelivered.
    pub(crate) fn skip_deliveries(&self) {
        drop(self.take_pending_deliveries());
    }

    /// Waits until there is an event to deliver.
    pub(crate) async fn delivery_pending(&self) {
        let pending = self.state().deliveries.pending.clone();
        pending.notified().await;
    }

    /// Records the result of an attempt to deliver an event.
    pub(crate) fn note_delivery(&self, delivery: &Delivery, status: Option<u16>) {
        let mut state = self.state();
        let time = state.clock.now().to_string();
        let values = resources::object(json!({ "last_delivery_time": time, "last_http_status": status }));
        state.store.note(Kind::Webhook, &Id::Number(delivery.webhook_id), values);
    }

    /// Handles a request. Returns the delay before the response, and the response.
    pub(crate) fn handle(&self, request: &ApiRequest) -> (Duration, Result<ApiResponse, Interruption>) {
        self.state().handle(request)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic in another test of the account does not make its data unusable.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Account {
    fn default() -> Self {
        Self::new()
    }
}

impl State {
    fn handle(&mut self, request: &ApiRequest) -> (Duration, Result<ApiResponse, Interruption>) {
        let description = Description::get();
        let route = description.find(&request.method, &request.path);
        let operation = match &route {
            RouteMatch::Found(route, _) => Some(route.operation(description)),
            RouteMatch::OtherMethod | RouteMatch::None => None,
        };
        let (delay, result) = match self.faults.apply(operation.map(|operation| operation.id.as_str())) {
            Some(fault) => {
                let outcome = fault.result(|| self.respond(&route, operation, request));
                (outcome.delay, outcome.result)
            }
            None => (Duration::ZERO, Ok(self.respond(&route, operation, request))),
        };
        self.requests.push(RecordedRequest {
            method: request.method.clone(),
            path: request.path.clone(),
            operation: operation.map(|operation| operation.id.clone()),
            query: request.query.clone(),
            body: request.json(),
            status: result.as_ref().ok().map(|response| response.status),
        });
        (delay, result)
    }

    fn respond(&mut self, route: &RouteMatch, operation: Option<&'static Operation>, request: &ApiRequest) -> ApiResponse {
        let now = self.clock.now();
        if !self.is_stateless
            && let Some(response) = self.oauth.respond(request, now)
        {
            return response;
        }
        let path = match route {
            RouteMatch::Found(_, path) => path,
            RouteMatch::OtherMethod => return ApiResponse::error(405, "Method not allowed", "The path has other methods."),
            RouteMatch::None => return ApiResponse::error(404, "Unknown method .", "No operation has this path."),
        };
        let Some(operation) = operation else { return ApiResponse::error(404, "Not found", "") };
        if self.is_stateless {
            let problems = validate(operation, path, request);
            return if problems.is_empty() { resources::example(operation) } else { resources::invalid(operation, &problems) };
        }
        let caller = match authenticate(operation, request, &self.tokens, &self.oauth, now) {
            Ok(caller) => caller,
            Err(response) => return response,
        };
        let headers = match self.limiter.count(&caller.credentials, operation, now) {
            Ok(headers) => headers,
            Err(response) => return response,
        };
        let problems = if self.is_lenient { Vec::new() } else { validate(operation, path, request) };
        if !problems.is_empty() {
            return headers.add_to(resources::invalid(operation, &problems));
        }
        let mut call =
            Call { operation, path, request, store: &mut self.store, now, user: caller.user, is_lenient: self.is_lenient };
        let response = resources::respond(&mut call);
        self.call_webhooks();
        headers.add_to(response)
    }

    fn call_webhooks(&mut self) {
        let Deliveries { all, seen_changes, pending, .. } = &mut self.deliveries;
        let changes = self.store.changes().iter().enumerate().skip(*seen_changes);
        all.extend(changes.flat_map(|(number, change)| webhooks::deliveries(&self.store, number, change)));
        *seen_changes = self.store.changes().len();
        pending.notify_one();
    }
}
