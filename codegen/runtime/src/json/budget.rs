//! The memory that decoded lists may take, in proportion to the JSON.
//!
//! A few bytes of JSON can decode to a struct of a kilobyte: a list of empty objects would become hundreds of times its size.

use std::cell::Cell;

use serde::de::Error as _;

use super::source::{Broken, Read};

/// The bytes of decoded elements per byte of JSON. Lists of real items take less than one.
const PER_BYTE: usize = 16;

/// The bytes of decoded elements that any body may take: thousands of items with few fields each.
const ALWAYS: usize = 16 * 1024 * 1024;

/// The bytes that the original of an element takes, with its key and its mismatch.
pub(super) const KEPT: usize = 512;

thread_local! {
    /// The bytes that the running decode may still take. Unlimited outside of [`limit`].
    static REMAINING: Cell<usize> = const { Cell::new(usize::MAX) };
    /// Whether the running decode has exceeded its budget.
    static EXCEEDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a decode of `length` bytes of JSON with a budget. Returns its result, and whether it was stopped because of the budget.
pub(super) fn limit<R>(length: usize, decode: impl FnOnce() -> R) -> (R, bool) {
    let outer = (REMAINING.replace(ALWAYS.max(length.saturating_mul(PER_BYTE))), EXCEEDED.replace(false));
    let result = decode();
    REMAINING.set(outer.0);
    (result, EXCEEDED.replace(outer.1))
}

/// Takes `bytes` of the budget.
#[inline]
pub(super) fn charge(bytes: usize) -> Read<()> {
    match REMAINING.get().checked_sub(bytes) {
        Some(remaining) => {
            REMAINING.set(remaining);
            Ok(())
        }
        None => Err(exceeded()),
    }
}

#[cold]
fn exceeded() -> Broken {
    EXCEEDED.set(true);
    Broken::Inner(serde_json::Error::custom("the lists have too many elements for the size of the response"))
}
