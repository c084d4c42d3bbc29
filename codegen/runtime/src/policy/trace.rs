//! Spans and events of calls for the feature `tracing`; no-ops without it. They never contain credentials, queries or bodies.

use http::Method;

use crate::json::log::Mismatch;
use crate::protocol::info::OperationInfo;

#[cfg(feature = "tracing")]
mod on {
    use std::future::Future;

    use tracing::field::Empty;
    use tracing::{Instrument, Span, debug, info_span, warn};

    use super::{Method, Mismatch, OperationInfo};
    use crate::policy::observer::{Attempt, FinishedCall};
    use crate::protocol::api::CLIENT_NAME;

    /// The span of a call.
    #[derive(Clone)]
    pub(crate) struct CallSpan(Span);

    impl CallSpan {
        pub(crate) fn of(info: Option<&'static OperationInfo>, method: &Method, template: &str) -> Self {
            Self(info_span!(
                target: CLIENT_NAME,
                CLIENT_NAME,
                operation = info.map(|info| info.id),
                method = method.as_str(),
                path = template,
                cost = info.and_then(|info| info.token_cost),
                attempts = Empty,
                status = Empty,
                error = Empty,
                duration_ms = Empty,
                queued_ms = Empty,
            ))
        }

        /// Runs a future inside the span.
        pub(crate) fn instrument<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
            work.instrument(self.0.clone())
        }

        /// Records the result of the call in the span.
        pub(crate) fn finish(&self, call: &FinishedCall<'_>) {
            self.0.record("attempts", call.attempts);
            self.0.record("status", call.status.map(|status| status.as_u16()));
            self.0.record("error", call.error.map(|error| tracing::field::debug(error.kind())));
            self.0.record("duration_ms", call.duration.as_millis());
            self.0.record("queued_ms", call.queued.as_millis());
        }
    }

    /// Runs a future inside the current span, on any task.
    pub(crate) fn in_current_span<F: Future>(work: F) -> impl Future<Output = F::Output> + use<F> {
        work.in_current_span()
    }

    /// Returns work that runs with the current span and subscriber on any thread.
    pub(crate) fn in_context<R>(work: impl FnOnce() -> R) -> impl FnOnce() -> R {
        let (span, subscriber) = (Span::current(), tracing::dispatcher::get_default(Clone::clone));
        move || tracing::dispatcher::with_default(&subscriber, || span.in_scope(work))
    }

    /// Emits the event of a page that is dropped although another page follows, whose cursor has not been read.
    pub(crate) fn unread_page(operation: Option<&'static OperationInfo>) {
        let operation = operation.map(|info| info.id);
        debug!(target: CLIENT_NAME, operation, "the list has more pages: awaiting returns the first one, `items()` iterates over all items");
    }

    /// Emits the event of an attempt. Called inside the span of its call.
    pub(crate) fn attempt(attempt: &Attempt<'_>) {
        let status = attempt.status.map(|status| status.as_u16());
        let duration_ms = attempt.duration.as_millis();
        match (attempt.error, attempt.retry_in) {
            (Some(error), Some(pause)) => {
                let retry_in_ms = pause.as_millis();
                warn!(target: CLIENT_NAME, attempt = attempt.number, status, duration_ms, retry_in_ms, error = ?error.kind(), "attempt failed, retrying");
            }
            (Some(error), None) => {
                debug!(target: CLIENT_NAME, attempt = attempt.number, status, duration_ms, error = ?error.kind(), "attempt failed");
            }
            (None, _) => debug!(target: CLIENT_NAME, attempt = attempt.number, status, duration_ms, "attempt succeeded"),
        }
    }

    /// Emits a warning for values of unexpected types.
    pub(crate) fn mismatches(operation: Option<&'static OperationInfo>, mismatches: &[Mismatch]) {
        let Some(first) = mismatches.first() else { return };
        let (path, expected, found) = (first.path(), first.expected(), first.found());
        let (operation, count) = (operation.map(|info| info.id), mismatches.len());
        warn!(target: CLIENT_NAME, operation, count, path, expected, found, "response contains values of unexpected types");
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use super::{Method, Mismatch, OperationInfo};
    use crate::policy::observer::{Attempt, FinishedCall};

    #[derive(Clone)]
    pub(crate) struct CallSpan;

    #[allow(clippy::unused_self, reason = "with the feature `tracing`, the span has content")]
    impl CallSpan {
        pub(crate) fn of(_info: Option<&'static OperationInfo>, _method: &Method, _template: &str) -> Self {
            Self
        }

        pub(crate) fn instrument<F>(&self, work: F) -> F {
            work
        }

        pub(crate) fn finish(&self, _call: &FinishedCall<'_>) {}
    }

    pub(crate) fn in_current_span<F>(work: F) -> F {
        work
    }

    pub(crate) fn in_context<F>(work: F) -> F {
        work
    }

    pub(crate) fn attempt(_attempt: &Attempt<'_>) {}

    pub(crate) fn mismatches(_operation: Option<&'static OperationInfo>, _mismatches: &[Mismatch]) {}
}

#[cfg(not(feature = "tracing"))]
pub(crate) use off::*;
#[cfg(feature = "tracing")]
pub(crate) use on::*;
