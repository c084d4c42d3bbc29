//! Faults on demand.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::description::ApiOperation;
use crate::http::{ApiRequest, ApiResponse, Exchange};

/// A fault that an [`Account`](crate::Account) injects into responses; see [`Account::inject`](crate::Account::inject).
///
/// A fault applies to all requests until [`on`](Self::on) limits it to an operation or a path, [`query`](Self::query) to a query parameter, [`times`](Self::times) to a number of
/// requests, and [`probability`](Self::probability) to a part of them. The first fault that applies to a request is used, in the order of
/// their injection.
///
/// ```
/// use std::time::Duration;
/// use pipedrive_mock::{Account, Fault};
///
/// let account = Account::new();
/// account.inject(Fault::status(429).header("retry-after", 2).on("v2.deals.list").times(1));
/// account.inject(Fault::reset().carried_out().on("v2.deals.create").times(1));
/// account.inject(Fault::delay(Duration::from_millis(50)).probability(0.2));
/// ```
#[derive(Clone, Debug)]
#[must_use = "a fault does nothing until it is injected"]
pub struct Fault {
    effect: FaultEffect,
    headers: HeaderMap,
    delay: Duration,
    /// Whether the operation is carried out although its response is lost.
    is_carried_out: bool,
    target: Option<String>,
    query: Vec<(String, String)>,
    skipped: usize,
    remaining: Option<usize>,
    probability: f64,
}

#[derive(Clone, Debug)]
enum FaultEffect {
    /// None but a delay and headers.
    None,
    Response {
        status: u16,
        body: String,
    },
    Reset,
    Truncate,
    MalformedJson,
    Slow(Duration),
}

impl Fault {
    fn new(effect: FaultEffect) -> Self {
        Self {
            effect,
            headers: HeaderMap::new(),
            delay: Duration::ZERO,
            is_carried_out: false,
            target: None,
            query: Vec::new(),
            skipped: 0,
            remaining: None,
            probability: 1.0,
        }
    }

    /// Responds with a status and an error body instead of carrying out the operation.
    pub fn status(status: u16) -> Self {
        let body = serde_json::json!({ "success": false, "error": format!("injected fault with status {status}") });
        Self::response(status, body)
    }

    /// Responds with a status and any body, such as a string or JSON, instead of carrying out the operation. The content type is that of JSON, unless
    /// [`header`](Self::header) sets another one.
    #[allow(clippy::needless_pass_by_value, reason = "strings and JSON alike")]
    pub fn response(status: u16, body: impl ToString) -> Self {
        Self::new(FaultEffect::Response { status, body: body.to_string() })
    }

    /// Delays the response. The operation is carried out.
    pub fn delay(duration: Duration) -> Self {
        Self::new(FaultEffect::None).delayed(duration)
    }

    /// Closes the connection instead of carrying out the operation.
    pub fn reset() -> Self {
        Self::new(FaultEffect::Reset)
    }

    /// Carries out the operation, and closes the connection in the middle of the response.
    pub fn truncate() -> Self {
        Self::new(FaultEffect::Truncate)
    }

    /// Carries out the operation, and responds with JSON without its last characters.
    pub fn malformed_json() -> Self {
        Self::new(FaultEffect::MalformedJson)
    }

    /// Carries out the operation, and sends the body of the response in four pieces with a pause after each.
    pub fn slow(pause: Duration) -> Self {
        Self::new(FaultEffect::Slow(pause))
    }

    /// Carries out the operation before a response of [`status`](Self::status), [`response`](Self::response) or [`reset`](Self::reset), as
    /// if the response had been lost on its way. Other faults carry it out anyway.
    pub fn carried_out(mut self) -> Self {
        self.is_carried_out = true;
        self
    }

    /// Delays the response, whatever the fault makes of it.
    pub fn delayed(mut self, duration: Duration) -> Self {
        self.delay = duration;
        self
    }

    /// Sets a header of the response, such as `retry-after`.
    ///
    /// # Panics
    ///
    /// Panics if the name or the value is not allowed in a header.
    #[allow(clippy::needless_pass_by_value, reason = "numbers and strings alike")]
    pub fn header(mut self, name: &str, value: impl ToString) -> Self {
        let (name, value) = (name.parse::<HeaderName>(), value.to_string().parse::<HeaderValue>());
        self.headers.insert(name.expect("a valid name of a header"), value.expect("a valid value of a header"));
        self
    }

    /// Limits the fault to an operation by its id, such as `v2.deals.list`, or to a path, such as `/oauth/token`.
    pub fn on(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// Limits the fault to requests with a query parameter. If it is called more than once, all of them are required.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Limits the number of requests that the fault applies to.
    pub fn times(mut self, requests: usize) -> Self {
        self.remaining = Some(requests);
        self
    }

    /// Leaves out the first requests that the fault would apply to.
    pub fn after(mut self, requests: usize) -> Self {
        self.skipped = requests;
        self
    }

    /// Limits the fault to a part of the requests, from 0.0 for none to 1.0 for all of them. Which ones is random, but the same for every
    /// new account.
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = probability;
        self
    }

    fn is_on(&self, operation: Option<&ApiOperation>, request: &ApiRequest) -> bool {
        let has_query = self.query.iter().all(|(name, value)| request.query(name) == Some(value));
        has_query
            && self.target.as_ref().is_none_or(|target| {
                let path = &request.path;
                if target.starts_with('/') { target == path } else { operation.is_some_and(|operation| operation.id == *target) }
            })
    }

    /// Returns what becomes of a request. `carry_out` carries out the operation, if the fault lets it happen.
    pub(crate) fn exchange(self, carry_out: impl FnOnce() -> Exchange) -> Exchange {
        let is_prevented = matches!(self.effect, FaultEffect::Response { .. } | FaultEffect::Reset) && !self.is_carried_out;
        let mut exchange = if is_prevented { Exchange::prevented() } else { carry_out() };
        exchange.delay = self.delay;
        match self.effect {
            FaultEffect::None => {}
            FaultEffect::Response { status, body } => {
                exchange.response = Some(ApiResponse::bytes(status, "application/json; charset=utf-8", body));
            }
            FaultEffect::Reset => exchange.response = None,
            FaultEffect::Truncate => exchange.is_truncated = true,
            FaultEffect::MalformedJson => {
                if let Some(response) = &mut exchange.response {
                    response.body.truncate(response.body.len().saturating_sub(2));
                }
            }
            FaultEffect::Slow(pause) => exchange.pause = pause,
        }
        if let Some(response) = &mut exchange.response {
            response.headers.extend(self.headers);
        }
        exchange
    }
}

/// The faults of an account, in the order of their injection.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    all: Vec<Fault>,
    /// The number of random decisions so far.
    decisions: u64,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.all.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.all.clear();
    }

    /// Returns the first fault that applies to a request.
    pub(crate) fn of(&mut self, operation: Option<&ApiOperation>, request: &ApiRequest) -> Option<Fault> {
        let decisions = &mut self.decisions;
        let candidates = self.all.iter_mut().filter(|fault| fault.remaining != Some(0) && fault.is_on(operation, request));
        for fault in candidates {
            let is_chosen = fault.probability >= 1.0 || {
                *decisions += 1;
                random(*decisions) < fault.probability
            };
            if !is_chosen {
                continue;
            }
            if fault.skipped > 0 {
                fault.skipped -= 1;
                continue;
            }
            if let Some(remaining) = &mut fault.remaining {
                *remaining -= 1;
            }
            return Some(fault.clone());
        }
        None
    }
}

/// Returns a number from 0.0 to 1.0 that looks random.
#[allow(clippy::cast_precision_loss, reason = "53 bits fit")]
fn random(number: u64) -> f64 {
    (crate::store::scrambled(number) >> 11) as f64 / (1_u64 << 53) as f64
}
