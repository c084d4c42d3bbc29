//! The rate limits that the headers of responses state.

use std::fmt;
use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderValue};

/// The rate limits that the headers of a response state. A field is `None` if its header is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The maximum number of requests per period, `x-ratelimit-limit`.
    pub limit: Option<u64>,
    /// The number of requests left in the current period, `x-ratelimit-remaining`.
    pub remaining: Option<u64>,
    /// The time until the current period ends, `x-ratelimit-reset`.
    pub reset: Option<Duration>,
    /// The company's daily budget of tokens, `x-daily-ratelimit-token-limit`.
    pub daily_limit: Option<u64>,
    /// The number of tokens left of the daily budget, `x-daily-ratelimit-token-remaining`.
    pub daily_remaining: Option<u64>,
    /// The number of write requests left today, `x-daily-requests-left`. Only sent for accounts that are limited this way.
    pub daily_requests_left: Option<u64>,
}

impl RateLimit {
    /// Parses the headers. Returns `None` if all of them are missing or invalid.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut limits = Self::default();
        // Iterating over the few headers once is cheaper than six lookups.
        for (name, value) in headers {
            match name.as_str() {
                "x-ratelimit-limit" => limits.limit = limits.limit.or_else(|| number(value)),
                "x-ratelimit-remaining" => limits.remaining = limits.remaining.or_else(|| number(value)),
                "x-ratelimit-reset" => limits.reset = limits.reset.or_else(|| seconds(value)),
                "x-daily-ratelimit-token-limit" => limits.daily_limit = limits.daily_limit.or_else(|| number(value)),
                "x-daily-ratelimit-token-remaining" => limits.daily_remaining = limits.daily_remaining.or_else(|| number(value)),
                "x-daily-requests-left" => limits.daily_requests_left = limits.daily_requests_left.or_else(|| number(value)),
                _ => {}
            }
        }
        (limits != Self::default()).then_some(limits)
    }

    /// Returns whether the daily budget is used up. The server then refuses all requests until midnight, in the time zone of the
    /// company's server.
    pub fn is_day_exhausted(&self) -> bool {
        self.daily_remaining == Some(0)
    }
}

/// For example `18 of 20 requests left; 1.5s until the period ends; 29000 of 30000 tokens left today`. Limits that the response does
/// not state are omitted.
impl fmt::Display for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            remaining_of(self.remaining, self.limit).map(|requests| format!("{requests} requests left")),
            self.reset.map(|reset| format!("{reset:?} until the period ends")),
            remaining_of(self.daily_remaining, self.daily_limit).map(|tokens| format!("{tokens} tokens left today")),
            self.daily_requests_left.map(|requests| format!("{requests} write requests left today")),
        ];
        f.write_str(&parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
    }
}

/// Formats what is left of a limit, if that is known: `18 of 20`, or `18` without the limit.
pub(crate) fn remaining_of(remaining: Option<u64>, limit: Option<u64>) -> Option<String> {
    match (remaining?, limit) {
        (remaining, Some(limit)) => Some(format!("{remaining} of {limit}")),
        (remaining, None) => Some(remaining.to_string()),
    }
}

/// Returns the value of the header `retry-after`, if it is a number of seconds. The API does not send dates.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    seconds(headers.get(RETRY_AFTER)?)
}

fn number(value: &HeaderValue) -> Option<u64> {
    std::str::from_utf8(value.as_bytes()).ok()?.trim_ascii().parse().ok()
}

fn seconds(value: &HeaderValue) -> Option<Duration> {
    number(value).map(Duration::from_secs)
}
