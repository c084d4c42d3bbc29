//! Chance, as much of it as pauses and boundaries need: the standard library's hasher is seeded anew each time.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// Random bits. Not for secrets.
pub(crate) fn bits() -> u64 {
    RandomState::new().hash_one(0_u8)
}

/// A random time up to the longest.
pub(crate) fn up_to(longest: Duration) -> Duration {
    let nanos = u64::try_from(longest.as_nanos()).unwrap_or(u64::MAX);
    Duration::from_nanos(if nanos == u64::MAX { bits() } else { bits() % (nanos + 1) })
}
