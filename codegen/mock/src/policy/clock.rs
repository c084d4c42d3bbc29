//! The clock of an account, which tests can move.

use std::time::{Duration, Instant};

use jiff::Timestamp;

/// A clock that runs like the system clock, from a time that can be set.
#[derive(Debug)]
pub(crate) struct MockClock {
    start: Timestamp,
    started: Instant,
}

impl MockClock {
    /// A clock that shows the system time.
    pub(crate) fn new() -> Self {
        Self { start: Timestamp::now(), started: Instant::now() }
    }

    /// Returns the time, in whole seconds like the API.
    pub(crate) fn now(&self) -> Timestamp {
        let now = self.exact();
        Timestamp::from_second(now.as_second()).unwrap_or(now)
    }

    /// Returns the time as exactly as the system has it.
    pub(crate) fn exact(&self) -> Timestamp {
        self.start.saturating_add(self.started.elapsed()).unwrap_or(Timestamp::MAX)
    }

    /// Sets the time.
    pub(crate) fn set(&mut self, now: Timestamp) {
        *self = Self { start: now, started: Instant::now() };
    }

    /// Moves the clock forward.
    pub(crate) fn advance(&mut self, duration: Duration) {
        self.start = self.start.saturating_add(duration).unwrap_or(Timestamp::MAX);
    }
}
