//! Faults on demand.

use std::time::Duration;

use crate::http::ApiResponse;
use crate::policy::Interruption;

/// A fault that an [`Account`](crate::Account) injects into responses; see [`Account::inject`](crate::Account::inject).
///
/// A fault applies to all operations until [`on`](Self::on) limits it to one, and to all requests until [`times`](Self::times) limits
/// their number.
#[derive(Clone, Debug)]
#[must_use = "a fault does nothing until it is injected"]
pub struct Fault {
    effect: Effect,
    operation: Option<String>,
    remaining: Option<usize>,
}

#[derive(Clone, Debug)]
enum Effect {
    Status { status: u16, body: String },
    Delay(Duration),
    Reset,
    Truncate,
    MalformedJson,
}

/// What faults do to a response.
pub(crate) struct Outcome {
    /// The time before the response.
    pub(crate) delay: Duration,
    pub(crate) result: Result<ApiResponse, Interruption>,
}

impl Fault {
    fn new(effect: Effect) -> Self {
        Self { effect, operation: None, remaining: None }
    }

    /// Responds with a status and an error body instead of carrying out the operation.
    pub fn status(status: u16) -> Self {
        let body = serde_json::json!({ "success": false, "error": format!("injected fault with status {status}") });
        Self::response(status, body.to_string())
    }

    /// Responds with a status and any body instead of carrying out the operation.
    pub fn response(status: u16, body: impl Into<String>) -> Self {
        Self::new(Effect::Status { status, body: body.into() })
    }

    /// Delays the response. The operation is carried out.
    pub fn delay(duration: Duration) -> Self {
        Self::new(Effect::Delay(duration))
    }

    /// Closes the connection instead of carrying out the operation.
    pub fn reset() -> Self {
        Self::new(Effect::Reset)
    }

    /// Carries out the operation, and closes the connection in the middle of the response.
    pub fn truncate() -> Self {
        Self::new(Effect::Truncate)
    }

    /// Carries out the operation, and responds with JSON without its last characters.
    pub fn malformed_json() -> Self {
        Self::new(Effect::MalformedJson)
    }

    /// Limits the fault to an operation, by its id: `v2.deals.list`.
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Limits the number of requests that the fault applies to.
    pub fn times(mut self, requests: usize) -> Self {
        self.remaining = Some(requests);
        self
    }
}

/// The faults of an account, in the order of their injection.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Applies the first fault of an operation. `carry_out` is called unless the fault prevents it.
    pub(crate) fn apply(&mut self, operation: Option<&str>) -> Option<Applied> {
        let position = self.0.iter().position(|fault| {
            fault.remaining != Some(0) && fault.operation.as_deref().is_none_or(|wanted| Some(wanted) == operation)
        })?;
        let fault = &mut self.0[position];
        if let Some(remaining) = &mut fault.remaining {
            *remaining -= 1;
        }
        Some(Applied(fault.effect.clone()))
    }
}

/// A fault that applies to a request.
pub(crate) struct Applied(Effect);

impl Applied {
    /// Returns the result of the request. `carry_out` carries out the operation, if the fault lets it happen.
    pub(crate) fn result(self, carry_out: impl FnOnce() -> ApiResponse) -> Outcome {
        let mut delay = Duration::ZERO;
        let result = match self.0 {
            Effect::Status { status, body } => Ok(ApiResponse::bytes(status, "application/json; charset=utf-8", body)),
            Effect::Delay(duration) => {
                delay = duration;
                Ok(carry_out())
            }
            Effect::Reset => Err(Interruption::Reset),
            Effect::Truncate => Err(Interruption::Truncated(carry_out())),
            Effect::MalformedJson => {
                let mut response = carry_out();
                response.body.truncate(response.body.len().saturating_sub(2));
                Ok(response)
            }
        };
        Outcome { delay, result }
    }
}
