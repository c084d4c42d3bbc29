//! File downloads.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName};

use crate::http::transport::{CollectError, ResponseBody, TransportError};
use crate::protocol::error::{Error, ErrorKind, Result};

/// A file that is being downloaded: a stream of its bytes.
pub struct Download {
    body: ResponseBody,
    content_type: Option<String>,
    file_name: Option<String>,
    length: Option<u64>,
}

impl Download {
    pub(crate) fn new(headers: &HeaderMap, body: ResponseBody) -> Self {
        let header = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        Self {
            body,
            content_type: header(CONTENT_TYPE).map(str::to_owned),
            file_name: header(CONTENT_DISPOSITION).and_then(file_name),
            length: header(CONTENT_LENGTH).and_then(|length| length.parse().ok()),
        }
    }

    /// Returns the content type, such as `application/pdf`. `None` if the server does not state it.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Returns the name of the file, without directories and control characters. `None` if the server does not state it.
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// Returns the length in bytes. `None` if the server does not state it.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Returns the next chunk. `None` at the end of the file.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Transport`] if the connection fails. The download cannot be continued then.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    /// Reads the whole file into memory. Its size is not limited.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Transport`] if the connection fails.
    pub async fn bytes(self) -> Result<Bytes> {
        let length = self.length;
        match self.body.collect(length, u64::MAX).await {
            Ok(bytes) => Ok(bytes),
            Err(CollectError::Transport(error)) => Err(interrupted(error)),
            Err(CollectError::TooLarge) => Err(Error::new(ErrorKind::TooLarge, "the download does not fit into memory")),
        }
    }
}

impl Stream for Download {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.body).poll_next(cx).map_err(interrupted)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("content_type", &self.content_type)
            .field("file_name", &self.file_name)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

fn interrupted(error: TransportError) -> Error {
    Error::new(ErrorKind::Transport, "the download was interrupted").with_source(error)
}

/// Returns the file name of a header such as `attachment; filename="a.pdf"; filename*=UTF-8''%C3%A4.pdf`. `filename*` takes
/// precedence.
fn file_name(disposition: &str) -> Option<String> {
    let parameters = || parameters(disposition).into_iter();
    let extended = parameters().find(|(name, _)| name == "filename*").and_then(|(_, value)| {
        let encoded = value.splitn(3, '\'').nth(2)?.to_owned();
        Some(percent_encoding::percent_decode_str(&encoded).decode_utf8_lossy().into_owned())
    });
    let plain = || parameters().find(|(name, _)| name == "filename").map(|(_, value)| value);
    let name = extended.or_else(plain)?;
    let name: String = name.rsplit(['/', '\\']).next()?.chars().filter(|c| !c.is_control()).collect();
    let name = name.trim().to_owned();
    (!matches!(name.as_str(), "" | "." | "..")).then_some(name)
}

/// Returns the parameters of a header, without quotes.
fn parameters(header: &str) -> Vec<(String, String)> {
    let (mut parts, mut part, mut quoted, mut escaped) = (Vec::new(), String::new(), false, false);
    for c in header.chars() {
        match c {
            _ if escaped => {
                part.push(c);
                escaped = false;
            }
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => parts.push(std::mem::take(&mut part)),
            _ => part.push(c),
        }
    }
    parts.push(part);
    parts
        .iter()
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn file_names_have_no_directories() {
        for (header, name) in [
            ("attachment; filename=\"a; b.pdf\"", Some("a; b.pdf")),
            ("attachment; filename=a.pdf", Some("a.pdf")),
            ("attachment; filename=\"x.pdf\"; filename*=UTF-8''%C3%A4.pdf", Some("ä.pdf")),
            ("attachment; filename=\"../../etc/passwd\"", Some("passwd")),
            ("attachment; filename*=UTF-8''a%0A%00b.pdf", Some("ab.pdf")),
            ("attachment; filename=\"..\"", None),
            ("attachment", None),
        ] {
            assert_eq!(file_name(header).as_deref(), name, "{header}");
        }
    }
}
