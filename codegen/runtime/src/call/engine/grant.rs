//! The credentials and the server of one attempt.

use std::borrow::Cow;
use std::sync::Arc;

use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::call::Call;
use crate::call::context::{ClientContext, DefaultCredentials, Lease, TokenSource};
use crate::http::url::Base;
use crate::policy::credentials::Credential;
use crate::protocol::api::ApiInfo;
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::protocol::info::Auth;

/// What one attempt of a call is made with: the credentials, and the server that they are meant for.
pub(super) struct Grant<'a> {
    credentials: Cow<'a, [Credential]>,
    base: Arc<Base>,
    /// The token and the session that it is from, if another one may be obtained there.
    lease: Option<(&'a Arc<dyn TokenSource>, Lease)>,
}

/// How the credentials of a call are obtained.
enum CredentialSource<'a> {
    /// These are sent.
    Fixed(Cow<'a, [Credential]>),
    /// The token that a session has at the moment.
    Session(&'a Arc<dyn TokenSource>),
}

impl<'a> Grant<'a> {
    /// Returns what a call is made with now, which may have to be fetched first.
    pub(super) async fn of(call: &'a Call) -> Result<Self> {
        match source(call)? {
            CredentialSource::Fixed(credentials) => Self::fixed(call, credentials),
            CredentialSource::Session(session) => {
                // The server belongs to the token: another one must not get it.
                let lease = Arc::clone(session).lease(&call.client).await?;
                let credentials = Cow::Owned(vec![Credential::Header(AUTHORIZATION, lease.header.clone())]);
                Ok(Self { credentials, base: Arc::clone(&lease.base), lease: Some((session, lease)) })
            }
        }
    }

    /// The same without waiting, for all calls but those of a session.
    pub(super) fn at_once(call: &'a Call) -> Option<Result<Self>> {
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
        let own = self.credentials.iter().filter_map(|credential| match credential {
            Credential::Query(name, value) => Some((Cow::Borrowed(*name), value.expose().to_owned())),
            Credential::Header(..) | Credential::Cookie(..) => None,
        });
        let own: Vec<_> = own.collect();
        if own.is_empty() { Cow::Borrowed(query) } else { Cow::Owned(query.iter().cloned().chain(own).collect()) }
    }

    pub(super) fn base(&self) -> &Base {
        &self.base
    }

    /// Returns whether other credentials may be obtained if the server refuses these.
    pub(super) fn can_be_renewed(&self) -> bool {
        self.lease.is_some()
    }

    /// Obtains other credentials for the next attempt.
    pub(super) async fn renew(&self, call: &Call) -> Result<()> {
        match &self.lease {
            Some((session, lease)) => Arc::clone(session).renew(&call.client, lease).await,
            None => Ok(()),
        }
    }
}

/// Returns the server of a call. Some operations have their own; the client's credentials are not meant for it.
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
    // A caller who sets credentials by hand means them instead of the client's.
    if !call.headers.is_empty() && context.credentials.headers.iter().any(|name| call.headers.contains_key(name)) {
        return Ok(CredentialSource::Fixed(Cow::Borrowed(&[])));
    }
    match call.info.map_or(Auth::Api, |info| info.auth) {
        Auth::None => Ok(CredentialSource::Fixed(Cow::Borrowed(&[]))),
        Auth::Schemes(alternatives) => chosen(context, alternatives).map(|found| CredentialSource::Fixed(Cow::Owned(found))),
        Auth::Api => match &context.credentials.default {
            Some(DefaultCredentials::Fixed(credentials)) => Ok(CredentialSource::Fixed(Cow::Borrowed(credentials))),
            Some(DefaultCredentials::Session(session)) => Ok(CredentialSource::Session(session)),
            None => Err(missing(context.api, context.api.security)),
        },
    }
}

/// Returns the credentials of the first alternative that the client has credentials for.
fn chosen(context: &ClientContext, alternatives: &[&[&'static str]]) -> Result<Vec<Credential>> {
    let of_scheme = |scheme: &&'static str| {
        let known = context.credentials.by_scheme.iter().find(|(name, _)| name == scheme);
        known.map(|(_, credential)| credential.clone())
    };
    // An alternative without schemes means that credentials are optional.
    let mut satisfied = alternatives.iter().filter_map(|schemes| schemes.iter().map(of_scheme).collect::<Option<Vec<_>>>());
    let first = satisfied.next().ok_or_else(|| missing(context.api, alternatives))?;
    Ok(if first.is_empty() { satisfied.next().unwrap_or(first) } else { first })
}

fn missing(api: &ApiInfo, alternatives: &[&[&str]]) -> Error {
    let setter = |scheme: &&str| format!("`{}`", api.scheme(scheme).map_or(*scheme, |scheme| scheme.setter));
    let one = |schemes: &&[&str]| schemes.iter().map(setter).collect::<Vec<_>>().join(" and ");
    let all = alternatives.iter().map(one).collect::<Vec<_>>().join(" or ");
    Error::new(ErrorKind::Configuration, format!("the client has no credentials for this call: set {all} on the builder"))
}
