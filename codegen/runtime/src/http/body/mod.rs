//! Request bodies: JSON, forms, and forms with files.

mod form;
mod multipart;
mod upload;

use std::borrow::Cow;

use bytes::Bytes;
use http::HeaderValue;
use serde_json::Value;

pub use upload::Upload;

use crate::http::transport::RequestBody;
use crate::json::input::Input;
use crate::protocol::info::BodyKind;

/// A body and its content type.
pub(crate) type EncodedBody = (RequestBody, Option<HeaderValue>);

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// The parts that a body is built from.
pub(crate) struct Parts<'a> {
    pub(crate) kind: BodyKind,
    /// The fields of an object or form.
    pub(crate) fields: &'a Input,
    /// A JSON body that is not an object. Replaces the fields.
    pub(crate) root: Option<&'a Value>,
    pub(crate) files: &'a [(Cow<'static, str>, Upload)],
    /// Whether an empty object is sent if no field is set.
    pub(crate) required: bool,
}

impl Parts<'_> {
    /// Builds the body.
    pub(crate) fn body(&self) -> Result<EncodedBody, String> {
        if let Some(problem) = self.fields.problem() {
            return Err(problem.to_owned());
        }
        if let Some(root) = self.root {
            return Ok(json(root));
        }
        let fields = self.fields.fields();
        match self.kind {
            BodyKind::Multipart => multipart::encode(fields, self.files),
            BodyKind::Form => Ok((RequestBody::from(form::encode(fields)), Some(FORM))),
            BodyKind::Json if !fields.is_empty() || self.required => Ok(json(fields)),
            BodyKind::Json | BodyKind::None => Ok((RequestBody::empty(), None)),
        }
    }
}

fn json(value: &impl serde::Serialize) -> EncodedBody {
    // Serializing JSON values cannot fail.
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    (RequestBody::from(Bytes::from(bytes)), Some(JSON))
}
