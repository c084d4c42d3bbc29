//! What a client is made of: where calls go, and with which credentials.

mod builder;
mod credentials;
mod session;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Method};

pub use builder::ClientBuilder;
#[cfg(feature = "oauth")]
pub(crate) use builder::DEFAULT_BASE;
pub(crate) use credentials::{Credentials, Grant};
#[cfg(feature = "oauth")]
pub(crate) use credentials::{basic, bearer};

use crate::http::transport::Transport;
use crate::http::url::Base;
use crate::policy::limits::{ClientLimits, Limits};
use crate::policy::observer::Observer;
use crate::policy::retry::RetryPolicy;
use crate::request::raw::RawRequest;

/// A client without its operations, which are emitted: what all calls have in common. A `Client` derefs to it.
#[derive(Clone)]
pub struct ClientCore(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) transport: Arc<dyn Transport>,
    /// Where calls go, unless that follows the tokens.
    base: Arc<Base>,
    /// In place of the servers that operations name themselves: OAuth.
    pub(crate) oauth_base: Option<Arc<Base>>,
    pub(crate) credentials: Option<Credentials>,
    /// `Basic …` of the OAuth app.
    pub(crate) oauth_app: Option<HeaderValue>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) limits: Limits,
    pub(crate) max_reply_size: u64,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) strict: bool,
}

impl Inner {
    /// Where calls go now.
    fn base(&self) -> Arc<Base> {
        match &self.credentials {
            Some(Credentials::Session(session)) => session.base(),
            _ => Arc::clone(&self.base),
        }
    }
}

impl ClientCore {
    /// A call of something that this crate has no method for.
    ///
    /// The path begins with a slash, such as `/api/v2/somethingNew`, and stays on the client's server.
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawRequest {
        RawRequest::new(self, method, path.into())
    }

    /// What this client and its clones know of the API's limits.
    ///
    /// The client keeps the limit of requests in two seconds itself: a call waits for its turn instead of being refused. What is left
    /// of the day can only be read off replies, and is shared with everybody else in the company.
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
        let credentials = match &self.0.credentials {
            None => "none",
            Some(Credentials::ApiToken(_)) => "an API token",
            Some(Credentials::Bearer(_)) => "an access token",
            Some(Credentials::Session(_)) => "an OAuth session",
        };
        f.debug_struct("Client")
            .field("base_url", &self.0.base().join("", &[]))
            .field("credentials", &credentials)
            .field("timeout", &self.0.timeout)
            .field("strict", &self.0.strict)
            .finish_non_exhaustive()
    }
}
