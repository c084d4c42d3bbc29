//! Cookies that are inputs of an operation.

use http::HeaderMap;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::Value;

use super::data::CallData;
use crate::json::encode::ToWire;
use crate::json::unquoted::unquoted;
use crate::json::wire::Plain;
use crate::policy::credentials;

/// The characters that the value of a cookie cannot contain, and the one that encodes them.
const NOT_IN_COOKIES: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\').add(b'%');

impl CallData {
    /// Sets a cookie. Each item of a list is sent in a cookie of this name.
    pub fn cookie<T: ?Sized>(&mut self, name: &'static str, value: &T)
    where
        Plain: ToWire<T>,
    {
        self.set_cookie(name, Plain::to_json(value), false);
    }

    /// Sets a cookie. The items of a list are separated by commas.
    pub fn cookie_joined<T: ?Sized>(&mut self, name: &'static str, value: &T)
    where
        Plain: ToWire<T>,
    {
        self.set_cookie(name, Plain::to_json(value), true);
    }

    fn set_cookie(&mut self, name: &'static str, value: Result<Value, serde_json::Error>, is_joined: bool) {
        let items = match value {
            Ok(Value::Array(items)) => items,
            Ok(value) => vec![value],
            Err(error) => return self.refuse(format!("`{name}`: {error}")),
        };
        let encoded = |item: &Value| utf8_percent_encode(&unquoted(item), NOT_IN_COOKIES).to_string();
        let mut values: Vec<String> = items.iter().map(encoded).collect();
        if is_joined {
            values = vec![values.join(",")];
        }
        self.cookies.retain(|(known, _)| *known != name);
        self.cookies.extend(values.into_iter().map(|value| (name, value)));
    }

    /// Adds the cookies to the headers of a request, after those that the caller has set.
    pub(crate) fn add_cookies(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.cookies {
            credentials::add_cookie(headers, name, value);
        }
    }
}
