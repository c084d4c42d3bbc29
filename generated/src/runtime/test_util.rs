//! What tests over all operations stand on.

use std::marker::PhantomData;

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::Wire;
use super::client::Client;
use super::decode::encode;
use super::decode::log::{self, Mismatch};
use super::decode::wire::Plain;
use super::envelope;
use super::error::{Error, ErrorKind, Result};
use super::info::OperationInfo;
use super::operation::Operation;
use super::reply::read_root;
use super::transport::BoxFuture;

/// Reads the body of a reply the way an operation does, and writes it again.
pub type RoundTrip = fn(&'static OperationInfo, u16, &[u8]) -> Result<(Value, Vec<Mismatch>)>;

/// A call that is made for its own sake.
pub type Exercise = BoxFuture<'static, Result<()>>;

/// An operation and what can be done with it.
#[derive(Debug)]
pub struct OperationEntry {
    /// What is known of it.
    pub info: &'static OperationInfo,
    /// How its replies are read and written, where they are JSON.
    pub round_trip: Option<RoundTrip>,
    /// How it is called, with all its inputs or only with what is required.
    pub exercise: fn(&Client, bool) -> Exercise,
}

/// Makes a call, and forgets what it gives.
pub fn exercise<O: Operation>(operation: O) -> Exercise {
    Box::pin(async move { operation.with_response().await.map(drop) })
}

/// Finds an operation by its method and its path, whatever the parameters in it are called.
pub fn find(
    entries: impl IntoIterator<Item = &'static OperationEntry>,
    method: &str,
    path: &str,
) -> Option<&'static OperationEntry> {
    entries.into_iter().find(|entry| entry.info.method.as_str().eq_ignore_ascii_case(method) && same(entry.info.path, path))
}

fn same(one: &str, other: &str) -> bool {
    let parameter = |segment: &str| segment.starts_with('{') && segment.ends_with('}');
    let (mut one, mut other) = (one.split('/'), other.split('/'));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b || (parameter(a) && parameter(b)) => {}
            _ => return false,
        }
    }
}

/// How a body is laid out.
pub trait Layout {
    /// Reads a body and writes it again.
    fn round_trip(text: &str) -> serde_json::Result<Result<Value, Mismatch>>;
}

/// A body whose data is in an envelope.
#[derive(Debug)]
pub struct Envelope<D>(PhantomData<fn() -> D>);

/// A body that is the data.
#[derive(Debug)]
pub struct Root<T>(PhantomData<fn() -> T>);

impl<D> Layout for Envelope<D>
where
    Plain: Wire<D>,
{
    fn round_trip(text: &str) -> serde_json::Result<Result<Value, Mismatch>> {
        let mut opened = envelope::open::<Plain, D>(text)?;
        match opened.take_data::<Plain>() {
            Ok(data) => envelope::to_value::<Plain, D>(&opened.head, &data, &opened.kept).map(Ok),
            Err(fault) => Ok(Err(fault)),
        }
    }
}

impl<T> Layout for Root<T>
where
    Plain: Wire<T>,
{
    fn round_trip(text: &str) -> serde_json::Result<Result<Value, Mismatch>> {
        match read_root::<Plain, T>(text)? {
            Ok(value) => encode::to_value::<Plain, T>(&value).map(Ok),
            Err(fault) => Ok(Err(fault)),
        }
    }
}

/// Reads a body as `L` and writes it again; also gives what did not fit.
pub fn round_trip<L: Layout>(
    info: &'static OperationInfo,
    status: u16,
    body: &[u8],
) -> Result<(Value, Vec<Mismatch>)> {
    let failed = |error: Error| error.with_call(&info.method, info.path, Some(info));
    let status = StatusCode::from_u16(status).map_err(|error| failed(Error::invalid_request(error.to_string())))?;
    if !status.is_success() {
        return Err(failed(Error::of_reply(status, HeaderMap::new(), body.to_vec().into())));
    }
    let text = std::str::from_utf8(body).map_err(|error| failed(Error::new(ErrorKind::Decode, error.to_string())))?;
    let (result, mismatches) = log::collect(|| L::round_trip(text));
    match result {
        Ok(Ok(value)) => Ok((value, mismatches)),
        Ok(Err(fault)) => Err(failed(Error::of_mismatch(&fault))),
        Err(error) => Err(failed(Error::new(ErrorKind::Decode, error.to_string()).with_source(error))),
    }
}
