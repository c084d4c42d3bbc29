//! A fault as JSON, for tests in other languages.

use std::collections::BTreeMap;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::Value;

use super::Fault;
use crate::description::Description;

/// A fault as a test sends it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultInput {
    status: Option<u16>,
    body: Option<Value>,
    effect: Option<EffectInput>,
    #[serde(default)]
    headers: BTreeMap<String, Value>,
    #[serde(default)]
    delay_ms: u64,
    /// The pause after each piece of a slow body.
    pause_ms: Option<u64>,
    #[serde(default)]
    carried_out: bool,
    on: Option<String>,
    #[serde(default)]
    query: BTreeMap<String, Value>,
    times: Option<usize>,
    #[serde(default)]
    after: usize,
    probability: Option<f64>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum EffectInput {
    Reset,
    Truncate,
    MalformedJson,
    Slow,
}

impl Fault {
    /// Reads a fault from JSON.
    ///
    /// # Errors
    ///
    /// Returns a message if a field is unknown or has a value that is not allowed.
    pub(crate) fn from_json(json: &Value) -> Result<Self, String> {
        let input = FaultInput::deserialize(json).map_err(|error| error.to_string())?;
        let mut fault = input.effect()?.after(input.after);
        if input.carried_out {
            fault = fault.carried_out();
        }
        fault = fault.delayed(Duration::from_millis(input.delay_ms));
        for (name, value) in &input.headers {
            let value = plain(value);
            let is_valid = name.parse::<HeaderName>().is_ok() && value.parse::<HeaderValue>().is_ok();
            fault = if is_valid { fault.header(name, value) } else { return Err(format!("invalid header `{name}`")) };
        }
        for (name, value) in &input.query {
            fault = fault.query(name, plain(value));
        }
        if let Some(target) = input.on {
            fault = fault.on(known(target)?);
        }
        if let Some(times) = input.times {
            fault = fault.times(times);
        }
        match input.probability {
            Some(probability) if (0.0..=1.0).contains(&probability) => Ok(fault.probability(probability)),
            Some(_) => Err("`probability` is not between 0 and 1".to_owned()),
            None => Ok(fault),
        }
    }
}

impl FaultInput {
    /// Returns the fault without what limits it.
    fn effect(&self) -> Result<Fault, String> {
        let pause = Duration::from_millis(self.pause_ms.unwrap_or_default());
        match (self.status, self.effect) {
            (Some(_), Some(_)) => return Err("set `status` or `effect`, not both".to_owned()),
            (None, _) if self.body.is_some() => return Err("`body` has no `status`: set that of the response".to_owned()),
            (_, effect) if self.pause_ms.is_some() && !matches!(effect, Some(EffectInput::Slow)) => {
                return Err("`pause_ms` has no meaning without `\"effect\": \"slow\"`; `delay_ms` delays a response".to_owned());
            }
            _ => {}
        }
        Ok(match (self.status, self.effect) {
            (Some(status), _) if !(200..=599).contains(&status) => {
                return Err(format!("`{status}` is not the status of a response"));
            }
            (Some(status), _) => {
                self.body.as_ref().map_or_else(|| Fault::status(status), |body| Fault::response(status, plain(body)))
            }
            (None, Some(EffectInput::Reset)) => Fault::reset(),
            (None, Some(EffectInput::Truncate)) => Fault::truncate(),
            (None, Some(EffectInput::MalformedJson)) => Fault::malformed_json(),
            (None, Some(EffectInput::Slow)) => Fault::slow(pause),
            (None, None) if self.delay_ms == 0 && self.headers.is_empty() => {
                return Err("nothing to do: set `status`, `effect`, `delay_ms` or `headers`".to_owned());
            }
            (None, None) => Fault::delay(Duration::ZERO),
        })
    }
}

/// Returns a string without quotes, and any other value as JSON.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Returns a path or the id of an operation, if there is one with this id.
fn known(target: String) -> Result<String, String> {
    let description = Description::get();
    if target.starts_with('/') || description.operation(&target).is_some() {
        return Ok(target);
    }
    let hint = description.nearest_id(&target).map(|id| format!("; did you mean `{id}`?")).unwrap_or_default();
    Err(format!("no operation has the id `{target}`{hint}"))
}
