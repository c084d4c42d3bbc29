//! Schemas, as views of the description.

use std::fmt;

use serde_json::Value;

use super::{Description, LooseForm};

/// A schema. References are followed and `allOf` is merged on access.
#[derive(Clone, Copy)]
pub(crate) struct ApiSchema {
    description: &'static Description,
    value: &'static Value,
}

impl ApiSchema {
    pub(super) fn new(description: &'static Description, value: &'static Value) -> Self {
        Self { description, value: description.target(value) }
    }

    /// Returns the value of a keyword, also of a part of an `allOf`.
    pub(crate) fn keyword(self, name: &str) -> Option<&'static Value> {
        self.value.get(name).or_else(|| self.parts().find_map(|part| part.keyword(name)))
    }

    /// Returns the string of a keyword.
    pub(crate) fn string(self, name: &str) -> Option<&'static str> {
        self.keyword(name)?.as_str()
    }

    /// Returns the form that values are sent in, if their type suggests another one.
    pub(crate) fn lenient(self) -> Option<LooseForm> {
        LooseForm::of_word(self.string("x-lenient")?)
    }

    /// Returns the schema of a property.
    pub(crate) fn property(self, name: &str) -> Option<Self> {
        let own = self.value.get("properties").and_then(|properties| properties.get(name));
        own.map(|value| Self::new(self.description, value)).or_else(|| self.parts().find_map(|part| part.property(name)))
    }

    /// Returns all properties, in the order of the description.
    pub(crate) fn properties(self) -> Vec<(&'static str, Self)> {
        let mut all: Vec<(&'static str, Self)> = self.parts().flat_map(Self::properties).collect();
        for (name, value) in self.value.get("properties").and_then(Value::as_object).into_iter().flatten() {
            all.retain(|(other, _)| other != name);
            all.push((name, Self::new(self.description, value)));
        }
        all
    }

    /// Returns the names of the required properties.
    pub(crate) fn required(self) -> Vec<&'static str> {
        let own = self.value.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        own.chain(self.parts().flat_map(Self::required)).collect()
    }

    /// Returns the schema of the items of a list.
    pub(crate) fn items(self) -> Option<Self> {
        self.keyword("items").map(|items| Self::new(self.description, items))
    }

    /// Returns the schema of the values of a map.
    pub(crate) fn additional(self) -> Option<Self> {
        self.keyword("additionalProperties").filter(|value| value.is_object()).map(|value| Self::new(self.description, value))
    }

    /// Returns the alternatives of `oneOf` and `anyOf`.
    pub(crate) fn alternatives(self) -> Vec<Self> {
        let lists = ["oneOf", "anyOf"].into_iter().filter_map(|name| self.value.get(name)?.as_array());
        lists.flatten().map(|value| Self::new(self.description, value)).collect()
    }

    /// Whether the value can be null.
    pub(crate) fn is_nullable(self) -> bool {
        self.value.get("nullable") == Some(&Value::Bool(true))
    }

    /// Whether the values of unknown properties are custom fields.
    pub(crate) fn has_flat_custom_fields(self) -> bool {
        self.string("x-custom-fields") == Some("flat")
    }

    fn parts(self) -> impl Iterator<Item = Self> {
        let parts = self.value.get("allOf").and_then(Value::as_array).into_iter().flatten();
        parts.map(move |value| Self::new(self.description, value))
    }
}

impl fmt::Debug for ApiSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}
