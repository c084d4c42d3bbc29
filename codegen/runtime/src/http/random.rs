//! Random numbers for pauses and boundaries. They are derived from the random seeds of the standard library's hasher.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// Returns 64 random bits. Not cryptographically secure.
pub(crate) fn bits() -> u64 {
    RandomState::new().hash_one(0_u8)
}

/// Returns a random duration between zero and `max`, inclusive.
pub(crate) fn up_to(max: Duration) -> Duration {
    let nanos = u64::try_from(max.as_nanos()).unwrap_or(u64::MAX);
    Duration::from_nanos(if nanos == u64::MAX { bits() } else { bits() % (nanos + 1) })
}
