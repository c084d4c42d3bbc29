//! The bodies of calls: JSON, forms, forms with files.

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
pub(crate) type Body = (RequestBody, Option<HeaderValue>);

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// What a body is made of.
pub(crate) struct Parts<'a> {
    pub(crate) kind: BodyKind,
    /// The fields of an object or form.
    pub(crate) fields: &'a Input,
    /// A JSON body that is something else than an object, in place of the fields.
    pub(crate) root: Option<&'a Value>,
    pub(crate) files: &'a [(Cow<'static, str>, Upload)],
    /// Whether an object is sent even if no field is set.
    pub(crate) required: bool,
}

impl Parts<'_> {
    /// Returns the body and its content type.
    pub(crate) fn body(&self) -> Result<Body, String> {
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

fn json(value: &impl serde::Serialize) -> Body {
    // JSON values can always be written.
    let text = serde_json::to_vec(value).unwrap_or_default();
    (RequestBody::from(Bytes::from(text)), Some(JSON))
}
