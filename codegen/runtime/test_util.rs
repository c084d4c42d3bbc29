//! What tests over all operations stand on.

use std::marker::PhantomData;

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::Wire;
use super::decode::encode;
use super::decode::log::{self, Mismatch};
use super::decode::wire::Plain;
use super::envelope;
use super::error::{Error, ErrorKind, Result};
use super::info::OperationInfo;
use super::reply::read_root;

/// Reads the body of a reply the way an operation does, and writes it again.
pub type RoundTrip = fn(&'static OperationInfo, u16, &[u8]) -> Result<(Value, Vec<Mismatch>)>;

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
            Ok((_, Some(kept))) => Ok(Ok(kept)),
            Ok((value, None)) => encode::to_value::<Plain, T>(&value).map(Ok),
            Err(fault) => Ok(Err(fault)),
        }
    }
}

/// Reads a body as `L` and writes it again; also gives what did not fit.
pub fn round_trip<L: Layout>(info: &'static OperationInfo, status: u16, body: &[u8]) -> Result<(Value, Vec<Mismatch>)> {
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
