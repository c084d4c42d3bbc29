//! Tokens, and where they may be sent to.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use url::{Host, Origin};

use crate::http::url::Base;
use crate::json::encode::Fields;
use crate::json::extra::Extra;
use crate::json::field::Field;
use crate::json::model::Model;
use crate::json::secret::Secret;
use crate::protocol::api::ApiInfo;
use crate::protocol::error::{Error, ErrorKind, Result};

/// How long access tokens live where the response does not say, in seconds. Too long does no harm: the API then refuses them.
const USUAL_LIFETIME: i64 = 3600;
const LONGEST_LIFETIME: i64 = 365 * 24 * 3600;

/// What an app needs to act for a user.
///
/// They can be written and read with serde, secrets included, so that they can be stored.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Tokens {
    /// The token that goes with every call. It can be longer than 768 characters.
    pub access_token: Secret,
    /// The token to get new ones with. It dies when it is not used for 60 days.
    pub refresh_token: Secret,
    /// When the access token is worth nothing any more, by the clock of this machine.
    pub expires_at: Timestamp,
    /// Where calls are sent to, such as `https://acme.pipedrive.com`. It can change with a refresh.
    pub api_domain: Option<String>,
    /// What the user has allowed.
    pub scope: Option<String>,
    /// How the token is sent, `Bearer`.
    pub token_type: Option<String>,
    /// What else came with them.
    pub extra: Extra,
}

impl Tokens {
    /// Tokens from a store that keeps them in columns. Without `api_domain`, which should be set too, calls go to
    /// `https://api.pipedrive.com`.
    pub fn new(access_token: impl Into<Secret>, refresh_token: impl Into<Secret>, expires_at: Timestamp) -> Self {
        let expires_at = after(expires_at, 0);
        Self { access_token: access_token.into(), refresh_token: refresh_token.into(), expires_at, ..Self::default() }
    }

    /// Whether the access token will be worth nothing so long from now.
    pub fn expires_within(&self, time: Duration) -> bool {
        self.expires_at <= Timestamp::now().checked_add(time).unwrap_or(Timestamp::MAX)
    }

    /// Reads a response of the OAuth server. What it leaves out stays as it was.
    pub(super) fn of_response(response: Value, asked: Timestamp, old: Option<&Self>) -> Result<Self> {
        let wrong = |what: &str| Error::new(ErrorKind::Decode, what);
        let Value::Object(mut fields) = response else { return Err(wrong("it is no object")) };
        let lifetime = match fields.remove("expires_in") {
            Some(Value::String(text)) => text.trim().parse().ok(),
            other => other.and_then(|seconds| seconds.as_i64()),
        };
        let lifetime = lifetime.unwrap_or(USUAL_LIFETIME).clamp(0, LONGEST_LIFETIME);
        fields.insert("expires_at".to_owned(), after(asked, lifetime).to_string().into());
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
        let tokens: Self = serde_json::from_str(&Value::from(fields).to_string()).map_err(|error| wrong(&error.to_string()))?;
        if tokens.access_token.expose().is_empty() || tokens.refresh_token.expose().is_empty() {
            return Err(wrong("a token is empty"));
        }
        if tokens.token_type.as_ref().is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return Err(wrong("the `token_type` is not Bearer, and another way of sending tokens is not known"));
        }
        Ok(tokens)
    }

    /// Returns the server that they are meant for, if they name one. It must be one of the API's own; or this machine, if another OAuth
    /// server has been set for tests and is this machine too.
    pub(super) fn server(&self, api: &ApiInfo, oauth: Option<&Base>) -> Result<Option<Base>, String> {
        let Some(domain) = &self.api_domain else { return Ok(None) };
        let base = Base::parse(domain).map_err(|problem| format!("`api_domain`: {problem}"))?;
        let suffix = api.company_server.map_or("", |(_, suffix)| suffix);
        if is_below(&base, suffix) || (oauth.is_some_and(is_local) && is_local(&base)) {
            return Ok(Some(base));
        }
        let own = suffix.trim_start_matches('.');
        Err(format!("the `api_domain` {domain:?} is not an https address at {own}; the tokens must not be sent there"))
    }
}

/// So many seconds later, without the rest of a second.
fn after(start: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_second(start.as_second().saturating_add(seconds)).unwrap_or(Timestamp::MAX)
}

/// Returns whether a server is an https address at a domain, such as `.example.com`.
fn is_below(base: &Base, suffix: &str) -> bool {
    let Origin::Tuple(scheme, Host::Domain(host), 443) = base.origin() else { return false };
    scheme == "https" && suffix.len() > 1 && format!(".{host}").ends_with(suffix)
}

/// Whether a server is this machine.
fn is_local(base: &Base) -> bool {
    match base.origin() {
        Origin::Tuple(_, Host::Domain(host), _) => host == "localhost",
        Origin::Tuple(_, Host::Ipv4(address), _) => address.is_loopback(),
        Origin::Tuple(_, Host::Ipv6(address), _) => address.is_loopback(),
        Origin::Opaque(_) => false,
    }
}

/// Without `extra`: nobody knows what is in there.
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
