//! Tokens, and the server that they may be sent to.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use url::{Host, Origin};

use crate::http::url::Base;
use crate::json::encode::Fields;
use crate::json::extra::Extra;
use crate::json::field::Field;
use crate::json::mask::Secrets;
use crate::json::model::Model;
use crate::json::secret::Secret;
use crate::protocol::api::ApiInfo;
use crate::protocol::error::{Error, ErrorKind, Result};

/// The lifetime of access tokens in seconds if the response does not specify it. If it is too long, the API rejects the token and the
/// client refreshes it then.
const DEFAULT_LIFETIME: i64 = 3600;
const MAX_LIFETIME: i64 = 365 * 24 * 3600;

/// The tokens with which an app acts on behalf of a user.
///
/// Serialization includes the secrets, so that tokens can be stored.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Tokens {
    /// The token that authenticates calls. It can be longer than 768 characters.
    pub access_token: Secret,
    /// The token that is exchanged for new tokens. It expires if it is not used for 60 days.
    pub refresh_token: Secret,
    /// The time at which the access token expires, by the clock of this machine.
    pub expires_at: Timestamp,
    /// The server that calls are sent to, such as `https://acme.pipedrive.com`. It can change with a refresh.
    pub api_domain: Option<String>,
    /// The scopes that the user has granted.
    pub scope: Option<String>,
    /// The type of the access token: `Bearer`.
    pub token_type: Option<String>,
    /// Other fields of the response.
    pub extra: Extra,
}

impl Tokens {
    /// Creates tokens from values that are stored separately. The fraction of a second of `expires_at` is dropped.
    ///
    /// Set [`api_domain`](Self::api_domain) too; without it, calls are sent to the default server of the API.
    pub fn new(access_token: impl Into<Secret>, refresh_token: impl Into<Secret>, expires_at: Timestamp) -> Self {
        let expires_at = after(expires_at, 0);
        Self { access_token: access_token.into(), refresh_token: refresh_token.into(), expires_at, ..Self::default() }
    }

    /// Returns whether the access token expires within `time` from now.
    pub fn expires_within(&self, time: Duration) -> bool {
        self.expires_at <= Timestamp::now().checked_add(time).unwrap_or(Timestamp::MAX)
    }

    /// Returns the tokens for masking.
    pub(super) fn secrets(&self) -> Secrets {
        Secrets::new(vec![self.access_token.expose().to_owned(), self.refresh_token.expose().to_owned()])
    }

    /// Reads a response of the OAuth server to a request that was sent at `sent_at`. Fields that it omits are taken from `old`.
    pub(super) fn of_response(response: Value, sent_at: Timestamp, old: Option<&Self>) -> Result<Self> {
        let invalid = |message: &str| Error::new(ErrorKind::Decode, message);
        let Value::Object(mut fields) = response else { return Err(invalid("expected an object")) };
        let lifetime = match fields.remove("expires_in") {
            Some(Value::String(seconds)) => seconds.trim().parse().ok(),
            other => other.and_then(|seconds| seconds.as_i64()),
        };
        let lifetime = lifetime.unwrap_or(DEFAULT_LIFETIME).clamp(0, MAX_LIFETIME);
        fields.insert("expires_at".to_owned(), after(sent_at, lifetime).to_string().into());
        if let Some(old) = old {
            let known = [
                ("refresh_token", Some(old.refresh_token.expose())),
                ("api_domain", old.api_domain.as_deref()),
                ("scope", old.scope.as_deref()),
            ];
            for (name, value) in known {
                if fields.get(name).is_none_or(Value::is_null) {
                    fields.insert(name.to_owned(), value.into());
                }
            }
        }
        let tokens: Self = serde_json::from_str(&Value::from(fields).to_string()).map_err(|error| invalid(&error.to_string()))?;
        if tokens.access_token.expose().is_empty() || tokens.refresh_token.expose().is_empty() {
            return Err(invalid("the `access_token` or the `refresh_token` is empty"));
        }
        if tokens.token_type.as_ref().is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return Err(invalid("unsupported `token_type`: expected `Bearer`"));
        }
        Ok(tokens)
    }

    /// Returns the server in `api_domain`, if there is one.
    ///
    /// It must be a server of the API, or a loopback address if the OAuth server has been set to one for tests. Tokens are never sent to
    /// other servers.
    pub(super) fn server(&self, api: &ApiInfo, oauth: Option<&Base>) -> Result<Option<Base>, String> {
        let Some(domain) = &self.api_domain else { return Ok(None) };
        let base = Base::parse(domain).map_err(|problem| format!("`api_domain`: {problem}"))?;
        let suffix = api.company_server.map_or("", |(_, suffix)| suffix);
        if is_below(&base, suffix) || (oauth.is_some_and(is_local) && is_local(&base)) {
            return Ok(Some(base));
        }
        let expected = suffix.trim_start_matches('.');
        Err(format!("the `api_domain` `{domain}` is not an https URL of `{expected}`: the tokens are not sent there"))
    }
}

/// Returns the time `seconds` after `start`, in whole seconds.
fn after(start: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_second(start.as_second().saturating_add(seconds)).unwrap_or(Timestamp::MAX)
}

/// Returns whether a server has an https URL with a host below a domain, such as `.example.com`.
fn is_below(base: &Base, suffix: &str) -> bool {
    let Origin::Tuple(scheme, Host::Domain(host), 443) = base.origin() else { return false };
    scheme == "https" && suffix.len() > 1 && format!(".{host}").ends_with(suffix)
}

/// Returns whether a server has a loopback address.
fn is_local(base: &Base) -> bool {
    match base.origin() {
        Origin::Tuple(_, Host::Domain(host), _) => host == "localhost",
        Origin::Tuple(_, Host::Ipv4(address), _) => address.is_loopback(),
        Origin::Tuple(_, Host::Ipv6(address), _) => address.is_loopback(),
        Origin::Opaque(_) => false,
    }
}

/// Omits `extra`, which may contain secrets.
impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("access_token", &self.access_token)
            .field("refresh_token", &self.refresh_token)
            .field("expires_at", &self.expires_at)
            .field("api_domain", &self.api_domain)
            .field("scope", &self.scope)
            .field("token_type", &self.token_type)
            .finish_non_exhaustive()
    }
}

impl Model for Tokens {
    fn names(&self) -> &'static [&'static str] {
        &["access_token", "refresh_token", "expires_at", "api_domain", "scope", "token_type"]
    }

    fn proven(&self) -> &'static [usize] {
        &[0, 1, 2]
    }

    fn put(&mut self, field: &mut Field<'_, '_>) {
        match field.index() {
            0 => field.proven(&mut self.access_token),
            1 => field.proven(&mut self.refresh_token),
            2 => field.proven(&mut self.expires_at),
            3 => field.optional(&mut self.api_domain),
            4 => field.optional(&mut self.scope),
            5 => field.optional(&mut self.token_type),
            _ => field.skip(),
        }
    }

    fn each(&self, out: &mut Fields<'_>) {
        out.proven("access_token", &self.access_token);
        out.proven("refresh_token", &self.refresh_token);
        out.proven("expires_at", &self.expires_at);
        out.optional("api_domain", &self.api_domain);
        out.optional("scope", &self.scope);
        out.optional("token_type", &self.token_type);
    }
}

model!(Tokens);
