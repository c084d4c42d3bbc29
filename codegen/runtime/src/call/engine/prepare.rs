//! From a call to what is sent.

use std::borrow::Cow;

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method};

use crate::call::Call;
use crate::http::transport::RequestBody;
use crate::protocol::error::{Error, Result};
use crate::protocol::info::{OperationInfo, PaginationStyle, ResponseKind};

/// Everything that is sent but for the credentials and the server, ready to be sent any number of times.
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

    /// The headers of an attempt. They are made anew for each, for most calls are made with one.
    pub(super) fn headers(&self, call: &Call) -> HeaderMap {
        let mut headers = HeaderMap::with_capacity(6);
        let accept = match response_kind(call.info) {
            ResponseKind::Json | ResponseKind::Empty => "application/json",
            ResponseKind::Text | ResponseKind::Binary => "*/*",
        };
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
        headers
    }
}

/// What is wrong with the inputs.
pub(super) fn check(call: &Call) -> Result<()> {
    if let Some(problem) = &call.problem {
        return Err(Error::invalid_request(problem.as_str()));
    }
    if call.info.is_some() && call.path.contains('{') {
        return Err(Error::invalid_request("a parameter of the path is missing"));
    }
    Ok(())
}

/// The query, with a `limit` that the operation can take.
pub(super) fn query(call: &Call) -> Vec<(Cow<'static, str>, String)> {
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
pub(super) fn start(call: &Call) -> Option<u64> {
    match call.info?.pagination?.style {
        PaginationStyle::Offset | PaginationStyle::Recents => {
            Some(call.query_value("start").and_then(|start| start.parse().ok()).unwrap_or(0))
        }
        PaginationStyle::Cursor => None,
    }
}

pub(super) fn response_kind(info: Option<&'static OperationInfo>) -> ResponseKind {
    info.map_or(ResponseKind::Json, |info| info.response)
}
