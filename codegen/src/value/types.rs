//! Sets of JSON types.

use serde_json::Value;

use super::NodeCursor;
use crate::load::NodeValue;

/// A set of JSON types. Integers and other numbers are two types, so that `number` contains `integer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct JsonTypes(u8);

impl JsonTypes {
    pub const NONE: Self = Self(0);
    pub const NULL: Self = Self(1);
    pub const STRING: Self = Self(1 << 1);
    pub const INTEGER: Self = Self(1 << 2);
    pub const NUMBER: Self = Self(1 << 2 | 1 << 3);
    pub const BOOLEAN: Self = Self(1 << 4);
    pub const ARRAY: Self = Self(1 << 5);
    pub const OBJECT: Self = Self(1 << 6);
    /// The types that are sent as they are in a path, query or header, apart from strings.
    pub const SCALAR: Self = Self(1 << 2 | 1 << 3 | 1 << 4);
    /// Every type except null.
    pub const VALUE: Self = Self(0b111_1110);
    pub const ANY: Self = Self(0b111_1111);

    /// The types with their names.
    const NAMES: [(&'static str, Self); 7] = [
        ("array", Self::ARRAY),
        ("boolean", Self::BOOLEAN),
        ("integer", Self::INTEGER),
        ("null", Self::NULL),
        ("number", Self::NUMBER),
        ("object", Self::OBJECT),
        ("string", Self::STRING),
    ];

    /// Returns the types of the value of `type`: a name, or in OpenAPI 3.1 a list of names. An unknown name excludes nothing.
    fn named(at: &NodeCursor<'_>) -> Self {
        let of = |name: &str| Self::NAMES.iter().find(|(known, _)| *known == name).map_or(Self::ANY, |(_, types)| *types);
        match &at.node.value {
            NodeValue::String(name) => of(name),
            NodeValue::List(names) => {
                names.iter().filter_map(|name| name.as_str()).fold(Self::NONE, |all, name| all.or(of(name)))
            }
            _ => Self::ANY,
        }
    }

    /// Returns the type of a value. A number with a fraction is one of `number`.
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::String(_) => Self::STRING,
            Value::Number(number) if number.is_f64() => Self::NUMBER,
            Value::Number(_) => Self::INTEGER,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    /// Returns the types that the keywords of one schema allow, without `allOf`, `oneOf` and `anyOf`: those of `type`; else those of the values
    /// that it lists; else that of which it describes properties or items.
    pub fn of_keywords(schema: &NodeCursor<'_>) -> Self {
        let has = |key: &str| schema.raw(key).is_some();
        let stated = if let Some(at) = schema.raw("type") {
            Self::named(&at)
        } else if has("properties") || has("additionalProperties") {
            Self::OBJECT
        } else if has("items") {
            Self::ARRAY
        } else if let Some(values) = schema.raw("enum") {
            values.node.items().iter().fold(Self::NONE, |all, value| all.or(Self::of(&value.to_json())))
        } else if let Some(value) = schema.raw("const") {
            Self::of(&value.node.to_json())
        } else {
            Self::ANY
        };
        if schema.flag("nullable") { stated.or(Self::NULL) } else { stated }
    }

    /// Returns the types in any of the two sets.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the types in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Returns the set without null.
    #[must_use]
    pub const fn values(self) -> Self {
        self.and(Self::VALUE)
    }

    /// Returns whether all types of another set are in this set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Returns whether no type is in both sets.
    pub const fn is_disjoint(self, other: Self) -> bool {
        self.0 & other.0 == 0
    }

    /// Returns whether any value of the type is allowed, apart from null.
    pub const fn is_any(self) -> bool {
        self.contains(Self::VALUE)
    }

    /// Returns the types as words.
    pub fn describe(self) -> String {
        let names = self.names();
        if self.is_any() {
            "anything".to_owned()
        } else if names.is_empty() {
            "nothing".to_owned()
        } else {
            names.join(" or ")
        }
    }

    /// Returns the names of the types except null; none if every type is allowed.
    pub fn names(self) -> Vec<&'static str> {
        if self.is_any() {
            return Vec::new();
        }
        let is_listed = |name: &str, types: Self| {
            let is_part_of_number = name == "integer" && self.contains(Self::NUMBER);
            types != Self::NULL && self.contains(types) && !is_part_of_number
        };
        Self::NAMES.iter().filter(|(name, types)| is_listed(name, *types)).map(|(name, _)| *name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::JsonTypes;

    #[test]
    fn numbers_contain_integers() {
        assert!(JsonTypes::NUMBER.contains(JsonTypes::INTEGER));
        assert!(!JsonTypes::INTEGER.contains(JsonTypes::NUMBER));
        assert_eq!(JsonTypes::NUMBER.and(JsonTypes::INTEGER), JsonTypes::INTEGER);
    }

    #[test]
    fn names_omit_null_and_what_number_contains() {
        assert_eq!(JsonTypes::NUMBER.or(JsonTypes::NULL).names(), ["number"]);
        assert_eq!(JsonTypes::INTEGER.or(JsonTypes::STRING).names(), ["integer", "string"]);
        assert!(JsonTypes::ANY.names().is_empty());
    }
}
