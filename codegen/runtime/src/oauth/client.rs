//! OAuth methods of the client and its builder.

use std::any::Any;
use std::sync::Arc;

use super::app::App;
use super::session::Session;
use super::store::TokenStore;
use super::tokens::Tokens;
use crate::call::builder::BuilderCore;
use crate::call::context::{ClientCore, DefaultCredentials, TokenSource};
use crate::call::select::OpenSession;
use crate::http::url::Base;
use crate::protocol::api::ApiInfo;
use crate::protocol::error::{Error, ErrorKind, Result};

/// The settings of a session.
#[derive(Default)]
struct SessionSettings {
    login: Option<(App, Tokens)>,
    store: Option<Arc<dyn TokenStore>>,
}

impl OpenSession for SessionSettings {
    fn open(
        self: Box<Self>,
        _api: &'static ApiInfo,
        fixed: Option<Arc<Base>>,
        oauth: Option<&Base>,
    ) -> Result<Arc<dyn TokenSource>> {
        match self.login {
            Some((app, tokens)) => Ok(Arc::new(Session::new(app, tokens, self.store, fixed, oauth)?)),
            None => Err(Error::new(ErrorKind::Configuration, WITHOUT_TOKENS)),
        }
    }

    fn unused(&self) -> Option<&'static str> {
        self.store.as_ref().map(|_| WITHOUT_TOKENS)
    }
}

const WITHOUT_TOKENS: &str = "`token_store` is set, but there are no tokens: set `oauth` too";

impl BuilderCore {
    /// Authenticates calls with these tokens, which are refreshed when necessary.
    pub fn oauth(mut self, client_scheme: &'static str, app: App, tokens: Tokens) -> Self {
        let scheme = app.api().scheme;
        self = self.basic(client_scheme, app.client_id(), app.client_secret().expose());
        self.session_settings(|settings| settings.login = Some((app, tokens))).session_for(scheme)
    }

    /// Stores new tokens of `oauth` in `store` before they are used.
    pub fn token_store(self, store: impl TokenStore) -> Self {
        self.session_settings(|settings| settings.store = Some(Arc::new(store)))
    }

    fn session_settings(mut self, update: impl FnOnce(&mut SessionSettings)) -> Self {
        self.drop_inherited_credentials();
        let mut settings = self.session.and_then(|session| (session as Box<dyn Any>).downcast().ok()).unwrap_or_default();
        update(&mut settings);
        self.session = Some(settings);
        self
    }
}

impl ClientCore {
    /// Returns the current OAuth tokens, or `None` if the client was built without OAuth.
    pub fn tokens(&self) -> Option<Tokens> {
        self.session().map(|session| session.newest())
    }

    /// Uninstalls the app for the user: revokes the refresh token and with it every access token.
    ///
    /// Further calls of the client and its clones fail. The tokens are not removed from the [`TokenStore`].
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`] if the client was built without OAuth, or an error if the call fails.
    pub async fn revoke(&self) -> Result<()> {
        let Some(session) = self.session() else {
            let message = "there are no tokens to revoke: set `oauth` on the builder";
            return Err(Error::new(ErrorKind::Configuration, message));
        };
        session.revoke(self).await
    }

    fn session(&self) -> Option<Arc<Session>> {
        match &self.0.credentials.default {
            Some(DefaultCredentials::Session(session)) => {
                let session: Arc<dyn Any + Send + Sync> = Arc::<dyn TokenSource>::clone(session);
                session.downcast().ok()
            }
            _ => None,
        }
    }
}
