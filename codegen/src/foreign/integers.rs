//! The integers that a schema allows, which determine whether a Rust integer can hold them.

use super::Normalizer;
use super::schema::SchemaType;
use crate::diag::codes;
use crate::openapi::{Node, NodeValue, Span};

/// The integers that a schema allows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum IntegerRange {
    /// Those of `i64`.
    Signed,
    /// Those of `u64`.
    Unsigned,
    /// Any integer, in practice one of 64 bits.
    Unlimited,
    /// Integers of more than 64 bits.
    Big,
}

impl IntegerRange {
    pub(super) fn of(node: &Node) -> Self {
        match node.get("format").and_then(Node::as_str).unwrap_or_default().to_ascii_lowercase().as_str() {
            "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "long" => return Self::Signed,
            "uint64" | "unsigned-long" | "ulong" => return Self::Unsigned,
            format if is_wide(format) => return Self::Big,
            _ => {}
        }
        let (least, most) = (IntegerBound::of(node, "minimum"), IntegerBound::of(node, "maximum"));
        // Without limits, the values that are written show what is necessary.
        let bounds: Vec<IntegerBound> = ["enum", "const", "default", "example"]
            .iter()
            .filter_map(|key| node.get(key))
            .flat_map(|value| if value.items().is_empty() { std::slice::from_ref(value) } else { value.items() })
            .filter_map(IntegerBound::of_value)
            .collect();
        if bounds.iter().any(|bound| matches!(bound, IntegerBound::Beyond)) {
            return Self::Big;
        }
        if bounds.iter().any(|bound| matches!(bound, IntegerBound::Unsigned)) {
            let is_negative = |bound: &IntegerBound| matches!(bound, IntegerBound::Signed { negative: true });
            return if bounds.iter().chain(&least).any(is_negative) { Self::Big } else { Self::Unsigned };
        }
        match (least, most) {
            (Some(IntegerBound::Signed { negative: false }), Some(IntegerBound::Unsigned)) => Self::Unsigned,
            (Some(IntegerBound::Beyond), _) | (_, Some(IntegerBound::Beyond | IntegerBound::Unsigned)) => Self::Big,
            (_, Some(IntegerBound::Signed { .. })) => Self::Signed,
            _ => Self::Unlimited,
        }
    }
}

/// Returns whether a format, in lower case, is one of integers with more than 64 bits.
fn is_wide(format: &str) -> bool {
    matches!(format, "int128" | "uint128" | "int256" | "uint256" | "bigint" | "big-integer" | "biginteger")
}

/// Returns whether a format, in lower case, is one of integers.
pub(super) fn is_integer_format(format: &str) -> bool {
    const FORMATS: [&str; 11] =
        ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "long", "uint64", "unsigned-long", "ulong"];
    is_wide(format) || FORMATS.contains(&format)
}

/// A minimum or maximum.
enum IntegerBound {
    Signed { negative: bool },
    Unsigned,
    Beyond,
}

impl IntegerBound {
    fn of(node: &Node, key: &str) -> Option<Self> {
        Self::of_value(node.get(key)?)
    }

    fn of_value(node: &Node) -> Option<Self> {
        let NodeValue::Number(number) = &node.value else { return None };
        Some(if let Some(signed) = number.as_i64() {
            Self::Signed { negative: signed < 0 }
        } else if number.is_u64() {
            Self::Unsigned
        } else {
            let number = number.as_f64()?;
            // 2^63 is exact.
            if number.abs() < 9_223_372_036_854_775_808.0 { Self::Signed { negative: number < 0.0 } } else { Self::Beyond }
        })
    }
}

impl Normalizer<'_> {
    /// Returns the type of an integer.
    pub(super) fn integer(&mut self, node: &Node, at: Span) -> SchemaType {
        match IntegerRange::of(node) {
            IntegerRange::Signed | IntegerRange::Unsigned => {}
            IntegerRange::Unlimited => self.unlimited_integers = true,
            IntegerRange::Big => {
                self.unlimited_integers = true;
                let message = "no Rust type for integers of more than 64 bits: the number is kept as JSON with all digits";
                self.warn(codes::ANY_JSON, at, message, "use `format: int64` or `uint64` if they do not occur in practice");
                return SchemaType::Any;
            }
        }
        SchemaType::Integer
    }
}
