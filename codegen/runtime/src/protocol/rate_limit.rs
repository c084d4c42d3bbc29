//! What a response says about the limits.

use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderValue};

/// How much of the limits is left, as the headers of a response tell it. All of it may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests may be made in two seconds.
    pub limit: Option<u64>,
    /// How many of them are left.
    pub remaining: Option<u64>,
    /// When there will be more.
    pub reset: Option<Duration>,
    /// The company's budget of tokens for a day.
    pub daily_limit: Option<u64>,
    /// How much of it is left.
    pub daily_remaining: Option<u64>,
    /// How many writing requests are left today, on accounts that still count those.
    pub daily_requests_left: Option<u64>,
}

impl RateLimit {
    /// Reads the headers; nothing where there is not one of them.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut limits = Self::default();
        // Going through the few headers once costs less than looking six names up.
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

    /// Whether the company has used up its day: until midnight no request will be answered.
    pub fn is_day_exhausted(&self) -> bool {
        self.daily_remaining == Some(0)
    }
}

/// The `retry-after` header, in the form of seconds. (The API does not use dates there.)
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    seconds(headers.get(RETRY_AFTER)?)
}

fn number(value: &HeaderValue) -> Option<u64> {
    std::str::from_utf8(value.as_bytes()).ok()?.trim_ascii().parse().ok()
}

fn seconds(value: &HeaderValue) -> Option<Duration> {
    number(value).map(Duration::from_secs)
}
