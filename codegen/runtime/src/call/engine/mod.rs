//! The execution of calls: check the inputs, acquire a permit, send the request, check the status, and retry if that may help.

mod exchange;
mod grant;
mod prepare;

use std::borrow::Cow;
use std::future::Future;
use std::pin::{Pin, pin};
use std::time::Duration;

use http::StatusCode;

use self::exchange::{Received, exchange};
use self::grant::{Grant, base_of, secrets_of};
use self::prepare::{Prepared, check, empty_response, query, start};
use crate::call::Call;
use crate::call::preview::Preview;
use crate::http::transport::BoxFuture;
use crate::json::mask::Secrets;
use crate::policy::clock::{self, Clock};
use crate::policy::observer::{Attempt, FinishedCall};
use crate::policy::trace::{self, CallSpan};
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::protocol::rate_limit::RateLimit;
use crate::response::{RawResponse, ResponseMeta};

/// Executes a call.
///
/// The future consists of several boxed futures, each of which is smaller than a kilobyte, because small allocations are fast.
/// Steps that most calls do not need, such as renewing credentials, have futures of their own.
pub(crate) fn send(call: Box<Call>) -> BoxFuture<'static, Result<RawResponse>> {
    Box::pin(async move {
        let span = CallSpan::of(call.info, &call.method, call.template());
        let work = async {
            let mut run = Run::new(&call);
            let result = run.attempt_until_done().await.map_err(|error| run.with_call(error));
            run.report(&span, result.as_ref());
            result.map(|received| (received, run.deadline().filter(|_| run.clock().is_real()), run.secrets))
        };
        let ((status, headers, content), deadline, secrets) = span.instrument(pin!(work)).await?;
        let limit = query(&call).iter().find(|(name, _)| name == "limit").and_then(|(_, limit)| limit.parse().ok());
        let client = &call.client.0;
        let (strict, observer) = (call.strict.unwrap_or(client.strict), client.observer.clone());
        let (info, start, method, portion) = (call.info, start(&call), call.method.clone(), call.portion);
        Ok(RawResponse {
            info,
            strict,
            observer,
            deadline,
            secrets,
            start,
            limit,
            portion,
            path: Cow::Owned(call.into_path()),
            method,
            content,
            meta: ResponseMeta::new(status, headers),
        })
    })
}

/// Returns the URL of a call, without credentials.
pub(crate) fn url(call: &Call) -> Result<String> {
    check(call)
        .and_then(|()| Ok(base_of(call)?.join(&call.path, &query(call), call.rules())))
        .map_err(|error| error.with_call(&call.method, label(call), call.info))
}

/// Returns the request of a call, without credentials.
pub(crate) fn preview(call: &Call) -> Result<Preview> {
    check(call)
        .and_then(|()| Preview::of(call, &*base_of(call)?, &query(call), &secrets_of(call, &call.client.0.credentials.secrets)))
        .map_err(|error| error.with_call(&call.method, label(call), call.info))
}

/// Returns the name of a call in error messages. It does not contain the query, which may be confidential.
fn label(call: &Call) -> Cow<'static, str> {
    Cow::Owned(call.path.clone())
}

/// The execution of a call.
struct Run<'a> {
    call: &'a Call,
    start: clock::Instant,
    attempts: u32,
    /// The time that the call has waited for permits.
    queued: Duration,
    /// The maximum duration, excluding the time of waiting for permits. `None` is unlimited.
    timeout: Option<Duration>,
    /// Whether the credentials have been renewed, which is done at most once per call.
    renewed: bool,
    /// The secrets that the last attempt has sent.
    secrets: Secrets,
}

impl<'a> Run<'a> {
    fn new(call: &'a Call) -> Self {
        let timeout = call.timeout.or(call.client.0.timeout);
        Self {
            call,
            start: clock::now(),
            attempts: 0,
            queued: Duration::ZERO,
            timeout,
            renewed: false,
            secrets: Secrets::default(),
        }
    }

    /// Makes attempts until one succeeds or no retry is allowed.
    async fn attempt_until_done(&mut self) -> Result<Received> {
        let (call, client) = (self.call, &self.call.client.0);
        let prepared = Prepared::of(call)?;
        if call.matches_nothing() {
            return Ok(empty_response(call));
        }
        let policy = call.retry.as_ref().unwrap_or(&client.retry);
        loop {
            let mut permit = client.limits.acquire(call.info, &mut self.queued).await?;

            let grant = match Grant::without_session(call) {
                Some(result) => result,
                None => self.in_time(None, Box::pin(Grant::of(call)).as_mut()).await.and_then(|result| result),
            };
            let grant = grant.inspect_err(|_| permit.not_sent())?;
            let sent = clock::now();
            self.attempts += 1;
            self.secrets = grant.secrets(call);
            let attempt_timeout = client.attempt_timeout.map(|timeout| (sent, timeout));
            let attempt = self.in_time(attempt_timeout, Box::pin(exchange(call, &prepared, &grant, &mut permit)).as_mut()).await;
            let error = match attempt.and_then(|result| result) {
                Ok(received) => {
                    self.report_attempt(sent, Ok(&received), None);
                    return Ok(received);
                }
                Err(error) => permit.classify(self.with_call(error.mask(&self.secrets))),
            };
            if error.kind() == ErrorKind::Unauthorized && grant.can_be_renewed() && !std::mem::replace(&mut self.renewed, true) {
                self.report_attempt(sent, Err(&error), Some(Duration::ZERO));
                self.in_time(None, Box::pin(grant.renew(call)).as_mut()).await??;
                continue;
            }
            // A pause that would exceed the timeout is not started.
            let ends_in_time = |pause: &Duration| {
                let end = clock::after(clock::now(), *pause);
                self.deadline().is_none_or(|(deadline, _)| end < deadline)
            };
            let pause = policy.pause(&error, &call.method, self.attempts).filter(ends_in_time);
            self.report_attempt(sent, Err(&error), pause);
            let Some(pause) = pause else { return Err(error) };
            if error.kind() == ErrorKind::RateLimited {
                permit.pause(pause);
            }
            drop(permit);
            let skipped = self.in_time(None, Box::pin(client.clock.sleep(pause)).as_mut()).await??;
            self.timeout = self.timeout.map(|timeout| timeout.saturating_sub(skipped));
        }
    }

    /// Returns the deadline of the call, with its timeout.
    fn deadline(&self) -> Option<(clock::Instant, Duration)> {
        self.timeout.map(|timeout| (clock::after(self.start, timeout.saturating_add(self.queued)), timeout))
    }

    /// Awaits a future until the deadline of the call, or until a timeout that starts at a given time, whichever is earlier. The
    /// future is pinned, because it is large and would be copied with each function that takes it by value.
    async fn in_time<T>(
        &self,
        timeout: Option<(clock::Instant, Duration)>,
        work: Pin<&mut impl Future<Output = T>>,
    ) -> Result<T> {
        let timeout = timeout.map(|(start, timeout)| (clock::after(start, timeout), timeout));
        let limit = match (timeout, self.deadline()) {
            (Some(timeout), Some(deadline)) => Some(timeout.min(deadline)),
            (timeout, deadline) => timeout.or(deadline),
        };
        let Some((deadline, timeout)) = limit else { return Ok(work.await) };
        let result = self.clock().until(deadline, work).await?;
        result.ok_or_else(|| Error::new(ErrorKind::Timeout, format!("no response within {timeout:?}")))
    }

    fn clock(&self) -> Clock {
        self.call.client.0.clock
    }

    fn with_call(&self, error: Error) -> Error {
        error.with_call(&self.call.method, label(self.call), self.call.info)
    }

    /// Returns whether an observer or a trace receives reports. Otherwise, durations are not measured.
    fn is_observed(&self) -> bool {
        cfg!(feature = "tracing") || self.call.client.0.observer.is_some()
    }

    fn report_attempt(&self, sent: clock::Instant, result: Result<&Received, &Error>, retry_in: Option<Duration>) {
        if !self.is_observed() {
            return;
        }
        let (status, headers) = match result {
            Ok((status, headers, _)) => (Some(*status), headers),
            Err(error) => (error.status(), error.headers()),
        };
        let observer = self.call.client.0.observer.as_ref();
        let attempt = Attempt {
            operation: self.call.info,
            method: &self.call.method,
            path: self.call.template(),
            number: self.attempts,
            status,
            error: result.err(),
            // Not parsed for traces, which do not contain it.
            rate_limit: observer.and_then(|_| RateLimit::of(headers)),
            duration: sent.elapsed(),
            retry_in,
        };
        trace::attempt(&attempt);
        if let Some(observer) = observer {
            observer.attempt(&attempt);
        }
    }

    fn report(&self, span: &CallSpan, result: Result<&Received, &Error>) {
        if !self.is_observed() {
            return;
        }
        let status: Option<StatusCode> = result.map_or_else(Error::status, |(status, ..)| Some(*status));
        let call = FinishedCall {
            operation: self.call.info,
            method: &self.call.method,
            path: self.call.template(),
            attempts: self.attempts,
            status,
            error: result.err(),
            duration: self.start.elapsed(),
            queued: self.queued,
        };
        span.finish(&call);
        if let Some(observer) = &self.call.client.0.observer {
            observer.call(&call);
        }
    }
}
