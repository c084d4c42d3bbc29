//! Every operation as an entry of a table: how to call it and how to read its replies.

use super::client::Client;
use super::error::Result;
use super::info::OperationInfo;
use super::operation::{Operation, Pending};
use super::test_util::RoundTrip;
use super::transport::BoxFuture;

/// A call that is under way; its answer has been decoded and dropped.
pub type Exercise = BoxFuture<'static, Result<()>>;

/// An operation with what tests do to it.
#[derive(Debug)]
pub struct OperationEntry {
    /// What is known of it.
    pub info: &'static OperationInfo,
    /// Reads a reply and writes it again, where replies are JSON.
    pub round_trip: Option<RoundTrip>,
    /// Calls it with sample values: all inputs set, or only the required ones.
    pub exercise: fn(&Client, bool) -> Exercise,
}

/// Makes a call for the sake of making it.
pub fn exercise<O>(request: O) -> Exercise
where
    O: Operation + Send + 'static,
    O::Output: Send,
{
    let pending = Pending::new(request);
    Box::pin(async move { pending.await.map(drop) })
}

/// The entry of a documented method and path; the names of the path's parameters do not matter.
pub fn find<'a>(
    mut entries: impl Iterator<Item = &'a OperationEntry>,
    method: &str,
    path: &str,
) -> Option<&'a OperationEntry> {
    entries.find(|entry| entry.info.method.as_str().eq_ignore_ascii_case(method) && same_path(entry.info.path, path))
}

fn same_path(known: &str, path: &str) -> bool {
    let is_parameter = |segment: &str| segment.starts_with('{') && segment.ends_with('}');
    let (mut known, mut path) = (known.split('/'), path.split('/'));
    loop {
        match (known.next(), path.next()) {
            (None, None) => return true,
            (Some(known), Some(given)) if known == given || (is_parameter(known) && is_parameter(given)) => {}
            _ => return false,
        }
    }
}
