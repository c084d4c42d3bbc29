//! Watching what a client does.

use std::time::Duration;

use http::{Method, StatusCode};

use crate::json::log::Mismatch;
use crate::protocol::error::Error;
use crate::protocol::info::OperationInfo;
use crate::protocol::rate_limit::RateLimit;

/// Sees what a client does: for metrics, for logs, for alarms. Give one to the builder with `observer`.
///
/// Its methods are called on the task that makes the call, and should not take long. None of them sees a credential or a body,
/// but for what an [`Error`] holds.
pub trait Observer: Send + Sync + 'static {
    /// An attempt has ended, well or not.
    fn attempt(&self, attempt: &Attempt<'_>) {
        let _ = attempt;
    }

    /// A call has ended; its response has not been decoded yet.
    fn call(&self, call: &FinishedCall<'_>) {
        let _ = call;
    }

    /// A response held values of unexpected types. They are kept; see [`Response::mismatches`](crate::api::Response::mismatches).
    fn mismatches(&self, operation: Option<&'static OperationInfo>, mismatches: &[Mismatch]) {
        let _ = (operation, mismatches);
    }

    /// A response could not be decoded.
    fn undecodable(&self, error: &Error) {
        let _ = error;
    }
}

/// One attempt to make a call.
#[derive(Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The operation; none for `Client::request`.
    pub operation: Option<&'static OperationInfo>,
    /// The HTTP method.
    pub method: &'a Method,
    /// The path, its parameters in braces; for `Client::request` as it was given.
    pub path: &'a str,
    /// Which attempt of the call it is, from 1.
    pub number: u32,
    /// The status of the response, if there was one.
    pub status: Option<StatusCode>,
    /// What went wrong.
    pub error: Option<&'a Error>,
    /// What the response says about the limits.
    pub rate_limit: Option<RateLimit>,
    /// How long it took, until the response was read. (For a download: until it began.)
    pub duration: Duration,
    /// How long is waited before the next attempt; `None` where there is none.
    pub retry_in: Option<Duration>,
}

/// A call that has ended.
#[derive(Debug)]
#[non_exhaustive]
pub struct FinishedCall<'a> {
    /// The operation; none for `Client::request`.
    pub operation: Option<&'static OperationInfo>,
    /// The HTTP method.
    pub method: &'a Method,
    /// The path, its parameters in braces; for `Client::request` as it was given.
    pub path: &'a str,
    /// How many attempts were made; none where the call was not sent at all.
    pub attempts: u32,
    /// The status of the last response, if there was one.
    pub status: Option<StatusCode>,
    /// What went wrong in the end.
    pub error: Option<&'a Error>,
    /// How long it took, with all waiting.
    pub duration: Duration,
    /// How much of that it has waited for its turn, so as not to break the API's limits.
    pub queued: Duration,
}
