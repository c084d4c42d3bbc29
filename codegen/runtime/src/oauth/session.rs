//! The tokens of a client, kept good.
//!
//! New tokens are fetched by a task of their own, the flight. There is one at a time; all calls that need new tokens wait for it, and
//! it goes on when they are given up: the server may have replaced the refresh token already, and what is lost then is the session.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{HeaderValue, StatusCode};
use tokio::runtime::Handle;
use tokio::sync::watch;

use super::app::OAuthApp;
use super::store::{StoreError, TokenStore};
use super::tokens::Tokens;
use crate::call::client::{ClientCore, Credentials, DEFAULT_BASE, bearer};
use crate::http::transport::BoxFuture;
use crate::http::url::Base;
use crate::policy::clock;
use crate::protocol::error::{Error, ErrorKind, Result};

/// How long before they expire tokens are refreshed: longer than a call is on its way, clocks that disagree included.
const MARGIN: Duration = Duration::from_secs(60);

/// How long calls wait for that while the old tokens are still good.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a client knows of its tokens. Its clones share it.
pub(crate) struct Session {
    app: OAuthApp,
    store: Option<Arc<dyn TokenStore>>,
    /// The server that was set by hand, in place of what the tokens name.
    fixed: Option<Arc<Base>>,
    state: Mutex<State>,
}

struct State {
    live: Arc<Live>,
    /// What has been fetched and not been stored: not to be used yet, and not to be lost.
    unsaved: Option<Arc<Live>>,
    /// Why the refresh token is not to be sent again: what the server said.
    refused: Option<Arc<Error>>,
    revoked: bool,
    /// Where the outcome of the flight will be, if there is one.
    flight: Option<Flight>,
}

type Flight = watch::Receiver<Option<Result<(), Arc<Error>>>>;

/// Tokens that are in use, ready to be sent.
struct Live {
    tokens: Tokens,
    header: HeaderValue,
    base: Arc<Base>,
}

/// The tokens that one attempt of a call is made with.
pub(crate) struct Lease {
    session: Arc<Session>,
    live: Arc<Live>,
}

impl Lease {
    pub(crate) fn header(&self) -> HeaderValue {
        self.live.header.clone()
    }

    pub(crate) fn base(&self) -> Arc<Base> {
        Arc::clone(&self.live.base)
    }

    /// Sees to other tokens: the API has refused these.
    pub(crate) async fn renew(&self, client: &ClientCore) -> Result<()> {
        self.session.renewed(client, &self.live).await
    }
}

impl Session {
    /// A session with tokens from wherever the app keeps them.
    pub(crate) fn new(
        app: OAuthApp,
        tokens: Tokens,
        store: Option<Arc<dyn TokenStore>>,
        fixed: Option<Arc<Base>>,
        oauth: Option<&Base>,
    ) -> Result<Self> {
        let live = Live::of(tokens, fixed.as_ref(), oauth).map_err(|fault| Error::new(ErrorKind::Configuration, fault))?;
        let state = State { live: Arc::new(live), unsaved: None, refused: None, revoked: false, flight: None };
        Ok(Self { app, store, fixed, state: Mutex::new(state) })
    }

    /// Where calls go now.
    pub(crate) fn base(&self) -> Arc<Base> {
        Arc::clone(&self.state().live.base)
    }

    /// Tokens for an attempt, new ones if need be.
    pub(crate) async fn lease(self: &Arc<Self>, client: &ClientCore) -> Result<Lease> {
        let (live, due) = {
            let state = self.state();
            if state.revoked {
                return Err(revoked());
            }
            (Arc::clone(&state.live), state.unsaved.is_some() || state.live.is_due())
        };
        if due {
            // To refresh early does no harm yet where it fails or takes long. What takes long goes on by itself.
            let early = || self.state().unsaved.is_none() && !live.tokens.expires_within(Duration::ZERO);
            let patience = early().then_some(PATIENCE);
            let renewed = clock::within(patience, self.renewed(client, &live)).await?.unwrap_or(Ok(()));
            if renewed.is_err() && !early() {
                renewed?;
            }
        }
        Ok(Lease { session: Arc::clone(self), live: Arc::clone(&self.state().live) })
    }

    /// Waits until there are other tokens than these. Whoever comes while they are being fetched waits along.
    async fn renewed(self: &Arc<Self>, client: &ClientCore, stale: &Arc<Live>) -> Result<()> {
        let mut flight = {
            let mut state = self.state();
            if !Arc::ptr_eq(&state.live, stale) {
                return Ok(());
            }
            // A flight that has broken down does not tell its outcome any more.
            match state.flight.as_ref().filter(|flight| flight.has_changed().is_ok()) {
                Some(flight) => flight.clone(),
                None => state.flight.insert(self.take_off(client)?).clone(),
            }
        };
        match flight.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(Err(error))) => Err(shared(error)),
            Ok(_) => Ok(()),
            Err(_) => Err(Error::new(ErrorKind::TokenStore, "the store or the runtime broke down while tokens were renewed")),
        }
    }

    fn take_off(self: &Arc<Self>, client: &ClientCore) -> Result<Flight> {
        let runtime = Handle::try_current().map_err(|error| {
            Error::new(ErrorKind::Configuration, "refreshing tokens needs a tokio runtime").with_source(error)
        })?;
        let (outcome, flight) = watch::channel(None);
        let (session, client) = (Arc::clone(self), client.clone());
        runtime.spawn(async move {
            let result = session.renew(&client).await;
            session.state().flight = None;
            outcome.send_replace(Some(result));
        });
        Ok(flight)
    }

    /// Gets other tokens, one way or another.
    async fn renew(&self, client: &ClientCore) -> Result<(), Arc<Error>> {
        let unsaved = self.state().unsaved.clone();
        if let Some(unsaved) = unsaved {
            return Ok(self.keep(client, unsaved).await?);
        }
        if self.take_over(client).await? {
            return Ok(());
        }
        let (live, refused) = {
            let state = self.state();
            (Arc::clone(&state.live), state.refused.clone())
        };
        if let Some(refused) = refused {
            return Err(refused);
        }
        match self.app.refresh(client, &live.tokens).await {
            Ok(tokens) => {
                let fresh = self.live(tokens, client).map_err(|fault| Error::new(ErrorKind::Decode, fault))?;
                self.state().unsaved = Some(Arc::clone(&fresh));
                Ok(self.keep(client, fresh).await?)
            }
            Err(error) if matches!(error.status(), Some(StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED)) => {
                // Somebody who shares the store may have been faster.
                if self.take_over(client).await? {
                    return Ok(());
                }
                let refused = Arc::new(error);
                let mut state = self.state();
                // Unless there is another one by now, which nobody has tried.
                if Arc::ptr_eq(&state.live, &live) {
                    state.refused = Some(Arc::clone(&refused));
                }
                Err(refused)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Stores new tokens, and only then makes them the ones in use.
    async fn keep(&self, client: &ClientCore, fresh: Arc<Live>) -> Result<()> {
        if let Some(store) = &self.store {
            patiently(client, store.save(&fresh.tokens)).await?;
        }
        let mut state = self.state();
        state.live = fresh;
        state.unsaved = None;
        state.refused = None;
        Ok(())
    }

    /// Takes newer tokens from the store, where another program has put them; tells whether there were any that are good.
    async fn take_over(&self, client: &ClientCore) -> Result<bool> {
        let Some(store) = &self.store else { return Ok(false) };
        let Some(stored) = patiently(client, store.load()).await? else { return Ok(false) };
        if stored.expires_at <= self.state().live.tokens.expires_at {
            return Ok(false);
        }
        let live = self.live(stored, client).map_err(|fault| Error::new(ErrorKind::TokenStore, fault))?;
        let good = !live.is_due();
        let mut state = self.state();
        state.live = live;
        state.refused = None;
        Ok(good)
    }

    fn live(&self, tokens: Tokens, client: &ClientCore) -> Result<Arc<Live>, String> {
        Live::of(tokens, self.fixed.as_ref(), client.0.oauth_base.as_deref()).map(Arc::new)
    }

    /// The newest tokens, even if they could not be stored.
    fn newest(&self) -> Tokens {
        let state = self.state();
        state.unsaved.as_ref().unwrap_or(&state.live).tokens.clone()
    }

    async fn revoke(&self, client: &ClientCore) -> Result<()> {
        let flight = self.state().flight.clone();
        if let Some(mut flight) = flight {
            // However it ends: what counts are the tokens that are there then.
            let _ = flight.wait_for(Option::is_some).await;
        }
        self.app.revoke(client, &self.newest()).await?;
        let mut state = self.state();
        state.revoked = true;
        // Calls that are on their way need not try.
        state.refused = Some(Arc::new(revoked()));
        Ok(())
    }

    /// What is behind the lock is whole at any time, so a panic elsewhere does not matter. It is never held while waiting.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn revoked() -> Error {
    Error::new(ErrorKind::AuthorizationExpired, "this client has revoked its tokens")
}

impl Live {
    fn of(tokens: Tokens, fixed: Option<&Arc<Base>>, oauth: Option<&Base>) -> Result<Self, String> {
        let named = tokens.server(oauth)?;
        let base = match (fixed, named) {
            (Some(fixed), _) => Arc::clone(fixed),
            (None, Some(named)) => Arc::new(named),
            (None, None) => Arc::new(Base::parse(DEFAULT_BASE)?),
        };
        let header = bearer(tokens.access_token.expose())?;
        Ok(Self { tokens, header, base })
    }

    fn is_due(&self) -> bool {
        self.tokens.expires_within(MARGIN)
    }
}

/// Does what the store has to do, for no longer than a call may take.
async fn patiently<T>(client: &ClientCore, work: BoxFuture<'_, Result<T, StoreError>>) -> Result<T> {
    match clock::within(client.0.timeout, work).await? {
        Some(result) => result.map_err(|error| Error::new(ErrorKind::TokenStore, error.to_string()).with_source(error)),
        None => Err(Error::new(ErrorKind::TokenStore, "it took too long")),
    }
}

/// The error of a flight, for one of those who have waited for it.
fn shared(error: &Arc<Error>) -> Error {
    Error::new(error.kind(), format!("the access token could not be renewed: {error}")).with_source(Arc::clone(error))
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

    fn session(&self) -> Option<&Arc<Session>> {
        match &self.0.credentials {
            Some(Credentials::Session(session)) => Some(session),
            _ => None,
        }
    }
}
