//! The limits of the API as the client keeps them, so that the server need not refuse anything.

mod window;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Queue, Notify};

use self::window::{Availability, LONGEST_PAUSE, Window};
use crate::policy::clock::{self, Instant};
use crate::policy::retry;
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::protocol::info::OperationInfo;
use crate::protocol::rate_limit::RateLimit;

/// How long nothing is sent after the server has refused everything: long enough not to make it worse.
const COOL_DOWN: Duration = Duration::from_secs(60);

/// What a client knows of the limits. Its clones share it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClientLimits {
    /// The limit of all requests but searches.
    pub burst: BurstLimit,
    /// The limit of searches.
    pub search: BurstLimit,
    /// The company's budget of tokens for a day, as of the last response that told it.
    pub daily_limit: Option<u64>,
    /// How much of it is left, as of the last response that told it.
    pub daily_remaining: Option<u64>,
    /// How many tokens the calls of this client have cost, by the documented costs.
    pub tokens_spent: u64,
}

/// How many requests may be made in two seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BurstLimit {
    /// The limit: the one that was set or assumed, until a response tells it. `None` where the client does not keep it.
    pub limit: Option<u32>,
    /// How many of them could be made right now.
    pub free: Option<u32>,
    /// How long no request is made, because the server has asked to wait.
    pub paused_for: Option<Duration>,
}

/// The limits of one client.
pub(crate) struct Limits {
    burst: Option<Bucket>,
    search: Option<Bucket>,
    state: Mutex<LimiterState>,
}

#[derive(Default)]
struct LimiterState {
    daily_limit: Option<u64>,
    daily_remaining: Option<u64>,
    tokens_spent: u64,
    /// Until when nothing is sent, and why.
    closed: Option<(ErrorKind, Instant)>,
    /// When the server has last refused a request for its rate.
    warned: Option<Instant>,
}

/// The requests that are limited together. They are made in the order in which they came.
struct Bucket {
    queue: Queue<()>,
    window: Mutex<Window>,
    /// Wakes the one that is next when a permit may have become free early.
    freed: Notify,
}

impl Limits {
    /// Creates a limiter for `burst` requests per period, or an unlimited one for `None`. Without a limit of their own, searches count
    /// as requests.
    pub(crate) fn new(period: Duration, burst: Option<u32>, searches: Option<u32>) -> Self {
        let bucket =
            |limit| Bucket { queue: Queue::new(()), window: Mutex::new(Window::new(period, limit)), freed: Notify::new() };
        Self { burst: burst.map(bucket), search: burst.and(searches).map(bucket), state: Mutex::default() }
    }

    /// Waits until a request may be made, and adds up for how long.
    pub(crate) async fn acquire(&self, info: Option<&'static OperationInfo>, waited: &mut Duration) -> Result<Permit<'_>> {
        // The servers of OAuth are not what is limited.
        if info.is_some_and(|info| info.server.is_some()) {
            return Ok(Permit { limits: self, bucket: None, info, is_open: false });
        }
        self.check()?;
        let bucket = self.bucket(info);
        if let Some(bucket) = bucket.filter(|bucket| !bucket.try_acquire()) {
            let came = clock::now();
            let entered = Box::pin(bucket.wait(|| self.check())).await;
            *waited += came.elapsed();
            entered?;
        }
        Ok(Permit { limits: self, bucket, info, is_open: true })
    }

    fn bucket(&self, info: Option<&'static OperationInfo>) -> Option<&Bucket> {
        let search = self.search.as_ref().filter(|_| info.is_some_and(|info| info.search));
        search.or(self.burst.as_ref())
    }

    /// Whether anything may be sent at all.
    fn check(&self) -> Result<()> {
        match lock(&self.state).closed.filter(|(_, until)| *until > clock::now()) {
            None => Ok(()),
            Some((ErrorKind::DailyLimit, _)) => Err(Error::new(
                ErrorKind::DailyLimit,
                "a moment ago the company's budget for the day was used up; nothing was sent",
            )),
            Some((kind, _)) => Err(Error::new(kind, "a moment ago the server refused everything; nothing was sent")),
        }
    }

    /// What is known now.
    pub(crate) fn snapshot(&self) -> ClientLimits {
        let state = lock(&self.state);
        ClientLimits {
            burst: self.burst.as_ref().map(Bucket::snapshot).unwrap_or_default(),
            search: self.search.as_ref().map(Bucket::snapshot).unwrap_or_default(),
            daily_limit: state.daily_limit,
            daily_remaining: state.daily_remaining,
            tokens_spent: state.tokens_spent,
        }
    }
}

impl Bucket {
    /// Takes a permit where there is one and nobody waits for it, as is usual.
    fn try_acquire(&self) -> bool {
        self.queue.try_lock().is_ok_and(|_turn| lock(&self.window).acquire(clock::now()) == Availability::Now)
    }

    /// Waits for a permit and takes it.
    async fn wait(&self, check: impl Fn() -> Result<()>) -> Result<()> {
        let _turn = self.queue.lock().await;
        loop {
            check()?;
            let answer = lock(&self.window).acquire(clock::now());
            match answer {
                Availability::Now => return Ok(()),
                // A permit that becomes free early is waited for as well: a request may turn out not to have been made.
                Availability::At(then) => {
                    clock::until(then, self.freed.notified()).await?;
                }
                Availability::Later => self.freed.notified().await,
            }
        }
    }

    fn snapshot(&self) -> BurstLimit {
        let (mut window, now) = (lock(&self.window), clock::now());
        let free = window.free(now);
        let paused_for = window.paused().map(|until| until.saturating_duration_since(now));
        BurstLimit { limit: Some(window.limit()), free: Some(free), paused_for }
    }
}

/// The permit of a request within the limits. It is kept for a while after it is let go.
pub(crate) struct Permit<'a> {
    limits: &'a Limits,
    bucket: Option<&'a Bucket>,
    info: Option<&'static OperationInfo>,
    is_open: bool,
}

impl Permit<'_> {
    /// The server has completed.
    pub(crate) fn completed(&mut self, reported: Option<RateLimit>) {
        if !std::mem::take(&mut self.is_open) {
            return;
        }
        if let Some(bucket) = self.bucket {
            let now = clock::now();
            let mut window = lock(&bucket.window);
            window.completed(now);
            if let Some(reported) = &reported {
                window.learn(reported, now);
            }
            bucket.freed.notify_one();
        }
        let mut state = lock(&self.limits.state);
        state.tokens_spent += self.info.and_then(|info| info.token_cost).map_or(0, u64::from);
        if let Some(reported) = reported {
            state.daily_limit = reported.daily_limit.or(state.daily_limit);
            state.daily_remaining = reported.daily_remaining.or(state.daily_remaining);
        }
    }

    /// Nothing has reached the server.
    pub(crate) fn not_sent(&mut self) {
        let was_open = std::mem::take(&mut self.is_open);
        if let Some(bucket) = self.bucket.filter(|_| was_open) {
            lock(&bucket.window).not_sent();
            bucket.freed.notify_one();
        }
    }

    /// Looks at what has failed: some failures mean more than the one call.
    pub(crate) fn classify(&self, error: Error) -> Error {
        let (mut state, now) = (lock(&self.limits.state), clock::now());
        match error.kind() {
            ErrorKind::RateLimited => {
                let cost = self.info.and_then(|info| info.token_cost).map_or(1, |cost| u64::from(cost.max(1)));
                match error.rate_limit().and_then(|limits| limits.daily_remaining) {
                    Some(0) => {
                        state.closed = Some((ErrorKind::DailyLimit, now + COOL_DOWN));
                        error.with_kind(ErrorKind::DailyLimit)
                    }
                    // Others may cost less and still be completed.
                    Some(left) if left < cost => error.with_kind(ErrorKind::DailyLimit),
                    _ => {
                        state.warned = Some(now);
                        // Whether or not this call is made again, the others would only be refused too.
                        if let Some(asked) = retry::asked(&error) {
                            self.pause(asked.min(LONGEST_PAUSE));
                        }
                        error
                    }
                }
            }
            // Who goes on despite 429 is locked out, and told so by a web page.
            ErrorKind::Forbidden if error.api().is_none() && state.warned.is_some_and(|then| now - then < COOL_DOWN) => {
                state.warned = Some(now);
                state.closed = Some((ErrorKind::Blocked, now + COOL_DOWN));
                error.with_kind(ErrorKind::Blocked)
            }
            _ => error,
        }
    }

    /// Makes all requests of the kind wait: the server has asked for it.
    pub(crate) fn pause(&self, pause: Duration) {
        if let Some(bucket) = self.bucket {
            lock(&bucket.window).pause(clock::after(clock::now(), pause));
        }
    }
}

impl Drop for Permit<'_> {
    /// Nobody knows whether a call that was given up has reached the server; so it counts.
    fn drop(&mut self) {
        self.completed(None);
    }
}

/// What is behind these locks is whole at any time, so a panic elsewhere does not matter.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
