//! Filling an account with data by calls of operations.

use std::collections::HashMap;
use std::fmt;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::account::Account;
use crate::description::{ApiOperation, Description, InputLocation};
use crate::http::{ApiRequest, Body, Part};

/// The calls that make a small firm.
const DEMO: &str = include_str!("demo.json");

/// A seed that cannot be read, or one of whose calls has failed.
#[derive(Clone, Debug)]
pub struct SeedError(String);

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SeedError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seed {
    calls: Vec<SeedCall>,
}

/// One call. A string such as `{petra.id}` stands for a value of the response of an earlier call, named by `as`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedCall {
    operation: String,
    #[serde(default)]
    path: Map<String, Value>,
    #[serde(default)]
    query: Map<String, Value>,
    #[serde(default)]
    body: Value,
    #[serde(rename = "as")]
    name: Option<String>,
}

impl Account {
    /// Creates the account of a small firm: a second pipeline, organizations, persons, products, deals with a custom field of every type,
    /// activities, notes, a filter and a file.
    #[allow(clippy::missing_panics_doc, reason = "the calls are part of the crate, and a test makes them")]
    pub fn demo() -> Self {
        Self::from_seed(DEMO).expect("the calls of the demo succeed")
    }

    /// Creates an account, and makes the calls of a seed. The README describes its format.
    ///
    /// # Errors
    ///
    /// Returns an error if the seed is not JSON of this format, or if the response of a call is an error.
    pub fn from_seed(seed: &str) -> Result<Self, SeedError> {
        let seed: Seed = serde_json::from_str(seed).map_err(|error| SeedError(format!("invalid seed: {error}")))?;
        let account = Self::new();
        let mut saved = HashMap::new();
        for (number, call) in (1..).zip(seed.calls) {
            let data = run(&account, &call, &saved)
                .map_err(|problem| SeedError(format!("call {number} (`{}`): {problem}", call.operation)))?;
            saved.extend(call.name.map(|name| (name, data)));
        }
        account.forget_requests();
        Ok(account)
    }
}

fn run(account: &Account, call: &SeedCall, saved: &HashMap<String, Value>) -> Result<Value, String> {
    let description = Description::get();
    let operation = description.operation(&call.operation).ok_or_else(|| unknown(description.nearest_id(&call.operation)))?;
    let path = path(operation, &resolved_all(&call.path, saved)?)?;
    let query = resolved_all(&call.query, saved)?.into_iter().map(|(name, value)| (name, plain(&value))).collect();
    let body = body(operation, resolved(&call.body, saved)?)?;
    let exchange = account.handle(&ApiRequest::of_seed(operation.method.clone(), path, query, body));
    let response = exchange.response.ok_or("the connection was closed")?;
    let content: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    if response.is_success() {
        Ok(content["data"].clone())
    } else {
        Err(content["error"].as_str().unwrap_or("failed").to_owned())
    }
}

fn unknown(nearest: Option<String>) -> String {
    nearest.map_or_else(|| "no such operation".to_owned(), |nearest| format!("no such operation; did you mean `{nearest}`?"))
}

fn path(operation: &ApiOperation, values: &Map<String, Value>) -> Result<String, String> {
    let mut path = operation.path.clone();
    for parameter in operation.parameters.iter().filter(|parameter| parameter.location == InputLocation::Path) {
        let name = &parameter.name;
        let value = values.get(name).ok_or_else(|| format!("missing `path.{name}`"))?;
        path = path.replace(&format!("{{{name}}}"), &plain(value));
    }
    Ok(path)
}

fn body(operation: &ApiOperation, value: Value) -> Result<Body, String> {
    let content_type = operation.body.as_ref().map(|body| body.content_type.as_str());
    match (content_type, value) {
        (_, Value::Null) => Ok(Body::Empty),
        (Some("multipart/form-data"), Value::Object(fields)) => {
            fields.into_iter().map(part).collect::<Result<_, _>>().map(Body::Multipart)
        }
        (Some("application/x-www-form-urlencoded"), Value::Object(fields)) => {
            Ok(Body::Form(fields.into_iter().map(|(name, value)| (name, plain(&value))).collect()))
        }
        (_, value) => Ok(Body::Json(value)),
    }
}

/// A part of a multipart body. A file is an object with `name` and `content`.
fn part((name, value): (String, Value)) -> Result<Part, String> {
    let Value::Object(file) = value else {
        return Ok(Part { name, file_name: None, content: plain(&value).into() });
    };
    let string =
        |key: &str| file.get(key).and_then(Value::as_str).ok_or_else(|| format!("`body.{name}.{key}`: expected a string"));
    let (file_name, content) = (string("name")?.to_owned(), Bytes::from(string("content")?.to_owned()));
    Ok(Part { file_name: Some(file_name), content, name })
}

/// Replaces references to responses.
fn resolved(value: &Value, saved: &HashMap<String, Value>) -> Result<Value, String> {
    match value {
        Value::String(string) => reference(string, saved),
        Value::Array(items) => items.iter().map(|item| resolved(item, saved)).collect(),
        Value::Object(object) => resolved_all(object, saved).map(Value::Object),
        value => Ok(value.clone()),
    }
}

fn resolved_all(object: &Map<String, Value>, saved: &HashMap<String, Value>) -> Result<Map<String, Value>, String> {
    let entry = |(name, value): (&String, &Value)| Ok((plain(&reference(name, saved)?), resolved(value, saved)?));
    object.iter().map(entry).collect()
}

/// `{finish.options.0.id}` is the value at that place of the response named `finish`.
fn reference(string: &str, saved: &HashMap<String, Value>) -> Result<Value, String> {
    let Some(inner) = string.strip_prefix('{').and_then(|string| string.strip_suffix('}')) else { return Ok(string.into()) };
    let (name, place) = inner.split_once('.').unwrap_or((inner, ""));
    let value = saved.get(name).ok_or_else(|| format!("`{string}`: no earlier call is named `{name}`"))?;
    let pointer = if place.is_empty() { String::new() } else { format!("/{}", place.replace('.', "/")) };
    value.pointer(&pointer).cloned().ok_or_else(|| format!("`{string}`: the response has no such value"))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
