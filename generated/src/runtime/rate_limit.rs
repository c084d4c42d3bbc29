//! What a reply says about the limits.

use std::time::Duration;

use http::HeaderMap;

/// How much of the limits is left, as the headers of a reply tell it. All of it may be missing.
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
        let limits = Self {
            limit: number(headers, "x-ratelimit-limit"),
            remaining: number(headers, "x-ratelimit-remaining"),
            reset: seconds(headers, "x-ratelimit-reset"),
            daily_limit: number(headers, "x-daily-ratelimit-token-limit"),
            daily_remaining: number(headers, "x-daily-ratelimit-token-remaining"),
            daily_requests_left: number(headers, "x-daily-requests-left"),
        };
        (limits != Self::default()).then_some(limits)
    }

    /// Whether the company has used up its day: until midnight no request will be answered.
    pub fn is_day_exhausted(&self) -> bool {
        self.daily_remaining == Some(0)
    }
}

/// The `retry-after` header, in the form of seconds. (The API does not use dates there.)
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    seconds(headers, "retry-after")
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

fn seconds(headers: &HeaderMap, name: &str) -> Option<Duration> {
    number(headers, name).map(Duration::from_secs)
}
