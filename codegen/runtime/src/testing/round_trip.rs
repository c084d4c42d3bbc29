//! What tests over all operations stand on.

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::json::log::Mismatch;
use crate::json::slot::Wire;
use crate::json::target::{Typed, Whole};
use crate::json::wire::Plain;
use crate::json::{encode, output, read_body};
use crate::protocol::envelope::{self, Head, Opened};
use crate::protocol::error::{Error, Result};
use crate::protocol::info::OperationInfo;
use crate::response::{RootBody, nothing, read_root};

/// Reads the body of a response the way an operation does, and writes it again.
pub type RoundTrip = fn(&'static OperationInfo, u16, &[u8]) -> Result<(Value, Vec<Mismatch>)>;

/// Reads a body whose data is in an envelope, and writes it again; also gives what did not fit.
pub fn round_trip_data<D>(info: &'static OperationInfo, status: u16, body: &[u8]) -> Result<(Value, Vec<Mismatch>)>
where
    Plain: Wire<D>,
{
    round_trip(info, status, body, |text| {
        let (mut head, mut target) = (Head::default(), Typed::<Plain, D>::new());
        let Opened { problem, kept } = envelope::open(text, &mut head, &mut target)?;
        match (target.value, problem) {
            (Some(data), None) => envelope::to_value::<Plain, D>(&head, &data, &kept).map(Ok),
            (_, problem) => Ok(Err(problem.unwrap_or_else(nothing))),
        }
    })
}

/// Reads a body that is the data, and writes it again; also gives what did not fit.
pub fn round_trip_root<T>(info: &'static OperationInfo, status: u16, body: &[u8]) -> Result<(Value, Vec<Mismatch>)>
where
    Plain: Wire<T>,
{
    round_trip(info, status, body, |text| {
        let mut target = Whole(Typed::<Plain, T>::new());
        let RootBody { problem, whole } = read_root(text, &mut target)?;
        match (target.0.value, problem, whole) {
            (Some(_), None, Some(whole)) if !encode::is_typed_only() => Ok(Ok(whole)),
            (Some(value), None, _) => output::to_value::<Plain, T>(&value).map(Ok),
            (_, problem, _) => Ok(Err(problem.unwrap_or_else(nothing))),
        }
    })
}

fn round_trip(
    info: &'static OperationInfo,
    status: u16,
    body: &[u8],
    mut again: fn(&str) -> serde_json::Result<Result<Value, Mismatch>>,
) -> Result<(Value, Vec<Mismatch>)> {
    let failed = |error: Error| error.with_call(&info.method, info.path, Some(info));
    let status = StatusCode::from_u16(status).map_err(|error| failed(Error::invalid_request(error.to_string())))?;
    if !status.is_success() {
        return Err(failed(Error::of_response(status, HeaderMap::new(), body.to_vec().into())));
    }
    let (result, mismatches) = read_body(body, &mut again);
    match result {
        Ok(Ok(value)) => Ok((value, mismatches)),
        Ok(Err(problem)) => Err(failed(Error::of_mismatch(&problem))),
        Err(error) => Err(failed(Error::of_broken_json(error, body, ""))),
    }
}

/// Runs `round_trip` so that only what has become of the fields is written, and nothing that was kept beside them.
pub fn typed(round_trip: impl FnOnce() -> Result<(Value, Vec<Mismatch>)>) -> Result<Value> {
    encode::typed_only(round_trip).map(|(value, _)| value)
}
