//! Waiting for jobs that go on at the server.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use crate::call::Call;
use crate::http::random;
use crate::http::transport::BoxFuture;
use crate::json::enums::StringEnum;
use crate::policy::clock;
use crate::protocol::error::{ApiError, Error, ErrorKind, Result};
use crate::protocol::info::OperationInfo;
use crate::request::send::{Pending, Request};
use crate::response::{RawResponse, Response};

const SHORTEST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
const USUAL_LIMIT: Duration = Duration::from_secs(600);

/// An operation that tells how far a job is, which goes on at the server.
pub trait Job: Request {
    /// How far a job can be.
    type Status: StringEnum + PartialEq + 'static;
    /// Of a job that is over and went well.
    const DONE: &'static [Self::Status];
    /// Of a job that is over and did not go well.
    const FAILED: &'static [Self::Status];

    /// How far the job is, where the response says so.
    fn status(output: &Self::Output) -> Option<&Self::Status>;
}

/// Waits for the end of a job, once it is awaited. Made by `wait()` on the request that tells how far the job is.
///
/// The request is made at once and then again and again: after half a second, then less and less often, at last every ten seconds
/// or so. Every time it is a call like any other, so it counts against the limits and costs its tokens. A status that this crate
/// does not know counts as that of a job that goes on. Whoever stops polling this stops the asking, not the job.
///
/// # Errors
///
/// - [`ErrorKind::JobFailed`] for a job that is over and went wrong. The message has its status, `body()` the whole response.
/// - [`ErrorKind::Timeout`] for a job that is not over in time. It goes on at the server and can be waited for again.
/// - [`ErrorKind::Configuration`] where time cannot be measured, because there is no tokio runtime.
/// - Any other where the call itself fails. That ends the waiting, not the job.
#[must_use = "nothing is waited for until this is awaited"]
pub struct Wait<O> {
    operation: O,
    pace: Pace,
    at_most: Option<Duration>,
}

impl<O: Job> Wait<O> {
    /// Waits for the job that an operation tells about.
    pub fn new(operation: O) -> Self {
        Self { operation, pace: Pace::Slowing(SHORTEST_PAUSE), at_most: Some(USUAL_LIMIT) }
    }

    /// Asks at this pace: with always the same pause between a response and the next request.
    pub fn every(mut self, pause: Duration) -> Self {
        self.pace = Pace::Steady(pause);
        self
    }

    /// Gives up after so long. Usually ten minutes; `None` is never.
    pub fn at_most(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.at_most = time.into();
        self
    }

    async fn run(self) -> Result<O::Output> {
        let Self { operation, pace, at_most } = self;
        let path = operation.clone().into_call().into_path();
        let mut status = None;
        let result = match clock::within(at_most, watch(operation, pace, &mut status)).await {
            Ok(Some(result)) => result,
            Ok(None) => Err(out_of_time(at_most.unwrap_or_default(), status.as_deref())),
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
            .field("pace", &self.pace)
            .field("at_most", &self.at_most)
            .finish_non_exhaustive()
    }
}

/// Asks until the job is over; the status of one that is not is left in `status`.
async fn watch<O: Job>(operation: O, mut pace: Pace, status: &mut Option<String>) -> Result<O::Output> {
    loop {
        match Pending::new(Look(operation.clone())).await? {
            Seen::Done(output) => return Ok(output),
            Seen::Going(now) => *status = now,
        }
        clock::sleep(pace.pause()).await?;
    }
}

fn out_of_time(time: Duration, status: Option<&str>) -> Error {
    let status = status.map(|status| format!(", when it was `{status}`")).unwrap_or_default();
    let message = format!("the job was not over after {time:?}{status}; it goes on at the server, and can be waited for again");
    Error::new(ErrorKind::Timeout, message)
}

/// How long the pauses are.
#[derive(Clone, Copy, Debug)]
enum Pace {
    Steady(Duration),
    Slowing(Duration),
}

impl Pace {
    fn pause(&mut self) -> Duration {
        match self {
            Self::Steady(pause) => *pause,
            Self::Slowing(pause) => {
                let now = *pause;
                *pause = LONGEST_PAUSE.min(now * 3 / 2);
                about(now)
            }
        }
    }
}

/// Up to a quarter more or less, so that those who wait do not ask all at the same time.
fn about(pause: Duration) -> Duration {
    pause * 3 / 4 + random::up_to(pause / 2)
}

/// The operation, with an output that says whether the job is over. One that has failed is an error.
#[derive(Clone)]
struct Look<O>(O);

enum Seen<T> {
    Done(T),
    Going(Option<String>),
}

impl<O: Job> Request for Look<O> {
    type Output = Seen<O::Output>;

    const INFO: &'static OperationInfo = O::INFO;

    fn call_mut(&mut self) -> &mut Call {
        self.0.call_mut()
    }

    fn into_call(self) -> Box<Call> {
        self.0.into_call()
    }

    fn decode(raw: RawResponse) -> Result<Response<Self::Output>> {
        let (http_status, headers, body) = (raw.meta.status, raw.meta.headers.clone(), raw.bytes().clone());
        let response = O::decode(raw)?;
        let Some(status) = O::status(&response.data) else { return Ok(response.map(|_| Seen::Going(None))) };
        if O::FAILED.contains(status) {
            let mut message = format!("it is `{}`", status.text());
            if let Some(said) = ApiError::of(&body).as_ref().and_then(ApiError::message) {
                message = format!("{message}: {said}");
            }
            return Err(Error::new(ErrorKind::JobFailed, message).with_response(http_status, headers, body));
        }
        let going = (!O::DONE.contains(status)).then(|| status.text().to_owned());
        Ok(response.map(|output| if going.is_some() { Seen::Going(going) } else { Seen::Done(output) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_limit() {
        let mut pace = Pace::Slowing(SHORTEST_PAUSE);
        let pauses: Vec<Duration> = std::iter::repeat_with(|| pace.pause()).take(20).collect();
        let close = |pause: Duration, to: Duration| pause >= to * 3 / 4 && pause <= to * 5 / 4;
        assert!(close(pauses[0], SHORTEST_PAUSE) && close(pauses[1], SHORTEST_PAUSE * 3 / 2), "{pauses:?}");
        assert!(pauses[10..].iter().all(|pause| close(*pause, LONGEST_PAUSE)), "{pauses:?}");
        assert!(pauses.windows(2).skip(10).any(|pair| pair[0] != pair[1]), "no chance in it: {pauses:?}");
        let mut pace = Pace::Steady(Duration::from_millis(7));
        assert_eq!([pace.pause(), pace.pause()], [Duration::from_millis(7); 2]);
    }
}
