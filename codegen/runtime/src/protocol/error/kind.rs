//! The kinds of errors.

use http::StatusCode;

/// The kind of an [`Error`](super::Error).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is not configured correctly, for example because it has no credentials.
    Configuration,
    /// The inputs of the call are invalid. No request was sent.
    InvalidRequest,
    /// The connection to the server could not be established.
    Connect,
    /// The connection failed after it was established.
    Transport,
    /// The timeout elapsed before the response was received.
    Timeout,
    /// 400: an input is malformed.
    #[doc(alias("400"))]
    BadRequest,
    /// 401: the credentials are not valid.
    #[doc(alias("401"))]
    Unauthorized,
    /// 402: the company's account is not open, for example because its trial has expired.
    #[doc(alias("402"))]
    PaymentRequired,
    /// 403: the user lacks the permission, the plan does not include the operation, or requests were sent despite 429.
    #[doc(alias("403"))]
    Forbidden,
    /// 404: the resource does not exist.
    #[doc(alias("404"))]
    NotFound,
    /// 409: the call conflicts with the current state of the resource.
    #[doc(alias("409"))]
    Conflict,
    /// 410: the resource was deleted permanently.
    #[doc(alias("410"))]
    Gone,
    /// 422: the inputs are well-formed, but not valid.
    #[doc(alias("422"))]
    Unprocessable,
    /// 429: too many requests in the period of the rate limit. All attempts count. The call may succeed later.
    #[doc(alias("429"))]
    RateLimited,
    /// 429: the remaining daily budget of tokens of the company is less than the cost of the call.
    ///
    /// The budget is reset at midnight, in the time zone of the company's server. If it is used up completely, further calls fail
    /// for one minute without being sent.
    DailyLimit,
    /// 403 without an error in JSON, shortly after 429: the server blocks the client. Further calls fail for one minute without
    /// being sent.
    Blocked,
    /// 5xx: the server failed.
    #[doc(alias("500", "503"))]
    Server,
    /// 3xx: the response is a redirect, which is not followed.
    Redirect,
    /// Any other error that the API reports: another status, or a success status with `success: false` in the body.
    Api,
    /// The response is larger than the limit of the client, `ClientBuilder::max_response_size`, or it would take much more memory when
    /// decoded: a page has more items than its maximum, or lists have many more elements than their size suggests. In the second case,
    /// `Error::body` contains the response.
    TooLarge,
    /// The response could not be decoded.
    Decode,
    /// A list cannot be paged through: a page was repeated, or too many consecutive pages are empty.
    Pagination,
    /// A job that the API runs in the background has failed.
    JobFailed,
    /// The request is not a webhook event, or its data is not of the requested type.
    Event,
    /// OAuth: the user has denied access to the app.
    AuthorizationDenied,
    /// OAuth: the code or the refresh token is no longer valid. The user must authorize the app again.
    AuthorizationExpired,
    /// OAuth: the token store has failed.
    TokenStore,
}

impl ErrorKind {
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            300..=399 => Self::Redirect,
            400 => Self::BadRequest,
            401 => Self::Unauthorized,
            402 => Self::PaymentRequired,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            409 => Self::Conflict,
            410 => Self::Gone,
            422 => Self::Unprocessable,
            429 => Self::RateLimited,
            500..=599 => Self::Server,
            _ => Self::Api,
        }
    }

    /// Returns a description of the kind for error messages, which may be followed by a colon and details.
    pub(crate) fn description(self) -> &'static str {
        match self {
            Self::Configuration => "invalid configuration",
            Self::InvalidRequest => "invalid request",
            Self::Connect => "no connection",
            Self::Transport => "connection failed",
            Self::Timeout => "timed out",
            Self::BadRequest => "bad request",
            Self::Unauthorized => "unauthorized",
            Self::PaymentRequired => "payment required",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not found",
            Self::Conflict => "conflict",
            Self::Gone => "gone",
            Self::Unprocessable => "unprocessable",
            Self::RateLimited => "rate limited",
            Self::DailyLimit => "daily token budget used up",
            Self::Blocked => "blocked after too many requests",
            Self::Server => "server error",
            Self::Redirect => "redirect not followed",
            Self::Api => "refused by the API",
            Self::TooLarge => "response too large",
            Self::Decode => "cannot decode response",
            Self::Pagination => "pagination failed",
            Self::JobFailed => "job failed",
            Self::Event => "cannot decode webhook event",
            Self::AuthorizationDenied => "authorization denied",
            Self::AuthorizationExpired => "the user must authorize the app again",
            Self::TokenStore => "token store failed",
        }
    }
}
