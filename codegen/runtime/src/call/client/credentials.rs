//! With what, and where to, a call goes.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};

use super::session::{Lease, Session};
use crate::http::url::Base;
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::protocol::info::Auth;
use crate::request::call::Call;

/// The header of API tokens.
const API_TOKEN: HeaderName = HeaderName::from_static("x-api-token");

/// What proves who is calling. The values of headers are marked as sensitive, which hides them in `Debug`.
pub(crate) enum Credentials {
    ApiToken(HeaderValue),
    Bearer(HeaderValue),
    /// Access tokens that are renewed.
    #[cfg_attr(not(feature = "oauth"), allow(dead_code, reason = "nothing makes one"))]
    Session(Arc<Session>),
}

/// What one attempt of a call is made with: the credentials, and the server that they are meant for.
pub(crate) struct Grant {
    header: Option<(HeaderName, HeaderValue)>,
    base: Arc<Base>,
    /// Where the credentials come from, if others may be had there.
    lease: Option<Lease>,
}

/// What the credentials of a call are.
enum Header<'a> {
    /// This header, or none.
    Known(Option<(HeaderName, HeaderValue)>),
    /// The one that a session has at the moment.
    Session(&'a Arc<Session>),
}

impl Grant {
    /// What a call is made with now, which may have to be fetched first.
    pub(crate) async fn of(call: &Call) -> Result<Self> {
        match Self::header_of(call)? {
            Header::Known(header) => Self::fixed(call, header),
            Header::Session(session) => {
                // The server belongs to the token: another one must not get it.
                let lease = session.lease(&call.client).await?;
                let header = Some((AUTHORIZATION, lease.header()));
                Ok(Self { header, base: lease.base(), lease: Some(lease) })
            }
        }
    }

    /// The same where nothing has to be fetched, as for all calls but those of a session.
    pub(crate) fn at_once(call: &Call) -> Option<Result<Self>> {
        match Self::header_of(call) {
            Ok(Header::Known(header)) => Some(Self::fixed(call, header)),
            Ok(Header::Session(_)) => None,
            Err(error) => Some(Err(error)),
        }
    }

    fn fixed(call: &Call, header: Option<(HeaderName, HeaderValue)>) -> Result<Self> {
        Ok(Self { header, base: Self::base_of(call)?, lease: None })
    }

    fn header_of(call: &Call) -> Result<Header<'_>> {
        let client = &call.client.0;
        // Whoever sets credentials by hand means them instead of the client's.
        if call.headers.contains_key(AUTHORIZATION) || call.headers.contains_key(API_TOKEN) {
            return Ok(Header::Known(None));
        }
        Ok(Header::Known(match call.info.map_or(Auth::Api, |info| info.auth) {
            Auth::None => None,
            Auth::OAuthClient => Some((AUTHORIZATION, client.oauth_app.clone().ok_or_else(no_app)?)),
            Auth::Api => match &client.credentials {
                Some(Credentials::ApiToken(token)) => Some((API_TOKEN, token.clone())),
                Some(Credentials::Bearer(token)) => Some((AUTHORIZATION, token.clone())),
                Some(Credentials::Session(session)) => return Ok(Header::Session(session)),
                None => return Err(nobody()),
            },
        }))
    }

    /// The server of a call. Some operations have their own; the client's credentials are not meant for it.
    pub(crate) fn base_of(call: &Call) -> Result<Arc<Base>> {
        let client = &call.client.0;
        match call.info.and_then(|info| info.server) {
            None => Ok(client.base()),
            Some(server) => match &client.oauth_base {
                Some(base) => Ok(Arc::clone(base)),
                None => Base::parse(server).map(Arc::new).map_err(Error::invalid_request),
            },
        }
    }

    pub(crate) fn header(&self) -> Option<&(HeaderName, HeaderValue)> {
        self.header.as_ref()
    }

    pub(crate) fn base(&self) -> &Base {
        &self.base
    }

    /// Whether other credentials may be had where the server refuses these.
    pub(crate) fn can_be_renewed(&self) -> bool {
        self.lease.is_some()
    }

    /// Sees to other credentials for the next attempt.
    pub(crate) async fn renew(&self, call: &Call) -> Result<()> {
        match &self.lease {
            Some(lease) => lease.renew(&call.client).await,
            None => Ok(()),
        }
    }
}

/// The header of an OAuth app.
pub(crate) fn basic(id: &str, secret: &str) -> Result<HeaderValue, String> {
    secret_header("OAuth client", "Basic ", &STANDARD.encode(format!("{id}:{secret}")))
}

/// The header of an access token.
pub(crate) fn bearer(token: &str) -> Result<HeaderValue, String> {
    secret_header("access token", "Bearer ", token)
}

/// A header that is hidden in `Debug`. The error does not show its value either.
pub(super) fn secret_header(what: &str, scheme: &str, secret: &str) -> Result<HeaderValue, String> {
    if secret.is_empty() {
        return Err(format!("the {what} is empty"));
    }
    let mut value = HeaderValue::from_str(&format!("{scheme}{secret}"))
        .map_err(|_| format!("the {what} holds characters that no header may hold (a line end?)"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn no_app() -> Error {
    let message = "this needs the id and secret of the OAuth app: give the builder `oauth_client`";
    Error::new(ErrorKind::Configuration, message)
}

fn nobody() -> Error {
    Error::new(ErrorKind::Configuration, "there are no credentials: give the builder `api_token`, `access_token` or `oauth`")
}
