//! HTML forms with files, streamed, and the same each time they are sent.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;
use serde_json::{Map, Value};

use super::{Body, Upload};
use crate::http::random;
use crate::http::transport::{ByteStream, RequestBody, TransportError};
use crate::json::unquoted::unquoted;

/// Writes fields and files.
pub(crate) fn encode(fields: &Map<String, Value>, files: &[(Cow<'static, str>, Upload)]) -> Result<Body, String> {
    let boundary = boundary();
    let mut pieces: Vec<RequestBody> = Vec::new();
    for (name, value) in fields {
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n", quoted(name));
        pieces.push(Bytes::from(format!("{head}{}\r\n", unquoted(value))).into());
    }
    for (name, upload) in files {
        let (file_name, content_type) = upload.name_and_type();
        if HeaderValue::from_str(content_type).is_err() || content_type.is_empty() {
            return Err(format!("{content_type:?} is no content type"));
        }
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: {content_type}\r\n\r\n",
            quoted(name),
            quoted(file_name),
        );
        pieces.push(Bytes::from(head).into());
        pieces.push(upload.body()?);
        pieces.push(Bytes::from_static(b"\r\n").into());
    }
    pieces.push(Bytes::from(format!("--{boundary}--\r\n")).into());
    let content_type = HeaderValue::from_str(&format!("multipart/form-data; boundary={boundary}"))
        .map_err(|_| "the boundary is no header".to_owned())?;
    Ok((join(pieces), Some(content_type)))
}

/// A name inside quotes, escaped the way browsers do: nothing can end the quotes or the line.
fn quoted(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '"' => escaped.push_str("%22"),
            // Some servers would take it, and the quote after it, for a quote inside.
            '\\' => escaped.push_str("%5C"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            c if c.is_control() => escaped.push('_'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A line that does not occur in any file: 128 random bits are enough for that.
fn boundary() -> String {
    format!("----pipedrive{:016x}{:016x}", random::bits(), random::bits())
}

/// One body out of many.
fn join(pieces: Vec<RequestBody>) -> RequestBody {
    if let Some(all) = pieces.iter().map(|piece| piece.as_bytes().map(|bytes| &bytes[..])).collect::<Option<Vec<_>>>() {
        return RequestBody::from(all.concat());
    }
    let length = pieces.iter().map(RequestBody::length).sum();
    let pieces = Arc::new(pieces);
    RequestBody::stream(length, move || Box::pin(Joined { now: None, next: pieces.iter().cloned().collect() }))
}

struct Joined {
    now: Option<ByteStream>,
    next: VecDeque<RequestBody>,
}

impl Stream for Joined {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(now) = &mut self.now {
                match now.as_mut().poll_next(cx) {
                    Poll::Ready(None) => {}
                    other => return other,
                }
            }
            // A stream that has ended must not be asked again, so it goes either way.
            self.now = self.next.pop_front().map(|next| next.to_stream());
            if self.now.is_none() {
                return Poll::Ready(None);
            }
        }
    }
}
