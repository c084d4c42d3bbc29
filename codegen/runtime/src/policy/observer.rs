//! Observing the calls of a client.

use std::time::Duration;

use http::{Method, StatusCode};

use crate::json::log::Mismatch;
use crate::protocol::error::Error;
use crate::protocol::info::OperationInfo;
use crate::protocol::rate_limit::RateLimit;

/// An observer of the calls of a client, for metrics, logs and alerts. Set it with `ClientBuilder::observer`.
///
/// The methods are called on the task that makes the call, and should return quickly. They receive neither credentials nor
/// bodies, except in an [`Error`], which contains the body of the response with masked secrets. By default, all methods do nothing.
pub trait Observer: Send + Sync + 'static {
    /// Called after each attempt, whether it succeeded or failed.
    fn attempt(&self, attempt: &Attempt<'_>) {
        let _ = attempt;
    }

    /// Called after each call, before its response is decoded.
    fn call(&self, call: &FinishedCall<'_>) {
        let _ = call;
    }

    /// Called if a response contains values of unexpected types. They are kept, see
    /// [`Response::mismatches`](crate::api::Response::mismatches).
    fn mismatches(&self, operation: Option<&'static OperationInfo>, mismatches: &[Mismatch]) {
        let _ = (operation, mismatches);
    }

    /// Called if a response cannot be decoded.
    fn undecodable(&self, error: &Error) {
        let _ = error;
    }
}

/// An attempt of a call.
#[derive(Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The operation. `None` for `Client::request`.
    pub operation: Option<&'static OperationInfo>,
    /// The HTTP method.
    pub method: &'a Method,
    /// The path with its parameters in braces; for `Client::request`, the path of the request.
    pub path: &'a str,
    /// The number of the attempt, starting at 1.
    pub number: u32,
    /// The status of the response. `None` if no response was received.
    pub status: Option<StatusCode>,
    /// The error, if the attempt failed.
    pub error: Option<&'a Error>,
    /// The rate limits that the response states.
    pub rate_limit: Option<RateLimit>,
    /// The time until the response was read (for a download: until it began).
    pub duration: Duration,
    /// The pause before the next attempt. `None` if no attempt follows.
    pub retry_in: Option<Duration>,
}

/// A completed call.
#[derive(Debug)]
#[non_exhaustive]
pub struct FinishedCall<'a> {
    /// The operation. `None` for `Client::request`.
    pub operation: Option<&'static OperationInfo>,
    /// The HTTP method.
    pub method: &'a Method,
    /// The path with its parameters in braces; for `Client::request`, the path of the request.
    pub path: &'a str,
    /// The number of attempts. 0 if no request was sent.
    pub attempts: u32,
    /// The status of the last response. `None` if no response was received.
    pub status: Option<StatusCode>,
    /// The error, if the call failed.
    pub error: Option<&'a Error>,
    /// The total time, including all waiting.
    pub duration: Duration,
    /// The part of the total time in which the call waited for a permit within the rate limits.
    pub queued: Duration,
}
