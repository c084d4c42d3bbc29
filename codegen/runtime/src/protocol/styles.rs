//! Lists and objects in queries and forms.

use std::borrow::Cow;

use serde_json::Value;

use super::rules::Style;
use crate::json::unquoted::unquoted;

/// A name and a value of a query or form.
pub(crate) type Pair = (Cow<'static, str>, String);

/// Returns the pairs that represent a value. Without a style, the items of a list are separated by commas, and an object is JSON.
pub(crate) fn pairs(name: Cow<'static, str>, value: &Value, style: Option<Style>) -> Result<Vec<Pair>, String> {
    Ok(match (style, value) {
        (Some(Style::Exploded), Value::Array(items)) => items.iter().map(|item| (name.clone(), unquoted(item))).collect(),
        (Some(Style::Exploded), Value::Object(fields)) => {
            let set = fields.iter().filter(|(_, value)| !value.is_null());
            set.map(|(field, value)| (Cow::Owned(field.clone()), unquoted(value))).collect()
        }
        (Some(Style::Separated(separator)), Value::Array(items)) => {
            let value = joined(&name, separator, items.iter().map(unquoted).collect())?;
            vec![(name, value)]
        }
        (Some(Style::Separated(separator)), Value::Object(fields)) => {
            let set = fields.iter().filter(|(_, value)| !value.is_null());
            let value = joined(&name, separator, set.flat_map(|(field, value)| [field.clone(), unquoted(value)]).collect())?;
            vec![(name, value)]
        }
        (Some(Style::DeepObject), Value::Array(_) | Value::Object(_)) => {
            let mut pairs = Vec::new();
            nest(&name, value, &mut pairs);
            pairs
        }
        _ => vec![(name, unquoted(value))],
    })
}

/// Returns values separated by a character, which none of them must contain.
fn joined(name: &str, separator: char, values: Vec<String>) -> Result<String, String> {
    match values.iter().find(|value| value.contains(separator)) {
        Some(invalid) => {
            let separator = if separator == ',' { "a comma".to_owned() } else { format!("{separator:?}") };
            Err(format!("`{name}`: a value in a list must not contain {separator}: {invalid:?}"))
        }
        None => Ok(values.join(separator.encode_utf8(&mut [0; 4]))),
    }
}

/// Adds the fields of an object as `name[field]`, and the items of a list as `name[index]`.
fn nest(name: &str, value: &Value, into: &mut Vec<Pair>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(field, value)| nest(&format!("{name}[{field}]"), value, into)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| nest(&format!("{name}[{index}]"), item, into));
        }
        Value::Null => {}
        scalar => into.push((Cow::Owned(name.to_owned()), unquoted(scalar))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Style, pairs};

    fn written(value: &Value, style: Option<Style>) -> String {
        let pairs = pairs("x".into(), value, style).unwrap_or_else(|problem| vec![("error".into(), problem)]);
        pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    #[test]
    fn every_style_writes_lists_and_objects() {
        let (list, object) = (json!(["a", 1, null]), json!({ "b": [1, 2], "c": { "d": true }, "e": null }));
        assert_eq!(written(&list, Some(Style::Exploded)), "x=a&x=1&x=");
        assert_eq!(written(&object, Some(Style::Exploded)), r#"b=1,2&c={"d":true}"#);
        assert_eq!(written(&json!([1, 2]), Some(Style::Separated('|'))), "x=1|2");
        assert_eq!(written(&json!({ "b": 1, "c": 2 }), Some(Style::Separated(' '))), "x=b 1 c 2");
        assert_eq!(written(&object, Some(Style::DeepObject)), "x[b][0]=1&x[b][1]=2&x[c][d]=true");
        assert_eq!(written(&json!({ "b": 1 }), None), r#"x={"b":1}"#);
        for style in [Style::Exploded, Style::DeepObject] {
            assert_eq!(written(&json!(7), Some(style)), "x=7");
            assert_eq!(written(&json!([]), Some(style)), "");
        }
        let message = r#"error=`x`: a value in a list must not contain '|': "a|b""#;
        assert_eq!(written(&json!(["a|b"]), Some(Style::Separated('|'))), message);
    }
}
