//! Setting up a client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::credentials::{basic, bearer, secret_header};
use super::{ClientCore, Credentials, Inner};
use crate::http::transport::{ReqwestTransport, Transport};
use crate::http::url::Base;
use crate::json::secret::Secret;
#[cfg(feature = "oauth")]
use crate::oauth::{OAuthApp, Session, TokenStore, Tokens};
use crate::policy::limits::Limits;
use crate::policy::observer::Observer;
use crate::policy::retry::RetryPolicy;
use crate::protocol::error::{Error, ErrorKind, Result};

pub(crate) const DEFAULT_BASE: &str = "https://api.pipedrive.com";
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(180);
const DEFAULT_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);
/// Pages of 500 deals with many custom fields have a few megabytes.
const DEFAULT_MAX_REPLY_SIZE: u64 = 64 * 1024 * 1024;
/// The limits of the smallest plan, for API tokens and for access tokens.
const BURST_OF_API_TOKENS: u32 = 20;
const BURST_OF_ACCESS_TOKENS: u32 = 80;
const USER_AGENT: &str = concat!("pipedrive-rs/", env!("CARGO_PKG_VERSION"));

/// Sets up a client, which is a `C`.
#[must_use = "a client comes out of `build`"]
pub struct ClientBuilder<C> {
    settings: Settings,
    client: PhantomData<fn() -> C>,
}

struct Settings {
    base: Option<Where>,
    oauth_base: Option<String>,
    credentials: Option<Given>,
    oauth_app: Option<(String, Secret)>,
    #[cfg(feature = "oauth")]
    token_store: Option<Arc<dyn TokenStore>>,
    timeout: Option<Duration>,
    /// Nothing where it was not said.
    attempt_timeout: Option<Option<Duration>>,
    retry: RetryPolicy,
    burst_limit: Burst,
    max_reply_size: u64,
    observer: Option<Arc<dyn Observer>>,
    user_agent: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    strict: bool,
}

/// How many requests may be made in two seconds.
#[derive(Clone, Copy)]
enum Burst {
    /// What the credentials allow for at least.
    Usual,
    /// This many; none is for no limit.
    Given(Option<u32>),
}

enum Where {
    Company(String),
    Url(String),
}

#[derive(Debug)]
enum Given {
    ApiToken(Secret),
    AccessToken(Secret),
    #[cfg(feature = "oauth")]
    Session(OAuthApp, Box<Tokens>),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base: None,
            oauth_base: None,
            credentials: None,
            oauth_app: None,
            #[cfg(feature = "oauth")]
            token_store: None,
            timeout: Some(DEFAULT_TIMEOUT),
            attempt_timeout: None,
            retry: RetryPolicy::default(),
            burst_limit: Burst::Usual,
            max_reply_size: DEFAULT_MAX_REPLY_SIZE,
            observer: None,
            user_agent: None,
            transport: None,
            strict: false,
        }
    }
}

impl<C: From<ClientCore>> ClientBuilder<C> {
    #[doc(hidden)]
    pub fn new() -> Self {
        Self { settings: Settings::default(), client: PhantomData }
    }

    /// Calls are made as the user that this API token belongs to. Takes the place of an access token.
    pub fn api_token(mut self, token: impl Into<String>) -> Self {
        self.settings.credentials = Some(Given::ApiToken(Secret::from(token.into())));
        self
    }

    /// Calls are made with this OAuth access token. Takes the place of an API token.
    pub fn access_token(mut self, token: impl Into<String>) -> Self {
        self.settings.credentials = Some(Given::AccessToken(Secret::from(token.into())));
        self
    }

    /// The id and secret of the OAuth app, which the operations that fetch tokens need.
    pub fn oauth_client(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.settings.oauth_app = Some((id.into(), Secret::from(secret.into())));
        self
    }

    /// Calls are made with these tokens, which are refreshed when need be; see [`oauth`](crate::api::oauth). Takes the place
    /// of an API token and of an access token.
    #[cfg(feature = "oauth")]
    pub fn oauth(mut self, app: OAuthApp, tokens: Tokens) -> Self {
        self = self.oauth_client(app.client_id(), app.client_secret().expose());
        self.settings.credentials = Some(Given::Session(app, Box::new(tokens)));
        self
    }

    /// Where the tokens of `oauth` are stored whenever there are new ones, before these are used.
    #[cfg(feature = "oauth")]
    pub fn token_store(mut self, store: impl TokenStore) -> Self {
        self.settings.token_store = Some(Arc::new(store));
        self
    }

    /// The company's own server: `acme` for `https://acme.pipedrive.com`. Otherwise calls go where OAuth tokens say, or to
    /// `https://api.pipedrive.com`.
    pub fn company_domain(mut self, domain: impl Into<String>) -> Self {
        self.settings.base = Some(Where::Company(domain.into()));
        self
    }

    /// Any other server, for tests and proxies; also the `api_domain` that comes with OAuth tokens.
    ///
    /// The credentials go there, so it should be one you trust.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.settings.base = Some(Where::Url(url.into()));
        self
    }

    /// Another server in place of the OAuth server, for tests.
    pub fn oauth_base_url(mut self, url: impl Into<String>) -> Self {
        self.settings.oauth_base = Some(url.into());
        self
    }

    /// How long a call may take until its reply has been read (for a download: until it begins), with all attempts and the pauses
    /// between them. Usually three minutes; `None` is for ever.
    ///
    /// Waiting for its turn within the API's limits is not counted: however many calls are made at once, each gets its time.
    /// Timeouts need a tokio runtime, and so does the usual transport.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.timeout = timeout.into();
        self
    }

    /// How long each attempt of a call may take. `None` is as long as the call; and usually it is a minute, or for ever where the calls
    /// may take for ever.
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.attempt_timeout = Some(timeout.into());
        self
    }

    /// How calls that failed are repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// How many requests the client makes in two seconds, until a reply tells the limit of the account. More have to wait.
    ///
    /// Usually 20 with an API token and 80 with an access token, which is what the smallest plan allows. With `None` calls never wait,
    /// and what is too much is left to the server to refuse. Searches are limited apart, to 10 on all plans.
    pub fn burst_limit(mut self, requests: impl Into<Option<u32>>) -> Self {
        self.settings.burst_limit = Burst::Given(requests.into());
        self
    }

    /// The longest reply that is read into memory, in bytes; anything longer is an error. Usually 64 MiB. Downloads are not limited.
    pub fn max_reply_size(mut self, bytes: u64) -> Self {
        self.settings.max_reply_size = bytes;
        self
    }

    /// Sees every attempt, every call and every value of an unexpected type.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.settings.observer = Some(Arc::new(observer));
        self
    }

    /// What the client calls itself. Usually `pipedrive-rs/` and the version.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.settings.user_agent = Some(user_agent.into());
        self
    }

    /// The HTTP client to use, for proxies, certificates and the like.
    ///
    /// Build it with `redirect(reqwest::redirect::Policy::none())`: reqwest would carry the API token along to wherever a redirect
    /// leads. A reply that came over a redirect is refused.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(ReqwestTransport::new(client))
    }

    /// Another way of sending requests: another HTTP stack, or none at all in tests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.settings.transport = Some(Arc::new(transport));
        self
    }

    /// Whether a value of an unexpected type makes a reply an error. Usually it is kept in `extra` and counted.
    pub fn strict(mut self, strict: bool) -> Self {
        self.settings.strict = strict;
        self
    }

    /// Makes the client. Fails where something that was given cannot be used; nothing is sent.
    pub fn build(self) -> Result<C> {
        self.settings.client().map(C::from)
    }
}

impl Settings {
    fn client(self) -> Result<ClientCore> {
        let base = match &self.base {
            None => Base::parse(DEFAULT_BASE),
            Some(Where::Company(domain)) => Base::of_company(domain),
            Some(Where::Url(url)) => Base::parse(url),
        };
        let base = Arc::new(base.map_err(configuration)?);
        let oauth_base = self.oauth_base.as_deref().map(Base::parse).transpose().map_err(configuration)?.map(Arc::new);
        #[cfg(feature = "oauth")]
        if self.token_store.is_some() && !matches!(self.credentials, Some(Given::Session(..))) {
            return Err(configuration("there are no tokens for the `token_store`: they come with `oauth`"));
        }
        let credentials = match self.credentials {
            None => None,
            Some(Given::ApiToken(token)) => {
                Some(Credentials::ApiToken(secret_header("API token", "", token.expose()).map_err(configuration)?))
            }
            Some(Given::AccessToken(token)) => Some(Credentials::Bearer(bearer(token.expose()).map_err(configuration)?)),
            #[cfg(feature = "oauth")]
            Some(Given::Session(app, tokens)) => {
                let fixed = self.base.is_some().then(|| Arc::clone(&base));
                Some(Credentials::Session(Arc::new(Session::new(app, *tokens, self.token_store, fixed, oauth_base.as_deref())?)))
            }
        };
        let oauth_app = self.oauth_app.map(|(id, secret)| basic(&id, secret.expose())).transpose().map_err(configuration)?;
        let user_agent = HeaderValue::from_str(self.user_agent.as_deref().unwrap_or(USER_AGENT))
            .map_err(|error| configuration("the user agent holds characters that no header may hold").with_source(error))?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(
                ReqwestTransport::with_defaults()
                    .map_err(|error| configuration("the HTTP client could not be made").with_source(error))?,
            ),
        };
        let burst = match (self.burst_limit, &credentials) {
            (Burst::Given(limit), _) => limit,
            (Burst::Usual, Some(Credentials::Bearer(_) | Credentials::Session(_))) => Some(BURST_OF_ACCESS_TOKENS),
            (Burst::Usual, _) => Some(BURST_OF_API_TOKENS),
        };
        Ok(ClientCore(Arc::new(Inner {
            transport,
            base,
            oauth_base,
            credentials,
            oauth_app,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout.unwrap_or(self.timeout.map(|_| DEFAULT_ATTEMPT_TIMEOUT)),
            retry: self.retry,
            limits: Limits::new(burst),
            max_reply_size: self.max_reply_size,
            observer: self.observer,
            user_agent,
            strict: self.strict,
        })))
    }
}

fn configuration(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.settings.credentials)
            .field("timeout", &self.settings.timeout)
            .field("strict", &self.settings.strict)
            .finish_non_exhaustive()
    }
}
