//! Judging requests by the description.

use serde_json::{Map, Value};

use super::{ApiOperation, ApiParameter, ApiSchema, InputLocation};
use crate::http::{ApiRequest, Body, TOKEN_PARAMETER};

/// An input that the description does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InputProblem {
    /// The name of the input, such as `limit` or `custom_fields.x.value`.
    pub(crate) input: String,
    /// What is wrong with it.
    pub(crate) message: String,
}

/// Returns everything in a request that the description of its operation does not allow.
pub(crate) fn validate(operation: &ApiOperation, path: &[(String, String)], request: &ApiRequest) -> Vec<InputProblem> {
    let mut problems = Problems(Vec::new());
    for (name, value) in path {
        if let Some(parameter) = operation.parameter(InputLocation::Path, name) {
            problems.parameter(parameter, value);
        }
    }
    problems.query(operation, request);
    problems.body(operation, request);
    problems.0
}

struct Problems(Vec<InputProblem>);

impl Problems {
    fn add(&mut self, input: impl Into<String>, message: impl Into<String>) {
        self.0.push(InputProblem { input: input.into(), message: message.into() });
    }

    fn query(&mut self, operation: &ApiOperation, request: &ApiRequest) {
        for (name, value) in &request.query {
            match operation.parameter(InputLocation::Query, name.trim_end_matches("[]")) {
                Some(parameter) => self.parameter(parameter, value),
                None if name == TOKEN_PARAMETER && operation.is_v1() => {}
                None => self.add(name, "unknown query parameter"),
            }
        }
        for parameter in &operation.parameters {
            let is_query = parameter.location == InputLocation::Query;
            if is_query && parameter.is_required && request.query(&parameter.name).is_none() {
                self.add(&parameter.name, "missing required query parameter");
            }
        }
    }

    /// Judges the string of a parameter.
    fn parameter(&mut self, parameter: &ApiParameter, value: &str) {
        match parameter.schema.items() {
            Some(items) if parameter.is_comma_list => {
                let parts: Vec<&str> = value.split(',').filter(|part| !part.is_empty()).collect();
                for part in &parts {
                    self.scalar(&parameter.name, items, part);
                }
                self.count(&parameter.name, parameter.schema, parts.len());
            }
            Some(items) => self.scalar(&parameter.name, items, value),
            None => self.scalar(&parameter.name, parameter.schema, value),
        }
    }

    fn scalar(&mut self, name: &str, schema: ApiSchema, text: &str) {
        if self.alternatives(schema, |problems, alternative| problems.scalar(name, alternative, text)) {
            return;
        }
        let value = match schema.string("type") {
            Some("integer") => text.parse::<i64>().ok().map(Value::from),
            Some("number") => text.parse::<f64>().ok().map(Value::from),
            Some("boolean") => match text {
                "true" | "1" => Some(Value::Bool(true)),
                "false" | "0" => Some(Value::Bool(false)),
                _ => None,
            },
            _ => Some(Value::from(text)),
        };
        match value {
            Some(value) => self.value(name, schema, &value),
            None => self.add(name, format!("expected {}, found `{text}`", schema.string("type").unwrap_or("another type"))),
        }
    }

    fn body(&mut self, operation: &ApiOperation, request: &ApiRequest) {
        let Some(content) = &operation.body else {
            if !matches!(request.body, Body::Empty) {
                self.add("body", "the operation has no request body");
            }
            return;
        };
        match &request.body {
            Body::Empty if content.is_required => self.add("body", "missing request body"),
            Body::Json(value) => self.value("", content.schema, value),
            Body::Form(fields) => self.fields(content.schema, &fields.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>()),
            Body::Multipart(parts) => {
                self.fields(content.schema, &parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>());
            }
            Body::Empty => {}
            Body::Malformed(problem) => self.add("body", problem),
        }
    }

    /// Judges the names of form fields. Their values are strings or files.
    fn fields(&mut self, schema: ApiSchema, names: &[&str]) {
        if self.alternatives(schema, |problems, alternative| problems.fields(alternative, names)) {
            return;
        }
        for name in names {
            if schema.property(name).is_none() && !schema.has_flat_custom_fields() {
                self.add(*name, "unknown field");
            }
        }
        for required in schema.required() {
            if !names.contains(&required) {
                self.add(required, "missing required field");
            }
        }
    }

    /// Judges a value by the alternatives of a schema: one must fit. Returns `false` if the schema has none.
    fn alternatives(&mut self, schema: ApiSchema, judge: impl Fn(&mut Self, ApiSchema)) -> bool {
        let alternatives = schema.alternatives();
        let mut attempts = alternatives.iter().map(|alternative| {
            let mut problems = Self(Vec::new());
            judge(&mut problems, *alternative);
            problems.0
        });
        let first = attempts.next().unwrap_or_default();
        if !first.is_empty() && !attempts.any(|problems| problems.is_empty()) {
            self.0.extend(first);
        }
        !alternatives.is_empty()
    }

    fn value(&mut self, name: &str, schema: ApiSchema, value: &Value) {
        if self.alternatives(schema, |problems, alternative| problems.value(name, alternative, value)) {
            return;
        }
        if let Some(expected) = mismatch(schema, value) {
            self.add(name, format!("expected {expected}, found {}", kind(value)));
            return;
        }
        self.bounds(name, schema, value);
        match value {
            Value::Object(object) => self.object(name, schema, object),
            Value::Array(items) => {
                self.count(name, schema, items.len());
                if let Some(schema) = schema.items() {
                    items.iter().enumerate().for_each(|(index, item)| self.value(&join(name, &index.to_string()), schema, item));
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, name: &str, schema: ApiSchema, object: &Map<String, Value>) {
        let has_properties = !schema.properties().is_empty();
        for (key, value) in object {
            let here = join(name, key);
            match schema.property(key).or_else(|| schema.additional()) {
                Some(property) => self.value(&here, property, value),
                None if !has_properties || is_custom_field_key(key) && schema.has_flat_custom_fields() => {}
                None => self.add(here, "unknown property"),
            }
        }
        for required in schema.required() {
            if !object.contains_key(required) {
                self.add(join(name, required), "missing required property");
            }
        }
    }

    fn count(&mut self, name: &str, schema: ApiSchema, count: usize) {
        let limit = |keyword| schema.keyword(keyword).and_then(Value::as_u64);
        if limit("maxItems").is_some_and(|max| count as u64 > max) {
            self.add(name, format!("expected at most {} items, found {count}", limit("maxItems").unwrap_or_default()));
        }
        if limit("minItems").is_some_and(|min| (count as u64) < min) {
            self.add(name, format!("expected at least {} items, found {count}", limit("minItems").unwrap_or_default()));
        }
    }

    fn bounds(&mut self, name: &str, schema: ApiSchema, value: &Value) {
        if let Some(allowed) = schema.keyword("enum").and_then(Value::as_array)
            && !value.is_null()
            && !allowed.iter().any(|allowed| same(allowed, value))
        {
            let allowed: Vec<String> = allowed.iter().map(|value| format!("`{}`", plain(value))).collect();
            self.add(name, format!("expected one of {}, found `{}`", allowed.join(", "), plain(value)));
        }
        let limit = |keyword| schema.keyword(keyword).and_then(Value::as_f64);
        if let Some(number) = value.as_f64() {
            if limit("minimum").is_some_and(|minimum| number < minimum) {
                self.add(name, format!("expected at least {}, found {number}", limit("minimum").unwrap_or_default()));
            }
            if limit("maximum").is_some_and(|maximum| number > maximum) {
                self.add(name, format!("expected at most {}, found {number}", limit("maximum").unwrap_or_default()));
            }
        }
        if let Some(string) = value.as_str()
            && let Some(max) = schema.keyword("maxLength").and_then(Value::as_u64)
            && string.chars().count() as u64 > max
        {
            self.add(name, format!("expected at most {max} characters, found {}", string.chars().count()));
        }
    }
}

/// Returns the type that was expected, if the value has another one.
fn mismatch(schema: ApiSchema, value: &Value) -> Option<&'static str> {
    let expected = schema.string("type")?;
    let fits = match (expected, value) {
        (_, Value::Null) => schema.is_nullable(),
        ("string", Value::String(_))
        | ("number", Value::Number(_))
        | ("boolean", Value::Bool(_))
        | ("array", Value::Array(_))
        | ("object", Value::Object(_)) => true,
        ("integer", Value::Number(number)) => number.is_i64() || number.is_u64(),
        // Flags may be sent as booleans.
        ("integer", Value::Bool(_)) => schema.keyword("enum").is_some_and(|values| *values == serde_json::json!([0, 1])),
        _ => false,
    };
    (!fits).then_some(expected)
}

/// Compares by content: a query parameter is always a string.
fn same(allowed: &Value, value: &Value) -> bool {
    allowed == value
        || plain(allowed) == plain(value)
        || matches!((allowed.as_i64(), value), (Some(flag), Value::Bool(value)) if flag == i64::from(*value))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}

/// Whether a key has the form of the key of a custom field, or of one of its parts: 40 hexadecimal digits and a suffix.
pub(crate) fn is_custom_field_key(key: &str) -> bool {
    key.len() >= 40 && key.as_bytes()[..40].iter().all(u8::is_ascii_hexdigit) && (key.len() == 40 || key.as_bytes()[40] == b'_')
}
