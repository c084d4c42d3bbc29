//! Every operation as an entry of a table: how to call it and how to read its responses.

pub use http::StatusCode;
pub use serde_json::Value;

pub use crate::testing::round_trip::{round_trip_data, round_trip_root};

use crate::call::context::ClientCore;
use crate::http::transport::BoxFuture;
use crate::protocol::error::Result;
use crate::protocol::info::OperationInfo;
use crate::request::send::Request;
use crate::testing::round_trip::RoundTrip;

/// A call that is under way; its answer is decoded, and only its status is told.
pub type Exercise = BoxFuture<'static, Result<StatusCode>>;

/// An operation with what tests do to it.
#[derive(Debug)]
pub struct OperationEntry {
    /// What is known of it.
    pub info: &'static OperationInfo,
    /// Reads a response and writes it again, where responses are JSON.
    pub round_trip: Option<RoundTrip>,
    /// Calls it with sample values: all inputs set, or only the required ones.
    pub exercise: fn(&ClientCore, bool) -> Exercise,
}

/// Makes a call for the sake of making it.
pub fn exercise<O>(request: O) -> Exercise
where
    O: Request + Send + 'static,
    O::Output: Send,
{
    let response = request.with_response();
    Box::pin(async move { response.await.map(|response| response.status()) })
}

/// The entry of a method and a path: the documented one, whatever its parameters are called, or else one that was called.
pub fn find(
    entries: impl Iterator<Item = &'static OperationEntry> + Clone,
    method: &str,
    path: &str,
) -> Option<&'static OperationEntry> {
    let entries = entries.filter(|entry| entry.info.method.as_str().eq_ignore_ascii_case(method));
    // Mostly the path is written just as documented.
    if let Some(entry) = entries.clone().find(|entry| entry.info.path == path) {
        return Some(entry);
    }
    let mut called = None;
    for entry in entries {
        match fit(entry.info.path, path) {
            Fit::Documented => return Some(entry),
            // `/deals/summary` is a documented path before it is the deal `summary`.
            Fit::Called => called = called.or(Some(entry)),
            Fit::None => {}
        }
    }
    called
}

/// How a path fits a documented one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    None,
    Called,
    Documented,
}

fn fit(known: &str, path: &str) -> Fit {
    let is_parameter = |segment: &str| segment.starts_with('{') && segment.ends_with('}');
    let mut fit = Fit::Documented;
    let (mut known, mut path) = (known.split('/'), path.split('/'));
    loop {
        match (known.next(), path.next()) {
            (None, None) => return fit,
            (Some(known), Some(given)) if known == given || (is_parameter(known) && is_parameter(given)) => {}
            (Some(known), Some(given)) if is_parameter(known) && !given.is_empty() => fit = Fit::Called,
            _ => return Fit::None,
        }
    }
}
