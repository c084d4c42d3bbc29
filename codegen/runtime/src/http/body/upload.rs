//! Files to send.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::http::transport::{ByteStream, RequestBody, TransportError};

const CHUNK: u64 = 64 * 1024;

/// A file to send, with its name and content type. It can be sent again when a call is repeated.
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
    /// A file from its content.
    pub fn from_bytes(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self::new(name.into(), UploadSource::Body(RequestBody::from(content.into())))
    }

    /// A file of the file system. It is opened when the call is made, and must not change until then.
    ///
    /// It is read in pieces of 64 KiB on the task that sends them, which is as good as unnoticeable for local disks. For slow
    /// ones there is [`Upload::from_stream`].
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self::new(name, UploadSource::Path(Arc::new(path)))
    }

    /// A file from a stream. `open` begins the stream, each time from its start; `length` saves the server from guessing.
    pub fn from_stream(
        name: impl Into<String>,
        length: Option<u64>,
        open: impl Fn() -> ByteStream + Send + Sync + 'static,
    ) -> Self {
        Self::new(name.into(), UploadSource::Body(RequestBody::stream(length, open)))
    }

    fn new(name: String, source: UploadSource) -> Self {
        let name = or_file(name);
        let content_type = guess(&name).to_owned();
        Self { name, content_type, source }
    }

    /// Sets the name that the file has for the API. An empty one is `file`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = or_file(name.into());
        self
    }

    /// Sets the content type. Otherwise it is guessed from the name.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    pub(crate) fn name_and_type(&self) -> (&str, &str) {
        (&self.name, &self.content_type)
    }

    /// The content. For a file of the file system its length is looked up now.
    pub(crate) fn body(&self) -> Result<RequestBody, String> {
        match &self.source {
            UploadSource::Body(body) => Ok(body.clone()),
            UploadSource::Path(path) => {
                let length = std::fs::metadata(&**path)
                    .and_then(|data| if data.is_file() { Ok(data.len()) } else { Err(std::io::ErrorKind::InvalidInput.into()) })
                    .map_err(|error| format!("the file {} cannot be read: {error}", path.display()))?;
                let path = Arc::clone(path);
                Ok(RequestBody::stream(Some(length), move || Box::pin(FileStream::open(&path, length))))
            }
        }
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("name", &self.name).field("content_type", &self.content_type).finish_non_exhaustive()
    }
}

/// A file in pieces; exactly as long as has been announced.
struct FileStream {
    file: Result<File, Option<std::io::Error>>,
    left: u64,
}

impl FileStream {
    fn open(path: &PathBuf, length: u64) -> Self {
        Self { file: File::open(path).map_err(Some), left: length }
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
        if this.left == 0 {
            return Poll::Ready(None);
        }
        let mut chunk = Vec::new();
        let result = file.take(CHUNK.min(this.left)).read_to_end(&mut chunk);
        this.left -= chunk.len() as u64;
        let failure = match result {
            Ok(0) => TransportError::other("the file has become shorter"),
            Ok(_) => return Poll::Ready(Some(Ok(chunk.into()))),
            Err(error) => TransportError::other(error),
        };
        this.file = Err(None);
        Poll::Ready(Some(Err(failure)))
    }
}

/// The API refuses files without a name.
fn or_file(name: String) -> String {
    if name.is_empty() { "file".to_owned() } else { name }
}

/// The content type for a file name. The API refuses parts without one.
fn guess(name: &str) -> &'static str {
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
        _ => "application/octet-stream",
    }
}
