//! Kinds of failure.

use http::StatusCode;

/// What kind of failure an [`Error`](super::Error) is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client was not set up rightly, such as without credentials.
    Configuration,
    /// The inputs of the call cannot be sent. Nothing was.
    InvalidRequest,
    /// There was no connection to the server.
    Connect,
    /// The connection failed on the way.
    Transport,
    /// There was no response in time.
    Timeout,
    /// 400: the API did not understand an input.
    BadRequest,
    /// 401: the credentials are not valid.
    Unauthorized,
    /// 402: the company's account is not open.
    PaymentRequired,
    /// 403: the user may not do this, or the plan does not allow for more, or too many calls were made despite 429.
    Forbidden,
    /// 404: there is no such thing.
    NotFound,
    /// 409: the call does not go with the state of things.
    Conflict,
    /// 410: it is gone for good.
    Gone,
    /// 422: the API understood the inputs and refuses them.
    Unprocessable,
    /// 429: too many calls within two seconds, all attempts included. Later the call may succeed.
    RateLimited,
    /// 429: the company has used up its budget of tokens for the day, or what is left is less than the call costs.
    ///
    /// It is renewed at midnight, in the time zone of the company's server. For a minute after this, calls fail without being sent.
    DailyLimit,
    /// 403 without a word from the API, after 429: the server lets nothing through for a while. For a minute nothing is sent.
    Blocked,
    /// 5xx: the server failed.
    Server,
    /// The server points elsewhere, which is not followed.
    Redirect,
    /// The API says no in another way: any other status, or success with `success: false`.
    Api,
    /// The response is longer than the client takes; see [`ClientBuilder::max_response_size`](crate::api::ClientBuilder::max_response_size).
    TooLarge,
    /// The response could not be decoded.
    Decode,
    /// A list cannot be walked on: its pages lead in a circle, or too many in a row are empty.
    Pagination,
    /// A job that went on at the server is over, and has failed.
    JobFailed,
    /// What came in is no event of a webhook, or what is in it is not of the type that was asked for.
    Event,
    /// OAuth: the user has turned the app away.
    AuthorizationDenied,
    /// OAuth: the code or the refresh token is no longer good. The user has to let the app in once more.
    AuthorizationExpired,
    /// OAuth: the store of the tokens has failed.
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

    /// The kind in words, to be followed by a message.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Configuration => "the client is not set up",
            Self::InvalidRequest => "invalid request",
            Self::Connect => "no connection",
            Self::Transport => "the connection failed",
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
            Self::DailyLimit => "the budget for the day is used up",
            Self::Blocked => "blocked after too many calls",
            Self::Server => "server error",
            Self::Redirect => "redirect not followed",
            Self::Api => "refused by the API",
            Self::TooLarge => "the response is too long",
            Self::Decode => "unexpected response",
            Self::Pagination => "the list has no end",
            Self::JobFailed => "the job failed",
            Self::Event => "not the event that it should be",
            Self::AuthorizationDenied => "the user has turned the app away",
            Self::AuthorizationExpired => "the user has to authorize the app anew",
            Self::TokenStore => "the token store failed",
        }
    }
}
