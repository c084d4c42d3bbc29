//! The policy for retrying failed calls.

use std::time::Duration;

use http::Method;

use crate::http::random;
use crate::protocol::error::{Error, ErrorKind, is_idempotent, is_repeatable};

/// The minimum pause after 429 if the server does not state one: the period of the rate limit.
const RATE_LIMIT_PAUSE: Duration = Duration::from_secs(2);

/// The policy for retrying failed calls: the number of attempts, and the pauses between them.
///
/// By default, at most four attempts are made. `GET`, `PUT` and `DELETE` are retried after 429, 502, 503 and 504, and if the
/// connection failed or timed out. `POST` and `PATCH` are retried only if the failed attempt cannot have had an effect: after
/// 429, and if the connection could not be established. The API has no idempotency keys, so that a repeated `POST` could create a
/// second object.
///
/// Pauses are random and grow exponentially, so that clients that fail together do not retry together. If the server states a
/// time to wait (`retry-after`, or `x-ratelimit-reset` after 429; in seconds), it replaces the pause, with a small random
/// addition.
///
/// Attempts and pauses count towards the timeout of the call. If a pause would exceed it, the call fails with the last error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_retry_after: Duration,
    repeat_writes: bool,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 4,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(60),
            repeat_writes: false,
        }
    }
}

impl RetryPolicy {
    /// Creates the default policy.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a policy that does not retry.
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the maximum number of attempts, including the first one. Defaults to 4; 0 is treated as 1.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the maximum duration of the first pause, which doubles with each attempt. Defaults to 500 milliseconds.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the maximum duration of a pause if the server states no time to wait. Defaults to 20 seconds.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the maximum time to wait that is accepted from the server. If the server states a longer time, the call fails
    /// immediately. Defaults to one minute.
    #[must_use]
    pub fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    /// Sets whether `POST` and `PATCH` are retried like all other methods, although the failed attempt may have had an effect.
    /// Defaults to `false`.
    ///
    /// Only set this for calls that may be carried out twice.
    #[must_use]
    pub fn repeat_writes(mut self, repeat: bool) -> Self {
        self.repeat_writes = repeat;
        self
    }

    /// Returns the pause before the next attempt. `None` if no attempt follows.
    pub(crate) fn pause(&self, error: &Error, method: &Method, attempts: u32) -> Option<Duration> {
        if attempts >= self.attempts || !is_repeatable(error.kind(), error.status(), self.repeat_writes || is_idempotent(method))
        {
            return None;
        }
        match requested_pause(error) {
            Some(wait) if wait > self.max_retry_after => None,
            Some(wait) => Some(wait.saturating_add(random::up_to(self.max_pause(1)))),
            None if error.kind() == ErrorKind::RateLimited => Some(RATE_LIMIT_PAUSE + random::up_to(self.max_pause(attempts))),
            None => Some(random::up_to(self.max_pause(attempts))),
        }
    }

    /// Returns the maximum duration of the pause after `attempts` attempts.
    fn max_pause(&self, attempts: u32) -> Duration {
        let factor = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        self.base_delay.saturating_mul(factor).min(self.max_delay)
    }
}

/// Returns the time to wait that the server states.
pub(crate) fn requested_pause(error: &Error) -> Option<Duration> {
    let limits = error.rate_limit().filter(|_| error.kind() == ErrorKind::RateLimited);
    error.retry_after().max(limits.and_then(|limits| limits.reset))
}
