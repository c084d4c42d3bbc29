//! File downloads.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName};

use super::file_name;
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
            file_name: headers.get(CONTENT_DISPOSITION).and_then(|value| file_name::of_header(value.as_bytes())),
            length: header(CONTENT_LENGTH).and_then(|length| length.parse().ok()),
        }
    }

    /// Returns the content type, such as `application/pdf`. `None` if the server does not state it.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Returns the name of the file, changed so that it is safe to create a file with it on every system. `None` if the server does not
    /// state a name.
    ///
    /// The name has at most 255 bytes, and neither directories, drives, control characters, invisible characters nor those that change
    /// the direction of writing. Characters that Windows does not allow, such as `:`, are replaced by `_`; dots and spaces at its ends are
    /// removed; the name of a device, such as `CON` or `nul.txt`, gets the prefix `_`. If nothing is left, the name is `download`.
    ///
    /// A file with this name may already exist.
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
