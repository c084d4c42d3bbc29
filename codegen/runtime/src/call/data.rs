//! One call as plain data, which the setters of request builders write into.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde_json::Value;

use crate::http::body::{self, Upload};
use crate::http::url;
use crate::json::custom_fields::CustomFieldValue;
use crate::json::encode::ToWire;
use crate::json::input::Input;
use crate::json::output::to_value;
use crate::json::slot::Wire;
use crate::json::unquoted::unquoted;
use crate::json::wire::Plain;
use crate::policy::retry::RetryPolicy;
use crate::protocol::info::{BodyKind, OperationInfo};

/// The data of a call: what is sent, and how.
///
/// What is wrong with its inputs is kept, and reported when the call is made.
#[derive(Clone)]
pub struct CallData {
    pub(crate) info: Option<&'static OperationInfo>,
    pub(crate) method: Method,
    /// The path as it is sent.
    pub(crate) path: String,
    pub(crate) query: Vec<(Cow<'static, str>, String)>,
    pub(crate) body: Input,
    /// A body that is something else than an object.
    pub(crate) root: Option<Value>,
    pub(crate) files: Vec<(Cow<'static, str>, Upload)>,
    pub(crate) headers: HeaderMap,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) strict: Option<bool>,
    pub(crate) problem: Option<String>,
    /// How many items of a list are passed over, from where its page begins.
    pub(crate) skip: usize,
}

impl CallData {
    /// Returns a call of an operation without inputs.
    pub(super) fn of(info: &'static OperationInfo) -> Self {
        Self::new(Some(info), info.method.clone(), info.sent_to.unwrap_or(info.path).to_owned())
    }

    /// Returns a call of any other path.
    pub(super) fn raw(method: Method, path: String) -> Self {
        let problem = url::check_raw_path(&path).err();
        Self { problem, ..Self::new(None, method, path) }
    }

    fn new(info: Option<&'static OperationInfo>, method: Method, path: String) -> Self {
        Self {
            info,
            method,
            path,
            query: Vec::new(),
            body: Input::new(),
            root: None,
            files: Vec::new(),
            headers: HeaderMap::new(),
            timeout: None,
            retry: None,
            strict: None,
            problem: None,
            skip: 0,
        }
    }

    /// Fills in a parameter of the path.
    pub fn path<T: ?Sized>(&mut self, name: &'static str, value: &T)
    where
        Plain: ToWire<T>,
    {
        let text = self.text(name, Plain::to_json(value));
        match url::segment(name, &text) {
            Ok(segment) => url::fill_in(&mut self.path, name, &segment),
            Err(problem) => self.refuse(problem),
        }
    }

    /// Sets a parameter of the query.
    pub fn query<T: ?Sized>(&mut self, name: &'static str, value: &T)
    where
        Plain: ToWire<T>,
    {
        let text = self.text(name, Plain::to_json(value));
        self.set_query(name.into(), text);
    }

    /// Sets a parameter of the query in the form `W`.
    pub fn query_as<W: Wire<T>, T>(&mut self, name: &'static str, value: &T) {
        let text = self.text(name, to_value::<W, T>(value));
        self.set_query(name.into(), text);
    }

    /// Sets a parameter of the query to a list, separated by commas.
    pub fn query_list<T, I>(&mut self, name: &'static str, values: I)
    where
        I: IntoIterator,
        I::Item: Into<T>,
        Plain: Wire<T>,
    {
        self.query_list_as::<Plain, T, I>(name, values);
    }

    /// Sets a parameter of the query to a list with elements in the form `W`, separated by commas.
    pub fn query_list_as<W, T, I>(&mut self, name: &'static str, values: I)
    where
        I: IntoIterator,
        I::Item: Into<T>,
        W: Wire<T>,
    {
        let texts: Vec<String> = values.into_iter().map(|value| self.text(name, to_value::<W, T>(&value.into()))).collect();
        if let Some(odd) = texts.iter().find(|text| text.contains(',')) {
            self.refuse(format!("`{name}`: a value in a list must not hold a comma: {odd:?}"));
        }
        self.set_query(name.into(), texts.join(","));
    }

    /// Sets a parameter of the query; the last one counts.
    pub(crate) fn set_query(&mut self, name: Cow<'static, str>, value: String) {
        match self.query.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.query.push((name, value)),
        }
    }

    /// The value of a parameter of the query.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Sets a field of the body.
    pub fn body<T: ?Sized>(&mut self, name: &'static str, value: &T)
    where
        Plain: ToWire<T>,
    {
        self.body.set(name, value);
    }

    /// Sets a field of the body in the form `W`.
    pub fn body_as<W: Wire<T>, T>(&mut self, name: &'static str, value: &T) {
        self.body.set_as::<W, T>(name, value);
    }

    /// Sets a field of the body to a list.
    pub fn body_list<T, I>(&mut self, name: &'static str, values: I)
    where
        I: IntoIterator,
        I::Item: Into<T>,
        Plain: Wire<T>,
    {
        self.body.set_list::<T, I>(name, values);
    }

    /// Sets a field of the body to a list with elements in the form `W`.
    pub fn body_list_as<W, T, I>(&mut self, name: &'static str, values: I)
    where
        I: IntoIterator,
        I::Item: Into<T>,
        W: Wire<T>,
    {
        self.body.set_list_as::<W, T, I>(name, values);
    }

    /// Sets a field of the body to null, which clears it.
    pub fn body_null(&mut self, name: &'static str) {
        self.body.set_null(name);
    }

    /// Sets a field of the body to any JSON.
    pub fn body_value(&mut self, name: impl AsRef<str>, value: Value) {
        self.body.set_value(name.as_ref(), value);
    }

    /// Sets the whole body, in place of an object of fields.
    pub fn body_root<T>(&mut self, value: &T)
    where
        Plain: Wire<T>,
    {
        match to_value::<Plain, T>(value) {
            Ok(value) => self.root = Some(value),
            Err(error) => self.refuse(error.to_string()),
        }
    }

    /// Sets one of the account's own fields, the way of the second version.
    pub fn custom_field_nested(&mut self, key: impl Into<String>, value: impl Into<CustomFieldValue>) {
        self.body.custom_field_nested(key, value);
    }

    /// Sets one of the account's own fields, the way of the first version.
    pub fn custom_field_flat(&mut self, key: impl Into<String>, value: impl Into<CustomFieldValue>) {
        self.body.custom_field_flat(key, value);
    }

    /// Clears one of the account's own fields, the way of the second version.
    pub fn clear_custom_field_nested(&mut self, key: impl Into<String>) {
        self.body.clear_custom_field_nested(key);
    }

    /// Clears one of the account's own fields, the way of the first version.
    pub fn clear_custom_field_flat(&mut self, key: impl Into<String>) {
        self.body.clear_custom_field_flat(key);
    }

    /// Adds a file.
    pub fn file(&mut self, name: &'static str, upload: impl Into<Upload>) {
        self.files.push((name.into(), upload.into()));
    }

    /// Sets a header. Those that belong to the body or the connection are refused.
    pub(crate) fn header(&mut self, name: &str, value: &str) {
        const OURS: [&str; 4] = ["host", "content-length", "content-type", "transfer-encoding"];
        match (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            (Ok(name), _) if OURS.contains(&name.as_str()) => self.refuse(format!("the header `{name}` cannot be set")),
            (Ok(name), Ok(mut value)) => {
                // Whatever it is, it is nobody's business.
                value.set_sensitive(true);
                self.headers.insert(name, value);
            }
            _ => self.refuse(format!("{name:?} is no header, or its value none that a header may have")),
        }
    }

    /// Returns the parts of the body.
    pub(super) fn body_parts(&self) -> body::Parts<'_> {
        body::Parts {
            kind: self.info.map_or(BodyKind::Json, |info| info.body),
            fields: &self.body,
            root: self.root.as_ref(),
            files: &self.files,
            // An operation that creates or changes something gets an object even if nothing is set.
            required: self.info.is_some() && matches!(self.method.as_str(), "POST" | "PUT" | "PATCH"),
        }
    }

    /// The path as documented, its parameters in braces.
    pub(crate) fn template(&self) -> &str {
        self.info.map_or(self.path.as_str(), |info| info.path)
    }

    /// Remembers the first thing that is wrong.
    pub(crate) fn refuse(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    /// The value as it stands in a path or query: JSON without its quotes.
    fn text(&mut self, name: &str, value: Result<Value, serde_json::Error>) -> String {
        match value {
            Ok(Value::String(text)) => text,
            Ok(value) => unquoted(&value),
            Err(error) => {
                self.refuse(format!("`{name}`: {error}"));
                String::new()
            }
        }
    }
}

/// Without the values of the query and the body: they may be private, or secrets.
impl fmt::Debug for CallData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.info.map(|info| info.id))
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &self.query.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("body", &self.body)
            .field("files", &self.files)
            .field("problem", &self.problem)
            .finish_non_exhaustive()
    }
}
