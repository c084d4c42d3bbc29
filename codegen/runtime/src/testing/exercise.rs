//! A table of all operations, with functions that call them and decode their responses.

pub use http::StatusCode;
pub use serde_json::Value;

pub use crate::testing::inspect::inspect_part;
pub use crate::testing::round_trip::{round_trip_data, round_trip_deleted, round_trip_deleted_root, round_trip_root};

use crate::call::context::ClientCore;
use crate::http::transport::BoxFuture;
use crate::protocol::error::Result;
use crate::protocol::info::OperationInfo;
use crate::request::send::Request;
use crate::testing::inspect::EnvelopePart;
use crate::testing::round_trip::RoundTrip;

/// A call in progress. The response is decoded; only its status is returned.
pub type Exercise = BoxFuture<'static, Result<StatusCode>>;

/// An operation with its test functions.
#[derive(Debug)]
pub struct OperationEntry {
    /// The static facts about the operation.
    pub info: &'static OperationInfo,
    /// Decodes a response and encodes it again. `None` if responses are not JSON.
    pub round_trip: Option<RoundTrip>,
    /// The parts of the envelope that the description names besides `success` and `data`, each with the function that decodes it.
    pub envelope: &'static [EnvelopePart],
    /// Calls the operation with sample values: for all inputs if the flag is set, otherwise only for the required ones.
    pub exercise: fn(&ClientCore, bool) -> Exercise,
}

/// Sends a request and discards the data of the response.
pub fn exercise<O>(request: O) -> Exercise
where
    O: Request + Send + 'static,
    O::Output: Send,
{
    let response = request.with_response();
    Box::pin(async move { response.await.map(|response| response.status()) })
}

/// Returns the entry of a method and a path. `path` is a template, in which the names of the parameters are ignored, or the path of a
/// request. Templates take precedence.
pub fn find(
    entries: impl Iterator<Item = &'static OperationEntry> + Clone,
    method: &str,
    path: &str,
) -> Option<&'static OperationEntry> {
    let entries = entries.filter(|entry| entry.info.method.as_str().eq_ignore_ascii_case(method));
    // The common case: the exact template.
    if let Some(entry) = entries.clone().find(|entry| entry.info.path == path) {
        return Some(entry);
    }
    let mut request = None;
    for entry in entries {
        match match_path(entry.info.path, path) {
            PathMatch::Template => return Some(entry),
            // `/deals/summary` is a template of its own rather than `/deals/{id}` with the id `summary`.
            PathMatch::Request => request = request.or(Some(entry)),
            PathMatch::None => {}
        }
    }
    request
}

/// How a path matches a template.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PathMatch {
    None,
    /// With values for some parameters.
    Request,
    /// Except for the names of parameters.
    Template,
}

pub(super) fn match_path(template: &str, path: &str) -> PathMatch {
    let is_parameter = |segment: &str| segment.starts_with('{') && segment.ends_with('}');
    let mut result = PathMatch::Template;
    let (mut template, mut path) = (template.split('/'), path.split('/'));
    loop {
        match (template.next(), path.next()) {
            (None, None) => return result,
            (Some(expected), Some(actual)) if expected == actual || (is_parameter(expected) && is_parameter(actual)) => {}
            (Some(expected), Some(actual)) if is_parameter(expected) && !actual.is_empty() => result = PathMatch::Request,
            _ => return PathMatch::None,
        }
    }
}
