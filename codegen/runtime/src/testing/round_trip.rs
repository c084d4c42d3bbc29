//! Decoding responses and encoding them again, for tests.

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::json::log::Mismatch;
use crate::json::mask::Secrets;
use crate::json::slot::Wire;
use crate::json::target::{TypedTarget, WholeTarget};
use crate::json::wire::Plain;
use crate::json::{BodyError, encode, output, read_body};
use crate::protocol::envelope::{self, EnvelopeBody, Head};
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::protocol::info::OperationInfo;
use crate::response::deleted::{self, DeletedBody, Layout};
use crate::response::{RootBody, missing_value, read_root};

/// Decodes the body of a response like an operation, and encodes it again.
pub type RoundTrip = fn(&'static OperationInfo, u16, &[u8]) -> Result<(Value, Vec<Mismatch>)>;

/// Decodes a body with an envelope and encodes it again. Also returns the values of unexpected types.
pub fn round_trip_data<D>(info: &'static OperationInfo, status: u16, body: &[u8]) -> Result<(Value, Vec<Mismatch>)>
where
    Plain: Wire<D>,
{
    round_trip(info, status, body, |json| {
        let (mut head, mut target) = (Head::default(), TypedTarget::<Plain, D>::new());
        let EnvelopeBody { problem, kept, .. } = envelope::read(json, &mut head, &mut target)?;
        match (target.value, problem) {
            (Some(data), None) => envelope::to_value::<Plain, D>(&head, &data, &kept).map(Ok),
            (_, problem) => Ok(Err(problem.unwrap_or_else(missing_value))),
        }
    })
}

/// Decodes a body without an envelope and encodes it again. Also returns the values of unexpected types.
pub fn round_trip_root<T>(info: &'static OperationInfo, status: u16, body: &[u8]) -> Result<(Value, Vec<Mismatch>)>
where
    Plain: Wire<T>,
{
    round_trip(info, status, body, |json| {
        let mut target = WholeTarget(TypedTarget::<Plain, T>::new());
        let RootBody { problem, original } = read_root(json, &mut target)?;
        match (target.0.value, problem, original) {
            (Some(_), None, Some(original)) if !encode::is_typed_only() => Ok(Ok(original)),
            (Some(value), None, _) => output::to_value::<Plain, T>(&value).map(Ok),
            (_, problem, _) => Ok(Err(problem.unwrap_or_else(missing_value))),
        }
    })
}

/// Decodes the body of a deletion and encodes it again. Also returns the values of unexpected types.
pub fn round_trip_deleted<D>(info: &'static OperationInfo, status: u16, body: &[u8]) -> Result<(Value, Vec<Mismatch>)>
where
    Plain: Wire<D>,
{
    round_trip(info, status, body, |json| reencode_deleted::<D>(json, Layout::Envelope))
}

/// Decodes the body of a deletion without an envelope and encodes it again. Also returns the values of unexpected types.
pub fn round_trip_deleted_root<D>(info: &'static OperationInfo, status: u16, body: &[u8]) -> Result<(Value, Vec<Mismatch>)>
where
    Plain: Wire<D>,
{
    round_trip(info, status, body, |json| reencode_deleted::<D>(json, Layout::Root))
}

fn reencode_deleted<D>(json: &str, layout: Layout) -> serde_json::Result<Result<Value, Mismatch>>
where
    Plain: Wire<D>,
{
    let (mut head, mut target) = (Head::default(), TypedTarget::<Plain, D>::new());
    let body = deleted::read(json, layout, &mut head, &mut target)?;
    let Some(data) = target.value else { return Ok(Err(missing_value())) };
    let value = match body {
        DeletedBody::Envelope(kept) => envelope::to_value::<Plain, D>(&head, &data, &kept)?,
        DeletedBody::Root => match head.extra.get("data") {
            Some(original) => original.clone(),
            None => output::to_value::<Plain, D>(&data)?,
        },
        DeletedBody::Other(value) => value,
    };
    Ok(Ok(value))
}

fn round_trip(
    info: &'static OperationInfo,
    status: u16,
    body: &[u8],
    mut reencode: fn(&str) -> serde_json::Result<Result<Value, Mismatch>>,
) -> Result<(Value, Vec<Mismatch>)> {
    let failed = |error: Error| error.with_call(&info.method, info.path, Some(info));
    let status = StatusCode::from_u16(status).map_err(|error| failed(Error::invalid_request(error.to_string())))?;
    if !status.is_success() {
        return Err(failed(Error::of_response(status, HeaderMap::new(), body.to_vec().into(), &Secrets::default())));
    }
    let (result, mismatches) = read_body(body, &mut reencode);
    match result {
        Ok(Ok(value)) => Ok((value, mismatches)),
        Ok(Err(problem)) => Err(failed(Error::of_mismatch(&problem))),
        Err(BodyError::Json(error)) => Err(failed(Error::of_broken_json(error, body, "", &Secrets::default()))),
        Err(BodyError::TooLarge) => Err(failed(Error::new(ErrorKind::TooLarge, "its lists have too many elements for its size"))),
    }
}

/// Runs `round_trip` such that only typed fields are encoded, without `extra` and other kept values.
pub fn typed(round_trip: impl FnOnce() -> Result<(Value, Vec<Mismatch>)>) -> Result<Value> {
    encode::typed_only(round_trip).map(|(value, _)| value)
}
