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
use crate::protocol::rules::{InputRule, InputStyle, Rule, style_of};
use crate::protocol::styles::{Pair, pairs};

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
    /// The content type, if it is not the one of `kind`.
    pub(crate) content_type: Option<HeaderValue>,
    /// The rules for the fields.
    pub(crate) rules: &'static [InputRule],
    /// Whether an empty object is sent if no field is set.
    pub(crate) required: bool,
}

impl Parts<'_> {
    /// Builds the body.
    pub(crate) fn body(&self) -> Result<EncodedBody, String> {
        if let Some(problem) = self.fields.problem() {
            return Err(problem.to_owned());
        }
        let (body, content_type) = self.encoded()?;
        let content_type = content_type.map(|default| self.content_type.clone().unwrap_or(default));
        Ok((body, content_type))
    }

    fn encoded(&self) -> Result<EncodedBody, String> {
        if let Some(root) = self.root {
            return Ok(json(root));
        }
        let fields = self.fields.fields();
        match (self.kind, self.files) {
            (BodyKind::Multipart, files) => multipart::encode(fields, files, self.rules),
            (BodyKind::Form, _) => Ok((RequestBody::from(form::encode(fields, self.rules)?), Some(FORM))),
            (BodyKind::Content, [(_, upload)]) => Ok((upload.body()?, Some(upload.content_type_header()?))),
            (BodyKind::Json, _) if !fields.is_empty() || self.required => Ok(json(fields)),
            (BodyKind::Json | BodyKind::None | BodyKind::Content, _) => Ok((RequestBody::empty(), None)),
        }
    }
}

/// Returns the pairs of a field of a form.
fn field(name: &str, value: &Value, rules: &[InputRule]) -> Result<Vec<Pair>, String> {
    let style = style_of(rules, name, true);
    pairs(Cow::Owned(name.to_owned()), value, style)
}

fn is_exploded(name: &str, rules: &[InputRule]) -> bool {
    style_of(rules, name, true) == Some(InputStyle::Exploded)
}

/// Returns the content type that the description states for a part of a multipart body.
fn content_type_of(name: &str, rules: &[InputRule]) -> Option<&'static str> {
    rules.iter().find_map(|rule| match rule.rule {
        Rule::ContentType(content_type) if rule.is_for(name, true) => Some(content_type),
        _ => None,
    })
}

fn json(value: &impl serde::Serialize) -> EncodedBody {
    // Serializing JSON values cannot fail.
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    (RequestBody::from(Bytes::from(bytes)), Some(JSON))
}
