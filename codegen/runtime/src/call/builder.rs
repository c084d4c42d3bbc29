//! The builder of clients.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::context::{ClientContext, ClientCore, DefaultCredentials};
use super::select::{OpenSession, OpenedSession, credentials, default_burst};
use super::settings::{CredentialSetting, CredentialSettings, ServerSetting, Setting, configuration};
#[cfg(feature = "reqwest")]
use crate::http::transport::ReqwestTransport;
use crate::http::transport::{Transport, default_transport};
use crate::http::url::Base;
use crate::json::secret::Secret;
use crate::policy::clock::Clock;
use crate::policy::limits::LimitSet;
use crate::policy::limits::known::LimitsByCredentials;
use crate::policy::observer::Observer;
use crate::policy::retry::RetryPolicy;
use crate::protocol::api::ApiInfo;
use crate::protocol::error::Result;

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(180);
const DEFAULT_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);
/// Large enough for a page of 500 deals with many custom fields, which has a few megabytes.
const DEFAULT_MAX_RESPONSE_SIZE: u64 = 64 * 1024 * 1024;

/// The settings of a client. The generated `ClientBuilder` wraps it.
#[must_use = "a builder does nothing until `build` is called"]
pub struct BuilderCore {
    api: &'static ApiInfo,
    base: Option<ServerSetting>,
    oauth_base: Option<ServerSetting>,
    credentials: CredentialSettings,
    /// Whether the credentials are those of another client.
    inherits_credentials: bool,
    /// The settings of the OAuth session.
    pub(crate) session: Option<Box<dyn OpenSession>>,
    timeout: Option<Duration>,
    attempt_timeout: Setting<Option<Duration>>,
    retry: RetryPolicy,
    clock: Clock,
    burst_limit: Setting<Option<u32>>,
    max_response_size: u64,
    observer: Option<Arc<dyn Observer>>,
    user_agent: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    strict: bool,
    /// The rate limiter of another client, while its credentials and its limit are not changed.
    limits: Option<Arc<LimitSet>>,
    known_limits: LimitsByCredentials,
}

impl BuilderCore {
    /// Creates the default settings for an API.
    pub fn new(api: &'static ApiInfo) -> Self {
        Self {
            api,
            base: None,
            oauth_base: None,
            credentials: CredentialSettings::new(),
            inherits_credentials: false,
            session: None,
            timeout: Some(DEFAULT_TIMEOUT),
            attempt_timeout: Setting::Default,
            retry: RetryPolicy::default(),
            clock: Clock::default(),
            burst_limit: Setting::Default,
            max_response_size: DEFAULT_MAX_RESPONSE_SIZE,
            observer: None,
            user_agent: None,
            transport: None,
            strict: false,
            limits: None,
            known_limits: LimitsByCredentials::default(),
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
        self.drop_inherited_credentials();
        self.credentials.retain(|(name, _)| *name != scheme);
        self.credentials.push((scheme, given));
        self
    }

    /// Removes the credentials of another client. They are replaced as a whole: a client must not mix those of two users.
    pub(crate) fn drop_inherited_credentials(&mut self) {
        if std::mem::take(&mut self.inherits_credentials) {
            self.credentials.clear();
            self.session = None;
            self.limits = None;
        }
    }

    /// Returns whether the credentials that are set are enough for most operations.
    pub(super) fn has_credentials(&self) -> bool {
        let is_set = |scheme: &&str| self.credentials.iter().any(|(name, _)| name == scheme);
        self.api.security.is_empty() || self.api.security.iter().any(|schemes| schemes.iter().all(is_set))
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
        self.oauth_base = Some(ServerSetting::Url(url.into()));
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

    /// Makes a client that neither waits nor keeps limits, for fakes.
    #[cfg(feature = "test-util")]
    pub(crate) fn without_waiting(mut self) -> Self {
        self.clock = Clock::Skipping;
        self
    }

    /// Sets the maximum number of requests per period, until a response states the limit of the account. Further requests are
    /// queued. `None` is unlimited: requests beyond the limit are left to the server to refuse.
    ///
    /// Defaults to the limit that the API description states for the credentials in use, or to `None` if it states none. The API
    /// description also determines the period, and whether searches have a limit of their own.
    pub fn burst_limit(mut self, requests: impl Into<Option<u32>>) -> Self {
        self.burst_limit = Setting::Value(requests.into());
        self.limits = None;
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
    #[cfg(feature = "reqwest")]
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
        let fixed = self.base.as_ref().map(|base| base.resolve(self.api)).transpose().map_err(configuration)?;
        let base = match (&fixed, self.api.server) {
            (Some(fixed), _) => Arc::clone(fixed),
            (None, Some(server)) => Arc::new(Base::parse(server).map_err(configuration)?),
            (None, None) => return Err(configuration("the API description states no server: set `base_url`")),
        };
        let oauth_base = self.oauth_base.as_ref().map(|base| base.resolve(self.api)).transpose().map_err(configuration)?;
        let has_fixed_base = fixed.is_some();
        let burst = match self.burst_limit {
            Setting::Value(limit) => limit,
            Setting::Default => default_burst(self.api, &self.credentials),
        };
        let credentials = credentials(self.api, self.credentials, self.session, fixed, oauth_base.as_deref())?;
        let user_agent = HeaderValue::from_str(self.user_agent.as_deref().unwrap_or(self.api.user_agent)).map_err(|error| {
            configuration("`user_agent` contains characters that are not allowed in a header").with_source(error)
        })?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        let attempt_timeout = match self.attempt_timeout {
            Setting::Value(timeout) => timeout,
            Setting::Default => self.timeout.map(|_| DEFAULT_ATTEMPT_TIMEOUT),
        };
        let searches = self.api.limits.as_ref().and_then(|limits| limits.searches);
        let period = self.api.limits.as_ref().map_or(Duration::from_secs(2), |limits| Duration::from_millis(limits.period_ms));
        let new_limits = || LimitSet::new(period, burst, searches);
        let limits = match (self.limits, &credentials.default) {
            _ if !self.clock.is_real() => Arc::new(LimitSet::none()),
            (Some(limits), _) => limits,
            (None, Some(DefaultCredentials::Session(_))) => Arc::new(new_limits()),
            (None, _) => self.known_limits.of(&(&credentials.settings, burst), new_limits),
        };
        Ok(ClientCore(Arc::new(ClientContext {
            api: self.api,
            transport,
            base,
            has_fixed_base,
            oauth_base,
            credentials,
            timeout: self.timeout,
            attempt_timeout,
            retry: self.retry,
            clock: self.clock,
            limits,
            burst_limit: self.burst_limit,
            known_limits: self.known_limits,
            max_response_size: self.max_response_size,
            observer: self.observer,
            user_agent,
            strict: self.strict,
        })))
    }
}

impl ClientCore {
    /// Returns a builder with the settings of this client. `Client` has a method of the same name.
    #[doc(hidden)]
    pub fn to_builder(&self) -> BuilderCore {
        let client = &*self.0;
        let mut credentials = client.credentials.settings.clone();
        let session: Option<Box<dyn OpenSession>> =
            if let Some(DefaultCredentials::Session(session)) = &client.credentials.default {
                Some(Box::new(OpenedSession(Arc::clone(session))))
            } else {
                // Without the session, its scheme has no credentials.
                credentials.retain(|(_, setting)| matches!(setting, CredentialSetting::Secret(_)));
                None
            };
        BuilderCore {
            api: client.api,
            base: client.has_fixed_base.then(|| ServerSetting::Same(Arc::clone(&client.base))),
            oauth_base: client.oauth_base.as_ref().map(|base| ServerSetting::Same(Arc::clone(base))),
            credentials,
            inherits_credentials: true,
            session,
            timeout: client.timeout,
            attempt_timeout: Setting::Value(client.attempt_timeout),
            retry: client.retry.clone(),
            clock: client.clock,
            burst_limit: client.burst_limit,
            max_response_size: client.max_response_size,
            observer: client.observer.clone(),
            user_agent: Some(String::from_utf8_lossy(client.user_agent.as_bytes()).into_owned()),
            transport: Some(Arc::clone(&client.transport)),
            strict: client.strict,
            limits: Some(Arc::clone(&client.limits)),
            known_limits: client.known_limits.clone(),
        }
    }
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
