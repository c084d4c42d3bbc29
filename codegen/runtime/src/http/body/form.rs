//! HTML forms.

use serde_json::{Map, Value};
use url::form_urlencoded::Serializer;

use crate::json::unquoted::unquoted;

/// Writes fields as a form: null as nothing, lists separated by commas.
pub(crate) fn encode(fields: &Map<String, Value>) -> Vec<u8> {
    let mut form = Serializer::new(String::new());
    for (name, value) in fields {
        form.append_pair(name, &unquoted(value));
    }
    form.finish().into_bytes()
}
