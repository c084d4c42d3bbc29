//! The parts of a request that are the same for all attempts of a call.

use std::borrow::Cow;

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::exchange::Received;
use crate::call::Call;
use crate::http::transport::RequestBody;
use crate::protocol::error::{Error, Result};
use crate::protocol::info::{OperationInfo, PaginationStyle, ResponseKind};
use crate::response::Content;

/// A request without the credentials and the server. It can be sent any number of times.
pub(super) struct Prepared {
    pub(super) method: Method,
    pub(super) query: Vec<(Cow<'static, str>, String)>,
    pub(super) body: RequestBody,
    content_type: Option<HeaderValue>,
}

impl Prepared {
    pub(super) fn of(call: &Call) -> Result<Self> {
        check(call)?;
        let (body, content_type) = call.body_parts().body().map_err(Error::invalid_request)?;
        Ok(Self { method: call.method.clone(), query: query(call), body, content_type })
    }

    /// Returns the headers of an attempt. They are created for each attempt instead of being cloned, because most calls need only
    /// one.
    pub(super) fn headers(&self, call: &Call) -> HeaderMap {
        let mut headers = HeaderMap::with_capacity(6);
        let accept = match response_kind(call.info) {
            _ if self.method == Method::HEAD => "*/*",
            ResponseKind::Json | ResponseKind::Empty => "application/json",
            ResponseKind::Text | ResponseKind::Binary => "*/*",
        };
        let accept = call.info.and_then(|info| info.accept).unwrap_or(accept);
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        headers.insert(USER_AGENT, call.client.0.user_agent.clone());
        if let Some(content_type) = &self.content_type {
            headers.insert(CONTENT_TYPE, content_type.clone());
        }
        if let Some(length) = self.body.length().filter(|_| self.body.as_bytes().is_none()) {
            headers.insert(CONTENT_LENGTH, length.into());
        }
        if !call.headers.is_empty() {
            headers.extend(call.headers.clone());
        }
        call.add_cookies(&mut headers);
        headers
    }
}

/// Returns an error if the inputs of a call are invalid.
pub(super) fn check(call: &Call) -> Result<()> {
    if let Some(problem) = &call.problem {
        return Err(Error::invalid_request(problem.as_str()));
    }
    if call.info.is_some() && call.path.contains('{') {
        return Err(Error::invalid_request("a path parameter is missing"));
    }
    if call.portion.index >= call.portion.count {
        return Err(Error::invalid_request(
            "the cursor is in a portion that the list does not have: set the same list again, and use `items()` or `pages()`",
        ));
    }
    call.check_inputs().map_err(Error::invalid_request)
}

/// Returns the response of a call that nothing matches, so that no request is needed: an empty list, if it is a list.
pub(super) fn empty_response(call: &Call) -> Received {
    // An identifier never needs to be escaped.
    let within = |value: String, key: &str| if key.is_empty() { value } else { format!("{{\"{key}\":{value}}}") };
    let body = match call.info.and_then(|info| info.pagination) {
        Some(pagination) => pagination.items.rsplit('/').fold("[]".to_owned(), within),
        None => "{}".to_owned(),
    };
    (StatusCode::OK, HeaderMap::new(), Content::Bytes(body.into()))
}

/// Returns the query as it is sent, with `limit` reduced to the maximum page size of the operation.
pub(super) fn query(call: &Call) -> Vec<(Cow<'static, str>, String)> {
    let mut query = call.sent_query();
    if let Some(max) = call.info.and_then(|info| info.pagination).and_then(|pagination| pagination.max)
        && let Some((_, limit)) = query.iter_mut().find(|(name, _)| name == "limit")
        && limit.parse::<u64>().is_ok_and(|limit| limit > u64::from(max))
    {
        *limit = max.to_string();
    }
    query
}

/// Returns the offset of the requested page. `None` if the list is not paged by offset.
pub(super) fn start(call: &Call) -> Option<u64> {
    match call.info?.pagination?.style {
        PaginationStyle::Offset | PaginationStyle::Recents => {
            Some(call.query_value("start").and_then(|start| start.parse().ok()).unwrap_or(0))
        }
        PaginationStyle::Cursor => None,
    }
}

/// Returns the format of the response body. Calls without an operation return JSON.
pub(super) fn response_kind(info: Option<&'static OperationInfo>) -> ResponseKind {
    info.map_or(ResponseKind::Json, |info| info.response)
}
