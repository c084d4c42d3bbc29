//! The state of the limiter as text, for logs.

use std::fmt;

use super::{BurstLimit, ClientLimits};
use crate::protocol::rate_limit::remaining_of;

/// For example `18 of 20 requests free, paused for 2s`, or `unlimited`.
impl fmt::Display for BurstLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.free, self.limit) {
            (Some(free), Some(limit)) => write!(f, "{free} of {limit} requests free")?,
            _ => f.write_str("unlimited")?,
        }
        self.paused_for.iter().try_for_each(|pause| write!(f, ", paused for {pause:?}"))
    }
}

/// For example `18 of 20 requests free; searches: 10 of 10 requests free; 29000 of 30000 tokens left today; tokens spent: 45`.
impl fmt::Display for ClientLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.burst)?;
        if self.search != BurstLimit::default() {
            write!(f, "; searches: {}", self.search)?;
        }
        if let Some(tokens) = remaining_of(self.daily_remaining, self.daily_limit) {
            write!(f, "; {tokens} tokens left today")?;
        }
        write!(f, "; tokens spent: {}", self.tokens_spent)
    }
}
