//! Bodies of the type `application/x-www-form-urlencoded`.

use serde_json::{Map, Value};
use url::form_urlencoded::Serializer;

use crate::protocol::rules::InputRule;

/// Encodes fields as a form. Null becomes an empty value; lists and objects are written as the rules state.
pub(crate) fn encode(fields: &Map<String, Value>, rules: &[InputRule]) -> Result<Vec<u8>, String> {
    let mut form = Serializer::new(String::new());
    for (name, value) in fields {
        for (name, value) in super::field(name, value, rules)? {
            form.append_pair(&name, &value);
        }
    }
    Ok(form.finish().into_bytes())
}
