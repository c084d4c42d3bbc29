//! Requests and responses as text, as in files with the ending `.http`: a first line, headers, an empty line, and the body. Lines `###` separate
//! several of them.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

/// A request or a response.
#[derive(Clone, Debug)]
pub struct HttpText {
    /// The first line, such as `GET /api/v2/deals` or `429`.
    pub first: String,
    /// The valid headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// Splits a text into its requests or responses.
#[must_use]
pub fn split(text: &[u8]) -> Vec<HttpText> {
    let mut all = vec![Vec::new()];
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        if line.trim_ascii() == b"###" {
            all.push(Vec::new());
        } else if let Some(last) = all.last_mut() {
            last.extend(line);
        }
    }
    all.iter().map(|text| parse(text)).collect()
}

fn parse(mut rest: &[u8]) -> HttpText {
    let mut next = || {
        let end = rest.iter().position(|byte| *byte == b'\n');
        let (line, after) = end.map_or((rest, &rest[rest.len()..]), |end| (&rest[..end], &rest[end + 1..]));
        rest = after;
        line
    };
    let first = String::from_utf8_lossy(next()).trim().to_owned();
    let mut headers = HeaderMap::new();
    loop {
        let line = next().trim_ascii();
        if line.is_empty() {
            break;
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    HttpText { first, headers, body: Bytes::copy_from_slice(rest) }
}
