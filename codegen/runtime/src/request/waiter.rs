//! Polling of jobs that run on the server.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use crate::call::Call;
use crate::http::random;
use crate::http::transport::BoxFuture;
use crate::json::enums::StringEnum;
use crate::policy::clock::Clock;
use crate::protocol::error::{ApiError, Error, ErrorKind, Result};
use crate::protocol::info::OperationInfo;
use crate::request::send::{Pending, Request};
use crate::response::{RawResponse, Response};

const MIN_INTERVAL: Duration = Duration::from_millis(500);
const MAX_INTERVAL: Duration = Duration::from_secs(10);
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(600);

/// An operation that reports the status of a job on the server.
pub trait Job: Request {
    /// The type of the status.
    type Status: StringEnum + PartialEq + 'static;
    /// The statuses of a job that has completed successfully.
    const DONE: &'static [Self::Status];
    /// The statuses of a job that has failed.
    const FAILED: &'static [Self::Status];

    /// Returns the status of the job, or `None` if the response does not state one.
    fn status(output: &Self::Output) -> Option<&Self::Status>;
}

/// Polls the status of a job until it has completed, returned by the method `wait` of requests that report such a status.
///
/// Resolves to the data of the last response. The first request is sent immediately, the second after half a second; then the interval
/// grows up to about ten seconds. Every request is an ordinary call: it counts against the rate limit and costs tokens. A job with a
/// status that this crate does not know counts as running. Dropping the future stops the polling, not the job.
///
/// # Errors
///
/// - [`ErrorKind::JobFailed`] if the job has failed. The message contains its status, `body()` the whole response.
/// - [`ErrorKind::Timeout`] if the job has not completed within the time limit. It continues on the server and can be waited for again.
/// - [`ErrorKind::Configuration`] if there is no tokio runtime, which timers need.
/// - Any other error of a status request. It ends the polling, not the job.
#[must_use = "nothing is sent until this is awaited"]
pub struct Wait<O> {
    operation: O,
    interval: Interval,
    timeout: Option<Duration>,
}

impl<O: Job> Wait<O> {
    /// Creates a future that polls `operation` when it is awaited.
    pub fn new(operation: O) -> Self {
        Self { operation, interval: Interval::Growing(MIN_INTERVAL), timeout: Some(DEFAULT_TIMEOUT) }
    }

    /// Sets a fixed pause between a response and the next request. By default, the pause grows from half a second to ten seconds.
    pub fn every(mut self, pause: Duration) -> Self {
        self.interval = Interval::Fixed(pause);
        self
    }

    /// Sets the maximum time to wait. Defaults to ten minutes; `None` is unlimited.
    pub fn at_most(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.timeout = time.into();
        self
    }

    async fn run(self) -> Result<O::Output> {
        let Self { operation, interval, timeout } = self;
        let call = operation.clone().into_call();
        let (clock, path) = (call.client.0.clock, call.into_path());
        let mut status = None;
        let polling = poll_until_done(operation, interval, Pauses { clock, left: timeout }, &mut status);
        let result = match clock.within(timeout, polling).await.map(Option::flatten) {
            Ok(Some(result)) => result,
            Ok(None) => Err(timed_out(timeout.unwrap_or_default(), status.as_deref())),
            Err(error) => Err(error),
        };
        result.map_err(|error| error.with_call(&O::INFO.method, path, Some(O::INFO)))
    }
}

impl<O: Job> IntoFuture for Wait<O> {
    type Output = Result<O::Output>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<O: Job> fmt::Debug for Wait<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("operation", &O::INFO.id)
            .field("interval", &self.interval)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// Sends the status request until the job has completed. Leaves the last status of a running job in `status`. Returns `None` if the
/// time of skipped pauses is used up.
async fn poll_until_done<O: Job>(
    operation: O,
    mut interval: Interval,
    mut pauses: Pauses,
    status: &mut Option<String>,
) -> Option<Result<O::Output>> {
    loop {
        match Pending::new(StatusRequest(operation.clone())).await {
            Ok(JobState::Done(output)) => return Some(Ok(output)),
            Ok(JobState::Running(current)) => *status = current,
            Err(error) => return Some(Err(error)),
        }
        match pauses.pause(interval.next()).await {
            Ok(true) => {}
            Ok(false) => return None,
            Err(error) => return Some(Err(error)),
        }
    }
}

/// The pauses between the requests.
struct Pauses {
    clock: Clock,
    /// The time that is left for pauses that are skipped. `None` is unlimited.
    left: Option<Duration>,
}

impl Pauses {
    /// Waits for a duration. Returns false if no time is left.
    async fn pause(&mut self, duration: Duration) -> Result<bool> {
        let skipped = self.clock.sleep(duration).await?;
        let Some(left) = self.left else { return Ok(true) };
        self.left = left.checked_sub(skipped);
        Ok(self.left.is_some())
    }
}

fn timed_out(time: Duration, status: Option<&str>) -> Error {
    let status = status.map(|status| format!(" (last status: `{status}`)")).unwrap_or_default();
    let message =
        format!("the job did not complete within {time:?}{status}; it continues on the server and can be waited for again");
    Error::new(ErrorKind::Timeout, message)
}

/// The pause between two requests.
#[derive(Clone, Copy, Debug)]
enum Interval {
    Fixed(Duration),
    /// Grows with every request up to [`MAX_INTERVAL`].
    Growing(Duration),
}

impl Interval {
    fn next(&mut self) -> Duration {
        match self {
            Self::Fixed(pause) => *pause,
            Self::Growing(pause) => {
                let current = *pause;
                *pause = MAX_INTERVAL.min(current * 3 / 2);
                jitter(current)
            }
        }
    }
}

/// Adds or subtracts up to a quarter, so that concurrent waiters do not send at the same time.
fn jitter(pause: Duration) -> Duration {
    pause * 3 / 4 + random::up_to(pause / 2)
}

/// The status request with an output that states whether the job is running. A failed job is an error.
#[derive(Clone)]
struct StatusRequest<O>(O);

enum JobState<T> {
    Done(T),
    /// With the status, if the response states one.
    Running(Option<String>),
}

impl<O: Job> Request for StatusRequest<O> {
    type Output = JobState<O::Output>;

    const INFO: &'static OperationInfo = O::INFO;

    fn call_mut(&mut self) -> &mut Call {
        self.0.call_mut()
    }

    fn into_call(self) -> Box<Call> {
        self.0.into_call()
    }

    fn decode(raw: RawResponse) -> Result<Response<Self::Output>> {
        let (http_status, headers, body) = (raw.meta.status, raw.meta.headers.clone(), raw.bytes().clone());
        let secrets = raw.secrets.clone();
        let response = O::decode(raw)?;
        let Some(status) = O::status(&response.data) else { return Ok(response.map(|_| JobState::Running(None))) };
        if O::FAILED.contains(status) {
            let mut message = format!("status `{}`", status.as_str());
            if let Some(reason) = ApiError::of(&body, None).as_ref().and_then(ApiError::message) {
                message = format!("{message}: {reason}");
            }
            return Err(Error::new(ErrorKind::JobFailed, message).with_response(http_status, headers, body, &secrets));
        }
        let running = (!O::DONE.contains(status)).then(|| status.as_str().to_owned());
        Ok(response.map(|output| if running.is_some() { JobState::Running(running) } else { JobState::Done(output) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_grow_up_to_the_maximum() {
        let mut interval = Interval::Growing(MIN_INTERVAL);
        let pauses: Vec<Duration> = std::iter::repeat_with(|| interval.next()).take(20).collect();
        let close = |pause: Duration, to: Duration| pause >= to * 3 / 4 && pause <= to * 5 / 4;
        assert!(close(pauses[0], MIN_INTERVAL) && close(pauses[1], MIN_INTERVAL * 3 / 2), "{pauses:?}");
        assert!(pauses[10..].iter().all(|pause| close(*pause, MAX_INTERVAL)), "{pauses:?}");
        assert!(pauses.windows(2).skip(10).any(|pair| pair[0] != pair[1]), "no jitter: {pauses:?}");
        let mut interval = Interval::Fixed(Duration::from_millis(7));
        assert_eq!([interval.next(), interval.next()], [Duration::from_millis(7); 2]);
    }
}
