//! A sliding window that limits the number of requests per period.
//!
//! The server counts requests when they arrive, which the client cannot observe: a request arrives at some time between being
//! sent and being completed. Therefore, a request occupies its permit from when it is sent until one period after it was
//! completed. The server then never counts more requests than the client, regardless of their latency.

use std::collections::VecDeque;
use std::time::Duration;

use crate::policy::clock::Instant;
use crate::protocol::rate_limit::RateLimit;

/// The time that is added to the period of the API, because the clocks of client and server differ.
const TOLERANCE: Duration = Duration::from_millis(20);

/// The maximum pause of all requests that a response can cause. A larger value may have another meaning, such as a point in time.
/// If it is correct, the next response states it again.
pub(super) const MAX_PAUSE: Duration = Duration::from_secs(60);

/// The result of trying to acquire a permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Availability {
    /// The permit is acquired.
    Now,
    /// No permit is free. Try again at this time.
    At(Instant),
    /// No permit is free. Try again when a request is completed.
    Later,
}

/// The permits of the requests in the current period.
#[derive(Debug)]
pub(super) struct Window {
    period: Duration,
    limit: u32,
    in_flight: u32,
    /// The times at which the permits of completed requests become free.
    completed: VecDeque<Instant>,
    /// The number of requests that other clients have made with the same credentials, and the time at which it expires.
    others: Option<(u32, Instant)>,
    /// The time until which no request is made.
    paused: Option<Instant>,
}

impl Window {
    pub(super) fn new(period: Duration, limit: u32) -> Self {
        Self {
            period: period + TOLERANCE,
            limit: limit.max(1),
            in_flight: 0,
            completed: VecDeque::new(),
            others: None,
            paused: None,
        }
    }

    /// Tries to acquire a permit.
    pub(super) fn acquire(&mut self, now: Instant) -> Availability {
        self.expire(now);
        if let Some(paused) = self.paused {
            return Availability::At(paused);
        }
        if self.occupied() < self.limit {
            self.in_flight += 1;
            return Availability::Now;
        }
        let others = self.others.map(|(_, until)| until);
        match self.completed.front().copied().into_iter().chain(others).min() {
            Some(free) => Availability::At(free),
            None => Availability::Later,
        }
    }

    /// Keeps a permit for one more period, after its request was completed or abandoned.
    pub(super) fn completed(&mut self, now: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.completed.push_back(now + self.period);
    }

    /// Frees a permit whose request was not sent.
    pub(super) fn not_sent(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// Updates the limit and the requests of other clients from the headers of a response.
    pub(super) fn update(&mut self, reported: &RateLimit, now: Instant) {
        self.expire(now);
        if let Some(limit) = reported.limit.and_then(|limit| u32::try_from(limit).ok()).filter(|limit| *limit > 0) {
            self.limit = limit;
        }
        let Some(remaining) = reported.remaining.and_then(|remaining| u32::try_from(remaining).ok()) else { return };
        // Requests that the server has counted, but that this client has not made, are those of other clients.
        let others = self.limit.saturating_sub(remaining).saturating_sub(self.own());
        if others > 0 {
            self.others = Some((others, now + self.period));
        }
        if let Some(reset) = reported.reset.filter(|reset| remaining == 0 && *reset > self.period) {
            self.pause(now + reset.min(MAX_PAUSE));
        }
    }

    /// Allows no requests until the given time.
    pub(super) fn pause(&mut self, until: Instant) {
        self.paused = self.paused.max(Some(until));
    }

    pub(super) fn limit(&self) -> u32 {
        self.limit
    }

    /// Returns the number of free permits.
    pub(super) fn free(&mut self, now: Instant) -> u32 {
        self.expire(now);
        if self.paused.is_some() { 0 } else { self.limit.saturating_sub(self.occupied()) }
    }

    /// Returns whether no request is running or counted, and there is no pause.
    pub(super) fn is_idle(&mut self, now: Instant) -> bool {
        self.expire(now);
        self.occupied() == 0 && self.paused.is_none()
    }

    pub(super) fn paused(&self) -> Option<Instant> {
        self.paused
    }

    /// Returns the number of permits that are in use by this client.
    fn own(&self) -> u32 {
        self.in_flight.saturating_add(u32::try_from(self.completed.len()).unwrap_or(u32::MAX))
    }

    fn occupied(&self) -> u32 {
        self.own().saturating_add(self.others.map_or(0, |(others, _)| others))
    }

    /// Removes everything that has expired.
    fn expire(&mut self, now: Instant) {
        while self.completed.front().is_some_and(|until| *until <= now) {
            self.completed.pop_front();
        }
        self.others = self.others.filter(|(_, until)| *until > now);
        self.paused = self.paused.filter(|until| *until > now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reported(limit: u64, remaining: u64, reset: u64) -> RateLimit {
        RateLimit {
            limit: Some(limit),
            remaining: Some(remaining),
            reset: Some(Duration::from_secs(reset)),
            ..RateLimit::default()
        }
    }

    #[test]
    fn permits_are_freed_one_period_after_completion() {
        let (mut window, start) = (Window::new(Duration::from_secs(2), 2), crate::policy::clock::now());
        assert_eq!(
            (window.acquire(start), window.acquire(start), window.acquire(start)),
            (Availability::Now, Availability::Now, Availability::Later)
        );
        let completed = start + Duration::from_secs(1);
        window.completed(completed);
        assert_eq!(window.acquire(completed), Availability::At(completed + window.period));
        window.not_sent();
        assert_eq!(
            (window.acquire(completed), window.acquire(completed)),
            (Availability::Now, Availability::At(completed + window.period))
        );
        assert_eq!(window.acquire(completed + window.period), Availability::Now);
    }

    #[test]
    fn response_headers_update_the_limit() {
        let (mut window, start) = (Window::new(Duration::from_secs(2), 2), crate::policy::clock::now());
        assert_eq!(window.acquire(start), Availability::Now);
        window.completed(start);
        window.update(&reported(5, 1, 2), start);
        // One request of this client, three of others, one permit left.
        assert_eq!((window.limit(), window.free(start)), (5, 1));
        assert_eq!((window.acquire(start), window.acquire(start)), (Availability::Now, Availability::At(start + window.period)));
        window.update(&reported(0, 0, 9), start);
        assert_eq!(window.limit(), 5);
        assert_eq!(window.acquire(start + window.period), Availability::At(start + Duration::from_secs(9)));
        assert_eq!(window.acquire(start + Duration::from_secs(9)), Availability::Now);
    }
}
