//! One request and its response, redirects of downloads included.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};
use url::Url;

use super::grant::Grant;
use super::prepare::{Prepared, response_kind};
use crate::call::Call;
use crate::http::transport::{RequestBody, ResponseBody, TransportError, Unread};
use crate::policy::limits::Permit;
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::protocol::info::ResponseKind;
use crate::protocol::rate_limit::RateLimit;
use crate::response::Content;

/// How many redirects a download may take.
const MOST_REDIRECTS: usize = 5;

/// What came back when all went well.
pub(super) type Received = (StatusCode, HeaderMap, Content);

/// Sends once, and reads the response unless it is a file.
pub(super) async fn exchange(call: &Call, prepared: &Prepared, grant: &Grant<'_>, permit: &mut Permit<'_>) -> Result<Received> {
    let (response, left_home) = answer(call, prepared, grant, permit).await?;
    let (head, body) = response.into_parts();
    if head.status.is_success() && is_binary(call) {
        return Ok((head.status, head.headers, Content::Stream(body)));
    }
    let length = head.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    match body.collect(length, call.client.0.max_response_size).await {
        Ok(bytes) if head.status.is_success() => Ok((head.status, head.headers, Content::Bytes(bytes))),
        Ok(bytes) => {
            let error = Error::of_response(head.status, head.headers, bytes);
            // Another server knows nothing of our credentials and limits: neither is to be renewed or kept because of it.
            let is_of_account = matches!(error.kind(), ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::RateLimited);
            Err(if left_home && is_of_account { error.with_kind(ErrorKind::Api) } else { error })
        }
        Err(unread) => {
            let error = match unread {
                Unread::Broken(error) => transport_error(error),
                Unread::TooLong => {
                    let most = call.client.0.max_response_size;
                    Error::new(ErrorKind::TooLarge, format!("more than {most} bytes; the client's `max_response_size` decides"))
                }
            };
            Err(error.with_response(head.status, head.headers, Bytes::new()))
        }
    }
}

/// Sends once, and gives the response before its body is read. Tells whether it came from elsewhere.
async fn answer(
    call: &Call,
    prepared: &Prepared,
    grant: &Grant<'_>,
    permit: &mut Permit<'_>,
) -> Result<(Response<ResponseBody>, bool)> {
    let (request, home) = outgoing(call, prepared, grant)?;
    let sent = call.client.0.transport.send(request).await.map_err(transport_error);
    let response = sent.inspect_err(|error| {
        if error.kind() == ErrorKind::Connect {
            permit.not_sent();
        }
    })?;
    permit.completed(RateLimit::of(response.headers()));
    match home {
        // In a piece of its own, which most calls have not.
        Some(home) => Box::pin(follow(call, grant, &home.0, &home.1, response)).await,
        None => Ok((response, false)),
    }
}

/// The URL and the headers that redirects of a download start from.
type Home = Option<Box<(String, HeaderMap)>>;

fn outgoing(call: &Call, prepared: &Prepared, grant: &Grant<'_>) -> Result<(Request<RequestBody>, Home)> {
    let mut headers = prepared.headers(call);
    grant.add_headers(&mut headers);
    let url = grant.base().join(&call.path, &grant.query(&prepared.query));
    let home = (is_binary(call) && prepared.method == Method::GET).then(|| Box::new((url.clone(), headers.clone())));
    Ok((request(prepared.method.clone(), url, headers, prepared.body.clone())?, home))
}

fn is_binary(call: &Call) -> bool {
    response_kind(call.info) == ResponseKind::Binary
}

fn request(method: Method, url: String, headers: HeaderMap, body: RequestBody) -> Result<Request<RequestBody>> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    // Which takes the text over rather than copy it.
    *request.uri_mut() = Uri::try_from(url).map_err(|error| Error::invalid_request("the URL is not valid").with_source(error))?;
    *request.headers_mut() = headers;
    Ok(request)
}

/// Files may be somewhere else. The credentials do not go there, nor does anything else the user has set. Tells whether it was elsewhere.
async fn follow(
    call: &Call,
    grant: &Grant<'_>,
    url: &str,
    headers: &HeaderMap,
    mut response: Response<ResponseBody>,
) -> Result<(Response<ResponseBody>, bool)> {
    let origin = grant.base().origin();
    let refuse = |message: &str| Error::new(ErrorKind::Redirect, message);
    let mut at = Url::parse(url).map_err(|error| Error::invalid_request("the URL is not valid").with_source(error))?;
    let mut left_home = false;
    for _ in 0..MOST_REDIRECTS {
        if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
            return Ok((response, left_home));
        }
        let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
        let next =
            location.and_then(|location| at.join(location).ok()).ok_or_else(|| refuse("the response does not say where to"))?;
        if !matches!(next.scheme(), "http" | "https") || (at.scheme() == "https" && next.scheme() != "https") {
            return Err(refuse("it leads to an address that is not safe"));
        }
        // Once elsewhere, always elsewhere: a foreign server must not be able to send us home with the credentials.
        left_home |= next.origin() != origin;
        let mut headers = headers.clone();
        if left_home {
            headers =
                HeaderMap::from_iter([(USER_AGENT, call.client.0.user_agent.clone()), (ACCEPT, HeaderValue::from_static("*/*"))]);
        }
        let request = request(Method::GET, next.to_string(), headers, RequestBody::empty())?;
        response = call.client.0.transport.send(request).await.map_err(transport_error)?;
        at = next;
    }
    if response.status().is_redirection() { Err(refuse("there are too many")) } else { Ok((response, left_home)) }
}

fn transport_error(error: TransportError) -> Error {
    // Without a connection nothing was sent, even where that took too long.
    let kind = if error.is_connect() {
        ErrorKind::Connect
    } else if error.is_timeout() {
        ErrorKind::Timeout
    } else {
        ErrorKind::Transport
    };
    Error::new(kind, error.to_string()).with_source(error)
}
