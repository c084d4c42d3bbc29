//! Which failed calls may be repeated.

use http::{Method, StatusCode};

use super::ErrorKind;

/// Whether doing it twice is the same as doing it once.
pub(crate) fn is_idempotent(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::PUT | Method::DELETE)
}

/// Whether the same call may succeed later. Only one that is `harmless` may be carried out twice.
pub(crate) fn is_repeatable(kind: ErrorKind, status: Option<StatusCode>, harmless: bool) -> bool {
    match kind {
        // In both cases nothing has been done yet.
        ErrorKind::RateLimited | ErrorKind::Connect => true,
        ErrorKind::Transport | ErrorKind::Timeout => harmless,
        ErrorKind::Server => harmless && status.is_some_and(|status| matches!(status.as_u16(), 502..=504)),
        _ => false,
    }
}
