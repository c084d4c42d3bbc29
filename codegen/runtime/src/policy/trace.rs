//! What calls leave in traces, with the feature `tracing`; nothing without it. Never a credential, a query or a body.

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

        /// Does the work inside of the span.
        pub(crate) fn around<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
            work.instrument(self.0.clone())
        }

        /// Completes the span.
        pub(crate) fn finish(&self, call: &FinishedCall<'_>) {
            self.0.record("attempts", call.attempts);
            self.0.record("status", call.status.map(|status| status.as_u16()));
            self.0.record("error", call.error.map(|error| tracing::field::debug(error.kind())));
            self.0.record("duration_ms", call.duration.as_millis());
            self.0.record("queued_ms", call.queued.as_millis());
        }
    }

    /// Takes the span along that work was begun in, to where it is done.
    pub(crate) fn carry<F: Future>(work: F) -> impl Future<Output = F::Output> + use<F> {
        work.in_current_span()
    }

    /// The event of an attempt, in the span of its call.
    pub(crate) fn attempt(attempt: &Attempt<'_>) {
        let status = attempt.status.map(|status| status.as_u16());
        let duration_ms = attempt.duration.as_millis();
        match (attempt.error, attempt.retry_in) {
            (Some(error), Some(pause)) => {
                let retry_in_ms = pause.as_millis();
                warn!(target: CLIENT_NAME, attempt = attempt.number, status, duration_ms, retry_in_ms, error = ?error.kind(), "attempt failed, to be repeated");
            }
            (Some(error), None) => {
                debug!(target: CLIENT_NAME, attempt = attempt.number, status, duration_ms, error = ?error.kind(), "attempt failed");
            }
            (None, _) => debug!(target: CLIENT_NAME, attempt = attempt.number, status, duration_ms, "attempt succeeded"),
        }
    }

    /// Warns of values that were not what they should be.
    pub(crate) fn mismatches(operation: Option<&'static OperationInfo>, mismatches: &[Mismatch]) {
        let Some(first) = mismatches.first() else { return };
        let (path, expected, found) = (first.path(), first.expected(), first.found());
        let (operation, count) = (operation.map(|info| info.id), mismatches.len());
        warn!(target: CLIENT_NAME, operation, count, path, expected, found, "a response held values of unexpected types; they are kept");
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use super::{Method, Mismatch, OperationInfo};
    use crate::policy::observer::{Attempt, FinishedCall};

    #[derive(Clone)]
    pub(crate) struct CallSpan;

    #[allow(clippy::unused_self, reason = "with the feature there is something in it")]
    impl CallSpan {
        pub(crate) fn of(_info: Option<&'static OperationInfo>, _method: &Method, _template: &str) -> Self {
            Self
        }

        pub(crate) fn around<F>(&self, work: F) -> F {
            work
        }

        pub(crate) fn finish(&self, _call: &FinishedCall<'_>) {}
    }

    pub(crate) fn carry<F>(work: F) -> F {
        work
    }

    pub(crate) fn attempt(_attempt: &Attempt<'_>) {}

    pub(crate) fn mismatches(_operation: Option<&'static OperationInfo>, _mismatches: &[Mismatch]) {}
}

#[cfg(not(feature = "tracing"))]
pub(crate) use off::*;
#[cfg(feature = "tracing")]
pub(crate) use on::*;
