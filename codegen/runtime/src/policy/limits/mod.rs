//! The rate limiter of a client, which delays requests so that they stay within the API's limits.

mod display;
pub(crate) mod known;
mod window;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Queue, Notify};

use self::window::{Availability, MAX_PAUSE, Window};
use crate::policy::clock::{self, Instant};
use crate::policy::retry;
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::protocol::info::OperationInfo;
use crate::protocol::rate_limit::RateLimit;

/// The time for which nothing is sent after the server has blocked the client, or the daily budget was used up. Further requests
/// would extend the block.
const COOL_DOWN: Duration = Duration::from_secs(60);

/// A snapshot of the rate limits as known to a client and its clones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClientLimits {
    /// The limit of requests per period. Searches are not included if they have a limit of their own.
    pub burst: BurstLimit,
    /// The limit of searches per period. All fields are `None` if searches have no limit of their own.
    pub search: BurstLimit,
    /// The company's daily budget of tokens, from the last response that stated it.
    pub daily_limit: Option<u64>,
    /// The number of tokens left of the daily budget, from the last response that stated it.
    pub daily_remaining: Option<u64>,
    /// The number of tokens that the requests of this client have cost so far, according to the documented costs.
    pub tokens_spent: u64,
}

/// A limit on the number of requests per period. The period is stated by the API description and defaults to two seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BurstLimit {
    /// The maximum number of requests per period: the limit that was set, or the default, until a response states another one.
    /// `None` if the client is not limited.
    pub limit: Option<u32>,
    /// The number of requests that can be made immediately. `None` if the client is not limited.
    pub free: Option<u32>,
    /// The time for which no request is made, because the server has requested a pause. `None` if there is no pause.
    pub paused_for: Option<Duration>,
}

/// The rate limiter of a client.
pub(crate) struct LimitSet {
    burst: Option<Bucket>,
    search: Option<Bucket>,
    state: Mutex<LimiterState>,
    /// Whether nothing is sent for a while after the server has blocked the client, or the daily budget was used up.
    blocks: bool,
}

#[derive(Default)]
struct LimiterState {
    daily_limit: Option<u64>,
    daily_remaining: Option<u64>,
    tokens_spent: u64,
    /// The reason why nothing is sent, and the time until which that applies.
    blocked: Option<(ErrorKind, Instant)>,
    /// The time of the last response that was 429, or that reported that the client is blocked.
    rate_limited: Option<Instant>,
}

/// The requests that share a limit. Permits are acquired in the order of the requests.
struct Bucket {
    queue: Queue<()>,
    window: Mutex<Window>,
    /// Wakes the first request of the queue when a permit may have been freed early.
    freed: Notify,
}

impl LimitSet {
    /// Creates a limiter for `burst` requests and `searches` searches per period. If `burst` is `None`, it is unlimited. If
    /// `searches` is `None`, searches count towards `burst`.
    pub(crate) fn new(period: Duration, burst: Option<u32>, searches: Option<u32>) -> Self {
        let bucket =
            |limit| Bucket { queue: Queue::new(()), window: Mutex::new(Window::new(period, limit)), freed: Notify::new() };
        Self { burst: burst.map(bucket), search: burst.and(searches).map(bucket), state: Mutex::default(), blocks: true }
    }

    /// Creates a limiter that never delays or refuses a request.
    pub(crate) fn none() -> Self {
        Self { burst: None, search: None, state: Mutex::default(), blocks: false }
    }

    /// Waits for a permit, and adds the time of waiting to `waited`.
    pub(crate) async fn acquire(&self, info: Option<&'static OperationInfo>, waited: &mut Duration) -> Result<Permit<'_>> {
        // The rate limits apply to the API, not to other servers such as that of OAuth.
        if info.is_some_and(|info| info.server.is_some()) {
            return Ok(Permit { limits: self, bucket: None, info, is_open: false });
        }
        self.check()?;
        let bucket = self.bucket(info);
        if let Some(bucket) = bucket.filter(|bucket| !bucket.try_acquire()) {
            let start = clock::now();
            let acquired = Box::pin(bucket.wait(|| self.check())).await;
            *waited += start.elapsed();
            acquired?;
        }
        Ok(Permit { limits: self, bucket, info, is_open: true })
    }

    /// Returns the bucket of an operation. `None` if it is unlimited.
    fn bucket(&self, info: Option<&'static OperationInfo>) -> Option<&Bucket> {
        let search = self.search.as_ref().filter(|_| info.is_some_and(|info| info.search));
        search.or(self.burst.as_ref())
    }

    /// Returns an error while nothing may be sent.
    fn check(&self) -> Result<()> {
        match lock(&self.state).blocked.filter(|(_, until)| self.blocks && *until > clock::now()) {
            None => Ok(()),
            Some((ErrorKind::DailyLimit, _)) => Err(Error::new(
                ErrorKind::DailyLimit,
                "the API has recently reported that the company's budget is used up; the request was not sent",
            )),
            Some((kind, _)) => Err(Error::new(kind, "the server has recently blocked the client; the request was not sent")),
        }
    }

    /// Returns whether nothing would be lost without this limiter: no request is running or counted, and no pause is to be kept.
    fn is_idle(&self) -> bool {
        let now = clock::now();
        let is_idle = |bucket: &Option<Bucket>| bucket.as_ref().is_none_or(|bucket| lock(&bucket.window).is_idle(now));
        let state = lock(&self.state);
        let is_recent = state.rate_limited.is_some_and(|time| now - time < COOL_DOWN);
        is_idle(&self.burst) && is_idle(&self.search) && !is_recent && state.blocked.is_none_or(|(_, until)| until <= now)
    }

    /// Returns the current state.
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
    /// Acquires a permit if one is free and the queue is empty.
    fn try_acquire(&self) -> bool {
        self.queue.try_lock().is_ok_and(|_guard| lock(&self.window).acquire(clock::now()) == Availability::Now)
    }

    /// Waits in the queue for a permit, and acquires it. `check` is called before each attempt.
    async fn wait(&self, check: impl Fn() -> Result<()>) -> Result<()> {
        let _guard = self.queue.lock().await;
        loop {
            check()?;
            let availability = lock(&self.window).acquire(clock::now());
            match availability {
                Availability::Now => return Ok(()),
                // A permit may be freed earlier: if another request was not sent after all.
                Availability::At(time) => {
                    clock::until(time, self.freed.notified()).await?;
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

/// The permit of a request. It is freed one period after the request was completed, or immediately if it was not sent.
pub(crate) struct Permit<'a> {
    limits: &'a LimitSet,
    bucket: Option<&'a Bucket>,
    info: Option<&'static OperationInfo>,
    /// Whether the request has not been completed yet.
    is_open: bool,
}

impl Permit<'_> {
    /// Marks the request as completed, and updates the limits from the headers of the response.
    pub(crate) fn completed(&mut self, reported: Option<RateLimit>) {
        if !std::mem::take(&mut self.is_open) {
            return;
        }
        if let Some(bucket) = self.bucket {
            let now = clock::now();
            let mut window = lock(&bucket.window);
            window.completed(now);
            if let Some(reported) = &reported {
                window.update(reported, now);
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

    /// Frees the permit, because nothing was sent to the server.
    pub(crate) fn not_sent(&mut self) {
        let was_open = std::mem::take(&mut self.is_open);
        if let Some(bucket) = self.bucket.filter(|_| was_open) {
            lock(&bucket.window).not_sent();
            bucket.freed.notify_one();
        }
    }

    /// Updates the limits from an error, and returns the error with a more specific kind if its cause also affects other calls.
    pub(crate) fn classify(&self, error: Error) -> Error {
        let (mut state, now) = (lock(&self.limits.state), clock::now());
        match error.kind() {
            ErrorKind::RateLimited => {
                let cost = self.info.and_then(|info| info.token_cost).map_or(1, |cost| u64::from(cost.max(1)));
                match error.rate_limit().and_then(|limits| limits.daily_remaining) {
                    Some(0) => {
                        state.blocked = Some((ErrorKind::DailyLimit, now + COOL_DOWN));
                        error.with_kind(ErrorKind::DailyLimit)
                    }
                    // Calls that cost less may still succeed.
                    Some(remaining) if remaining < cost => error.with_kind(ErrorKind::DailyLimit),
                    _ => {
                        state.rate_limited = Some(now);
                        // All requests wait, even if this call is not retried: they would be refused as well.
                        if let Some(pause) = retry::requested_pause(&error) {
                            self.pause(pause.min(MAX_PAUSE));
                        }
                        error
                    }
                }
            }
            // Clients that send requests despite 429 are blocked: all responses are 403 with an HTML page.
            ErrorKind::Forbidden if !is_json(&error) && state.rate_limited.is_some_and(|time| now - time < COOL_DOWN) => {
                state.rate_limited = Some(now);
                state.blocked = Some((ErrorKind::Blocked, now + COOL_DOWN));
                error.with_kind(ErrorKind::Blocked)
            }
            _ => error,
        }
    }

    /// Delays all requests that share the limit, because the server has requested it.
    pub(crate) fn pause(&self, duration: Duration) {
        if let Some(bucket) = self.bucket {
            lock(&bucket.window).pause(clock::after(clock::now(), duration));
        }
    }
}

impl Drop for Permit<'_> {
    /// Counts an abandoned request as completed, because it may have reached the server.
    fn drop(&mut self) {
        self.completed(None);
    }
}

/// Returns whether the response is an object, as all errors of the API itself are.
fn is_json(error: &Error) -> bool {
    error.api().is_some_and(|api| api.json().is_object())
}

/// Locks a mutex. A poisoned lock is ignored: the state is consistent at any time.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
