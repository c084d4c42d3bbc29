//! Errors for tests of the code that handles them.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::json::mask::Secrets;
use crate::protocol::error::Error;

impl Error {
    /// Creates the error of a response with a status and a body, for tests of the code that handles errors.
    ///
    /// It has the same kind, message and [`api`](Self::api) as the error of a call that receives this response, but no call. A status that
    /// is not valid makes it an [`InvalidRequest`](crate::ErrorKind::InvalidRequest) error.
    ///
    /// Requires the feature `test-util`.
    ///
    /// ```
    /// use pipedrive::{Error, ErrorKind};
    ///
    /// let error = Error::from_response(404, r#"{"success":false,"error":"Deal not found"}"#);
    /// assert_eq!((error.kind(), error.message()), (ErrorKind::NotFound, Some("Deal not found")));
    /// ```
    pub fn from_response(status: u16, body: impl Into<Bytes>) -> Self {
        match StatusCode::from_u16(status) {
            Ok(status) => Self::of_response(status, HeaderMap::new(), body.into(), &Secrets::default()),
            Err(_) => Self::invalid_request(format!("{status} is not a valid status of a response")),
        }
    }
}
