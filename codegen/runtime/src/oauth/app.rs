//! Requests to the OAuth server.

use bytes::Bytes;
use http::header::AUTHORIZATION;
use jiff::Timestamp;
use serde_json::Value;
use url::Url;
use url::form_urlencoded::Serializer;

use super::callback::{Code, State};
use super::tokens::Tokens;
use crate::call::context::ClientCore;
use crate::call::{Call, engine};
use crate::json::mask::Secrets;
use crate::json::secret::Secret;
use crate::policy::credentials::basic;
use crate::protocol::api::OAuthInfo;
use crate::protocol::error::{ApiError, Error, ErrorKind, Result};
use crate::protocol::info::OperationInfo;
use crate::response::RawResponse;

/// An app that users can install, as it is registered with the vendor.
///
/// Its calls use the connections, timeouts and retries of the client that is passed to them, but not the credentials of that client: the
/// app authenticates with its id and secret.
#[derive(Clone, Debug)]
pub struct App {
    api: &'static OAuthInfo,
    client_id: String,
    client_secret: Secret,
    redirect_uri: String,
}

impl App {
    /// Creates an app from its id and secret, and the URL that its users are redirected to. All three must be as they are registered.
    pub fn new(
        api: &'static OAuthInfo,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        redirect_uri: impl Into<String>,
    ) -> Self {
        let client_secret = Secret::from(client_secret.into());
        Self { api, client_id: client_id.into(), client_secret, redirect_uri: redirect_uri.into() }
    }

    /// Returns the OAuth server.
    pub(crate) fn api(&self) -> &'static OAuthInfo {
        self.api
    }

    /// Returns the client id.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(crate) fn client_secret(&self) -> &Secret {
        &self.client_secret
    }

    /// Returns the URL that users are redirected to.
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// Returns the URL of the page on which a user authorizes the app. Redirect the browser of the user to it.
    ///
    /// The callback contains `state`. Store it in the session of the user until then.
    pub fn authorize_url(&self, state: &State) -> String {
        self.authorize_url_at(self.api.authorize_url, state)
    }

    /// Like [`authorize_url`](Self::authorize_url), on the server that `oauth_base_url` of the client names, for tests of the whole
    /// authorization. By default, it is the same URL.
    pub fn authorize_url_of(&self, client: &impl AsRef<ClientCore>, state: &State) -> String {
        let documented = self.api.authorize_url;
        match (&client.as_ref().0.oauth_base, Url::parse(documented)) {
            (Some(base), Ok(url)) => self.authorize_url_at(&base.join(url.path(), &[], &[]), state),
            _ => self.authorize_url_at(documented, state),
        }
    }

    fn authorize_url_at(&self, page: &str, state: &State) -> String {
        let start = format!("{page}?");
        let length = start.len();
        Serializer::for_suffix(start, length)
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("state", state.expose())
            .finish()
    }

    /// Exchanges an authorization code for tokens.
    ///
    /// Store the tokens: a client stores only those in its [`TokenStore`](super::TokenStore) that it has fetched itself.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::AuthorizationExpired`] if the code is not valid any more, or an error if the call fails.
    pub async fn exchange(&self, client: &impl AsRef<ClientCore>, code: Code) -> Result<Tokens> {
        let code = code.expose();
        // Parameters are sent in alphabetical order.
        let fields = [("code", code), ("grant_type", "authorization_code"), ("redirect_uri", self.redirect_uri.as_str())];
        self.tokens(client.as_ref(), self.api.get_tokens, &fields, None).await
    }

    /// Exchanges a refresh token for new tokens. Clients with OAuth tokens do so when necessary.
    ///
    /// Store the returned tokens: the refresh token and the `api_domain` may have changed.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::AuthorizationExpired`] if the refresh token is not valid any more, or an error if the call fails.
    pub async fn refresh(&self, client: &impl AsRef<ClientCore>, tokens: &Tokens) -> Result<Tokens> {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", tokens.refresh_token.expose())];
        self.tokens(client.as_ref(), self.api.refresh_tokens, &fields, Some(tokens)).await
    }

    /// Uninstalls the app for the user: revokes the refresh token and with it every access token.
    ///
    /// The server also reports success for unknown tokens.
    ///
    /// # Errors
    ///
    /// Returns an error if the call fails.
    pub async fn revoke(&self, client: &impl AsRef<ClientCore>, tokens: &Tokens) -> Result<()> {
        let fields = [("token", tokens.refresh_token.expose()), ("token_type_hint", "refresh_token")];
        self.send(client.as_ref(), self.api.revoke, &fields, Some(tokens)).await?.empty().map(drop)
    }

    /// Revokes only the access token. The app stays installed and the refresh token valid.
    ///
    /// The server also reports success for unknown tokens.
    ///
    /// # Errors
    ///
    /// Returns an error if the call fails.
    pub async fn revoke_access_token(&self, client: &impl AsRef<ClientCore>, tokens: &Tokens) -> Result<()> {
        let fields = [("token", tokens.access_token.expose()), ("token_type_hint", "access_token")];
        self.send(client.as_ref(), self.api.revoke, &fields, Some(tokens)).await?.empty().map(drop)
    }

    async fn tokens(
        &self,
        client: &ClientCore,
        info: &'static OperationInfo,
        fields: &[(&'static str, &str)],
        old: Option<&Tokens>,
    ) -> Result<Tokens> {
        // The server counts the lifetime from when it handles the request, so counting from before is safe.
        let sent_at = Timestamp::now();
        let response: Value = self.send(client, info, fields, old).await?.root().map_err(classify)?.into_data();
        let tokens = Tokens::of_response(response, sent_at, old).and_then(|tokens| {
            tokens
                .server(self.api.api, client.0.oauth_base.as_deref())
                .map_err(|problem| Error::new(ErrorKind::Decode, problem))?;
            Ok(tokens)
        });
        tokens.map_err(|error| error.with_call(&info.method, info.path, Some(info)))
    }

    async fn send(
        &self,
        client: &ClientCore,
        info: &'static OperationInfo,
        fields: &[(&'static str, &str)],
        tokens: Option<&Tokens>,
    ) -> Result<RawResponse> {
        let mut call = Call::new(client, info);
        for (name, value) in fields {
            call.body(name, *value);
        }
        call.headers.insert(AUTHORIZATION, basic(&self.client_id, self.client_secret.expose()).map_err(configuration)?);
        let mut secrets = vec![self.client_secret.expose().to_owned()];
        secrets.extend(fields.iter().find(|(name, _)| *name == "code").map(|(_, code)| (*code).to_owned()));
        call.secrets = Secrets::new(secrets).and(&tokens.map(Tokens::secrets).unwrap_or_default());
        engine::send(call).await.map_err(classify)
    }
}

/// Sets the kind of an error of the OAuth server, and removes the response from it if it contains tokens or secrets of the request: it
/// may contain others, which are not known here.
fn classify(error: Error) -> Error {
    let is_expired = error.api().is_some_and(is_invalid_grant);
    let error = if is_expired { error.with_kind(ErrorKind::AuthorizationExpired) } else { error };
    if !error.is_masked() {
        return error;
    }
    let redacted = Error::new(error.kind(), "the message of the server is not shown, because the response contains a secret");
    match (error.status(), error.operation()) {
        (Some(status), Some(info)) => {
            let headers = error.headers().clone();
            redacted.with_masked_response(status, headers, Bytes::new()).with_call(&info.method, info.path, Some(info))
        }
        _ => redacted,
    }
}

fn configuration(problem: String) -> Error {
    Error::new(ErrorKind::Configuration, problem)
}

/// Returns whether the server rejects the code or the refresh token. Pipedrive reports it in a sentence, the standard as `invalid_grant`.
fn is_invalid_grant(error: &ApiError) -> bool {
    let fields = error.json().as_object().into_iter().flatten().filter_map(|(_, value)| value.as_str());
    fields.chain(error.message()).any(|value| value.replace('_', " ").to_ascii_lowercase().starts_with("invalid grant"))
}
