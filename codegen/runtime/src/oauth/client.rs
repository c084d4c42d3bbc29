//! OAuth in the settings of a client, and in the client.

use std::any::Any;
use std::sync::Arc;

use super::app::App;
use super::session::Session;
use super::store::TokenStore;
use super::tokens::Tokens;
use crate::call::builder::{BuilderCore, OpenSession};
use crate::call::context::{ClientCore, DefaultCredentials, TokenSource};
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

const WITHOUT_TOKENS: &str = "there are no tokens for the `token_store`: they come with `oauth`";

impl BuilderCore {
    /// Sends calls with these tokens, which are refreshed when necessary.
    pub fn oauth(mut self, client_scheme: &'static str, app: App, tokens: Tokens) -> Self {
        let scheme = app.api().scheme;
        self = self.basic(client_scheme, app.client_id(), app.client_secret().expose());
        self.session_settings(|settings| settings.login = Some((app, tokens))).session_for(scheme)
    }

    /// Stores new tokens of `oauth` here before they are used.
    pub fn token_store(self, store: impl TokenStore) -> Self {
        self.session_settings(|settings| settings.store = Some(Arc::new(store)))
    }

    fn session_settings(mut self, change: impl FnOnce(&mut SessionSettings)) -> Self {
        let slot: &mut dyn OpenSession = self.session.get_or_insert_with(|| Box::new(SessionSettings::default())).as_mut();
        if let Some(settings) = (slot as &mut dyn Any).downcast_mut() {
            change(settings);
        }
        self
    }
}

impl ClientCore {
    /// The tokens of the client's session, the newest ones. None where it has no session.
    pub fn tokens(&self) -> Option<Tokens> {
        self.session().map(|session| session.newest())
    }

    /// Uninstalls the app for the user: revokes the refresh token, and with it every access token. All clones of the client are done then.
    ///
    /// The store is not told; it should forget the tokens.
    pub async fn revoke(&self) -> Result<()> {
        let Some(session) = self.session() else {
            return Err(Error::new(ErrorKind::Configuration, "there are no tokens to revoke: give the builder `oauth`"));
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
