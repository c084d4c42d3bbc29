//! With what, and where to, a call goes.

use std::sync::Arc;

use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};

use crate::runtime::call::Call;
use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::info::Auth;
use crate::runtime::url::Base;

/// The header of API tokens.
pub(crate) const API_TOKEN: HeaderName = HeaderName::from_static("x-api-token");

/// What proves who is calling. The values of headers are marked as sensitive, which hides them in `Debug`.
pub(crate) enum Credentials {
    ApiToken(HeaderValue),
    Bearer(HeaderValue),
}

/// What one attempt of a call is made with: the credentials, and the server that they are meant for.
pub(crate) struct Grant {
    header: Option<(HeaderName, HeaderValue)>,
    base: Arc<Base>,
}

impl Grant {
    /// What a call is made with now.
    pub(crate) async fn of(call: &Call) -> Result<Self> {
        let client = &call.client.0;
        let header = match call.info.map_or(Auth::Api, |info| info.auth) {
            Auth::None => None,
            Auth::OAuthClient => Some((AUTHORIZATION, client.oauth_app.clone().ok_or_else(no_app)?)),
            Auth::Api => match &client.credentials {
                Some(Credentials::ApiToken(token)) => Some((API_TOKEN, token.clone())),
                Some(Credentials::Bearer(token)) => Some((AUTHORIZATION, token.clone())),
                None => return Err(nobody()),
            },
        };
        Ok(Self { header, base: Self::base_of(call)? })
    }

    /// What a call is made with that brings its own credentials.
    pub(crate) fn without_credentials(call: &Call) -> Result<Self> {
        Ok(Self { header: None, base: Self::base_of(call)? })
    }

    /// The server of a call. Some operations have their own; the client's credentials are not meant for it.
    pub(crate) fn base_of(call: &Call) -> Result<Arc<Base>> {
        let client = &call.client.0;
        match call.info.and_then(|info| info.server) {
            None => Ok(Arc::clone(&client.base)),
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
        false
    }

    /// Sees to other credentials for the next attempt.
    #[expect(clippy::unused_async, reason = "it will ask the server")]
    pub(crate) async fn renew(&self, _call: &Call) -> Result<()> {
        Ok(())
    }
}

fn no_app() -> Error {
    let message = "this needs the id and secret of the OAuth app: give the builder `oauth_client`";
    Error::new(ErrorKind::Configuration, message)
}

fn nobody() -> Error {
    Error::new(ErrorKind::Configuration, "there are no credentials: give the builder `api_token` or `access_token`")
}
