//! Setting up a client.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::context::{ClientContext, ClientCore, Credentials, DefaultCredentials, TokenSource};
use crate::http::transport::{ReqwestTransport, Transport};
use crate::http::url::Base;
use crate::json::secret::Secret;
use crate::policy::credentials::{Credential, header_of};
use crate::policy::limits::Limits;
use crate::policy::observer::Observer;
use crate::policy::retry::RetryPolicy;
use crate::protocol::api::ApiInfo;
use crate::protocol::error::{Error, ErrorKind, Result};

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(180);
const DEFAULT_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);
/// Pages of 500 deals with many custom fields have a few megabytes.
const DEFAULT_MAX_REPLY_SIZE: u64 = 64 * 1024 * 1024;

/// The settings of a client. The builder of a client crate, which documents them, passes them on.
#[must_use = "a builder does nothing until `build` is called"]
pub struct BuilderCore {
    api: &'static ApiInfo,
    base: Option<ServerChoice>,
    oauth_base: Option<String>,
    /// What was set for each scheme, in the order in which it was set.
    credentials: Vec<(&'static str, Given)>,
    /// What opens a session of OAuth, if the settings name one.
    pub(crate) session: Option<Box<dyn OpenSession>>,
    timeout: Option<Duration>,
    /// `None` if it was not set.
    attempt_timeout: Option<Option<Duration>>,
    retry: RetryPolicy,
    burst_limit: Burst,
    max_response_size: u64,
    observer: Option<Arc<dyn Observer>>,
    user_agent: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    strict: bool,
}

/// The limit on requests per period.
#[derive(Clone, Copy)]
enum Burst {
    /// What the API states for the credentials in use.
    Default,
    /// This many, or no limit.
    Fixed(Option<u32>),
}

enum ServerChoice {
    Company(String),
    Url(String),
}

/// The credentials that were set for a scheme.
#[derive(Debug)]
enum Given {
    Secret(Secret),
    /// Access tokens of the session.
    Session,
}

/// Opens a session when the client is built.
pub(crate) trait OpenSession: Any + Send {
    /// Returns the session, for the server that was set, and the OAuth server that was set.
    fn open(
        self: Box<Self>,
        api: &'static ApiInfo,
        fixed: Option<Arc<Base>>,
        oauth: Option<&Base>,
    ) -> Result<Arc<dyn TokenSource>>;

    /// Returns why it cannot be left unopened, if so.
    fn unused(&self) -> Option<&'static str>;
}

impl BuilderCore {
    /// Returns the default settings for an API.
    pub fn new(api: &'static ApiInfo) -> Self {
        Self {
            api,
            base: None,
            oauth_base: None,
            credentials: Vec::new(),
            session: None,
            timeout: Some(DEFAULT_TIMEOUT),
            attempt_timeout: None,
            retry: RetryPolicy::default(),
            burst_limit: Burst::Default,
            max_response_size: DEFAULT_MAX_REPLY_SIZE,
            observer: None,
            user_agent: None,
            transport: None,
            strict: false,
        }
    }

    /// Sets the key or token of a scheme. Among alternatives, the one that was set last is used.
    pub fn credential(self, scheme: &'static str, secret: impl Into<String>) -> Self {
        self.with_credential(scheme, Given::Secret(Secret::from(secret.into())))
    }

    /// Sets the user name and password (or client id and secret) of a scheme.
    pub fn basic(self, scheme: &'static str, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.credential(scheme, format!("{}:{}", user.into(), password.into()))
    }

    /// Uses the tokens of the session for a scheme.
    pub(crate) fn session_for(self, scheme: &'static str) -> Self {
        self.with_credential(scheme, Given::Session)
    }

    fn with_credential(mut self, scheme: &'static str, given: Given) -> Self {
        self.credentials.retain(|(name, _)| *name != scheme);
        self.credentials.push((scheme, given));
        self
    }

    /// The company's own server: `acme` for `https://acme.pipedrive.com`. Otherwise calls go where OAuth tokens say, or to
    /// `https://api.pipedrive.com`.
    pub fn company_domain(mut self, domain: impl Into<String>) -> Self {
        self.base = Some(ServerChoice::Company(domain.into()));
        self
    }

    /// Any other server, for tests and proxies; also the `api_domain` that comes with OAuth tokens.
    ///
    /// The credentials go there, so it should be one you trust.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base = Some(ServerChoice::Url(url.into()));
        self
    }

    /// Another server in place of the OAuth server, for tests.
    pub fn oauth_base_url(mut self, url: impl Into<String>) -> Self {
        self.oauth_base = Some(url.into());
        self
    }

    /// How long a call may take until its response has been read (for a download: until it begins), with all attempts and the pauses
    /// between them. Usually three minutes; `None` is for ever.
    ///
    /// Waiting for its turn within the API's limits is not counted: however many calls are made at once, each gets its time.
    /// Timeouts need a tokio runtime, and so does the usual transport.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// How long each attempt of a call may take. `None` is as long as the call; and usually it is a minute, or for ever where the calls
    /// may take for ever.
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.attempt_timeout = Some(timeout.into());
        self
    }

    /// How calls that failed are repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How many requests the client makes in two seconds, until a response tells the limit of the account. More have to wait.
    ///
    /// Usually 20 with an API token and 80 with an access token, which is what the smallest plan allows. With `None` calls never wait,
    /// and what is too much is left to the server to refuse. Searches are limited apart, to 10 on all plans.
    pub fn burst_limit(mut self, requests: impl Into<Option<u32>>) -> Self {
        self.burst_limit = Burst::Fixed(requests.into());
        self
    }

    /// The longest response that is read into memory, in bytes; anything longer is an error. Usually 64 MiB. Downloads are not limited.
    pub fn max_response_size(mut self, bytes: u64) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// Sees every attempt, every call and every value of an unexpected type.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// What the client calls itself. Usually `pipedrive-rs/` and the version.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// The HTTP client to use, for proxies, certificates and the like.
    ///
    /// Build it with `redirect(reqwest::redirect::Policy::none())`: reqwest would carry the API token along to wherever a redirect
    /// leads. A response that came over a redirect is refused.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(ReqwestTransport::new(client))
    }

    /// Another way of sending requests: another HTTP stack, or none at all in tests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Whether a value of an unexpected type makes a response an error. Usually it is kept in `extra` and counted.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Makes the client. Fails where something that was given cannot be used; nothing is sent.
    pub fn build(self) -> Result<ClientCore> {
        let base = match (&self.base, self.api.server, self.api.company_server) {
            (None, Some(server), _) => Base::parse(server),
            (None, None, _) => Err("the description of the API names no server: set `base_url`".to_owned()),
            (Some(ServerChoice::Company(domain)), _, Some(template)) => Base::of_company(domain, template),
            (Some(ServerChoice::Company(_)), _, None) => Err("the API has no servers for companies: set `base_url`".to_owned()),
            (Some(ServerChoice::Url(url)), ..) => Base::parse(url),
        };
        let base = Arc::new(base.map_err(configuration)?);
        let oauth_base = self.oauth_base.as_deref().map(Base::parse).transpose().map_err(configuration)?.map(Arc::new);
        let fixed = self.base.is_some().then(|| Arc::clone(&base));
        let credentials = credentials(self.api, &self.credentials, self.session, fixed, oauth_base.as_deref())?;
        let user_agent = HeaderValue::from_str(self.user_agent.as_deref().unwrap_or(self.api.user_agent))
            .map_err(|error| configuration("the user agent holds characters that no header may hold").with_source(error))?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(
                ReqwestTransport::with_defaults()
                    .map_err(|error| configuration("the HTTP client could not be made").with_source(error))?,
            ),
        };
        let burst = match self.burst_limit {
            Burst::Fixed(limit) => limit,
            Burst::Default => default_burst(self.api, &self.credentials),
        };
        let searches = self.api.limits.as_ref().and_then(|limits| limits.searches);
        let period = self.api.limits.as_ref().map_or(Duration::from_secs(2), |limits| Duration::from_millis(limits.period_ms));
        Ok(ClientCore(Arc::new(ClientContext {
            api: self.api,
            transport,
            base,
            oauth_base,
            credentials,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout.unwrap_or(self.timeout.map(|_| DEFAULT_ATTEMPT_TIMEOUT)),
            retry: self.retry,
            limits: Limits::new(period, burst, searches),
            max_response_size: self.max_response_size,
            observer: self.observer,
            user_agent,
            strict: self.strict,
        })))
    }
}

fn credentials(
    api: &'static ApiInfo,
    given: &[(&'static str, Given)],
    session: Option<Box<dyn OpenSession>>,
    fixed: Option<Arc<Base>>,
    oauth: Option<&Base>,
) -> Result<Credentials> {
    let mut by_scheme = Vec::new();
    for (name, given) in given {
        let Given::Secret(secret) = given else { continue };
        let scheme = api.scheme(name).ok_or_else(|| configuration(format!("the API has no security scheme `{name}`")))?;
        by_scheme.push((*name, Credential::of(scheme, secret.expose()).map_err(configuration)?));
    }
    let position = |scheme: &&str| given.iter().position(|(name, _)| name == scheme);
    let satisfied = api.security.iter().filter(|schemes| schemes.iter().all(|scheme| position(scheme).is_some()));
    // The last one set counts. An alternative without schemes comes last: it needs no credentials.
    let chosen = satisfied.max_by_key(|schemes| schemes.iter().filter_map(position).max());
    let is_session = |scheme: &&str| given.iter().any(|(name, given)| name == scheme && matches!(given, Given::Session));
    let default = match (chosen, session) {
        (Some(schemes), Some(session)) if schemes.iter().any(is_session) => {
            Some(DefaultCredentials::Session(session.open(api, fixed, oauth)?))
        }
        (_, Some(session)) if session.unused().is_some() => return Err(configuration(session.unused().unwrap_or_default())),
        (Some(schemes), _) => {
            let of_scheme =
                |scheme: &&str| by_scheme.iter().find(|(name, _)| name == scheme).map(|(_, credential)| credential.clone());
            Some(DefaultCredentials::Fixed(schemes.iter().filter_map(of_scheme).collect()))
        }
        // Nothing is required.
        (None, _) if api.security.is_empty() => Some(DefaultCredentials::Fixed(Vec::new())),
        (None, _) => None,
    };
    let headers = api.schemes.iter().filter_map(|scheme| header_of(scheme.kind)).collect();
    Ok(Credentials { default, by_scheme, headers })
}

/// Returns the limit that the API states for the credentials that are used, or the lowest one.
fn default_burst(api: &ApiInfo, given: &[(&'static str, Given)]) -> Option<u32> {
    let requests = api.limits.as_ref()?.requests;
    let of_scheme = |name: &str| requests.iter().find(|(scheme, _)| *scheme == name).map(|(_, limit)| *limit);
    given.iter().rev().find_map(|(name, _)| of_scheme(name)).or_else(|| requests.iter().map(|(_, limit)| *limit).min())
}

fn configuration(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

impl fmt::Debug for BuilderCore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("timeout", &self.timeout)
            .field("strict", &self.strict)
            .finish_non_exhaustive()
    }
}
