//! Refreshing the tokens of a client.
//!
//! Tokens are refreshed in a spawned task, of which at most one exists at a time. All calls that need new tokens wait for it. The task
//! continues if these calls are cancelled: the server may already have replaced the refresh token, and losing the new one would end the
//! session.

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
use crate::json::mask::Secrets;
use crate::policy::clock;
use crate::policy::credentials::bearer;
use crate::protocol::api::ApiInfo;
use crate::protocol::error::{Error, ErrorKind, Result};

/// How long before their expiry tokens are refreshed. Covers the duration of a request and the difference between clocks.
const REFRESH_MARGIN: Duration = Duration::from_secs(60);

/// The maximum time that a call waits for a refresh while the current tokens are still valid.
const EARLY_REFRESH_TIMEOUT: Duration = Duration::from_secs(5);

/// How long the error of a refresh request is returned to further calls without another request. Long enough for all calls that wait for
/// the tokens when the request fails, even if they arrive one after the other.
const FAILURE_MEMORY: Duration = Duration::from_secs(1);

/// The OAuth session of a client, shared by its clones.
pub(crate) struct Session {
    app: App,
    store: Option<Arc<dyn TokenStore>>,
    /// The server that was set on the builder. Takes precedence over the server of the tokens.
    fixed: Option<Arc<Base>>,
    state: Mutex<SessionState>,
}

struct SessionState {
    current: Arc<ActiveTokens>,
    /// Tokens that have been fetched but could not be stored yet.
    unsaved: Option<Arc<ActiveTokens>>,
    /// The error with which the server rejected the refresh token, which is not sent again.
    rejected: Option<Arc<Error>>,
    /// The time and the error of the last refresh request, if it failed without the refresh token being rejected.
    failed: Option<(clock::Instant, Arc<Error>)>,
    revoked: bool,
    /// The running refresh.
    refresh: Option<RefreshOutcome>,
}

/// Receives the result of a refresh.
type RefreshOutcome = watch::Receiver<Option<Result<(), Arc<Error>>>>;

/// The next generation of tokens.
static GENERATION: AtomicU64 = AtomicU64::new(0);

/// Tokens with the header and the server of calls.
struct ActiveTokens {
    /// Identifies the tokens: unique in the process.
    generation: u64,
    tokens: Tokens,
    header: HeaderValue,
    base: Arc<Base>,
    /// The tokens, which are masked in errors.
    secrets: Secrets,
}

impl TokenSource for Session {
    fn base(&self) -> Arc<Base> {
        Arc::clone(&self.state().current.base)
    }

    fn lease(self: Arc<Self>, client: &ClientCore) -> BoxFuture<'_, Result<Lease>> {
        Box::pin(async move {
            let tokens = self.valid_tokens(client).await?;
            Ok(Lease {
                header: tokens.header.clone(),
                base: Arc::clone(&tokens.base),
                secrets: tokens.secrets.clone(),
                generation: tokens.generation,
            })
        })
    }

    fn renew<'a>(self: Arc<Self>, client: &'a ClientCore, rejected: &'a Lease) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { self.refresh(client, rejected.generation).await })
    }
}

impl Session {
    /// Creates a session from tokens that the app has stored.
    pub(crate) fn new(
        app: App,
        tokens: Tokens,
        store: Option<Arc<dyn TokenStore>>,
        fixed: Option<Arc<Base>>,
        oauth: Option<&Base>,
    ) -> Result<Self> {
        let current = ActiveTokens::new(tokens, app.api().api, fixed.as_ref(), oauth)
            .map_err(|problem| Error::new(ErrorKind::Configuration, problem))?;
        let state = SessionState {
            current: Arc::new(current),
            unsaved: None,
            rejected: None,
            failed: None,
            revoked: false,
            refresh: None,
        };
        Ok(Self { app, store, fixed, state: Mutex::new(state) })
    }

    /// Returns the tokens for an attempt. Refreshes them if they expire soon.
    async fn valid_tokens(self: &Arc<Self>, client: &ClientCore) -> Result<Arc<ActiveTokens>> {
        let (current, is_due) = {
            let state = self.state();
            if state.revoked {
                return Err(revoked());
            }
            (Arc::clone(&state.current), state.unsaved.is_some() || state.current.is_due())
        };
        if is_due {
            // While the current tokens are valid, a refresh may fail or time out. The spawned task continues after the timeout.
            let is_early = || self.state().unsaved.is_none() && !current.tokens.expires_within(Duration::ZERO);
            let timeout = is_early().then_some(EARLY_REFRESH_TIMEOUT);
            let result = clock::within(timeout, self.refresh(client, current.generation)).await?.unwrap_or(Ok(()));
            if result.is_err() && !is_early() {
                result?;
            }
        }
        Ok(Arc::clone(&self.state().current))
    }

    /// Replaces the tokens of a generation, or waits for the running refresh.
    async fn refresh(self: &Arc<Self>, client: &ClientCore, generation: u64) -> Result<()> {
        let mut outcome = {
            let mut state = self.state();
            if state.current.generation != generation {
                return Ok(());
            }
            // The sender is dropped without a result if the task has panicked or its runtime was shut down.
            match state.refresh.as_ref().filter(|outcome| outcome.has_changed().is_ok()) {
                Some(outcome) => outcome.clone(),
                None => state.refresh.insert(self.spawn_refresh(client)?).clone(),
            }
        };
        match outcome.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(Err(error))) => Err(shared(error)),
            Ok(_) => Ok(()),
            Err(_) => {
                let message = "the refresh of the tokens was aborted: the token store panicked, or the runtime was shut down";
                Err(Error::new(ErrorKind::TokenStore, message))
            }
        }
    }

    fn spawn_refresh(self: &Arc<Self>, client: &ClientCore) -> Result<RefreshOutcome> {
        let runtime = Handle::try_current().map_err(|error| {
            Error::new(ErrorKind::Configuration, "refreshing tokens needs a tokio runtime").with_source(error)
        })?;
        let (sender, outcome) = watch::channel(None);
        let (session, client) = (Arc::clone(self), client.clone());
        runtime.spawn(async move {
            let result = session.fetch(&client).await;
            session.state().refresh = None;
            sender.send_replace(Some(result));
        });
        Ok(outcome)
    }

    /// Obtains new tokens: unsaved ones, newer ones from the store, or by a refresh request.
    async fn fetch(&self, client: &ClientCore) -> Result<(), Arc<Error>> {
        let unsaved = self.state().unsaved.clone();
        if let Some(unsaved) = unsaved {
            return Ok(self.save(client, unsaved).await?);
        }
        if self.load_newer(client).await? {
            return Ok(());
        }
        let (current, known) = {
            let state = self.state();
            let recent = state.failed.as_ref().filter(|(at, _)| at.elapsed() < FAILURE_MEMORY).map(|(_, error)| error);
            (Arc::clone(&state.current), state.rejected.as_ref().or(recent).cloned())
        };
        if let Some(error) = known {
            return Err(error);
        }
        match self.app.refresh(client, &current.tokens).await {
            Ok(tokens) => {
                let new = self.activate(tokens, client).map_err(|problem| Error::new(ErrorKind::Decode, problem))?;
                self.state().unsaved = Some(Arc::clone(&new));
                Ok(self.save(client, new).await?)
            }
            Err(error) if matches!(error.status(), Some(StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED)) => {
                // Another program that shares the store may have refreshed the tokens in the meantime.
                if self.load_newer(client).await? {
                    return Ok(());
                }
                let rejected = Arc::new(error);
                let mut state = self.state();
                // The store may have provided another refresh token, which has not been rejected.
                if Arc::ptr_eq(&state.current, &current) {
                    state.rejected = Some(Arc::clone(&rejected));
                }
                Err(rejected)
            }
            Err(error) => {
                let error = Arc::new(error);
                self.state().failed = Some((clock::now(), Arc::clone(&error)));
                Err(error)
            }
        }
    }

    /// Stores new tokens and makes them the current ones.
    async fn save(&self, client: &ClientCore, new: Arc<ActiveTokens>) -> Result<()> {
        if let Some(store) = &self.store {
            store_timeout(client, store.save(&new.tokens)).await?;
        }
        let mut state = self.state();
        state.current = new;
        state.unsaved = None;
        state.rejected = None;
        state.failed = None;
        Ok(())
    }

    /// Loads newer tokens that another program has stored. Returns whether there are any that need no refresh.
    async fn load_newer(&self, client: &ClientCore) -> Result<bool> {
        let Some(store) = &self.store else { return Ok(false) };
        let Some(stored) = store_timeout(client, store.load()).await? else { return Ok(false) };
        if stored.expires_at <= self.state().current.tokens.expires_at {
            return Ok(false);
        }
        let newer = self.activate(stored, client).map_err(|problem| Error::new(ErrorKind::TokenStore, problem))?;
        let is_valid = !newer.is_due();
        let mut state = self.state();
        state.current = newer;
        state.rejected = None;
        state.failed = None;
        Ok(is_valid)
    }

    fn activate(&self, tokens: Tokens, client: &ClientCore) -> Result<Arc<ActiveTokens>, String> {
        ActiveTokens::new(tokens, self.app.api().api, self.fixed.as_ref(), client.0.oauth_base.as_deref()).map(Arc::new)
    }

    /// Returns the newest tokens, including unsaved ones.
    pub(super) fn newest(&self) -> Tokens {
        let state = self.state();
        state.unsaved.as_ref().unwrap_or(&state.current).tokens.clone()
    }

    pub(super) async fn revoke(&self, client: &ClientCore) -> Result<()> {
        let refresh = self.state().refresh.clone();
        if let Some(mut outcome) = refresh {
            // The result does not matter: the newest tokens are revoked in any case.
            let _ = outcome.wait_for(Option::is_some).await;
        }
        self.app.revoke(client, &self.newest()).await?;
        let mut state = self.state();
        state.revoked = true;
        // Running calls must not refresh the revoked tokens.
        state.rejected = Some(Arc::new(revoked()));
        Ok(())
    }

    /// Locks the state. It is consistent after every statement, so poisoning is ignored. The lock is never held across an `await`.
    fn state(&self) -> MutexGuard<'_, SessionState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn revoked() -> Error {
    Error::new(ErrorKind::AuthorizationExpired, "the tokens of this client have been revoked")
}

impl ActiveTokens {
    fn new(tokens: Tokens, api: &ApiInfo, fixed: Option<&Arc<Base>>, oauth: Option<&Base>) -> Result<Self, String> {
        let server = tokens.server(api, oauth)?;
        let base = match (fixed, server) {
            (Some(fixed), _) => Arc::clone(fixed),
            (None, Some(server)) => Arc::new(server),
            (None, None) => Arc::new(Base::parse(api.server.ok_or("the tokens have no `api_domain`: set `base_url`")?)?),
        };
        let header = bearer(tokens.access_token.expose())?;
        let secrets = tokens.secrets();
        Ok(Self { tokens, header, base, secrets, generation: GENERATION.fetch_add(1, Ordering::Relaxed) })
    }

    fn is_due(&self) -> bool {
        self.tokens.expires_within(REFRESH_MARGIN)
    }
}

/// Runs a future of the token store with the timeout of the client.
async fn store_timeout<T>(client: &ClientCore, future: BoxFuture<'_, Result<T, StoreError>>) -> Result<T> {
    match clock::within(client.0.timeout, future).await? {
        Some(result) => result.map_err(|error| Error::new(ErrorKind::TokenStore, error.to_string()).with_source(error)),
        None => Err(Error::new(ErrorKind::TokenStore, "timed out")),
    }
}

/// Creates the error of a call from the error of the refresh that it shares with other calls.
fn shared(error: &Arc<Error>) -> Error {
    Error::new(error.kind(), format!("cannot refresh the access token: {error}")).with_source(Arc::clone(error))
}
