//! When a call that failed is made again.

use std::time::Duration;

use http::Method;

use crate::http::random;
use crate::protocol::error::{Error, ErrorKind, is_idempotent, is_repeatable};

/// How long the API's limit on bursts lasts: the least to wait after 429 where the server does not say.
const BURST: Duration = Duration::from_secs(2);

/// How often a call that failed is made again, and how long is waited before.
///
/// By default up to four attempts are made. `GET`, `PUT` and `DELETE` are repeated after 429, 502, 503, 504, and where the connection
/// failed or took too long. `POST` and `PATCH` are repeated only where the first attempt cannot have had an effect: after 429, and
/// where there was no connection at all. (The API knows no idempotency keys: a repeated `POST` would create a second thing.)
///
/// Pauses grow exponentially and are random, so that clients that failed together do not come back together. What the server says
/// (`retry-after`, `x-ratelimit-reset`; in seconds) takes their place, with a little randomness on top.
///
/// All of it has to fit into the call's timeout; a pause that would not is not begun, and the call ends with its last error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    first_pause: Duration,
    longest_pause: Duration,
    longest_wait: Duration,
    writes: bool,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 4,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(20),
            longest_wait: Duration::from_secs(60),
            writes: false,
        }
    }
}

impl RetryPolicy {
    /// The usual policy.
    pub fn new() -> Self {
        Self::default()
    }

    /// One attempt and no more.
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// How many attempts are made at most, the first one included. Usually 4.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// How long the first pause is at most; each one after it may be twice as long. Usually half a second.
    #[must_use]
    pub fn base_delay(mut self, pause: Duration) -> Self {
        self.first_pause = pause;
        self
    }

    /// How long a pause is at most where the server does not say. Usually 20 seconds.
    #[must_use]
    pub fn max_delay(mut self, pause: Duration) -> Self {
        self.longest_pause = pause;
        self
    }

    /// The longest wait that the server may ask for. Usually a minute; if it asks for more, the call fails at once.
    #[must_use]
    pub fn max_retry_after(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// Whether `POST` and `PATCH` are repeated like any other call, though the first attempt may have had its effect already.
    ///
    /// For calls that do no harm when carried out twice.
    #[must_use]
    pub fn repeat_writes(mut self, repeat: bool) -> Self {
        self.writes = repeat;
        self
    }

    /// How long to wait before the next attempt; `None` where there is none.
    pub(crate) fn pause(&self, error: &Error, method: &Method, attempts: u32) -> Option<Duration> {
        if attempts >= self.attempts || !is_repeatable(error.kind(), error.status(), self.writes || is_idempotent(method)) {
            return None;
        }
        match asked(error) {
            Some(wait) if wait > self.longest_wait => None,
            Some(wait) => Some(wait.saturating_add(random::up_to(self.grown(1)))),
            None if error.kind() == ErrorKind::RateLimited => Some(BURST + random::up_to(self.grown(attempts))),
            None => Some(random::up_to(self.grown(attempts))),
        }
    }

    /// The longest pause after so many attempts.
    fn grown(&self, attempts: u32) -> Duration {
        let factor = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        self.first_pause.saturating_mul(factor).min(self.longest_pause)
    }
}

/// How long the server asks to wait.
pub(crate) fn asked(error: &Error) -> Option<Duration> {
    let limits = error.rate_limit().filter(|_| error.kind() == ErrorKind::RateLimited);
    error.retry_after().max(limits.and_then(|limits| limits.reset))
}
