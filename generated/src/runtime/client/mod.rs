//! The client: where calls go, and with which credentials.

mod builder;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Method};

pub use builder::ClientBuilder;

use super::raw::RawRequest;
use super::transport::Transport;
use super::url::Base;

/// A client of the Pipedrive API. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) base: Base,
    /// In place of the servers that operations name themselves: OAuth.
    pub(crate) oauth_base: Option<Base>,
    pub(crate) credentials: Option<Credentials>,
    /// `Basic …` of the OAuth app.
    pub(crate) oauth_app: Option<HeaderValue>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) strict: bool,
}

/// The header that proves who is calling. Its values are marked as sensitive, which hides them in `Debug`.
pub(crate) enum Credentials {
    ApiToken(HeaderValue),
    Bearer(HeaderValue),
}

impl Client {
    /// Begins to set up a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// A client with an API token and everything else as usual.
    pub fn new(api_token: impl Into<String>) -> super::Result<Self> {
        Self::builder().api_token(api_token).build()
    }

    /// A call of something that this crate has no method for.
    ///
    /// The path begins with a slash, such as `/api/v2/somethingNew`, and stays on the client's server.
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawRequest {
        RawRequest::new(self, method, path.into())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credentials = match &self.0.credentials {
            None => "none",
            Some(Credentials::ApiToken(_)) => "an API token",
            Some(Credentials::Bearer(_)) => "an access token",
        };
        f.debug_struct("Client")
            .field("base_url", &self.0.base.join("", &[]))
            .field("credentials", &credentials)
            .field("timeout", &self.0.timeout)
            .field("strict", &self.0.strict)
            .finish_non_exhaustive()
    }
}
