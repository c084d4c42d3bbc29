//! How many requests may be made in a while, as seen from the client.
//!
//! The server counts requests when they arrive, which the client cannot see. It knows that a request arrived between being sent and
//! being completed; so one occupies its permit from when it is sent until two seconds after it was completed. That way there are
//! never more on the server's count than on the client's, however long each is under way.

use std::collections::VecDeque;
use std::time::Duration;

use crate::policy::clock::Instant;
use crate::protocol::rate_limit::RateLimit;

/// What is added to the period of the API, for clocks that do not agree.
const TOLERANCE: Duration = Duration::from_millis(20);

/// The longest that a response can make all requests wait. What asks for more may mean something else, such as a point in time; and if
/// not, the next response says it once more.
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What a request that wants to be made is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Availability {
    /// It may be made, and now occupies a permit.
    Now,
    /// It may acquire again then.
    At(Instant),
    /// It may acquire again when another one has been completed.
    Later,
}

/// The requests of the last while.
#[derive(Debug)]
pub(super) struct Window {
    period: Duration,
    limit: u32,
    in_flight: u32,
    /// When the permits of completed requests become free.
    completed: VecDeque<Instant>,
    /// Requests that somebody else has made with the same credentials, and when they are forgotten.
    others: Option<(u32, Instant)>,
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

    /// Takes a permit, if there is one.
    pub(super) fn acquire(&mut self, now: Instant) -> Availability {
        self.forget(now);
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

    /// A request has been completed, or nobody will know.
    pub(super) fn completed(&mut self, now: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.completed.push_back(now + self.period);
    }

    /// A request was not made after all.
    pub(super) fn not_sent(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// Learns from a response.
    pub(super) fn learn(&mut self, reported: &RateLimit, now: Instant) {
        self.forget(now);
        if let Some(limit) = reported.limit.and_then(|limit| u32::try_from(limit).ok()).filter(|limit| *limit > 0) {
            self.limit = limit;
        }
        let Some(remaining) = reported.remaining.and_then(|remaining| u32::try_from(remaining).ok()) else { return };
        // What the server has counted beyond what we know of is certainly not ours.
        let others = self.limit.saturating_sub(remaining).saturating_sub(self.ours());
        if others > 0 {
            self.others = Some((others, now + self.period));
        }
        if let Some(reset) = reported.reset.filter(|reset| remaining == 0 && *reset > self.period) {
            self.pause(now + reset.min(LONGEST_PAUSE));
        }
    }

    /// Lets no more requests be made until then.
    pub(super) fn pause(&mut self, until: Instant) {
        self.paused = self.paused.max(Some(until));
    }

    pub(super) fn limit(&self) -> u32 {
        self.limit
    }

    pub(super) fn free(&mut self, now: Instant) -> u32 {
        self.forget(now);
        if self.paused.is_some() { 0 } else { self.limit.saturating_sub(self.occupied()) }
    }

    pub(super) fn paused(&self) -> Option<Instant> {
        self.paused
    }

    fn ours(&self) -> u32 {
        self.in_flight.saturating_add(u32::try_from(self.completed.len()).unwrap_or(u32::MAX))
    }

    fn occupied(&self) -> u32 {
        self.ours().saturating_add(self.others.map_or(0, |(others, _)| others))
    }

    fn forget(&mut self, now: Instant) {
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
    fn places_are_free_again_a_while_after_the_answer() {
        let (mut window, start) = (Window::new(Duration::from_secs(2), 2), crate::policy::clock::now());
        assert_eq!(
            (window.acquire(start), window.acquire(start), window.acquire(start)),
            (Availability::Now, Availability::Now, Availability::Later)
        );
        let slow = start + Duration::from_secs(1);
        window.completed(slow);
        assert_eq!(window.acquire(slow), Availability::At(slow + window.period));
        window.not_sent();
        assert_eq!((window.acquire(slow), window.acquire(slow)), (Availability::Now, Availability::At(slow + window.period)));
        assert_eq!(window.acquire(slow + window.period), Availability::Now);
    }

    #[test]
    fn the_server_knows_better() {
        let (mut window, start) = (Window::new(Duration::from_secs(2), 2), crate::policy::clock::now());
        assert_eq!(window.acquire(start), Availability::Now);
        window.completed(start);
        window.learn(&reported(5, 1, 2), start);
        // One of ours, three of others', one left.
        assert_eq!((window.limit(), window.free(start)), (5, 1));
        assert_eq!((window.acquire(start), window.acquire(start)), (Availability::Now, Availability::At(start + window.period)));
        window.learn(&reported(0, 0, 9), start);
        assert_eq!(window.limit(), 5);
        assert_eq!(window.acquire(start + window.period), Availability::At(start + Duration::from_secs(9)));
        assert_eq!(window.acquire(start + Duration::from_secs(9)), Availability::Now);
    }
}
