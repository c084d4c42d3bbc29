//! The way of every call: check, wait for its turn, send, look at the status, and again where that may help.
//! Nothing here knows any operation.

mod exchange;
mod grant;
mod prepare;

use std::borrow::Cow;
use std::future::Future;
use std::pin::{Pin, pin};
use std::time::Duration;

use http::StatusCode;

use self::exchange::{Received, exchange};
use self::grant::{Grant, base_of};
use self::prepare::{Prepared, check, query, start};
use crate::call::Call;
use crate::http::transport::BoxFuture;
use crate::policy::clock;
use crate::policy::observer::{Attempt, FinishedCall};
use crate::policy::trace::{self, CallSpan};
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::protocol::rate_limit::RateLimit;
use crate::response::{RawResponse, ResponseMeta};

/// Makes a call.
///
/// What it needs is in several pieces, none of them larger than a kilobyte: that much an allocator has at hand. What most calls do not
/// do, such as renewing credentials, is in pieces of its own.
pub(crate) fn send(call: Box<Call>) -> BoxFuture<'static, Result<RawResponse>> {
    Box::pin(async move {
        let span = CallSpan::of(call.info, &call.method, call.template());
        let work = async {
            let mut run = Run::new(&call);
            let result = run.attempt_until_done().await.map_err(|error| run.named(error));
            run.report(&span, result.as_ref());
            result
        };
        let (status, headers, content) = span.around(pin!(work)).await?;
        let limit = query(&call).iter().find(|(name, _)| name == "limit").and_then(|(_, limit)| limit.parse().ok());
        let client = &call.client.0;
        let (strict, observer) = (call.strict.unwrap_or(client.strict), client.observer.clone());
        let (info, start, method) = (call.info, start(&call), call.method.clone());
        Ok(RawResponse {
            info,
            strict,
            observer,
            start,
            limit,
            path: Cow::Owned(call.into_path()),
            method,
            content,
            meta: ResponseMeta::new(status, headers),
        })
    })
}

/// The URL that a call would go to.
pub(crate) fn url(call: &Call) -> Result<String> {
    check(call)
        .and_then(|()| Ok(base_of(call)?.join(&call.path, &query(call))))
        .map_err(|error| error.with_call(&call.method, label(call), call.info))
}

/// What the call is named by in errors: never with its query.
fn label(call: &Call) -> Cow<'static, str> {
    Cow::Owned(call.path.clone())
}

/// A call on its way.
struct Run<'a> {
    call: &'a Call,
    begun: clock::Instant,
    attempts: u32,
    /// How long it has waited for its turn.
    queued: Duration,
    /// How long it may take, waiting for its turn apart; `None` is for ever.
    timeout: Option<Duration>,
    /// Whether the credentials have been renewed on its way: once has to do.
    renewed: bool,
}

impl<'a> Run<'a> {
    fn new(call: &'a Call) -> Self {
        let timeout = call.timeout.or(call.client.0.timeout);
        Self { call, begun: clock::now(), attempts: 0, queued: Duration::ZERO, timeout, renewed: false }
    }

    /// Attempts it until it goes well or there is no more sense in it.
    async fn attempt_until_done(&mut self) -> Result<Received> {
        let (call, client) = (self.call, &self.call.client.0);
        let prepared = Prepared::of(call)?;
        let policy = call.retry.as_ref().unwrap_or(&client.retry);
        loop {
            let mut permit = client.limits.acquire(call.info, &mut self.queued).await?;

            let granted = match Grant::at_once(call) {
                Some(granted) => granted,
                None => self.in_time(None, Box::pin(Grant::of(call)).as_mut()).await.and_then(|granted| granted),
            };
            let grant = granted.inspect_err(|_| permit.not_sent())?;
            let sent = clock::now();
            self.attempts += 1;
            let most = client.attempt_timeout.map(|most| (sent, most));
            let attempt = self.in_time(most, Box::pin(exchange(call, &prepared, &grant, &mut permit)).as_mut()).await;
            let error = match attempt.and_then(|result| result) {
                Ok(answer) => {
                    self.report_attempt(sent, Ok(&answer), None);
                    return Ok(answer);
                }
                Err(error) => permit.classify(self.named(error)),
            };
            if error.kind() == ErrorKind::Unauthorized && grant.can_be_renewed() && !std::mem::replace(&mut self.renewed, true) {
                self.report_attempt(sent, Err(&error), Some(Duration::ZERO));
                self.in_time(None, Box::pin(grant.renew(call)).as_mut()).await??;
                continue;
            }
            // Which is not begun where it would not end in time.
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
            self.in_time(None, Box::pin(clock::sleep(pause)).as_mut()).await??;
        }
    }

    /// Until when it has to be done, and how long that is in all.
    fn deadline(&self) -> Option<(clock::Instant, Duration)> {
        self.timeout.map(|timeout| (clock::after(self.begun, timeout.saturating_add(self.queued)), timeout))
    }

    /// Does something in the time that is left, and for at most so long from a moment on. The work stays where it is: it is large, and
    /// would be copied at every step further down.
    async fn in_time<T>(&self, most: Option<(clock::Instant, Duration)>, work: Pin<&mut impl Future<Output = T>>) -> Result<T> {
        let most = most.map(|(from, most)| (clock::after(from, most), most));
        let limit = match (most, self.deadline()) {
            (Some(most), Some(deadline)) => Some(most.min(deadline)),
            (most, deadline) => most.or(deadline),
        };
        let Some((deadline, most)) = limit else { return Ok(work.await) };
        let result = clock::until(deadline, work).await?;
        result.ok_or_else(|| Error::new(ErrorKind::Timeout, format!("no response within {most:?}")))
    }

    fn named(&self, error: Error) -> Error {
        error.with_call(&self.call.method, label(self.call), self.call.info)
    }

    /// Whether anybody is told of it. For nobody the clock is not read.
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
            // Only an observer looks at it.
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
            duration: self.begun.elapsed(),
            queued: self.queued,
        };
        span.finish(&call);
        if let Some(observer) = &self.call.client.0.observer {
            observer.call(&call);
        }
    }
}
