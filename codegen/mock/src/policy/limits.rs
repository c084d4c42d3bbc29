//! The limits of an account: bursts, searches, and the daily budget of tokens.

use std::collections::HashMap;

use http::{HeaderName, StatusCode};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::auth::Caller;
use crate::description::ApiOperation;
use crate::http::ApiResponse;

/// The period in which bursts are counted.
const PERIOD: SignedDuration = SignedDuration::from_secs(2);
/// The time in which refused requests are counted, and for which a client is blocked.
const PATIENCE: SignedDuration = SignedDuration::from_secs(60);

/// The limits that an [`Account`](crate::Account) enforces. By default, there are none.
///
/// Requests beyond a limit get the status 429. A client that ignores it gets the status 403 with an HTML page, as from the firewall of
/// the real service, until it has sent fewer than [`patience`](Self::patience) such requests within a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The maximum number of requests per two seconds and API token.
    pub burst: Option<u32>,
    /// The maximum number of requests per two seconds and access token of OAuth.
    pub oauth_burst: Option<u32>,
    /// The maximum number of searches per two seconds and token, counted apart from other requests.
    pub searches: Option<u32>,
    /// The maximum number of tokens that all calls of a day may cost.
    pub daily_tokens: Option<u64>,
    /// The number of refused requests within a minute after which a client is blocked. `None` if it never is.
    pub patience: Option<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { burst: None, oauth_burst: None, searches: None, daily_tokens: None, patience: Some(20) }
    }
}

impl Limits {
    /// The limits of the smallest plan with one user: 20 requests (80 with OAuth) and 10 searches per two seconds, 30,000 tokens per day.
    pub fn smallest_plan() -> Self {
        Self::default().burst(20).oauth_burst(80).searches(10).daily_tokens(30_000)
    }

    /// Sets the maximum number of requests per two seconds and API token.
    #[must_use]
    pub fn burst(mut self, requests: u32) -> Self {
        self.burst = Some(requests);
        self
    }

    /// Sets the maximum number of requests per two seconds and access token of OAuth.
    #[must_use]
    pub fn oauth_burst(mut self, requests: u32) -> Self {
        self.oauth_burst = Some(requests);
        self
    }

    /// Sets the maximum number of searches per two seconds.
    #[must_use]
    pub fn searches(mut self, requests: u32) -> Self {
        self.searches = Some(requests);
        self
    }

    /// Sets the maximum number of tokens that all calls of a day may cost.
    #[must_use]
    pub fn daily_tokens(mut self, tokens: u64) -> Self {
        self.daily_tokens = Some(tokens);
        self
    }

    /// Sets the number of refused requests within a minute after which a client is blocked. Defaults to 20. `None` if it never is.
    #[must_use]
    pub fn patience(mut self, requests: impl Into<Option<u32>>) -> Self {
        self.patience = requests.into();
        self
    }
}

/// The limits with what has been counted.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    limits: Limits,
    windows: HashMap<(String, bool), Vec<Timestamp>>,
    refused: HashMap<String, Vec<Timestamp>>,
    day: i64,
    used: u64,
}

impl Limiter {
    pub(crate) fn set(&mut self, limits: Limits) {
        *self = Self { limits, ..Self::default() };
    }

    /// The number of tokens that the calls of the day have cost.
    pub(crate) fn used(&self) -> u64 {
        self.used
    }

    /// Counts a request of a client.
    ///
    /// # Errors
    ///
    /// Returns the response to a request beyond a limit.
    pub(crate) fn count(&mut self, caller: &Caller, operation: &ApiOperation, now: Timestamp) -> Result<Headers, ApiResponse> {
        const SECONDS_PER_DAY: i64 = 24 * 60 * 60;
        let day = now.as_second().div_euclid(SECONDS_PER_DAY);
        if day != self.day {
            (self.day, self.used) = (day, 0);
        }
        let client = &caller.credentials;
        let refused = self.refused.entry(client.clone()).or_default();
        refused.retain(|then| now.duration_since(*then) < PATIENCE);
        if self.limits.patience.is_some_and(|patience| refused.len() >= patience as usize) {
            refused.push(now);
            return Err(blocked());
        }
        let cost = u64::from(operation.token_cost);
        let is_search = operation.pagination.is_some_and(|pagination| pagination.is_nested);
        let limit = match (is_search, caller.has_oauth) {
            (true, _) => self.limits.searches,
            (false, true) => self.limits.oauth_burst,
            (false, false) => self.limits.burst,
        };
        let window = self.windows.entry((client.clone(), is_search)).or_default();
        window.retain(|then| now.duration_since(*then) < PERIOD);
        let within_burst = limit.is_none_or(|limit| window.len() < limit as usize);
        let within_day = self.limits.daily_tokens.is_none_or(|limit| self.used + cost <= limit);
        if within_burst && within_day {
            window.push(now);
            self.used += cost;
        } else {
            refused.push(now);
        }
        let headers = Headers {
            burst: limit.map(|limit| (limit, limit.saturating_sub(u32::try_from(window.len()).unwrap_or(u32::MAX)))),
            // In whole seconds, and never too short.
            reset: window.first().map_or(0, |first| (PERIOD - now.duration_since(*first)).as_millis() / 1000 + 1),
            daily: self.limits.daily_tokens.map(|limit| (limit, if within_day { limit - self.used } else { 0 })),
        };
        if within_burst && within_day {
            return Ok(headers);
        }
        let body = json!({ "success": false, "error": "Request over limit" });
        Err(headers.add_to(ApiResponse::json(429, &body)))
    }
}

/// The headers that state the limits.
pub(crate) struct Headers {
    burst: Option<(u32, u32)>,
    reset: i128,
    daily: Option<(u64, u64)>,
}

impl Headers {
    pub(crate) fn add_to(&self, mut response: ApiResponse) -> ApiResponse {
        let header = HeaderName::from_static;
        if let Some((limit, remaining)) = self.burst {
            response = response
                .header(header("x-ratelimit-limit"), limit)
                .header(header("x-ratelimit-remaining"), remaining)
                .header(header("x-ratelimit-reset"), self.reset);
        }
        if let Some((limit, remaining)) = self.daily {
            response = response
                .header(header("x-daily-ratelimit-token-limit"), limit)
                .header(header("x-daily-ratelimit-token-remaining"), remaining);
        }
        response
    }
}

/// The page of the firewall for clients that ignore 429.
fn blocked() -> ApiResponse {
    let page = "<!DOCTYPE html><html><head><title>Access denied</title></head><body><h1>Error 1015</h1><p>You are being rate limited.</p></body></html>";
    ApiResponse::bytes(StatusCode::FORBIDDEN.as_u16(), "text/html; charset=UTF-8", page)
}
