//! Lists and objects in queries and forms.

use std::borrow::Cow;

use serde_json::Value;

use super::rules::InputStyle;
use crate::json::unquoted::unquoted;

/// A name and a value of a query or form.
pub(crate) type Pair = (Cow<'static, str>, String);

/// Returns the pairs that represent a value. Without a style, the items of a list are separated by commas, and an object is JSON.
pub(crate) fn pairs(name: Cow<'static, str>, value: &Value, style: Option<InputStyle>) -> Result<Vec<Pair>, String> {
    let mut pairs = Vec::new();
    match (style, value) {
        (Some(InputStyle::Json), value) => pairs.push((name, value.to_string())),
        (Some(InputStyle::DeepObject), _) => nest(name, value, &mut pairs),
        (Some(InputStyle::Exploded), Value::Array(items)) => {
            for item in items {
                pairs.push((name.clone(), unquoted(item)));
            }
        }
        (Some(InputStyle::Exploded), Value::Object(fields)) => {
            for (field, value) in fields {
                if !value.is_null() {
                    pairs.push((Cow::Owned(field.clone()), unquoted(value)));
                }
            }
        }
        (Some(InputStyle::Separated(separator)), Value::Array(_) | Value::Object(_)) => {
            let value = joined(&name, separator, value)?;
            pairs.push((name, value));
        }
        _ => pairs.push((name, unquoted(value))),
    }
    Ok(pairs)
}

/// Returns the items of a list, or the names and values of an object, separated by a character, which none of them must contain.
fn joined(name: &str, separator: char, value: &Value) -> Result<String, String> {
    let mut all = String::new();
    let mut is_first = true;
    let mut add = |value: &str| {
        if value.contains(separator) {
            let separator = if separator == ',' { "a comma".to_owned() } else { format!("{separator:?}") };
            return Err(format!("`{name}`: a value in a list must not contain {separator}: {value:?}"));
        }
        if !std::mem::take(&mut is_first) {
            all.push(separator);
        }
        all.push_str(value);
        Ok(())
    };
    match value {
        Value::Array(items) => {
            for item in items {
                add(&unquoted(item))?;
            }
        }
        Value::Object(fields) => {
            for (field, value) in fields {
                if !value.is_null() {
                    add(field)?;
                    add(&unquoted(value))?;
                }
            }
        }
        _ => {}
    }
    Ok(all)
}

/// Adds the fields of an object as `name[field]`, and the items of a list as `name[index]`.
fn nest(name: Cow<'static, str>, value: &Value, into: &mut Vec<Pair>) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                nest(Cow::Owned(format!("{name}[{field}]")), value, into);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                nest(Cow::Owned(format!("{name}[{index}]")), item, into);
            }
        }
        Value::Null => {}
        scalar => into.push((name, unquoted(scalar))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{InputStyle, pairs};

    fn written(value: &Value, style: Option<InputStyle>) -> String {
        let pairs = pairs("x".into(), value, style).unwrap_or_else(|problem| vec![("error".into(), problem)]);
        pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    #[test]
    fn every_style_writes_lists_and_objects() {
        let (list, object) = (json!(["a", 1, null]), json!({ "b": [1, 2], "c": { "d": true }, "e": null }));
        assert_eq!(written(&list, Some(InputStyle::Exploded)), "x=a&x=1&x=");
        assert_eq!(written(&object, Some(InputStyle::Exploded)), r#"b=1,2&c={"d":true}"#);
        assert_eq!(written(&json!([1, 2]), Some(InputStyle::Separated('|'))), "x=1|2");
        assert_eq!(written(&json!({ "b": 1, "c": 2 }), Some(InputStyle::Separated(' '))), "x=b 1 c 2");
        assert_eq!(written(&object, Some(InputStyle::DeepObject)), "x[b][0]=1&x[b][1]=2&x[c][d]=true");
        assert_eq!(written(&json!({ "b": 1 }), None), r#"x={"b":1}"#);
        for style in [InputStyle::Exploded, InputStyle::DeepObject] {
            assert_eq!(written(&json!(7), Some(style)), "x=7");
            assert_eq!(written(&json!([]), Some(style)), "");
        }
        let message = r#"error=`x`: a value in a list must not contain '|': "a|b""#;
        assert_eq!(written(&json!(["a|b"]), Some(InputStyle::Separated('|'))), message);
    }
}
