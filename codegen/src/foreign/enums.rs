//! Enums as other people write them: numbers, mixtures, null, duplicates, a single value.

use super::Adopting;
use super::schema::Kind;
use crate::diag::codes;
use crate::load::{Node, NodeValue, Span};
use crate::names;

/// What an enum holds.
#[derive(Default)]
struct Values {
    texts: Vec<String>,
    integers: Vec<i64>,
    /// Values that no enum can hold: fractions, booleans, lists.
    others: usize,
    null: bool,
}

impl Adopting<'_> {
    /// The kind of a schema with its `enum` or `const`, and whether null is one of the values.
    pub(super) fn enumerated(&mut self, node: &Node, kind: Kind, at: Span) -> (Kind, bool) {
        let lone = node.entry("const");
        let entry = node.entry("enum").or(lone);
        let Some(entry) = entry else { return (kind, false) };
        let items = match &entry.value.value {
            NodeValue::List(items) => items.as_slice(),
            _ if lone.is_some() => std::slice::from_ref(&entry.value),
            _ => {
                self.warn(codes::REPAIRED, entry.value.span, "`enum` is a list of values", "write `enum: [first, second]`");
                return (kind, false);
            }
        };
        let values = self.values(items, &kind);
        let null = values.null;
        let kind = match (kind, values) {
            (Kind::Text(_) | Kind::Any, Values { mut texts, integers, others: 0, .. }) if !texts.is_empty() => {
                texts.extend(integers.iter().map(i64::to_string));
                Kind::Texts(texts)
            }
            (Kind::Integer | Kind::Number | Kind::Any, Values { texts, mut integers, others: 0, .. })
                if texts.is_empty() && !integers.is_empty() =>
            {
                let mut sorted = integers.clone();
                sorted.sort_unstable();
                if sorted == [0, 1] {
                    Kind::Flag
                } else if integers.len() == 1 {
                    Kind::Integer
                } else {
                    Kind::Integers(std::mem::take(&mut integers))
                }
            }
            // A boolean with its values says no more than a boolean.
            (kind @ Kind::Boolean, _) => kind,
            (kind, Values { texts, integers, others, .. }) => {
                if texts.len() + integers.len() + others > 1 {
                    let message = "these values make no enum; any value of the type is taken";
                    self.warn(codes::LOOSENED, entry.key_span, message, "write texts only, or whole numbers only");
                }
                match kind {
                    Kind::Text(_) if others == 0 && !integers.is_empty() && texts.is_empty() => Kind::IntegerOrText,
                    kind => kind,
                }
            }
        };
        let _ = at;
        (kind, null)
    }

    /// Sorts the values; those that are there twice are taken once.
    fn values(&mut self, items: &[Node], kind: &Kind) -> Values {
        let mut values = Values::default();
        for item in items {
            match &item.value {
                NodeValue::Null => values.null = true,
                // A text between numbers may be a number in quotes.
                NodeValue::String(text) => match text.parse() {
                    Ok(number) if matches!(kind, Kind::Integer | Kind::Number) => {
                        self.keep(&mut values.integers, number, item.span);
                    }
                    _ => self.keep(&mut values.texts, text.clone(), item.span),
                },
                NodeValue::Number(number) => match (number.as_i64(), kind) {
                    // Where texts are wanted, a number is a text that somebody forgot to quote.
                    (_, Kind::Text(_)) => self.keep(&mut values.texts, number.to_string(), item.span),
                    (Some(number), _) => self.keep(&mut values.integers, number, item.span),
                    (None, _) => values.others += 1,
                },
                NodeValue::Bool(value) if matches!(kind, Kind::Text(_)) => {
                    self.keep(&mut values.texts, value.to_string(), item.span);
                }
                NodeValue::Bool(_) | NodeValue::List(_) | NodeValue::Map(_) => values.others += 1,
            }
        }
        values
    }

    fn keep<T: PartialEq>(&mut self, values: &mut Vec<T>, value: T, at: Span) {
        if values.contains(&value) {
            self.warn(codes::REPAIRED, at, "this value is in the enum twice", "leave one of the two");
        } else {
            values.push(value);
        }
    }
}

/// The names of the variants, where the values themselves make none, or the same one twice.
pub(super) fn variant_names(values: &[String]) -> Option<Vec<String>> {
    let plain: Vec<Option<String>> = values.iter().map(|value| names::camel(value)).collect();
    let distinct = plain.iter().enumerate().all(|(index, name)| name.is_some() && !plain[..index].contains(name));
    if distinct && !plain.iter().flatten().any(|name| name == "UnknownValue") {
        return None;
    }
    let mut taken: Vec<String> = Vec::new();
    for (value, plain) in values.iter().zip(plain) {
        // `Self_` is a name in Rust, and none in `x-enum-varnames`.
        let name = plain.map_or_else(|| spelled_out(value), |name| name.replace('_', "Value"));
        // `-name` beside `name` is `MinusName`.
        let signed = value.chars().next().and_then(sign).map(|sign| format!("{sign}{name}"));
        let numbered = (2..).map(|count| format!("{name}{count}"));
        let is_free = |name: &String| !taken.contains(name) && name != "UnknownValue";
        let unique = [name.clone()].into_iter().chain(signed).chain(numbered).find(is_free).unwrap_or_default();
        taken.push(unique);
    }
    Some(taken)
}

/// A name for a value that has no letters of its own: `-1` is `ValueMinus1`.
fn spelled_out(value: &str) -> String {
    let mut name = String::from("Value");
    for c in value.chars() {
        match sign(c) {
            Some(sign) => name.push_str(sign),
            None => name.extend(Some(c).filter(char::is_ascii_alphanumeric)),
        }
    }
    if value.is_empty() { "Empty".to_owned() } else { name }
}

fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '-' => "Minus",
        '+' => "Plus",
        '.' => "Point",
        '*' => "Star",
        '!' => "Not",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::variant_names;

    fn named(values: &[&str]) -> Option<Vec<String>> {
        variant_names(&values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn values_without_letters_are_spelled_out() {
        assert_eq!(named(&["open", "lost"]), None);
        assert_eq!(named(&["1", "-1", ""]).unwrap(), ["Value1", "ValueMinus1", "Empty"]);
        assert_eq!(named(&["a-b", "a_b", "self"]).unwrap(), ["AB", "AB2", "SelfValue"]);
        assert_eq!(named(&["name", "-name"]).unwrap(), ["Name", "MinusName"]);
        assert_eq!(named(&["名", "字"]).unwrap(), ["Value", "Value2"]);
    }
}
