//! The rate limiters of the clients that were built from one another.

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Arc, Mutex};

use super::{LimitSet, lock};

/// The number of limiters below which none is removed.
const MIN_CAPACITY: usize = 64;

/// The rate limiters by credentials: the API counts the requests of a token, whichever client makes them.
#[derive(Clone, Default)]
pub(crate) struct LimitsByCredentials(Arc<Mutex<KnownLimits>>);

#[derive(Default)]
struct KnownLimits {
    hasher: RandomState,
    /// The limiters with the hash of their credentials, so that these are not stored once more; sorted by it. A `HashMap` would add
    /// 900 lines to the compiled code.
    by_hash: Vec<(u64, Arc<LimitSet>)>,
    /// The number of limiters at which the idle ones are removed.
    capacity: usize,
}

impl LimitsByCredentials {
    /// Returns the limiter of credentials, which is created when they are used for the first time.
    pub(crate) fn of(&self, credentials: &impl Hash, create: impl FnOnce() -> LimitSet) -> Arc<LimitSet> {
        let mut known = lock(&self.0);
        let hash = known.hasher.hash_one(credentials);
        let position = |known: &KnownLimits| known.by_hash.binary_search_by_key(&hash, |(hash, _)| *hash);
        if let Ok(index) = position(&known) {
            return Arc::clone(&known.by_hash[index].1);
        }
        if known.by_hash.len() >= known.capacity {
            known.by_hash.retain(|(_, limits)| Arc::strong_count(limits) > 1 || !limits.is_idle());
            known.capacity = MIN_CAPACITY.max(2 * known.by_hash.len());
        }
        let limits = Arc::new(create());
        let (Ok(index) | Err(index)) = position(&known);
        known.by_hash.insert(index, (hash, Arc::clone(&limits)));
        limits
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn limits() -> LimitSet {
        LimitSet::new(Duration::from_secs(2), Some(20), None)
    }

    #[test]
    fn idle_limiters_are_removed_and_others_are_kept() {
        let known = LimitsByCredentials::default();
        let used = known.of(&"used", limits);
        assert!(Arc::ptr_eq(&used, &known.of(&"used", limits)));
        assert!(!Arc::ptr_eq(&used, &known.of(&"another", limits)));
        for number in 0..10 * MIN_CAPACITY {
            known.of(&number, limits);
        }
        assert!(lock(&known.0).by_hash.len() <= MIN_CAPACITY);
        assert!(Arc::ptr_eq(&used, &known.of(&"used", limits)));
    }
}
