//! File uploads.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;

use crate::http::transport::{ByteStream, RequestBody, TransportError};

/// The maximum number of bytes that are read from a file at once.
const CHUNK_SIZE: u64 = 64 * 1024;

/// The content type of a file whose type is not known.
pub(crate) const UNKNOWN_TYPE: &str = "application/octet-stream";

/// A file to upload, with its name and content type. It is sent again if the call is retried.
#[derive(Clone)]
pub struct Upload {
    name: String,
    content_type: String,
    source: UploadSource,
}

#[derive(Clone)]
enum UploadSource {
    Body(RequestBody),
    Path(Arc<PathBuf>),
}

impl Upload {
    /// Creates an upload from the content of a file.
    pub fn from_bytes(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self::new(name.into(), UploadSource::Body(RequestBody::from(content.into())))
    }

    /// Creates an upload from a file of the file system. Its name is the last component of the path. The file is opened when the
    /// call is made; if it cannot be read, the call returns an error. It must not change while it is sent.
    ///
    /// The file is read with blocking I/O in chunks of 64 KiB, on the task that sends the request. Use [`Upload::from_stream`]
    /// for slow file systems.
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self::new(name, UploadSource::Path(Arc::new(path)))
    }

    /// Creates an upload from a stream. `open` is called for each attempt, and must return the stream from its start. `length` is
    /// the number of bytes, if it is known.
    pub fn from_stream(
        name: impl Into<String>,
        length: Option<u64>,
        open: impl Fn() -> ByteStream + Send + Sync + 'static,
    ) -> Self {
        Self::new(name.into(), UploadSource::Body(RequestBody::stream(length, open)))
    }

    fn new(name: String, source: UploadSource) -> Self {
        let name = name_or_default(name);
        let content_type = guess_content_type(&name).to_owned();
        Self { name, content_type, source }
    }

    /// Sets the name of the file that is sent to the API. An empty name is replaced by `file`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name_or_default(name.into());
        self
    }

    /// Sets the content type. By default, it is derived from the extension of the name that the upload is created with, and
    /// `application/octet-stream` if the extension is not known.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// Returns the content type as a header.
    pub(crate) fn content_type_header(&self) -> Result<HeaderValue, String> {
        HeaderValue::from_str(&self.content_type).map_err(|_| format!("the content type {:?} is not valid", self.content_type))
    }

    pub(crate) fn name_and_type(&self) -> (&str, &str) {
        (&self.name, &self.content_type)
    }

    /// Returns the content. The length of a file of the file system is determined here.
    pub(crate) fn body(&self) -> Result<RequestBody, String> {
        match &self.source {
            UploadSource::Body(body) => Ok(body.clone()),
            UploadSource::Path(path) => {
                let length =
                    std::fs::metadata(&**path)
                        .and_then(|metadata| {
                            if metadata.is_file() { Ok(metadata.len()) } else { Err(std::io::ErrorKind::InvalidInput.into()) }
                        })
                        .map_err(|error| format!("cannot read the file `{}`: {error}", path.display()))?;
                let path = Arc::clone(path);
                Ok(RequestBody::stream(Some(length), move || Box::pin(FileStream::open(&path, length))))
            }
        }
    }
}

/// Creates an upload with the name `file`, for bodies that have no file name.
impl From<Bytes> for Upload {
    fn from(content: Bytes) -> Self {
        Self::from_bytes("", content)
    }
}

/// Creates an upload with the name `file`, for bodies that have no file name.
impl From<Vec<u8>> for Upload {
    fn from(content: Vec<u8>) -> Self {
        Self::from_bytes("", content)
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("name", &self.name).field("content_type", &self.content_type).finish_non_exhaustive()
    }
}

/// A stream of the content of a file. It ends after `remaining` bytes, because the length has already been sent.
struct FileStream {
    file: Result<File, Option<std::io::Error>>,
    remaining: u64,
}

impl FileStream {
    fn open(path: &PathBuf, length: u64) -> Self {
        Self { file: File::open(path).map_err(Some), remaining: length }
    }
}

impl Stream for FileStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let file = match &mut this.file {
            Ok(file) => file,
            Err(error) => return Poll::Ready(error.take().map(|error| Err(TransportError::other(error)))),
        };
        if this.remaining == 0 {
            return Poll::Ready(None);
        }
        let mut chunk = Vec::new();
        let result = file.take(CHUNK_SIZE.min(this.remaining)).read_to_end(&mut chunk);
        this.remaining -= chunk.len() as u64;
        let error = match result {
            Ok(0) => TransportError::other("the file was truncated while it was read"),
            Ok(_) => return Poll::Ready(Some(Ok(chunk.into()))),
            Err(error) => TransportError::other(error),
        };
        this.file = Err(None);
        Poll::Ready(Some(Err(error)))
    }
}

/// Replaces an empty name by `file`: the API refuses files without a name.
fn name_or_default(name: String) -> String {
    if name.is_empty() { "file".to_owned() } else { name }
}

/// Returns the content type for the extension of a file name. The API refuses files without a content type.
fn guess_content_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref().unwrap_or_default() {
        "csv" => "text/csv",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "gif" => "image/gif",
        "htm" | "html" => "text/html",
        "jpeg" | "jpg" => "image/jpeg",
        "json" => "application/json",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "ogg" => "audio/ogg",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "ppt" => "application/vnd.ms-powerpoint",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "svg" => "image/svg+xml",
        "txt" => "text/plain",
        "wav" => "audio/wav",
        "webp" => "image/webp",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xml" => "application/xml",
        "zip" => "application/zip",
        _ => UNKNOWN_TYPE,
    }
}
