//! What is asked of the OAuth server.

use bytes::Bytes;
use http::header::AUTHORIZATION;
use jiff::Timestamp;
use serde_json::Value;
use url::form_urlencoded::Serializer;

use super::callback::{Code, State};
use super::tokens::Tokens;
use crate::call::context::ClientCore;
use crate::call::{Call, engine};
use crate::json::secret::Secret;
use crate::policy::credentials::basic;
use crate::protocol::api::OAuthInfo;
use crate::protocol::error::{ApiError, Error, ErrorKind, Result};
use crate::protocol::info::OperationInfo;
use crate::response::RawResponse;

/// An app that Pipedrive's users can install, as it was registered in the Developer Hub.
///
/// Its calls go over the connections of any client, with its timeouts and retries; a client without credentials will do. Nothing
/// but the id and secret of the app proves who makes them.
#[derive(Clone, Debug)]
pub struct App {
    api: &'static OAuthInfo,
    client_id: String,
    client_secret: Secret,
    redirect_uri: String,
}

impl App {
    /// An app with its id and secret, and the address that its users come back to. All three must be as they were registered.
    pub fn new(
        api: &'static OAuthInfo,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        redirect_uri: impl Into<String>,
    ) -> Self {
        let client_secret = Secret::from(client_secret.into());
        Self { api, client_id: client_id.into(), client_secret, redirect_uri: redirect_uri.into() }
    }

    /// The server that the app is registered at.
    pub(crate) fn api(&self) -> &'static OAuthInfo {
        self.api
    }

    /// The id of the app.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(crate) fn client_secret(&self) -> &Secret {
        &self.client_secret
    }

    /// Where users come back to.
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// The page on which a user lets the app in or turns it away. A browser has to open it.
    ///
    /// The state comes back with the user. Keep it in the user's session until then, and use it once.
    pub fn authorize_url(&self, state: &State) -> String {
        let start = format!("{}?", self.api.authorize_url);
        let length = start.len();
        Serializer::for_suffix(start, length)
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("state", state.expose())
            .finish()
    }

    /// Trades a code for tokens. A code is good once, and for five minutes.
    ///
    /// Store the tokens: a client with a [`TokenStore`](super::TokenStore) hands over only those that it has fetched itself.
    pub async fn exchange(&self, client: &impl AsRef<ClientCore>, code: Code) -> Result<Tokens> {
        let code = code.expose();
        // By the alphabet, which is the order they are sent in.
        let fields = [("code", code), ("grant_type", "authorization_code"), ("redirect_uri", self.redirect_uri.as_str())];
        self.tokens(client.as_ref(), self.api.get_tokens, &fields, None).await
    }

    /// Trades a refresh token for new tokens. Clients with a session do so by themselves.
    ///
    /// Store what comes back: the server may give another refresh token, and another `api_domain`. A refresh token dies when it is not used
    /// for 60 days.
    pub async fn refresh(&self, client: &impl AsRef<ClientCore>, tokens: &Tokens) -> Result<Tokens> {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", tokens.refresh_token.expose())];
        self.tokens(client.as_ref(), self.api.refresh_tokens, &fields, Some(tokens)).await
    }

    /// Uninstalls the app for the user: revokes the refresh token, and with it every access token.
    ///
    /// The server says yes to tokens that it does not know, too.
    pub async fn revoke(&self, client: &impl AsRef<ClientCore>, tokens: &Tokens) -> Result<()> {
        let fields = [("token", tokens.refresh_token.expose()), ("token_type_hint", "refresh_token")];
        self.send(client.as_ref(), self.api.revoke, &fields).await?.empty().map(drop)
    }

    /// Revokes the access token alone. The app stays installed, and the refresh token good.
    ///
    /// The server says yes to tokens that it does not know, too.
    pub async fn revoke_access_token(&self, client: &impl AsRef<ClientCore>, tokens: &Tokens) -> Result<()> {
        let fields = [("token", tokens.access_token.expose()), ("token_type_hint", "access_token")];
        self.send(client.as_ref(), self.api.revoke, &fields).await?.empty().map(drop)
    }

    async fn tokens(
        &self,
        client: &ClientCore,
        info: &'static OperationInfo,
        fields: &[(&'static str, &str)],
        old: Option<&Tokens>,
    ) -> Result<Tokens> {
        // The lifetime begins while the request is on its way, at the earliest now.
        let asked = Timestamp::now();
        let response: Value =
            self.send(client, info, fields).await?.root().map_err(|error| self.explain(error, fields))?.into_data();
        let tokens = Tokens::of_response(response, asked, old).and_then(|tokens| {
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
    ) -> Result<RawResponse> {
        let mut call = Call::new(client, info);
        for (name, value) in fields {
            call.body(name, *value);
        }
        call.headers.insert(AUTHORIZATION, basic(&self.client_id, self.client_secret.expose()).map_err(configuration)?);
        engine::send(call).await.map_err(|error| self.explain(error, fields))
    }

    /// Says what an error of the OAuth server means, and hides it where it holds tokens or repeats what was sent.
    fn explain(&self, error: Error, fields: &[(&'static str, &str)]) -> Error {
        let refused = error.api().is_some_and(is_invalid_grant);
        let error = if refused { error.with_kind(ErrorKind::AuthorizationExpired) } else { error };
        let shown = format!("{error} {error:?}");
        let secrets =
            fields.iter().filter(|(name, _)| matches!(*name, "code" | "refresh_token" | "token")).map(|(_, value)| *value);
        let repeated = secrets.chain([self.client_secret.expose()]).any(|secret| shown.contains(secret));
        if !repeated && !error.api().is_some_and(holds_tokens) {
            return error;
        }
        let hidden = Error::new(error.kind(), "what the server says is not shown, because it holds a secret");
        match (error.status(), error.operation()) {
            (Some(status), Some(info)) => {
                let headers = error.headers().clone();
                hidden.with_response(status, headers, Bytes::new()).with_call(&info.method, info.path, Some(info))
            }
            _ => hidden,
        }
    }
}

fn configuration(problem: String) -> Error {
    Error::new(ErrorKind::Configuration, problem)
}

fn holds_tokens(said: &ApiError) -> bool {
    ["access_token", "refresh_token"].iter().any(|name| said.json().get(name).is_some())
}

/// Whether the code or the refresh token is what is wrong. The server says so in a sentence, the standard as `invalid_grant`.
fn is_invalid_grant(said: &ApiError) -> bool {
    let fields = said.json().as_object().into_iter().flatten().filter_map(|(_, value)| value.as_str());
    fields.chain(said.message()).any(|text| text.replace('_', " ").to_ascii_lowercase().starts_with("invalid grant"))
}
