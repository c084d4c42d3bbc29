//! Sending a request and receiving its response, including redirects of downloads.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};
use url::Url;

use super::grant::Grant;
use super::prepare::{Prepared, response_kind};
use crate::call::Call;
use crate::http::transport::{CollectError, RequestBody, ResponseBody, TransportError};
use crate::policy::limits::Permit;
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::protocol::info::ResponseKind;
use crate::protocol::rate_limit::RateLimit;
use crate::response::Content;

/// The maximum number of redirects of a download.
const MAX_REDIRECTS: usize = 5;

/// A successful response.
pub(super) type Received = (StatusCode, HeaderMap, Content);

/// Sends the request once, and reads the body of the response unless it is a file.
pub(super) async fn exchange(call: &Call, prepared: &Prepared, grant: &Grant<'_>, permit: &mut Permit<'_>) -> Result<Received> {
    let (response, is_cross_origin) = send_request(call, prepared, grant, permit).await?;
    let (head, body) = response.into_parts();
    if head.status.is_success() && is_binary(call) {
        return Ok((head.status, head.headers, Content::Stream(body)));
    }
    let secrets = || grant.secrets(call);
    // The length in a response to HEAD is that of the content which GET would return.
    let length = head.headers.get(CONTENT_LENGTH).filter(|_| call.method != Method::HEAD);
    let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
    match body.collect(length, call.client.0.max_response_size).await {
        Ok(bytes) if head.status.is_success() => Ok((head.status, head.headers, Content::Bytes(bytes))),
        Ok(bytes) => {
            let error = Error::of_response(head.status, head.headers, bytes, &secrets());
            // The status of another server does not concern the credentials and rate limits of this client.
            let concerns_account =
                matches!(error.kind(), ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::RateLimited);
            Err(if is_cross_origin && concerns_account { error.with_kind(ErrorKind::Api) } else { error })
        }
        Err(error) => {
            let error = match error {
                CollectError::Transport(error) => transport_error(error),
                CollectError::TooLarge => {
                    let max = call.client.0.max_response_size;
                    Error::new(ErrorKind::TooLarge, format!("more than {max} bytes: increase `max_response_size` of the client"))
                }
            };
            Err(error.with_response(head.status, head.headers, Bytes::new(), &secrets()))
        }
    }
}

/// Sends the request once. Returns the response before its body is read, and whether it is from another origin.
async fn send_request(
    call: &Call,
    prepared: &Prepared,
    grant: &Grant<'_>,
    permit: &mut Permit<'_>,
) -> Result<(Response<ResponseBody>, bool)> {
    let (request, redirect_start) = build_request(call, prepared, grant)?;
    let result = call.client.0.transport.send(request).await.map_err(transport_error);
    let response = result.inspect_err(|error| {
        if error.kind() == ErrorKind::Connect {
            permit.not_sent();
        }
    })?;
    permit.completed(RateLimit::of(response.headers()));
    match redirect_start {
        // Boxed, because most calls do not need this future.
        Some(start) => Box::pin(follow_redirects(call, grant, &start.0, &start.1, response)).await,
        None => Ok((response, false)),
    }
}

/// The URL and the headers of a download, which redirects start from. `None` for all other requests.
type RedirectStart = Option<Box<(String, HeaderMap)>>;

fn build_request(call: &Call, prepared: &Prepared, grant: &Grant<'_>) -> Result<(Request<RequestBody>, RedirectStart)> {
    let mut headers = prepared.headers(call);
    grant.add_headers(&mut headers);
    let url = grant.base().join(&call.path, &grant.query(&prepared.query), call.rules());
    let redirect_start = (is_binary(call) && prepared.method == Method::GET).then(|| Box::new((url.clone(), headers.clone())));
    #[cfg_attr(not(feature = "test-util"), expect(unused_mut, reason = "only for fakes it is modified"))]
    let mut request = request(prepared.method.clone(), url, headers, prepared.body.clone())?;
    #[cfg(feature = "test-util")]
    if !call.client.0.clock.is_real() {
        request.extensions_mut().insert(super::preview(call)?);
    }
    Ok((request, redirect_start))
}

fn is_binary(call: &Call) -> bool {
    response_kind(call.info) == ResponseKind::Binary
}

fn request(method: Method, url: String, headers: HeaderMap, body: RequestBody) -> Result<Request<RequestBody>> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    // `try_from` reuses the string, `parse` would copy it.
    *request.uri_mut() = Uri::try_from(url).map_err(|error| Error::invalid_request("the URL is not valid").with_source(error))?;
    *request.headers_mut() = headers;
    Ok(request)
}

/// Follows the redirects of a download. The credentials and the headers of the user are not sent to another origin. Returns the
/// response, and whether it is from another origin.
async fn follow_redirects(
    call: &Call,
    grant: &Grant<'_>,
    url: &str,
    headers: &HeaderMap,
    mut response: Response<ResponseBody>,
) -> Result<(Response<ResponseBody>, bool)> {
    let origin = grant.base().origin();
    let refuse = |message: &str| Error::new(ErrorKind::Redirect, message);
    let mut current = Url::parse(url).map_err(|error| Error::invalid_request("the URL is not valid").with_source(error))?;
    let mut is_cross_origin = false;
    for _ in 0..MAX_REDIRECTS {
        if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
            return Ok((response, is_cross_origin));
        }
        let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
        let next = location
            .and_then(|location| current.join(location).ok())
            .ok_or_else(|| refuse("the response has no valid `location` header"))?;
        if !matches!(next.scheme(), "http" | "https") || (current.scheme() == "https" && next.scheme() != "https") {
            return Err(refuse("the target is not secure: only `https` URLs are followed"));
        }
        // Even if a later redirect returns to the origin: another server must not be able to trigger requests with the
        // credentials.
        is_cross_origin |= next.origin() != origin;
        let mut headers = headers.clone();
        if is_cross_origin {
            headers =
                HeaderMap::from_iter([(USER_AGENT, call.client.0.user_agent.clone()), (ACCEPT, HeaderValue::from_static("*/*"))]);
        }
        let request = request(Method::GET, next.to_string(), headers, RequestBody::empty())?;
        response = call.client.0.transport.send(request).await.map_err(transport_error)?;
        current = next;
    }
    if response.status().is_redirection() { Err(refuse("too many redirects")) } else { Ok((response, is_cross_origin)) }
}

fn transport_error(error: TransportError) -> Error {
    // Checked first: if connecting timed out, nothing was sent.
    let kind = if error.is_misconfigured() {
        ErrorKind::Configuration
    } else if error.is_connect() {
        ErrorKind::Connect
    } else if error.is_timeout() {
        ErrorKind::Timeout
    } else {
        ErrorKind::Transport
    };
    // The message is the innermost cause.
    Error::new(kind, "").with_source(error)
}
