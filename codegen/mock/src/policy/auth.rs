//! Who makes a call.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use serde_json::json;

use super::oauth::OAuth;
use crate::description::ApiOperation;
use crate::http::{ApiRequest, ApiResponse, TOKEN_PARAMETER};

/// The user who makes a call, and the credentials that the limits are counted for.
pub(crate) struct Caller {
    pub(crate) user: i64,
    pub(crate) credentials: String,
    /// Whether the credentials are an access token of OAuth.
    pub(crate) has_oauth: bool,
}

/// The API tokens of an account.
#[derive(Debug, Default)]
pub(crate) struct ApiTokens {
    /// The tokens with their users. While there are none, every token is that of the first user.
    tokens: Vec<(String, i64)>,
}

impl ApiTokens {
    pub(crate) fn add(&mut self, token: String, user: i64) {
        self.tokens.push((token, user));
    }

    fn user(&self, token: &str) -> Option<i64> {
        match self.tokens.is_empty() {
            true if token.is_empty() => None,
            true => Some(1),
            false => self.tokens.iter().find(|(known, _)| known == token).map(|(_, user)| *user),
        }
    }
}

/// Returns who makes a call.
///
/// # Errors
///
/// Returns the response 401 for missing or invalid credentials, and 403 if the scopes of an OAuth token do not include the operation.
pub(crate) fn authenticate(
    operation: &ApiOperation,
    request: &ApiRequest,
    tokens: &ApiTokens,
    oauth: &OAuth,
    now: jiff::Timestamp,
) -> Result<Caller, ApiResponse> {
    if operation.security.is_empty() {
        return Ok(Caller { user: 1, credentials: String::new(), has_oauth: false });
    }
    if let Some(token) = request.header("x-api-token").or_else(|| query_token(operation, request)) {
        let user = tokens.user(token).ok_or_else(|| unauthorized("unauthorized access"))?;
        return Ok(Caller { user, credentials: token.to_owned(), has_oauth: false });
    }
    if let Some(token) = bearer(&request.headers) {
        let grant = oauth.access(token, now).ok_or_else(|| unauthorized("Invalid token: access_token is invalid"))?;
        let allowed = operation
            .scopes("oauth2")
            .is_none_or(|scopes| scopes.is_empty() || scopes.iter().any(|scope| grant.has_scope(scope)));
        if !allowed {
            return Err(ApiResponse::error(403, "Scope and URL mismatch", "The token lacks a scope of the operation."));
        }
        return Ok(Caller { user: grant.user, credentials: token.to_owned(), has_oauth: true });
    }
    if request.query(TOKEN_PARAMETER).is_some() {
        return Err(unauthorized("version 2 reads the API token from the header `x-api-token`, not from the query"));
    }
    Err(unauthorized("unauthorized access"))
}

/// Returns the API token in the query, which only version 1 reads.
fn query_token<'a>(operation: &ApiOperation, request: &'a ApiRequest) -> Option<&'a str> {
    request.query(TOKEN_PARAMETER).filter(|_| operation.is_v1())
}

/// The form of the errors of the gateway.
fn unauthorized(error: &str) -> ApiResponse {
    let body = json!({
        "success": false,
        "error": error,
        "errorCode": 401,
        "error_info": "Please check developers.pipedrive.com",
    });
    ApiResponse::json(401, &body)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(http::header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Returns the user name and the password of basic credentials.
pub(crate) fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let encoded = headers.get(http::header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let decoded = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (user, password) = decoded.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}
