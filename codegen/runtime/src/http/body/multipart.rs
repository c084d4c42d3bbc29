//! Bodies of the type `multipart/form-data`. They are streamed, and identical for each attempt.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;
use serde_json::{Map, Value};

use super::upload::UNKNOWN_TYPE;
use super::{EncodedBody, Upload};
use crate::http::random;
use crate::http::transport::{ByteStream, RequestBody, TransportError};
use crate::protocol::rules::InputRule;
use crate::protocol::styles::Pair;

/// Encodes fields and files.
pub(crate) fn encode(
    fields: &Map<String, Value>,
    files: &[(Cow<'static, str>, Upload)],
    rules: &[InputRule],
) -> Result<EncodedBody, String> {
    let boundary = boundary();
    let mut parts: Vec<RequestBody> = Vec::new();
    for (field, value) in fields {
        let content_type = super::content_type_of(field, rules);
        for (name, value) in values(field, value, content_type, rules)? {
            let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"\r\n", quoted(&name));
            let content_type = content_type.map(|content_type| format!("Content-Type: {content_type}\r\n")).unwrap_or_default();
            parts.push(Bytes::from(format!("{head}{content_type}\r\n{value}\r\n")).into());
        }
    }
    for (name, upload) in files {
        let (file_name, content_type) = upload.name_and_type();
        // What the description states is better than no knowledge of the type.
        let stated = super::content_type_of(name, rules).filter(|_| content_type == UNKNOWN_TYPE);
        let content_type = stated.unwrap_or(content_type);
        if HeaderValue::from_str(content_type).is_err() || content_type.is_empty() {
            return Err(format!("the content type {content_type:?} of the file `{file_name}` is not valid"));
        }
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: {content_type}\r\n\r\n",
            quoted(name),
            quoted(file_name),
        );
        parts.push(Bytes::from(head).into());
        parts.push(upload.body()?);
        parts.push(Bytes::from_static(b"\r\n").into());
    }
    parts.push(Bytes::from(format!("--{boundary}--\r\n")).into());
    let content_type = HeaderValue::from_str(&format!("multipart/form-data; boundary={boundary}"))
        .map_err(|_| "the boundary is not a valid header value".to_owned())?;
    Ok((join(parts), Some(content_type)))
}

/// Returns the parts of a field. JSON is written as such; in other content types, strings are without quotes.
fn values(field: &str, value: &Value, content_type: Option<&str>, rules: &[InputRule]) -> Result<Vec<Pair>, String> {
    if !content_type.is_some_and(|content_type| content_type.contains("json")) {
        return super::field(field, value, rules);
    }
    let name = || Cow::Owned(field.to_owned());
    Ok(match value {
        Value::Array(items) if super::is_exploded(field, rules) => items.iter().map(|item| (name(), item.to_string())).collect(),
        value => vec![(name(), value.to_string())],
    })
}

/// Returns a name escaped for a quoted string, the way browsers do: it cannot end the quotes or the line.
fn quoted(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '"' => escaped.push_str("%22"),
            // Some servers read a backslash before the closing quote as an escaped quote.
            '\\' => escaped.push_str("%5C"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            c if c.is_control() => escaped.push('_'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Returns a boundary. With 128 random bits, it does not occur in any file.
fn boundary() -> String {
    format!("----pipedrive{:016x}{:016x}", random::bits(), random::bits())
}

/// Concatenates bodies. The result is streamed if one of them is.
fn join(parts: Vec<RequestBody>) -> RequestBody {
    if let Some(all) = parts.iter().map(|part| part.as_bytes().map(|bytes| &bytes[..])).collect::<Option<Vec<_>>>() {
        return RequestBody::from(all.concat());
    }
    let length = parts.iter().map(RequestBody::length).sum();
    let parts = Arc::new(parts);
    RequestBody::stream(length, move || Box::pin(Joined { current: None, remaining: parts.iter().cloned().collect() }))
}

/// A stream of several bodies, one after the other.
struct Joined {
    current: Option<ByteStream>,
    remaining: VecDeque<RequestBody>,
}

impl Stream for Joined {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(current) = &mut self.current {
                match current.as_mut().poll_next(cx) {
                    Poll::Ready(None) => {}
                    other => return other,
                }
            }
            // A stream that has ended must not be polled again, so it is dropped even if it was the last one.
            self.current = self.remaining.pop_front().map(|body| body.to_stream());
            if self.current.is_none() {
                return Poll::Ready(None);
            }
        }
    }
}
