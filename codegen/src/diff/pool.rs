//! The items of one side, each of which is matched with one of the other side at most.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// The items that are not matched yet, in their order.
pub(super) struct Pool<T>(Vec<Option<T>>);

/// The items of a pool by a key. Some of them can have been taken.
pub(super) struct PoolIndex<K>(HashMap<K, VecDeque<usize>>);

impl<T> Pool<T> {
    pub fn new(items: impl IntoIterator<Item = T>) -> Self {
        Self(items.into_iter().map(Some).collect())
    }

    /// Returns an index of the items that have a key.
    pub fn by_key<K: Eq + Hash>(&self, key: impl Fn(&T) -> Option<K>) -> PoolIndex<K> {
        let mut index: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (position, item) in self.0.iter().enumerate() {
            if let Some(key) = item.as_ref().and_then(&key) {
                index.entry(key).or_default().push_back(position);
            }
        }
        PoolIndex(index)
    }

    /// Takes the first item with a key.
    pub fn take<K: Eq + Hash>(&mut self, index: &mut PoolIndex<K>, key: &K) -> Option<T> {
        let positions = index.0.get_mut(key)?;
        std::iter::from_fn(|| positions.pop_front()).find_map(|position| self.0[position].take())
    }

    /// Returns the items that were not taken.
    pub fn rest(self) -> Vec<T> {
        self.0.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Pool;

    #[test]
    fn each_item_is_taken_once() {
        let mut pool = Pool::new(["ax", "bx", "ay", "c"]);
        let first = |item: &&str| item.chars().next();
        let (mut by_first, mut by_second) = (pool.by_key(first), pool.by_key(|item: &&str| item.chars().nth(1)));
        assert_eq!(pool.take(&mut by_first, &'a'), Some("ax"));
        assert_eq!(pool.take(&mut by_second, &'x'), Some("bx"));
        assert_eq!(pool.take(&mut by_second, &'x'), None);
        assert_eq!(pool.take(&mut by_first, &'a'), Some("ay"));
        assert_eq!(pool.take(&mut by_first, &'a'), None);
        assert_eq!(pool.rest(), ["c"]);
    }
}
