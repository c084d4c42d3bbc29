//! The headers that let programs in a browser use the server.

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::http::ApiResponse;

/// Returns the response to a preflight request, which browsers send before a request with a token.
pub(super) fn preflight(headers: &HeaderMap) -> ApiResponse {
    let asked = headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    let mut response = ApiResponse { status: 204, headers: Box::default(), body: bytes::Bytes::new() };
    response.headers.extend([
        (header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE")),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, asked.unwrap_or(HeaderValue::from_static("*"))),
        (header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600")),
    ]);
    allow(&mut response);
    response
}

/// Lets programs of all origins read a response.
pub(super) fn allow(response: &mut ApiResponse) {
    const EXPOSED: (HeaderName, HeaderValue) = (header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("*"));
    response.headers.extend([(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")), EXPOSED]);
}
