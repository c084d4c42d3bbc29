//! Parallel execution on a fixed set of items, with results in order.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Scope, ScopedJoinHandle};

/// The size of the stack of a command. Some stages follow the references of a description recursively, and a chain of schemas can be long.
/// Memory is used only as far as a stack grows.
const DEEP_STACK: usize = if cfg!(target_pointer_width = "64") { 512 << 20 } else { 32 << 20 };

/// The size of the stack of other threads.
const STACK: usize = DEEP_STACK / 8;

/// Runs a closure on a stack that is large enough for every description.
pub fn deep<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    thread::scope(|scope| joined(spawn(scope, DEEP_STACK, work)))
}

/// Starts a thread, as `Scope::spawn` does, which panics if the system cannot.
fn spawn<'scope, R: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    stack: usize,
    work: impl FnOnce() -> R + Send + 'scope,
) -> ScopedJoinHandle<'scope, R> {
    thread::Builder::new().stack_size(stack).spawn_scoped(scope, work).expect("the system can start a thread")
}

fn joined<R>(thread: ScopedJoinHandle<'_, R>) -> R {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Calls `work` for every item, on all available cores.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    if workers < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    // Workers take one item at a time because the items differ greatly in cost.
    let take = || {
        let indexes = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
        indexes.map_while(|index| Some((index, work(items.get(index)?)))).collect::<Vec<_>>()
    };
    let mut results: Vec<(usize, R)> = thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| spawn(scope, STACK, take)).collect();
        let mut results = take();
        for other in others {
            results.extend(joined(other));
        }
        results
    });
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Runs two closures in parallel and returns both results.
pub fn both<A, B: Send>(first: impl FnOnce() -> A, second: impl FnOnce() -> B + Send) -> (A, B) {
    thread::scope(|scope| {
        let second = spawn(scope, DEEP_STACK, second);
        let first = first();
        (first, joined(second))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn returns_both_results() {
        assert_eq!(super::both(|| 1, || "two"), (1, "two"));
    }

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        assert_eq!(super::map(&items, |item| item * 2), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        assert!(super::map(&[] as &[usize], |item| *item).is_empty());
    }
}
