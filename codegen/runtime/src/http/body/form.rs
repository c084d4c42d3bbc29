//! Bodies of the type `application/x-www-form-urlencoded`.

use serde_json::{Map, Value};
use url::form_urlencoded::Serializer;

use crate::json::unquoted::unquoted;

/// Encodes fields as a form. Null becomes an empty value; the elements of a list are separated by commas.
pub(crate) fn encode(fields: &Map<String, Value>) -> Vec<u8> {
    let mut form = Serializer::new(String::new());
    for (name, value) in fields {
        form.append_pair(name, &unquoted(value));
    }
    form.finish().into_bytes()
}
