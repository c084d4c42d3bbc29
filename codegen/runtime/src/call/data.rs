//! The data of a call, which the setters of request builders modify.

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
use crate::json::mask::Secrets;
use crate::json::output::to_value;
use crate::json::slot::Wire;
use crate::json::unquoted::unquoted;
use crate::json::wire::Plain;
use crate::policy::retry::RetryPolicy;
use crate::protocol::info::{BodyKind, OperationInfo};
use crate::protocol::rules::{InputStyle, style_of};
use crate::protocol::styles::{self, Pair};
use crate::response::cursor::Portion;

/// The data of a call: the inputs and the settings.
///
/// The first invalid input is stored, and reported when the call is made.
#[derive(Clone)]
pub struct CallData {
    pub(crate) info: Option<&'static OperationInfo>,
    pub(crate) method: Method,
    /// The path that is sent.
    pub(crate) path: String,
    pub(crate) query: Vec<(Cow<'static, str>, String)>,
    pub(crate) body: Input,
    /// A body that is not an object.
    pub(crate) root: Option<Value>,
    /// The files of a form, or the content that is the whole body.
    pub(crate) files: Vec<(Cow<'static, str>, Upload)>,
    /// The content type of the body of a raw request.
    pub(crate) content_type: Option<HeaderValue>,
    pub(crate) headers: HeaderMap,
    /// The names and encoded values of cookies that are inputs.
    pub(crate) cookies: Vec<(&'static str, String)>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) strict: Option<bool>,
    pub(crate) problem: Option<String>,
    /// The secrets among the inputs that are not credentials, which are masked in errors.
    pub(crate) secrets: Secrets,
    /// The number of items of a list that are skipped, from the beginning of the page.
    pub(crate) skip: usize,
    /// The portion of a list in the query that this call sends.
    pub(crate) portion: Portion,
}

impl CallData {
    /// Creates the data of a call of an operation, without inputs.
    pub(super) fn of(info: &'static OperationInfo) -> Self {
        Self::new(Some(info), info.method.clone(), info.sent_to.unwrap_or(info.path).to_owned())
    }

    /// Creates the data of a call of a path without an operation.
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
            content_type: None,
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            timeout: None,
            retry: None,
            strict: None,
            problem: None,
            secrets: Secrets::default(),
            skip: 0,
            portion: Portion::default(),
        }
    }

    /// Sets a path parameter.
    pub fn path<T: ?Sized>(&mut self, name: &'static str, value: &T)
    where
        Plain: ToWire<T>,
    {
        let value = self.unquoted_value(name, Plain::to_json(value));
        match url::segment(name, &value) {
            Ok(segment) => url::fill_in(&mut self.path, name, &segment),
            Err(problem) => self.refuse(problem),
        }
    }

    /// Sets a query parameter.
    pub fn query<T: ?Sized>(&mut self, name: &'static str, value: &T)
    where
        Plain: ToWire<T>,
    {
        self.set_input(name, Plain::to_json(value), None);
    }

    /// Sets a query parameter in the form `W`.
    pub fn query_as<W: Wire<T>, T>(&mut self, name: &'static str, value: &T) {
        self.set_input(name, to_value::<W, T>(value), None);
    }

    /// Sets a query parameter to a list, separated by commas unless the operation has a rule for it.
    pub fn query_list<T, I>(&mut self, name: &'static str, values: I)
    where
        I: IntoIterator,
        I::Item: Into<T>,
        Plain: Wire<T>,
    {
        self.query_list_as::<Plain, T, I>(name, values);
    }

    /// Sets a query parameter to a list with elements in the form `W`.
    pub fn query_list_as<W, T, I>(&mut self, name: &'static str, values: I)
    where
        I: IntoIterator,
        I::Item: Into<T>,
        W: Wire<T>,
    {
        let values: Result<Vec<Value>, _> = values.into_iter().map(|value| to_value::<W, T>(&value.into())).collect();
        self.set_input(name, values.map(Value::Array), Some(InputStyle::Separated(',')));
    }

    /// Sets a query parameter in the style that the operation has a rule for, or else in the style `default`.
    fn set_input(&mut self, name: &'static str, value: Result<Value, serde_json::Error>, default: Option<InputStyle>) {
        let style = style_of(self.rules(), name, false).or(default);
        match value.map_err(|error| format!("`{name}`: {error}")).and_then(|value| styles::pairs(name.into(), &value, style)) {
            Ok(pairs) => self.replace_query(name, style == Some(InputStyle::DeepObject), pairs),
            Err(problem) => self.refuse(problem),
        }
    }

    /// Replaces all pairs of a query parameter, which keeps its position. The names of a deep object begin with its own.
    fn replace_query(&mut self, name: &str, is_deep: bool, mut pairs: Vec<Pair>) {
        let is_old = |known: &str| {
            known == name
                || (is_deep && known.strip_prefix(name).is_some_and(|rest| rest.starts_with('[')))
                || pairs.iter().any(|(new, _)| new == known)
        };
        let mut kept = Vec::with_capacity(self.query.len() + pairs.len());
        let mut at = None;
        for pair in std::mem::take(&mut self.query) {
            if is_old(&pair.0) {
                at.get_or_insert(kept.len());
            } else {
                kept.push(pair);
            }
        }
        let mut rest = kept.split_off(at.unwrap_or(kept.len()));
        kept.append(&mut pairs);
        kept.append(&mut rest);
        self.query = kept;
    }

    /// Sets a query parameter, and replaces its previous values.
    pub(crate) fn set_query(&mut self, name: Cow<'static, str>, value: String) {
        self.replace_query(&name.clone(), false, vec![(name, value)]);
    }

    /// Adds a query parameter. One that a setter has set is replaced, and only that: the names of setters are static.
    pub(crate) fn add_query(&mut self, name: String, value: String) {
        while let Some(index) = self.query.iter().position(|(known, _)| matches!(known, Cow::Borrowed(_)) && *known == name) {
            self.query.remove(index);
        }
        self.query.push((Cow::Owned(name), value));
    }

    /// Returns the value of a query parameter.
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

    /// Sets a field of the body to a JSON value.
    pub fn body_value(&mut self, name: impl AsRef<str>, value: Value) {
        self.body.set_value(name.as_ref(), value);
    }

    /// Sets the whole body, which replaces the object of fields.
    pub fn body_root<T>(&mut self, value: &T)
    where
        Plain: Wire<T>,
    {
        match to_value::<Plain, T>(value) {
            Ok(value) => self.root = Some(value),
            Err(error) => self.refuse(error.to_string()),
        }
    }

    /// Sets a custom field in the format of version 2 of the API.
    pub fn custom_field_nested(&mut self, key: impl Into<String>, value: impl Into<CustomFieldValue>) {
        self.body.custom_field_nested(key, value);
    }

    /// Sets a custom field in the format of version 1 of the API.
    pub fn custom_field_flat(&mut self, key: impl Into<String>, value: impl Into<CustomFieldValue>) {
        self.body.custom_field_flat(key, value);
    }

    /// Clears a custom field in the format of version 2 of the API.
    pub fn clear_custom_field_nested(&mut self, key: impl Into<String>) {
        self.body.clear_custom_field_nested(key);
    }

    /// Clears a custom field in the format of version 1 of the API.
    pub fn clear_custom_field_flat(&mut self, key: impl Into<String>) {
        self.body.clear_custom_field_flat(key);
    }

    /// Sets the whole body to a string.
    pub fn body_text(&mut self, text: impl Into<String>) {
        self.body_content(Upload::from_bytes("", text.into()));
    }

    /// Sets the whole body to the content of a file, bytes or a stream.
    pub fn body_content(&mut self, content: impl Into<Upload>) {
        self.files = vec![("".into(), content.into())];
    }

    /// Adds several files.
    pub fn files(&mut self, name: &'static str, uploads: impl IntoIterator<Item = impl Into<Upload>>) {
        uploads.into_iter().for_each(|upload| self.file(name, upload));
    }

    /// Sets a header parameter.
    pub fn header_value<T: ?Sized>(&mut self, name: &'static str, value: &T)
    where
        Plain: ToWire<T>,
    {
        let value = self.unquoted_value(name, Plain::to_json(value));
        self.header(name, &value);
    }

    /// Adds a file.
    pub fn file(&mut self, name: &'static str, upload: impl Into<Upload>) {
        self.files.push((name.into(), upload.into()));
    }

    /// Sets a header. Headers that depend on the body or the connection are refused.
    pub(crate) fn header(&mut self, name: &str, value: &str) {
        const RESERVED: [&str; 4] = ["host", "content-length", "content-type", "transfer-encoding"];
        match (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            (Ok(name), _) if RESERVED.contains(&name.as_str()) => {
                self.refuse(format!("the header `{name}` must not be set: the client sets it"));
            }
            (Ok(name), Ok(mut value)) => {
                // It may be a credential.
                value.set_sensitive(true);
                self.headers.insert(name, value);
            }
            _ => self
                .refuse(format!("the header {name:?} is not valid: its name or value contains characters that are not allowed")),
        }
    }

    /// Returns the parts of the body.
    pub(super) fn body_parts(&self) -> body::Parts<'_> {
        let raw = || if self.files.is_empty() { BodyKind::Json } else { BodyKind::Content };
        body::Parts {
            kind: self.info.map_or_else(raw, |info| info.body),
            content_type: self.content_type.clone().or_else(|| Some(HeaderValue::from_static(self.info?.content_type?))),
            rules: self.rules(),
            fields: &self.body,
            root: self.root.as_ref(),
            files: &self.files,
            // Operations that create or change something require an object, even if no field is set.
            required: self.info.is_some_and(|info| !info.optional_body)
                && matches!(self.method.as_str(), "POST" | "PUT" | "PATCH"),
        }
    }

    /// Returns the path as documented, with its parameters in braces.
    pub(crate) fn template(&self) -> &str {
        self.info.map_or(self.path.as_str(), |info| info.path)
    }

    /// Stores a problem, unless there is one already. The call then fails without being sent.
    pub(crate) fn refuse(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    /// Returns a value in the form that is used in paths and queries: JSON without quotes.
    fn unquoted_value(&mut self, name: &str, value: Result<Value, serde_json::Error>) -> String {
        match value {
            Ok(Value::String(string)) => string,
            Ok(value) => unquoted(&value),
            Err(error) => {
                self.refuse(format!("`{name}`: {error}"));
                String::new()
            }
        }
    }
}

/// Omits the values of the query and the body, which may be confidential.
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
