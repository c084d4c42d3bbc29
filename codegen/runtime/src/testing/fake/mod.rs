//! A fake of the API, for tests of programs that use a client.

mod errors;
mod list;
mod output;
mod response;
mod rule;
mod transport;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::Method;
use serde::Serialize;
use serde_json::Value;

pub use self::output::FakeOutput;
pub use self::response::FakeResponse;
pub use self::rule::FakeRule;

use self::list::ItemList;
use self::rule::RuleTarget;
use crate::call::builder::BuilderCore;
use crate::call::context::ClientCore;
use crate::call::preview::Preview;
use crate::http::url::Base;
use crate::protocol::api::ApiInfo;
use crate::protocol::error::Result;
use crate::request::paging::Paged;
use crate::request::send::Request;
use crate::response::Download;

/// The responses of a fake, and the requests that it has received. `FakeClient` dereferences to it.
///
/// Each method that registers responses returns a [`FakeRule`], which can limit how often it applies. If several rules match a request,
/// the one that was registered last is used. A request that no rule matches fails with
/// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) and an error that names the request and the registered responses.
///
/// Cloning is cheap; clones share the responses and the requests.
#[derive(Clone, Default)]
pub struct FakeApi(Arc<FakeState>);

#[derive(Default)]
struct FakeState {
    /// In the order in which they were registered.
    rules: Mutex<Vec<Arc<rule::ResponseRule>>>,
    calls: Mutex<Vec<Preview>>,
    unexpected: Mutex<Vec<Preview>>,
}

impl FakeApi {
    /// Creates a fake without responses.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a client of the fake for an API. It has credentials for all operations, and neither waits nor keeps limits.
    ///
    /// # Panics
    ///
    /// Panics if the default `user-agent` of the API is not valid.
    #[doc(hidden)]
    pub fn core(&self, api: &'static ApiInfo) -> ClientCore {
        let mut builder = BuilderCore::new(api).without_waiting().transport(self.clone());
        // Those that are set last are used by default.
        for scheme in api.schemes.iter().rev() {
            builder = builder.basic(scheme.name, "fake", "fake");
        }
        if api.server.is_none_or(|server| Base::parse(server).is_err()) {
            builder = builder.base_url("https://api.example");
        }
        builder.build().expect("the settings of a fake are valid")
    }

    /// Registers a function that returns the data of the responses to a request, or another response such as an error.
    ///
    /// The function is called for each attempt. It receives the request, so that the data can depend on its inputs, and can contain
    /// assertions. The client receives the data in the envelope of the operation.
    ///
    /// For a list, [`on_list`](Self::on_list) is simpler. Here, the function returns a single page: `Ok(Page::from(vec![deal]))`.
    pub fn on<R: Request>(&self, mut data: impl FnMut(&Preview) -> Result<R::Output, FakeResponse> + Send + 'static) -> FakeRule
    where
        R::Output: FakeOutput,
    {
        self.add(RuleTarget::Operation(R::INFO), move |call| match data(call) {
            Ok(data) => FakeResponse::output(&data),
            Err(response) => response,
        })
    }

    /// Registers a response to a request: an error, or a fault of the connection.
    ///
    /// ```
    /// use std::time::Duration;
    /// use pipedrive::testing::{FakeClient, FakeResponse};
    /// use pipedrive::v2::deals::requests::GetRequest;
    ///
    /// let fake = FakeClient::new();
    /// fake.respond::<GetRequest>(FakeResponse::rate_limited(Duration::from_secs(2))).times(1);
    /// fake.respond::<GetRequest>(FakeResponse::connection_reset()).times(1);
    /// ```
    pub fn respond<R: Request>(&self, response: FakeResponse) -> FakeRule {
        self.add(RuleTarget::Operation(R::INFO), move |_| response.clone())
    }

    /// Registers an error response to a request, with a status and a body.
    pub fn on_error<R: Request>(&self, status: u16, body: Value) -> FakeRule {
        self.respond::<R>(FakeResponse::error(status, body))
    }

    /// Registers the items of a list. The client receives them in pages, as many as it requests, with the cursor or the offset of
    /// the next page.
    ///
    /// If the request has the parameter `ids`, only the items with these ids are returned. All other filters are left to the test; see
    /// [`on_list_with`](Self::on_list_with).
    pub fn on_list<R: Paged>(&self, items: impl IntoIterator<Item = R::Item>) -> FakeRule {
        let items = ItemList::of(items);
        self.add(RuleTarget::Operation(R::INFO), move |call| items.page(R::INFO, call))
    }

    /// Registers a function that returns the items of a list, or another response such as an error. It is called for each page with
    /// the request of that page, and returns the items of all pages.
    pub fn on_list_with<R: Paged>(
        &self,
        mut items: impl FnMut(&Preview) -> Result<Vec<R::Item>, FakeResponse> + Send + 'static,
    ) -> FakeRule {
        self.add(RuleTarget::Operation(R::INFO), move |call| match items(call) {
            Ok(items) => ItemList::of(items).page(R::INFO, call),
            Err(response) => response,
        })
    }

    /// Registers the file that a request downloads.
    pub fn on_download<R: Request<Output = Download>>(
        &self,
        file_name: &str,
        content_type: &str,
        content: impl Into<Bytes>,
    ) -> FakeRule {
        self.respond::<R>(FakeResponse::file(file_name, content_type, content.into()))
    }

    /// Registers the data of the responses to the requests with a method and a path, as JSON. The client receives it in the envelope of
    /// the operation, and for a list as its last page. A `Client::request`, which has no operation, receives it in an envelope too.
    ///
    /// The path is that of a request, such as `/api/v2/deals/42`, or a template such as `/api/v2/deals/{id}`, in which the names of the
    /// parameters are ignored.
    pub fn on_json(&self, method: Method, path: &str, data: impl Serialize) -> FakeRule {
        let response = FakeResponse::data(data);
        self.on_path(method, path, move |_| response.clone())
    }

    /// Registers a function that returns the responses to the requests with a method and a path; see [`on_json`](Self::on_json).
    pub fn on_path(
        &self,
        method: Method,
        path: &str,
        response: impl FnMut(&Preview) -> FakeResponse + Send + 'static,
    ) -> FakeRule {
        self.add(RuleTarget::Path(method, path.to_owned()), response)
    }

    /// Registers a function that returns the responses to all requests, for example a fault of the connection.
    ///
    /// Register it first to respond to the requests that no other rule matches.
    pub fn on_any(&self, response: impl FnMut(&Preview) -> FakeResponse + Send + 'static) -> FakeRule {
        self.add(RuleTarget::Any, response)
    }

    /// Returns the requests that were received, in their order. A call that was retried has a request per attempt.
    ///
    /// They compare equal to the [`preview`](Request::preview) of the request that is expected.
    pub fn calls(&self) -> Vec<Preview> {
        lock(&self.0.calls).clone()
    }

    /// Returns the requests of an operation that were received, in their order.
    pub fn calls_of<R: Request>(&self) -> Vec<Preview> {
        lock(&self.0.calls).iter().filter(|call| call.is::<R>()).cloned().collect()
    }

    /// Returns the requests that no rule matched, in their order, for programs that handle all errors in the same way.
    pub fn unexpected(&self) -> Vec<Preview> {
        lock(&self.0.unexpected).clone()
    }

    /// Forgets all responses and requests.
    pub fn reset(&self) {
        lock(&self.0.rules).clear();
        lock(&self.0.calls).clear();
        lock(&self.0.unexpected).clear();
    }

    fn add(&self, target: RuleTarget, response: impl FnMut(&Preview) -> FakeResponse + Send + 'static) -> FakeRule {
        let rule = Arc::new(rule::ResponseRule::new(target, response));
        lock(&self.0.rules).push(Arc::clone(&rule));
        FakeRule::new(rule)
    }
}

impl Preview {
    /// Returns whether this is a request of the type `R`.
    pub fn is<R: Request>(&self) -> bool {
        self.operation().is_some_and(|info| info.id == R::INFO.id)
    }
}

impl fmt::Debug for FakeApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeApi")
            .field("rules", &lock(&self.0.rules).iter().map(ToString::to_string).collect::<Vec<_>>())
            .field("calls", &lock(&self.0.calls).len())
            .finish_non_exhaustive()
    }
}

/// Locks a mutex. A poisoned lock is ignored: a function of a test has panicked, and the state is consistent.
fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
