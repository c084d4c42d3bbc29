//! What a plain (unquoted) YAML scalar means: the core schema of YAML 1.2, where `no`, `on` and dates are text.

use serde_json::Number;

use super::NodeValue;

/// The meaning, or why it is better said otherwise.
pub(super) fn parse_plain(text: &str) -> Result<NodeValue, &'static str> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(NodeValue::Null),
        "true" | "True" | "TRUE" => return Ok(NodeValue::Bool(true)),
        "false" | "False" | "FALSE" => return Ok(NodeValue::Bool(false)),
        _ => {}
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if [".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"].contains(&digits) {
        return Err("JSON has no such number; write a number, or quote it if it is text");
    }
    let based = digits.strip_prefix("0x").is_some_and(|rest| rest.chars().all(|c| c.is_ascii_hexdigit()))
        || digits.strip_prefix("0o").is_some_and(|rest| rest.chars().all(|c| ('0'..='7').contains(&c)));
    if based && digits.len() > 2 {
        return Err("write a decimal number, or quote it if it is text");
    }
    if digits.is_empty() || !is_number(digits) {
        return Ok(NodeValue::String(text.to_owned()));
    }
    if digits.len() > 1 && digits.starts_with('0') && digits.chars().all(|c| c.is_ascii_digit()) {
        return Err("leave out the zeros in front, or quote it if it is text");
    }
    number(text).map(NodeValue::Number).ok_or("the number is too large; quote it if it is text")
}

/// `[0-9]+` or `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn is_number(text: &str) -> bool {
    let all_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let some = !whole.is_empty() || !fraction.is_empty();
    some && all_digits(whole) && all_digits(fraction) && exponent.is_none_or(|e| !e.is_empty() && all_digits(e))
}

fn number(text: &str) -> Option<Number> {
    let text = text.strip_prefix('+').unwrap_or(text);
    if let Ok(value) = text.parse::<i64>() {
        return Some(value.into());
    }
    if let Ok(value) = text.parse::<u64>() {
        return Some(value.into());
    }
    // A whole number that only fits a float would lose digits without a word.
    if text.trim_start_matches('-').chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    text.parse::<f64>().ok().and_then(Number::from_f64)
}

#[cfg(test)]
mod tests {
    use super::parse_plain;
    use crate::load::NodeValue;

    #[test]
    fn words_and_dates_stay_text() {
        for text in ["no", "on", "yes", "off", "y", "2026-01-31", "12:30", "1_000", "-", "+", ".", "e5", "1e", "1.2.3", "0x"] {
            assert_eq!(parse_plain(text), Ok(NodeValue::String(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn numbers_are_numbers() {
        for (text, value) in
            [("12", "12"), ("-3", "-3"), ("+4", "4"), ("1.5", "1.5"), (".5", "0.5"), ("1e3", "1000.0"), ("2.", "2.0")]
        {
            assert!(matches!(parse_plain(text), Ok(NodeValue::Number(number)) if number.to_string() == value), "{text}");
        }
        for text in ["010", "0x1F", "0o17", ".inf", "-.inf", ".nan", "99999999999999999999", "1e999"] {
            assert!(parse_plain(text).is_err(), "{text}");
        }
    }
}
