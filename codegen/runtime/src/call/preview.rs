//! The request of a call before it is sent, without credentials.

use std::borrow::Cow;
use std::fmt;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::call::Call;
use crate::http::body::Upload;
use crate::http::url::Base;
use crate::json::mask::Secrets;
use crate::json::unquoted::unquoted;
use crate::protocol::error::{Error, Result};
use crate::protocol::info::{BodyKind, OperationInfo};

/// A request as it is sent, without credentials, returned by [`Request::preview`](crate::api::Request::preview).
///
/// `Display` is the request in the notation of HTTP: the method and the URL, the headers, and the body, with JSON indented.
///
/// Secrets among the inputs, such as a `client_secret` or a password, are replaced by `…`.
#[derive(Clone)]
pub struct Preview {
    pub(crate) operation: Option<&'static OperationInfo>,
    pub(crate) method: Method,
    pub(crate) url: String,
    /// As it is sent, relative to the server.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) json: Option<Value>,
    pub(crate) files: Vec<FilePreview>,
}

/// A file of a [`Preview`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FilePreview {
    /// The name of the field.
    pub field: String,
    /// The name of the file.
    pub name: String,
    /// The content type.
    pub content_type: String,
    /// The length in bytes. `None` if it is not known.
    pub length: Option<u64>,
}

impl Preview {
    /// Creates the preview of a call whose inputs are valid.
    pub(super) fn of(call: &Call, base: &Base, query: &[(Cow<'static, str>, String)], secrets: &Secrets) -> Result<Self> {
        let parts = call.body_parts();
        let (_, content_type) = parts.body().map_err(Error::invalid_request)?;
        let is_json = content_type.is_some() && parts.kind != BodyKind::Content;
        let json = is_json.then(|| match parts.root {
            Some(root) => masked(root, secrets),
            None => masked(&Value::Object(parts.fields.fields().clone()), secrets),
        });
        let files = call.files.iter().map(|(field, upload)| FilePreview::of(field, upload)).collect::<Result<_, _>>();
        let mut headers = call.headers.clone();
        let credentials = &call.client.0.credentials.headers;
        for name in credentials {
            headers.remove(name);
        }
        call.add_cookies(&mut headers);
        if let Some(content_type) = content_type {
            headers.insert(CONTENT_TYPE, without_parameters(&content_type));
        }
        let masked_str = |string: &str| secrets.mask_str(string).into_owned();
        Ok(Self {
            operation: call.info,
            method: call.method.clone(),
            url: masked_str(&base.join(&call.path, query, call.rules())),
            path: masked_str(&call.path),
            query: query.iter().map(|(name, value)| (name.to_string(), masked_str(value))).collect(),
            headers,
            json,
            files: files.map_err(Error::invalid_request)?,
        })
    }

    /// Returns the operation. `None` for `Client::request`.
    pub fn operation(&self) -> Option<&'static OperationInfo> {
        self.operation
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the URL, including the query.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the path of the operation with its parameters, percent-encoded, such as `/api/v2/deals/42`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns a parameter of the path, such as `id`. `None` if the path of the operation has no such parameter.
    pub fn path_parameter(&self, name: &str) -> Option<Cow<'_, str>> {
        let info = self.operation?;
        let template = info.sent_to.unwrap_or(info.path).split('/');
        let is_parameter = |segment: &str| segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) == Some(name);
        let value = template.zip(self.path.split('/')).find(|(segment, _)| is_parameter(segment))?.1;
        Some(percent_decode_str(value).decode_utf8_lossy())
    }

    /// Returns a parameter of the query. `None` if it is not sent.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns an iterator over the names and values of the query, in the order in which they are sent.
    pub fn queries(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the content type and the headers that are set for the request, without those that contain credentials.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body as JSON; for a form, an object of its fields without the [`files`](Self::files). `None` if there is no body.
    pub fn json(&self) -> Option<&Value> {
        self.json.as_ref()
    }

    /// Returns the files of the body.
    pub fn files(&self) -> &[FilePreview] {
        &self.files
    }

    fn is_json(&self) -> bool {
        self.headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "application/json")
    }
}

impl FilePreview {
    fn of(field: &str, upload: &Upload) -> Result<Self, String> {
        let (name, content_type) = upload.name_and_type();
        let length = upload.body()?.length();
        Ok(Self { field: field.to_owned(), name: name.to_owned(), content_type: content_type.to_owned(), length })
    }
}

/// Compares everything that is sent: the method, the URL, the headers and the body.
impl PartialEq for Preview {
    fn eq(&self, other: &Self) -> bool {
        (&self.method, &self.url, &self.headers) == (&other.method, &other.url, &other.headers)
            && (&self.json, &self.files) == (&other.json, &other.files)
    }
}

impl fmt::Display for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url)?;
        for (name, value) in &self.headers {
            write!(f, "\n{name}: {}", String::from_utf8_lossy(value.as_bytes()))?;
        }
        match &self.json {
            None => return Ok(()),
            Some(json) if self.is_json() => write!(f, "\n\n{json:#}")?,
            Some(fields) => {
                f.write_str("\n")?;
                for (name, value) in fields.as_object().into_iter().flatten() {
                    write!(f, "\n{name}={}", unquoted(value))?;
                }
            }
        }
        for file in &self.files {
            write!(f, "\n{}={} ({}, ", file.field, file.name, file.content_type)?;
            match file.length {
                Some(length) => write!(f, "{length} bytes)")?,
                None => f.write_str("unknown length)")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Returns JSON with masked secrets, and masked strings in fields whose names indicate a secret.
fn masked(json: &Value, secrets: &Secrets) -> Value {
    let bytes = serde_json::to_vec(json).unwrap_or_default();
    secrets.mask_body(&bytes).and_then(|masked| serde_json::from_slice(&masked).ok()).unwrap_or_else(|| json.clone())
}

/// Returns a content type without the boundary, which is random.
fn without_parameters(content_type: &HeaderValue) -> HeaderValue {
    let kind = content_type.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default();
    HeaderValue::from_bytes(kind).unwrap_or_else(|_| content_type.clone())
}
