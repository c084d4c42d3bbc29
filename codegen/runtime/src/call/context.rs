//! What all calls of a client share: transport, credentials, limits, policies.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};

use crate::http::transport::{BoxFuture, Transport};
use crate::http::url::Base;
use crate::policy::credentials::Credential;
use crate::policy::limits::{ClientLimits, Limits};
use crate::policy::observer::Observer;
use crate::policy::retry::RetryPolicy;
use crate::protocol::api::ApiInfo;
use crate::protocol::error::Result;

/// A client without its operations, which are generated: what all calls have in common. A `Client` derefs to it.
#[derive(Clone)]
pub struct ClientCore(pub(crate) Arc<ClientContext>);

pub(crate) struct ClientContext {
    pub(crate) api: &'static ApiInfo,
    pub(crate) transport: Arc<dyn Transport>,
    /// The server of all operations that name none, unless a session determines it. `None` if none is known.
    pub(crate) base: Arc<Base>,
    /// Used in place of the servers that operations name themselves, such as that of OAuth.
    pub(crate) oauth_base: Option<Arc<Base>>,
    pub(crate) credentials: Credentials,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) limits: Limits,
    pub(crate) max_response_size: u64,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) strict: bool,
}

/// The credentials of a client, by scheme.
pub(crate) struct Credentials {
    /// What calls are sent with that require the API's own credentials. `None` if the client has not enough for any alternative.
    pub(crate) default: Option<DefaultCredentials>,
    /// All credentials, for operations that name their schemes.
    pub(crate) by_scheme: Vec<(&'static str, Credential)>,
    /// The headers that credentials are sent in. A caller who sets one of them replaces the credentials.
    pub(crate) headers: Vec<HeaderName>,
}

/// What most calls are sent with.
pub(crate) enum DefaultCredentials {
    /// The same credentials for each call.
    Fixed(Vec<Credential>),
    /// Access tokens that are renewed.
    Session(Arc<dyn TokenSource>),
}

/// Access tokens that are renewed when they expire or are refused.
pub(crate) trait TokenSource: Any + Send + Sync {
    /// Returns the server that the current tokens are for.
    fn base(&self) -> Arc<Base>;

    /// Returns a token for one attempt, a new one if necessary.
    fn lease<'a>(self: Arc<Self>, client: &'a ClientCore) -> BoxFuture<'a, Result<Lease>>;

    /// Obtains another token, because the API has refused this one.
    fn renew<'a>(self: Arc<Self>, client: &'a ClientCore, refused: &'a Lease) -> BoxFuture<'a, Result<()>>;
}

/// The token that one attempt of a call is made with.
pub(crate) struct Lease {
    pub(crate) header: HeaderValue,
    pub(crate) base: Arc<Base>,
    /// Which tokens these are.
    pub(crate) generation: u64,
}

impl ClientContext {
    /// Returns the server of calls at this moment.
    pub(crate) fn base(&self) -> Arc<Base> {
        match &self.credentials.default {
            Some(DefaultCredentials::Session(session)) => session.base(),
            _ => Arc::clone(&self.base),
        }
    }
}

impl ClientCore {
    /// What this client and its clones know of the API's limits.
    ///
    /// The client keeps the limit of requests in two seconds itself: a call waits for its turn instead of being refused. What is left
    /// of the day can only be read off responses, and is shared with everybody else in the company.
    pub fn rate_limit(&self) -> ClientLimits {
        self.0.limits.snapshot()
    }
}

impl AsRef<Self> for ClientCore {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl fmt::Debug for ClientCore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credentials = match &self.0.credentials.default {
            None => "none",
            Some(DefaultCredentials::Fixed(_)) => "fixed",
            Some(DefaultCredentials::Session(_)) => "an OAuth session",
        };
        f.debug_struct("Client")
            .field("base_url", &self.0.base().join("", &[]))
            .field("credentials", &credentials)
            .field("timeout", &self.0.timeout)
            .field("strict", &self.0.strict)
            .finish_non_exhaustive()
    }
}
