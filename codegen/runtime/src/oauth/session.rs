//! The tokens of a client, kept good.
//!
//! New tokens are fetched by a task of their own, the flight. There is one at a time; all calls that need new tokens wait for it, and
//! it goes on when they are given up: the server may have replaced the refresh token already, and what is lost then is the session.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{HeaderValue, StatusCode};
use tokio::runtime::Handle;
use tokio::sync::watch;

use super::app::App;
use super::store::{StoreError, TokenStore};
use super::tokens::Tokens;
use crate::call::context::{ClientCore, Lease, TokenSource};
use crate::http::transport::BoxFuture;
use crate::http::url::Base;
use crate::policy::clock;
use crate::policy::credentials::bearer;
use crate::protocol::api::ApiInfo;
use crate::protocol::error::{Error, ErrorKind, Result};

/// How long before they expire tokens are refreshed: longer than a call is on its way, clocks that disagree included.
const MARGIN: Duration = Duration::from_secs(60);

/// How long calls wait for that while the old tokens are still good.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a client knows of its tokens. Its clones share it.
pub(crate) struct Session {
    app: App,
    store: Option<Arc<dyn TokenStore>>,
    /// The server that was set by hand, in place of what the tokens name.
    fixed: Option<Arc<Base>>,
    state: Mutex<SessionState>,
}

struct SessionState {
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

/// The number of the next tokens.
static GENERATION: AtomicU64 = AtomicU64::new(0);

/// Tokens that are in use, ready to be sent.
struct Live {
    /// Which tokens these are: no two have the same number.
    generation: u64,
    tokens: Tokens,
    header: HeaderValue,
    base: Arc<Base>,
}

impl TokenSource for Session {
    fn base(&self) -> Arc<Base> {
        Arc::clone(&self.state().live.base)
    }

    fn lease<'a>(self: Arc<Self>, client: &'a ClientCore) -> BoxFuture<'a, Result<Lease>> {
        Box::pin(async move {
            let live = self.current(client).await?;
            Ok(Lease { header: live.header.clone(), base: Arc::clone(&live.base), generation: live.generation })
        })
    }

    fn renew<'a>(self: Arc<Self>, client: &'a ClientCore, refused: &'a Lease) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { self.renewed(client, refused.generation).await })
    }
}

impl Session {
    /// A session with tokens from wherever the app keeps them.
    pub(crate) fn new(
        app: App,
        tokens: Tokens,
        store: Option<Arc<dyn TokenStore>>,
        fixed: Option<Arc<Base>>,
        oauth: Option<&Base>,
    ) -> Result<Self> {
        let live = Live::of(tokens, app.api().api, fixed.as_ref(), oauth)
            .map_err(|problem| Error::new(ErrorKind::Configuration, problem))?;
        let state = SessionState { live: Arc::new(live), unsaved: None, refused: None, revoked: false, flight: None };
        Ok(Self { app, store, fixed, state: Mutex::new(state) })
    }

    /// Returns the tokens for an attempt, new ones if necessary.
    async fn current(self: &Arc<Self>, client: &ClientCore) -> Result<Arc<Live>> {
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
            let renewed = clock::within(patience, self.renewed(client, live.generation)).await?.unwrap_or(Ok(()));
            if renewed.is_err() && !early() {
                renewed?;
            }
        }
        Ok(Arc::clone(&self.state().live))
    }

    /// Waits until there are other tokens than these. Whoever comes while they are being fetched waits along.
    async fn renewed(self: &Arc<Self>, client: &ClientCore, stale: u64) -> Result<()> {
        let mut flight = {
            let mut state = self.state();
            if state.live.generation != stale {
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
            let result = session.fetch(&client).await;
            session.state().flight = None;
            outcome.send_replace(Some(result));
        });
        Ok(flight)
    }

    /// Gets other tokens, one way or another.
    async fn fetch(&self, client: &ClientCore) -> Result<(), Arc<Error>> {
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
                let fresh = self.live(tokens, client).map_err(|problem| Error::new(ErrorKind::Decode, problem))?;
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
        let live = self.live(stored, client).map_err(|problem| Error::new(ErrorKind::TokenStore, problem))?;
        let good = !live.is_due();
        let mut state = self.state();
        state.live = live;
        state.refused = None;
        Ok(good)
    }

    fn live(&self, tokens: Tokens, client: &ClientCore) -> Result<Arc<Live>, String> {
        Live::of(tokens, self.app.api().api, self.fixed.as_ref(), client.0.oauth_base.as_deref()).map(Arc::new)
    }

    /// The newest tokens, even if they could not be stored.
    pub(super) fn newest(&self) -> Tokens {
        let state = self.state();
        state.unsaved.as_ref().unwrap_or(&state.live).tokens.clone()
    }

    pub(super) async fn revoke(&self, client: &ClientCore) -> Result<()> {
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
    fn state(&self) -> MutexGuard<'_, SessionState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn revoked() -> Error {
    Error::new(ErrorKind::AuthorizationExpired, "this client has revoked its tokens")
}

impl Live {
    fn of(tokens: Tokens, api: &ApiInfo, fixed: Option<&Arc<Base>>, oauth: Option<&Base>) -> Result<Self, String> {
        let named = tokens.server(api, oauth)?;
        let base = match (fixed, named) {
            (Some(fixed), _) => Arc::clone(fixed),
            (None, Some(named)) => Arc::new(named),
            (None, None) => Arc::new(Base::parse(api.server.ok_or("the tokens name no server: set `base_url`")?)?),
        };
        let header = bearer(tokens.access_token.expose())?;
        Ok(Self { tokens, header, base, generation: GENERATION.fetch_add(1, Ordering::Relaxed) })
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
