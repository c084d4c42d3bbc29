//! The way of every call: check, send, look at the status. Nothing here knows any operation.

use std::borrow::Cow;
use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use url::Url;

use super::body;
use super::call::Call;
use super::client::Credentials;
use super::error::{Error, ErrorKind, Result};
use super::info::{Auth, OperationInfo, PaginationStyle, ReplyKind};
use super::reply::{Content, RawReply};
use super::transport::{BoxFuture, ReplyBody, RequestBody, TransportError};
use super::url::Base;

const API_TOKEN: HeaderName = HeaderName::from_static("x-api-token");
const ACCEPT: HeaderName = http::header::ACCEPT;
/// How many redirects a download may take.
const MOST_REDIRECTS: usize = 5;

/// Makes a call.
pub(crate) fn send(call: Call) -> BoxFuture<'static, Result<RawReply>> {
    Box::pin(async move {
        let path = label(&call);
        let (method, info) = (call.method.clone(), call.info);
        run(call).await.map_err(|error| error.with_call(&method, path, info))
    })
}

/// The URL that a call would go to.
pub(crate) fn url(call: &Call) -> Result<String> {
    check(call)
        .and_then(|()| Ok(base(call)?.join(&call.path, &query(call))))
        .map_err(|error| error.with_call(&call.method, label(call), call.info))
}

/// What the call is named by in errors: never with values in it.
fn label(call: &Call) -> Cow<'static, str> {
    Cow::Owned(call.path.clone())
}

async fn run(call: Call) -> Result<RawReply> {
    let prepared = Prepared::of(&call)?;
    let timeout = call.timeout.or(call.client.0.timeout);
    // Retries belong here: an attempt can be made again, its body too.
    let attempt = attempt(&call, &prepared);
    let (status, headers, content) = match timeout {
        Some(timeout) => within(timeout, attempt).await?,
        None => attempt.await?,
    };
    Ok(RawReply {
        info: call.info,
        method: call.method.clone(),
        path: label(&call),
        strict: call.strict.unwrap_or(call.client.0.strict),
        start: start(&call),
        limit: query(&call).iter().find(|(name, _)| name == "limit").and_then(|(_, limit)| limit.parse().ok()),
        status,
        headers,
        content,
    })
}

async fn within<T>(timeout: Duration, work: impl Future<Output = Result<T>>) -> Result<T> {
    match tokio::time::timeout(timeout, work).await {
        Ok(result) => result,
        Err(_) => Err(Error::new(ErrorKind::Timeout, format!("no reply within {timeout:?}"))),
    }
}

/// Everything that is sent, ready to be sent any number of times.
struct Prepared {
    method: Method,
    url: String,
    headers: HeaderMap,
    body: RequestBody,
}

impl Prepared {
    fn of(call: &Call) -> Result<Self> {
        check(call)?;
        let (body, content_type) = body::of(call).map_err(Error::invalid_request)?;
        let mut headers = HeaderMap::new();
        let accept = match reply_kind(call.info) {
            ReplyKind::Json | ReplyKind::Empty => "application/json",
            ReplyKind::Text | ReplyKind::Binary => "*/*",
        };
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        headers.insert(USER_AGENT, call.client.0.user_agent.clone());
        if let Some(content_type) = content_type {
            headers.insert(http::header::CONTENT_TYPE, content_type);
        }
        if let Some(length) = body.length().filter(|_| body.as_bytes().is_none()) {
            headers.insert(http::header::CONTENT_LENGTH, length.into());
        }
        headers.extend(call.headers.clone());
        // Whoever sets a credential by hand means it instead of the client's.
        if !headers.contains_key(AUTHORIZATION) && !headers.contains_key(API_TOKEN) {
            authorize(call, &mut headers)?;
        }
        let url = base(call)?.join(&call.path, &query(call));
        Ok(Self { method: call.method.clone(), url, headers, body })
    }
}

/// What is wrong with the inputs.
fn check(call: &Call) -> Result<()> {
    if let Some(fault) = &call.fault {
        return Err(Error::invalid_request(fault.as_str()));
    }
    if call.info.is_some() && call.path.contains('{') {
        return Err(Error::invalid_request("a parameter of the path is missing"));
    }
    Ok(())
}

/// The server of a call. Some operations have their own; the client's credentials are not meant for it.
fn base(call: &Call) -> Result<Cow<'_, Base>> {
    match call.info.and_then(|info| info.server) {
        None => Ok(Cow::Borrowed(&call.client.0.base)),
        Some(server) => match &call.client.0.oauth_base {
            Some(base) => Ok(Cow::Borrowed(base)),
            None => Base::parse(server).map(Cow::Owned).map_err(Error::invalid_request),
        },
    }
}

/// The query, with a `limit` that the operation can take.
fn query(call: &Call) -> Vec<(Cow<'static, str>, String)> {
    let mut query = call.query.clone();
    if let Some(max) = call.info.and_then(|info| info.pagination).and_then(|pagination| pagination.max)
        && let Some((_, limit)) = query.iter_mut().find(|(name, _)| name == "limit")
        && limit.parse::<u64>().is_ok_and(|limit| limit > u64::from(max))
    {
        *limit = max.to_string();
    }
    query
}

/// Where a page of a list that goes by offsets begins.
fn start(call: &Call) -> Option<u64> {
    match call.info?.pagination?.style {
        PaginationStyle::Offset | PaginationStyle::Recents => {
            Some(call.query_value("start").and_then(|start| start.parse().ok()).unwrap_or(0))
        }
        PaginationStyle::Cursor => None,
    }
}

fn authorize(call: &Call, headers: &mut HeaderMap) -> Result<()> {
    let client = &call.client.0;
    match call.info.map_or(Auth::Api, |info| info.auth) {
        Auth::None => {}
        Auth::OAuthClient => {
            let basic = client.oauth_app.clone().ok_or_else(|| {
                Error::new(
                    ErrorKind::Configuration,
                    "this needs the id and secret of the OAuth app: give the builder `oauth_client`",
                )
            })?;
            headers.insert(AUTHORIZATION, basic);
        }
        Auth::Api => match &client.credentials {
            Some(Credentials::ApiToken(token)) => {
                headers.insert(API_TOKEN, token.clone());
            }
            Some(Credentials::Bearer(token)) => {
                headers.insert(AUTHORIZATION, token.clone());
            }
            None => {
                return Err(Error::new(
                    ErrorKind::Configuration,
                    "there are no credentials: give the builder `api_token` or `access_token`",
                ));
            }
        },
    }
    Ok(())
}

fn reply_kind(info: Option<&'static OperationInfo>) -> ReplyKind {
    info.map_or(ReplyKind::Json, |info| info.reply)
}

/// Sends once, and reads the reply unless it is a file.
async fn attempt(call: &Call, prepared: &Prepared) -> Result<(StatusCode, HeaderMap, Content)> {
    let binary = reply_kind(call.info) == ReplyKind::Binary;
    let mut response =
        send_once(call, prepared.method.clone(), &prepared.url, prepared.headers.clone(), prepared.body.clone()).await?;
    if binary && prepared.method == Method::GET {
        response = follow(call, prepared, response).await?;
    }
    let (head, body) = response.into_parts();
    if head.status.is_success() && binary {
        return Ok((head.status, head.headers, Content::Stream(body)));
    }
    let bytes = body
        .collect()
        .await
        .map_err(|error| transport_error(error).with_reply(head.status, head.headers.clone(), Bytes::new()))?;
    if head.status.is_success() {
        Ok((head.status, head.headers, Content::Bytes(bytes)))
    } else {
        Err(Error::of_reply(head.status, head.headers, bytes))
    }
}

async fn send_once(call: &Call, method: Method, url: &str, headers: HeaderMap, body: RequestBody) -> Result<Response<ReplyBody>> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() =
        url.parse().map_err(|error: http::uri::InvalidUri| Error::invalid_request("the URL is not valid").with_source(error))?;
    *request.headers_mut() = headers;
    call.client.0.transport.send(request).await.map_err(transport_error)
}

/// Files may be somewhere else. The credentials do not go there, nor does anything else the user has set.
async fn follow(call: &Call, prepared: &Prepared, mut response: Response<ReplyBody>) -> Result<Response<ReplyBody>> {
    let origin = base(call)?.origin();
    let refuse = |message: &str| Error::new(ErrorKind::Redirect, message);
    let mut at = Url::parse(&prepared.url).map_err(|error| Error::invalid_request("the URL is not valid").with_source(error))?;
    let mut left_home = false;
    for _ in 0..MOST_REDIRECTS {
        if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
            return Ok(response);
        }
        let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
        let next =
            location.and_then(|location| at.join(location).ok()).ok_or_else(|| refuse("the reply does not say where to"))?;
        if !matches!(next.scheme(), "http" | "https") || (at.scheme() == "https" && next.scheme() != "https") {
            return Err(refuse("it leads to an address that is not safe"));
        }
        // Once elsewhere, always elsewhere: a foreign server must not be able to send us home with the credentials.
        left_home |= next.origin() != origin;
        let mut headers = prepared.headers.clone();
        if left_home {
            headers =
                HeaderMap::from_iter([(USER_AGENT, call.client.0.user_agent.clone()), (ACCEPT, HeaderValue::from_static("*/*"))]);
        }
        response = send_once(call, Method::GET, next.as_str(), headers, RequestBody::empty()).await?;
        at = next;
    }
    if response.status().is_redirection() { Err(refuse("there are too many")) } else { Ok(response) }
}

fn transport_error(error: TransportError) -> Error {
    let kind = if error.is_timeout() {
        ErrorKind::Timeout
    } else if error.is_connect() {
        ErrorKind::Connect
    } else {
        ErrorKind::Transport
    };
    Error::new(kind, error.to_string()).with_source(error)
}
