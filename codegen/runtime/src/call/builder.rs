//! The builder of clients.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::context::{ClientContext, ClientCore, Credentials, DefaultCredentials, TokenSource};
use crate::http::transport::{ReqwestTransport, Transport};
use crate::http::url::Base;
use crate::json::mask::Secrets;
use crate::json::secret::Secret;
use crate::policy::credentials::{Credential, header_of};
use crate::policy::limits::Limits;
use crate::policy::observer::Observer;
use crate::policy::retry::RetryPolicy;
use crate::protocol::api::ApiInfo;
use crate::protocol::error::{Error, ErrorKind, Result};

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(180);
const DEFAULT_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);
/// Large enough for a page of 500 deals with many custom fields, which has a few megabytes.
const DEFAULT_MAX_RESPONSE_SIZE: u64 = 64 * 1024 * 1024;

/// The settings of a client. The generated `ClientBuilder` wraps it.
#[must_use = "a builder does nothing until `build` is called"]
pub struct BuilderCore {
    api: &'static ApiInfo,
    base: Option<ServerSetting>,
    oauth_base: Option<String>,
    /// The credentials by scheme, in the order in which they were set.
    credentials: Vec<(&'static str, CredentialSetting)>,
    /// The settings of the OAuth session.
    pub(crate) session: Option<Box<dyn OpenSession>>,
    timeout: Option<Duration>,
    attempt_timeout: Setting<Option<Duration>>,
    retry: RetryPolicy,
    burst_limit: Setting<Option<u32>>,
    max_response_size: u64,
    observer: Option<Arc<dyn Observer>>,
    user_agent: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    strict: bool,
}

/// A setting whose default depends on other settings.
#[derive(Clone, Copy)]
enum Setting<T> {
    /// The setting has not been set.
    Default,
    /// The setting has been set to this value.
    Value(T),
}

/// The setting of the server.
enum ServerSetting {
    /// A company domain.
    Company(String),
    /// A base URL.
    Url(String),
}

/// The credentials that are set for a scheme.
#[derive(Debug)]
enum CredentialSetting {
    Secret(Secret),
    /// The access tokens of the session.
    #[cfg_attr(not(feature = "oauth"), allow(dead_code, reason = "only sessions of OAuth set it"))]
    Session,
}

/// The settings of a session, which is opened when the client is built.
pub(crate) trait OpenSession: Any + Send {
    /// Opens the session. `fixed` is the server and `oauth` the OAuth server, if they are set.
    fn open(
        self: Box<Self>,
        api: &'static ApiInfo,
        fixed: Option<Arc<Base>>,
        oauth: Option<&Base>,
    ) -> Result<Arc<dyn TokenSource>>;

    /// Returns an error message if the session must not remain unused.
    fn unused(&self) -> Option<&'static str>;
}

impl BuilderCore {
    /// Creates the default settings for an API.
    pub fn new(api: &'static ApiInfo) -> Self {
        Self {
            api,
            base: None,
            oauth_base: None,
            credentials: Vec::new(),
            session: None,
            timeout: Some(DEFAULT_TIMEOUT),
            attempt_timeout: Setting::Default,
            retry: RetryPolicy::default(),
            burst_limit: Setting::Default,
            max_response_size: DEFAULT_MAX_RESPONSE_SIZE,
            observer: None,
            user_agent: None,
            transport: None,
            strict: false,
        }
    }

    /// Sets the key or token of a security scheme. Among alternative schemes, the one that is set last is used.
    pub fn credential(self, scheme: &'static str, secret: impl Into<String>) -> Self {
        self.with_credential(scheme, CredentialSetting::Secret(Secret::from(secret.into())))
    }

    /// Sets the user name and password, or the client id and secret, of a security scheme.
    pub fn basic(self, scheme: &'static str, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.credential(scheme, format!("{}:{}", user.into(), password.into()))
    }

    /// Uses the access tokens of the session for a security scheme.
    #[cfg(feature = "oauth")]
    pub(crate) fn session_for(self, scheme: &'static str) -> Self {
        self.with_credential(scheme, CredentialSetting::Session)
    }

    fn with_credential(mut self, scheme: &'static str, given: CredentialSetting) -> Self {
        self.credentials.retain(|(name, _)| *name != scheme);
        self.credentials.push((scheme, given));
        self
    }

    /// Sends requests to the server of a company. The domain is inserted into the URL that the API description states. By
    /// default, requests are sent to the server that OAuth tokens name, or to the server that the API description states.
    pub fn company_domain(mut self, domain: impl Into<String>) -> Self {
        self.base = Some(ServerSetting::Company(domain.into()));
        self
    }

    /// Sends requests to another server, such as a proxy or a test server, or the `api_domain` of OAuth tokens. The credentials
    /// are sent there.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base = Some(ServerSetting::Url(url.into()));
        self
    }

    /// Sets the server that OAuth requests are sent to, for tests.
    pub fn oauth_base_url(mut self, url: impl Into<String>) -> Self {
        self.oauth_base = Some(url.into());
        self
    }

    /// Sets the maximum duration of a call until its response has been read (for a download: until it begins), with all attempts
    /// and the pauses between them. Defaults to three minutes; `None` is unlimited.
    ///
    /// Waiting for a permit within the rate limit is not counted. Timeouts and the default transport need a tokio runtime.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// Sets the maximum duration of each attempt of a call. `None` is limited only by the timeout of the call. Defaults to one
    /// minute, or to `None` if calls have no timeout.
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.attempt_timeout = Setting::Value(timeout.into());
        self
    }

    /// Sets how failed calls are retried.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the maximum number of requests per period, until a response states the limit of the account. Further requests are
    /// queued. `None` is unlimited: requests beyond the limit are left to the server to refuse.
    ///
    /// Defaults to the limit that the API description states for the credentials in use, or to `None` if it states none. The API
    /// description also determines the period, and whether searches have a limit of their own.
    pub fn burst_limit(mut self, requests: impl Into<Option<u32>>) -> Self {
        self.burst_limit = Setting::Value(requests.into());
        self
    }

    /// Sets the maximum size in bytes of a response that is read into memory; a larger one is an error. Defaults to 64 MiB.
    /// Downloads are not limited.
    pub fn max_response_size(mut self, bytes: u64) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// Sets the observer, which receives every attempt, every call and every value of an unexpected type.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Sets the header `user-agent`. Defaults to the product and version of the client crate.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Sets the HTTP client, for proxies, certificates and the like.
    ///
    /// Build it with `redirect(reqwest::redirect::Policy::none())`: by default, reqwest forwards the API token to the target of a
    /// redirect. A response that was redirected is refused.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(ReqwestTransport::new(client))
    }

    /// Sets how requests are sent: with another HTTP stack, or without a network in tests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets whether a value of an unexpected type makes a response an error. By default, it is kept in `extra` and reported.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Creates the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`] if a setting cannot be used.
    pub fn build(self) -> Result<ClientCore> {
        let base = match (&self.base, self.api.server, self.api.company_server) {
            (None, Some(server), _) => Base::parse(server),
            (None, None, _) => Err("the API description states no server: set `base_url`".to_owned()),
            (Some(ServerSetting::Company(domain)), _, Some(template)) => Base::of_company(domain, template),
            (Some(ServerSetting::Company(_)), _, None) => {
                Err("the API description states no servers of companies: set `base_url` instead of `company_domain`".to_owned())
            }
            (Some(ServerSetting::Url(url)), ..) => Base::parse(url),
        };
        let base = Arc::new(base.map_err(configuration)?);
        let oauth_base = self.oauth_base.as_deref().map(Base::parse).transpose().map_err(configuration)?.map(Arc::new);
        let fixed = self.base.is_some().then(|| Arc::clone(&base));
        let credentials = credentials(self.api, &self.credentials, self.session, fixed, oauth_base.as_deref())?;
        let user_agent = HeaderValue::from_str(self.user_agent.as_deref().unwrap_or(self.api.user_agent)).map_err(|error| {
            configuration("`user_agent` contains characters that are not allowed in a header").with_source(error)
        })?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(
                ReqwestTransport::with_defaults()
                    .map_err(|error| configuration("cannot create the HTTP client").with_source(error))?,
            ),
        };
        let attempt_timeout = match self.attempt_timeout {
            Setting::Value(timeout) => timeout,
            Setting::Default => self.timeout.map(|_| DEFAULT_ATTEMPT_TIMEOUT),
        };
        let burst = match self.burst_limit {
            Setting::Value(limit) => limit,
            Setting::Default => default_burst(self.api, &self.credentials),
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
            attempt_timeout,
            retry: self.retry,
            limits: Limits::new(period, burst, searches),
            max_response_size: self.max_response_size,
            observer: self.observer,
            user_agent,
            strict: self.strict,
        })))
    }
}

/// Selects the credentials of the client among those that are set.
fn credentials(
    api: &'static ApiInfo,
    settings: &[(&'static str, CredentialSetting)],
    session: Option<Box<dyn OpenSession>>,
    fixed: Option<Arc<Base>>,
    oauth: Option<&Base>,
) -> Result<Credentials> {
    let mut by_scheme = Vec::new();
    for (name, setting) in settings {
        let CredentialSetting::Secret(secret) = setting else { continue };
        let scheme =
            api.scheme(name).ok_or_else(|| configuration(format!("the API description has no security scheme `{name}`")))?;
        by_scheme.push((*name, Credential::of(scheme, secret.expose()).map_err(configuration)?));
    }
    let position = |scheme: &&str| settings.iter().position(|(name, _)| name == scheme);
    let satisfied = api.security.iter().filter(|schemes| schemes.iter().all(|scheme| position(scheme).is_some()));
    // The alternative that was set last is used. One without schemes, which needs no credentials, has the lowest precedence.
    let selected = satisfied.max_by_key(|schemes| schemes.iter().filter_map(position).max());
    let is_session =
        |scheme: &&str| settings.iter().any(|(name, setting)| name == scheme && matches!(setting, CredentialSetting::Session));
    let default = match (selected, session) {
        (Some(schemes), Some(session)) if schemes.iter().any(is_session) => {
            Some(DefaultCredentials::Session(session.open(api, fixed, oauth)?))
        }
        (_, Some(session)) if session.unused().is_some() => return Err(configuration(session.unused().unwrap_or_default())),
        (Some(schemes), _) => {
            let of_scheme =
                |scheme: &&str| by_scheme.iter().find(|(name, _)| name == scheme).map(|(_, credential)| credential.clone());
            Some(DefaultCredentials::Fixed(schemes.iter().filter_map(of_scheme).collect()))
        }
        // The API requires no credentials.
        (None, _) if api.security.is_empty() => Some(DefaultCredentials::Fixed(Vec::new())),
        (None, _) => None,
    };
    let headers = api.schemes.iter().filter_map(|scheme| header_of(scheme.kind)).collect();
    let mut secrets = Vec::new();
    for (_, credential) in &by_scheme {
        credential.add_secrets(&mut secrets);
    }
    Ok(Credentials { default, by_scheme, headers, secrets: Secrets::new(secrets) })
}

/// Returns the limit that the API description states for the credentials in use, or the lowest one if it states none for them.
fn default_burst(api: &ApiInfo, settings: &[(&'static str, CredentialSetting)]) -> Option<u32> {
    let requests = api.limits.as_ref()?.requests;
    let of_scheme = |name: &str| requests.iter().find(|(scheme, _)| *scheme == name).map(|(_, limit)| *limit);
    settings.iter().rev().find_map(|(name, _)| of_scheme(name)).or_else(|| requests.iter().map(|(_, limit)| *limit).min())
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
