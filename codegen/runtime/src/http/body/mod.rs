//! The bodies of calls: JSON, forms, forms with files.

mod form;
mod multipart;
mod upload;

use bytes::Bytes;
use http::HeaderValue;

pub use upload::Upload;

use crate::http::transport::RequestBody;
use crate::protocol::info::BodyKind;
use crate::request::call::Call;

/// A body and its content type.
pub(crate) type Body = (RequestBody, Option<HeaderValue>);

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// Makes the body of a call.
pub(crate) fn of(call: &Call) -> Result<Body, String> {
    if let Some(fault) = call.body.fault() {
        return Err(fault.to_owned());
    }
    if let Some(root) = &call.root {
        return Ok(json(root));
    }
    let fields = call.body.fields();
    match call.info.map_or(BodyKind::Json, |info| info.body) {
        BodyKind::Multipart => multipart::encode(fields, &call.files),
        BodyKind::Form => Ok((RequestBody::from(form::encode(fields)), Some(FORM))),
        BodyKind::Json if !fields.is_empty() || wants_body(call) => Ok(json(fields)),
        BodyKind::Json | BodyKind::None => Ok((RequestBody::empty(), None)),
    }
}

/// An operation that creates or changes something gets an object even where nothing is set.
fn wants_body(call: &Call) -> bool {
    call.info.is_some() && matches!(call.method.as_str(), "POST" | "PUT" | "PATCH")
}

fn json(value: &impl serde::Serialize) -> Body {
    // JSON values can always be written.
    let text = serde_json::to_vec(value).unwrap_or_default();
    (RequestBody::from(Bytes::from(text)), Some(JSON))
}
