//! Parses plain (unquoted) YAML scalars by the core schema of YAML 1.2, in which `no`, `on` and dates are strings.

use serde_json::Number;

use super::NodeValue;

/// Parses a plain scalar. The error is the help for a number that YAML versions read differently, or that JSON does not have.
pub(crate) fn parse_plain(scalar: &str) -> Result<NodeValue, &'static str> {
    match scalar {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(NodeValue::Null),
        "true" | "True" | "TRUE" => return Ok(NodeValue::Bool(true)),
        "false" | "False" | "FALSE" => return Ok(NodeValue::Bool(false)),
        _ => {}
    }
    let digits = scalar.strip_prefix(['+', '-']).unwrap_or(scalar);
    if [".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"].contains(&digits) {
        return Err("write a finite number, or quote it if it is a string");
    }
    let based = digits.strip_prefix("0x").is_some_and(|rest| rest.chars().all(|c| c.is_ascii_hexdigit()))
        || digits.strip_prefix("0o").is_some_and(|rest| rest.chars().all(|c| ('0'..='7').contains(&c)));
    if based && digits.len() > 2 {
        return Err("write a decimal number, or quote it if it is a string");
    }
    if digits.is_empty() || !is_number(digits) {
        return Ok(NodeValue::String(scalar.to_owned()));
    }
    if digits.len() > 1 && digits.starts_with('0') && digits.chars().all(|c| c.is_ascii_digit()) {
        return Err("remove the leading zeros, or quote it if it is a string");
    }
    number(scalar).map(NodeValue::Number).ok_or("write a number of at most 64 bits, or quote it if it is a string")
}

/// Parses a plain scalar as most tools do. The second value is the help for one that some tools read differently.
pub(crate) fn parse_lenient(scalar: &str) -> (NodeValue, Option<&'static str>) {
    let help = match parse_plain(scalar) {
        Ok(NodeValue::String(word)) if is_boolean_elsewhere(&word) => {
            return (NodeValue::String(word), Some("quote it, or write `true` or `false`: YAML 1.1 reads it as a boolean"));
        }
        Ok(value) => return (value, None),
        Err(help) => help,
    };
    let (sign, digits) = match scalar.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, scalar.strip_prefix('+').unwrap_or(scalar)),
    };
    let based = [("0x", 16), ("0o", 8)].into_iter().find_map(|(prefix, base)| {
        let value = i64::from_str_radix(digits.strip_prefix(prefix)?, base).ok()?;
        Some(Number::from(if sign < 0.0 { -value } else { value }))
    });
    let trimmed = digits.trim_start_matches('0');
    let decimal = || {
        let unsigned = if trimmed.is_empty() { "0" } else { trimmed };
        number(&if sign < 0.0 { format!("-{unsigned}") } else { unsigned.to_owned() })
    };
    // A larger integer loses digits, as it does in most tools.
    let float = || digits.parse::<f64>().ok().and_then(|value| Number::from_f64(sign * value));
    let is_decimal = digits.chars().all(|c| c.is_ascii_digit());
    let number = based.or_else(|| is_decimal.then(decimal).flatten()).or_else(|| is_decimal.then(float).flatten());
    (number.map_or_else(|| NodeValue::String(scalar.to_owned()), NodeValue::Number), Some(help))
}

/// Whether this is a boolean in YAML 1.1, as in the countries `[SE, NO]`. Most of its tools do not read `y` and `n` as such.
fn is_boolean_elsewhere(word: &str) -> bool {
    ["yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"].contains(&word)
}

/// `[0-9]+` or `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn is_number(scalar: &str) -> bool {
    let all_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let (mantissa, exponent) = match scalar.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (scalar, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let some = !whole.is_empty() || !fraction.is_empty();
    some && all_digits(whole) && all_digits(fraction) && exponent.is_none_or(|e| !e.is_empty() && all_digits(e))
}

fn number(scalar: &str) -> Option<Number> {
    let scalar = scalar.strip_prefix('+').unwrap_or(scalar);
    if let Ok(value) = scalar.parse::<i64>() {
        return Some(value.into());
    }
    if let Ok(value) = scalar.parse::<u64>() {
        return Some(value.into());
    }
    // As a float, a larger integer would lose digits.
    if scalar.trim_start_matches('-').chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    scalar.parse::<f64>().ok().and_then(Number::from_f64)
}

#[cfg(test)]
mod tests {
    use super::{parse_lenient, parse_plain};
    use crate::openapi::NodeValue;

    #[test]
    fn words_and_dates_are_strings() {
        for scalar in ["no", "on", "yes", "off", "y", "2026-01-31", "12:30", "1_000", "-", "+", ".", "e5", "1e", "1.2.3", "0x"] {
            assert_eq!(parse_plain(scalar), Ok(NodeValue::String(scalar.to_owned())), "{scalar}");
        }
    }

    #[test]
    fn ambiguous_numbers_are_read_as_most_tools_do() {
        for (scalar, value) in [
            ("010", "10"),
            ("-007", "-7"),
            ("00", "0"),
            ("0x1F", "31"),
            ("0o17", "15"),
            ("0018446744073709551615", "18446744073709551615"),
        ] {
            let (read, help) = parse_lenient(scalar);
            assert!(matches!(read, NodeValue::Number(number) if number.to_string() == value), "{scalar}");
            assert!(help.is_some());
        }
        assert!(matches!(parse_lenient("-99999999999999999999").0, NodeValue::Number(number) if number.as_f64() == Some(-1e20)));
        for scalar in [".inf", "1e999"] {
            assert_eq!(parse_lenient(scalar).0, NodeValue::String(scalar.to_owned()));
        }
        for (word, is_ambiguous) in [("on", true), ("NO", true), ("nO", false), ("y", false), ("none", false)] {
            let (read, help) = parse_lenient(word);
            assert_eq!((read, help.is_some()), (NodeValue::String(word.to_owned()), is_ambiguous));
        }
    }

    #[test]
    fn numbers_are_parsed() {
        for (scalar, value) in
            [("12", "12"), ("-3", "-3"), ("+4", "4"), ("1.5", "1.5"), (".5", "0.5"), ("1e3", "1000.0"), ("2.", "2.0")]
        {
            assert!(matches!(parse_plain(scalar), Ok(NodeValue::Number(number)) if number.to_string() == value), "{scalar}");
        }
        for scalar in ["010", "0x1F", "0o17", ".inf", "-.inf", ".nan", "99999999999999999999", "1e999"] {
            assert!(parse_plain(scalar).is_err(), "{scalar}");
        }
    }
}
