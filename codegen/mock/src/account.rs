//! The account: the public handle of a mock, and what happens to each request.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::description::{ApiOperation, Description, RouteMatch, validate};
use crate::http::{ApiRequest, ApiResponse, Exchange};
use crate::policy::{ApiTokens, Fault, Faults, Limiter, Limits, MockApp, MockClock, OAuth, authenticate};
use crate::resources::{self, MockCall};
use crate::store::{Id, Kind, Store};
use crate::webhooks::{self, Delivery};

/// A mock account: a Pipedrive in the process. Clones share the account.
///
/// An account is a [`Transport`](pipedrive_runtime::Transport), so that a client uses it without a network, and
/// [`serve`](Self::serve) makes it a server for any program.
#[derive(Clone, Debug)]
pub struct Account(Arc<Mutex<AccountState>>);

#[derive(Debug)]
struct AccountState {
    store: Store,
    clock: MockClock,
    faults: Faults,
    limiter: Limiter,
    tokens: ApiTokens,
    oauth: OAuth,
    requests: Vec<RecordedRequest>,
    observer: Option<RequestObserver>,
    deliveries: Deliveries,
    is_lenient: bool,
    /// The maximum number of items of a page.
    page_size: usize,
    /// Whether every operation responds with its example, and nothing is stored.
    is_stateless: bool,
}

/// A function that is called with each request.
#[derive(Clone)]
struct RequestObserver(Arc<dyn Fn(&RecordedRequest) + Send + Sync>);

impl fmt::Debug for RequestObserver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequestObserver")
    }
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
    /// The headers.
    pub headers: HeaderMap,
    /// The body as JSON, or null if there is none. Forms are objects.
    pub body: Value,
    /// The body as it was received.
    pub content: Bytes,
    /// The status of the response. `None` if the connection was closed without one.
    pub status: Option<u16>,
    /// Whether the operation was carried out, successfully or not. `false` if a fault, a limit or wrong credentials prevented it, also if no
    /// operation has this path.
    pub is_carried_out: bool,
}

impl Account {
    /// Creates an account with one user and the default pipeline.
    pub fn new() -> Self {
        let clock = MockClock::new();
        let store = resources::new_account(clock.now());
        Self(Arc::new(Mutex::new(AccountState {
            store,
            clock,
            faults: Faults::default(),
            limiter: Limiter::default(),
            tokens: ApiTokens::default(),
            oauth: OAuth::default(),
            requests: Vec::new(),
            observer: None,
            deliveries: Deliveries::default(),
            is_lenient: false,
            page_size: usize::MAX,
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

    /// Sets the maximum number of items of a page, so that a test of paging needs few items. By default, it is that of the operation.
    ///
    /// # Panics
    ///
    /// Panics if it is zero.
    pub fn set_page_size(&self, items: usize) {
        assert!(items > 0, "a page has at least one item");
        self.state().page_size = items;
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

    /// Adds tokens of OAuth, as if the first user had authorized an app before.
    ///
    /// # Panics
    ///
    /// Panics if [`add_app`](Self::add_app) has not added the app.
    pub fn add_tokens(&self, client_id: &str, access_token: impl Into<String>, refresh_token: impl Into<String>) {
        let mut state = self.state();
        let now = state.clock.now();
        let is_added = state.oauth.add_tokens(client_id, access_token.into(), refresh_token.into(), now);
        drop(state);
        assert!(is_added, "no app has the client ID `{client_id}`");
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

    /// Sets a function that is called with each request before the response is sent, for example to log it. It replaces the one that was set
    /// before.
    pub fn on_request(&self, observer: impl Fn(&RecordedRequest) + Send + Sync + 'static) {
        self.state().observer = Some(RequestObserver(Arc::new(observer)));
    }

    /// Removes all recorded requests.
    pub fn clear_requests(&self) {
        self.state().requests.clear();
    }

    /// Forgets the requests that a seed has made, and what they have cost.
    pub(crate) fn forget_requests(&self) {
        self.clear_requests();
        self.state().limiter = Limiter::default();
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

    /// Handles a request.
    pub(crate) fn handle(&self, request: &ApiRequest) -> Exchange {
        let mut state = self.state();
        let exchange = state.handle(request);
        let recorded = state.observer.clone().zip(state.requests.last().cloned());
        // The observer may use the account.
        drop(state);
        if let Some((RequestObserver(observe), recorded)) = recorded {
            observe(&recorded);
        }
        exchange
    }

    fn state(&self) -> MutexGuard<'_, AccountState> {
        // A panic in another test of the account does not make its data unusable.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Account {
    fn default() -> Self {
        Self::new()
    }
}

impl AccountState {
    fn handle(&mut self, request: &ApiRequest) -> Exchange {
        let description = Description::get();
        let route = description.find(&request.method, &request.path);
        let operation = match &route {
            RouteMatch::Found(route, _) => Some(route.operation(description)),
            RouteMatch::OtherMethod(_) | RouteMatch::None => None,
        };
        let exchange = match self.faults.of(operation, request) {
            Some(fault) => fault.exchange(|| self.respond(&route, operation, request)),
            None => self.respond(&route, operation, request),
        };
        self.requests.push(RecordedRequest {
            method: request.method.clone(),
            path: request.path.clone(),
            operation: operation.map(|operation| operation.id.clone()),
            query: request.query.clone(),
            headers: request.headers.clone(),
            body: request.json(),
            content: request.content.clone(),
            status: exchange.response.as_ref().map(|response| response.status),
            is_carried_out: exchange.is_carried_out,
        });
        exchange
    }

    fn respond(&mut self, route: &RouteMatch, operation: Option<&'static ApiOperation>, request: &ApiRequest) -> Exchange {
        let now = self.clock.now();
        if !self.is_stateless
            && let Some(response) = self.oauth.respond(request, now)
        {
            return Exchange::carried_out(response);
        }
        let (RouteMatch::Found(_, path), Some(operation)) = (route, operation) else {
            return Exchange::refused(resources::unknown(route, request));
        };
        match self.carry_out(operation, path, request, now) {
            Ok(response) => Exchange::carried_out(response),
            Err(refusal) => Exchange::refused(refusal),
        }
    }

    /// Carries out an operation.
    ///
    /// # Errors
    ///
    /// Returns the response to a request that is refused.
    fn carry_out(
        &mut self,
        operation: &'static ApiOperation,
        path: &[(String, String)],
        request: &ApiRequest,
        now: Timestamp,
    ) -> Result<ApiResponse, ApiResponse> {
        let problems = if self.is_lenient { Vec::new() } else { validate(operation, path, request) };
        if self.is_stateless {
            return if problems.is_empty() {
                Ok(resources::example(operation))
            } else {
                Err(resources::invalid(operation, &problems))
            };
        }
        let caller = authenticate(operation, request, &self.tokens, &self.oauth, now)?;
        let headers = self.limiter.count(&caller, operation, self.clock.exact())?;
        if !problems.is_empty() {
            return Err(headers.add_to(resources::invalid(operation, &problems)));
        }
        let mut call = MockCall {
            operation,
            path,
            request,
            store: &mut self.store,
            now,
            user: caller.user,
            page_size: self.page_size,
            is_lenient: self.is_lenient,
        };
        let response = resources::respond(&mut call);
        self.call_webhooks();
        Ok(headers.add_to(response))
    }

    fn call_webhooks(&mut self) {
        let Deliveries { all, seen_changes, pending, .. } = &mut self.deliveries;
        let changes = self.store.changes().iter().enumerate().skip(*seen_changes);
        all.extend(changes.flat_map(|(number, change)| webhooks::deliveries(&self.store, number, change)));
        *seen_changes = self.store.changes().len();
        pending.notify_one();
    }
}
