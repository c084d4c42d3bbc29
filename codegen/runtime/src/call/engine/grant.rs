//! The credentials and the server of one attempt.

use std::borrow::Cow;
use std::sync::Arc;

use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::call::Call;
use crate::call::context::{ClientContext, DefaultCredentials, Lease, TokenSource};
use crate::http::url::Base;
use crate::json::excerpt::is_secret;
use crate::json::mask::Secrets;
use crate::policy::credentials::{Credential, add_secrets};
use crate::protocol::api::ApiInfo;
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::protocol::info::Auth;

/// The credentials of an attempt, and the server that they are valid for.
pub(super) struct Grant<'a> {
    credentials: Cow<'a, [Credential]>,
    base: Arc<Base>,
    /// The access token and the session that can renew it.
    lease: Option<(&'a Arc<dyn TokenSource>, Lease)>,
}

/// The source of the credentials of a call.
enum CredentialSource<'a> {
    /// Fixed credentials.
    Fixed(Cow<'a, [Credential]>),
    /// The current access token of a session.
    Session(&'a Arc<dyn TokenSource>),
}

impl<'a> Grant<'a> {
    /// Returns the credentials and the server of a call. Renews the access token of a session if necessary.
    pub(super) async fn of(call: &'a Call) -> Result<Self> {
        match source(call)? {
            CredentialSource::Fixed(credentials) => Self::fixed(call, credentials),
            CredentialSource::Session(session) => {
                // The token must only be sent to the server that it is valid for, unless another one is set.
                let lease = Arc::clone(session).lease(&call.client).await?;
                let credentials = Cow::Owned(vec![Credential::Header(AUTHORIZATION, lease.header.clone())]);
                let client = &call.client.0;
                let base = Arc::clone(if client.has_fixed_base { &client.base } else { &lease.base });
                Ok(Self { credentials, base, lease: Some((session, lease)) })
            }
        }
    }

    /// Returns the same without waiting. `None` if the call uses a session.
    pub(super) fn without_session(call: &'a Call) -> Option<Result<Self>> {
        match source(call) {
            Ok(CredentialSource::Fixed(credentials)) => Some(Self::fixed(call, credentials)),
            Ok(CredentialSource::Session(_)) => None,
            Err(error) => Some(Err(error)),
        }
    }

    fn fixed(call: &Call, credentials: Cow<'a, [Credential]>) -> Result<Self> {
        Ok(Self { credentials, base: base_of(call)?, lease: None })
    }

    /// Adds the credentials that are sent in headers.
    pub(super) fn add_headers(&self, headers: &mut HeaderMap) {
        self.credentials.iter().for_each(|credential| credential.add_to(headers));
    }

    /// Returns the query with the credentials that are sent in it.
    pub(super) fn query<'q>(&self, query: &'q [(Cow<'static, str>, String)]) -> Cow<'q, [(Cow<'static, str>, String)]> {
        let credentials = self.credentials.iter().filter_map(|credential| match credential {
            Credential::Query(name, value) => Some((Cow::Borrowed(*name), value.expose().to_owned())),
            Credential::Header(..) | Credential::Cookie(..) => None,
        });
        let credentials: Vec<_> = credentials.collect();
        if credentials.is_empty() { Cow::Borrowed(query) } else { Cow::Owned(query.iter().cloned().chain(credentials).collect()) }
    }

    /// Returns the secrets that the call sends, and which a server may therefore send back.
    pub(super) fn secrets(&self, call: &Call) -> Secrets {
        let credentials = &call.client.0.credentials.secrets;
        secrets_of(call, self.lease.as_ref().map_or(credentials, |(_, lease)| &lease.secrets))
    }

    pub(super) fn base(&self) -> &Base {
        &self.base
    }

    /// Returns whether the credentials can be renewed if the server refuses them.
    pub(super) fn can_be_renewed(&self) -> bool {
        self.lease.is_some()
    }

    /// Renews the credentials for the next attempt.
    pub(super) async fn renew(&self, call: &Call) -> Result<()> {
        match &self.lease {
            Some((session, lease)) => Arc::clone(session).renew(&call.client, lease).await,
            None => Ok(()),
        }
    }
}

/// Returns the secrets of the credentials and those among the inputs of a call.
pub(super) fn secrets_of(call: &Call, credentials: &Secrets) -> Secrets {
    let known = credentials.and(&call.secrets);
    let mut inputs = Vec::new();
    for (name, value) in call.body.fields() {
        inputs.extend(value.as_str().filter(|_| is_secret(name)).map(str::to_owned));
    }
    for (name, value) in &call.headers {
        if call.client.0.credentials.headers.contains(name) {
            add_secrets(name, value, &mut inputs);
        }
    }
    if inputs.is_empty() { known } else { known.and(&Secrets::new(inputs)) }
}

/// Returns the server of a call. Some operations have a server of their own, which must not receive the credentials of the
/// client.
pub(super) fn base_of(call: &Call) -> Result<Arc<Base>> {
    let client = &call.client.0;
    match call.info.and_then(|info| info.server) {
        None => Ok(client.base()),
        Some(server) => match &client.oauth_base {
            Some(base) => Ok(Arc::clone(base)),
            None => Base::parse(server).map(Arc::new).map_err(Error::invalid_request),
        },
    }
}

fn source(call: &Call) -> Result<CredentialSource<'_>> {
    let context = &*call.client.0;
    // A header for credentials that is set for the call replaces the credentials of the client.
    if !call.headers.is_empty() && context.credentials.headers.iter().any(|name| call.headers.contains_key(name)) {
        return Ok(CredentialSource::Fixed(Cow::Borrowed(&[])));
    }
    match call.info.map_or(Auth::Api, |info| info.auth) {
        Auth::None => Ok(CredentialSource::Fixed(Cow::Borrowed(&[]))),
        Auth::Schemes(alternatives) => select(context, alternatives).map(|found| CredentialSource::Fixed(Cow::Owned(found))),
        Auth::Api => match &context.credentials.default {
            Some(DefaultCredentials::Fixed(credentials)) => Ok(CredentialSource::Fixed(Cow::Borrowed(credentials))),
            Some(DefaultCredentials::Session(session)) => Ok(CredentialSource::Session(session)),
            None => Err(missing(context.api, context.api.security)),
        },
    }
}

/// Returns the credentials of the first alternative that the client has all credentials for.
fn select(context: &ClientContext, alternatives: &[&[&'static str]]) -> Result<Vec<Credential>> {
    let of_scheme = |scheme: &&'static str| {
        let found = context.credentials.by_scheme.iter().find(|(name, _)| name == scheme);
        found.map(|(_, credential)| credential.clone())
    };
    // An alternative without schemes means that credentials are optional.
    let mut satisfied = alternatives.iter().filter_map(|schemes| schemes.iter().map(of_scheme).collect::<Option<Vec<_>>>());
    let first = satisfied.next().ok_or_else(|| missing(context.api, alternatives))?;
    Ok(if first.is_empty() { satisfied.next().unwrap_or(first) } else { first })
}

/// Returns the error for a call that the client has no credentials for.
fn missing(api: &ApiInfo, alternatives: &[&[&str]]) -> Error {
    let setter = |scheme: &&str| format!("`{}`", api.scheme(scheme).map_or(*scheme, |scheme| scheme.setter));
    let alternative = |schemes: &&[&str]| schemes.iter().map(setter).collect::<Vec<_>>().join(" and ");
    let setters = alternatives.iter().map(alternative).collect::<Vec<_>>().join(" or ");
    Error::new(ErrorKind::Configuration, format!("the client has no credentials for this call: set {setters} on the builder"))
}
