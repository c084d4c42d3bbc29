//! The conditions under which a failed call may be retried.

use http::{Method, StatusCode};

use super::ErrorKind;

/// Returns whether repeating a request with this method has the same effect as sending it once.
pub(crate) fn is_idempotent(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE | Method::PUT | Method::DELETE)
}

/// Returns whether the same call may succeed later. Only an `idempotent` call may be carried out twice.
pub(crate) fn is_repeatable(kind: ErrorKind, status: Option<StatusCode>, idempotent: bool) -> bool {
    match kind {
        // The failed attempt had no effect.
        ErrorKind::RateLimited | ErrorKind::Connect => true,
        ErrorKind::Transport | ErrorKind::Timeout => idempotent,
        ErrorKind::Server => idempotent && status.is_some_and(|status| matches!(status.as_u16(), 502..=504)),
        _ => false,
    }
}
