//! Normalizes enums: numbers, mixed types, `null`, duplicates and single values.

use std::hash::Hash;

use indexmap::IndexSet;

use super::Normalizer;
use super::schema::SchemaType;
use super::value_docs::has_names;
use crate::diag::codes;
use crate::openapi::{Node, NodeValue, Span};

/// The values of an enum, by type.
#[derive(Default)]
struct EnumValues {
    strings: IndexSet<String>,
    integers: IndexSet<i64>,
    /// Number of values that no Rust enum can represent: fractions, booleans, lists and maps.
    others: usize,
    null: bool,
}

impl Normalizer<'_> {
    /// Returns the type of a schema with `enum` or `const`, and whether `null` is one of the values.
    pub(super) fn enumerated(&mut self, node: &Node, kind: SchemaType, at: Span) -> (SchemaType, bool) {
        let lone = node.entry("const");
        let entry = node.entry("enum").or(lone);
        let Some(entry) = entry else { return (kind, false) };
        let items = match &entry.value.value {
            NodeValue::List(items) => items.as_slice(),
            _ if lone.is_some() => std::slice::from_ref(&entry.value),
            _ => {
                self.warn(codes::REPAIRED, entry.value.span, "`enum` is not a list", "write `enum: [first, second]`");
                return (kind, false);
            }
        };
        let values = self.values(items, &kind);
        let null = values.null;
        let kind = match (kind, values) {
            (SchemaType::String(_) | SchemaType::Any, EnumValues { mut strings, integers, others: 0, .. })
                if !strings.is_empty() =>
            {
                strings.extend(integers.iter().map(i64::to_string));
                SchemaType::StringEnum(strings.into_iter().collect())
            }
            (SchemaType::Integer | SchemaType::Number | SchemaType::Any, EnumValues { strings, integers, others: 0, .. })
                if strings.is_empty() && !integers.is_empty() =>
            {
                // With names, they are more than a boolean.
                if integers.len() == 2 && integers.contains(&0) && integers.contains(&1) && !has_names(node) {
                    SchemaType::Flag01
                } else if integers.len() == 1 {
                    let message = "a constant number has the type of all integers";
                    self.warn(codes::LOOSENED, entry.key_span, message, "pass this number, or remove the property");
                    SchemaType::Integer
                } else {
                    SchemaType::IntegerEnum(integers.into_iter().collect())
                }
            }
            (kind, EnumValues { strings, integers, others, .. }) => {
                // `true` and `false` are all values of a boolean.
                let is_whole = matches!(kind, SchemaType::Boolean) && others > 1;
                if strings.len() + integers.len() + others > 0 && !is_whole {
                    let message = "no Rust enum for these values: any value of the type is accepted";
                    self.warn(codes::LOOSENED, entry.key_span, message, "use only strings or only integers");
                }
                match kind {
                    SchemaType::String(_) if others == 0 && !integers.is_empty() && strings.is_empty() => {
                        SchemaType::IntegerOrString
                    }
                    kind => kind,
                }
            }
        };
        let _ = at;
        (kind, null)
    }

    /// Groups the values by type and skips duplicates.
    fn values(&mut self, items: &[Node], kind: &SchemaType) -> EnumValues {
        let mut values = EnumValues::default();
        for item in items {
            match &item.value {
                NodeValue::Null => values.null = true,
                // Numbers in quotes count as numbers in a numeric enum.
                NodeValue::String(string) => match string.parse() {
                    Ok(number) if matches!(kind, SchemaType::Integer | SchemaType::Number) => {
                        self.keep(&mut values.integers, number, item.span);
                    }
                    _ => self.keep(&mut values.strings, string.clone(), item.span),
                },
                NodeValue::Number(number) => match (number.as_i64(), kind) {
                    // Numbers in a string enum are strings without quotes.
                    (_, SchemaType::String(_)) => self.keep(&mut values.strings, number.to_string(), item.span),
                    (Some(number), _) => self.keep(&mut values.integers, number, item.span),
                    (None, _) => values.others += 1,
                },
                NodeValue::Bool(value) if matches!(kind, SchemaType::String(_)) => {
                    self.keep(&mut values.strings, value.to_string(), item.span);
                }
                NodeValue::Bool(_) | NodeValue::List(_) | NodeValue::Map(_) => values.others += 1,
            }
        }
        values
    }

    fn keep<T: Hash + Eq>(&mut self, values: &mut IndexSet<T>, value: T, at: Span) {
        if !values.insert(value) {
            self.warn(codes::REPAIRED, at, "duplicate enum value", "remove one of them");
        }
    }
}
