//! Lists that are represented by an object instead of a JSON list.

use serde_json::{Map, Value};

/// The objects that a list property accepts in place of a list. The elements are listed in the order of the shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// An object whose keys are numbers: PHP writes it for a list with gaps. Elements are in the order of the numbers.
    Numbered,
    /// Also a map whose keys are the values of this property of the elements, which may lack the property.
    Keyed(&'static str),
    /// Also the only element without a list.
    Single,
}

/// An element of an object that represents a list.
pub(super) struct ShapedElement {
    /// The key of the element; `None` for a single element, which is the object itself.
    pub key: Option<String>,
    /// The element, with the property that its key represents.
    pub value: Value,
}

impl Shape {
    /// Returns the elements of an object; `None` if it does not represent a list.
    pub(super) fn elements(self, object: &Map<String, Value>) -> Option<Vec<ShapedElement>> {
        if let Some(keys) = numbered_keys(object) {
            return Some(keys.into_iter().map(|(key, value)| element(key, value.clone())).collect());
        }
        match self {
            Self::Numbered => None,
            Self::Keyed(property) => {
                Some(object.iter().map(|(key, value)| element(key, with_key(value.clone(), property, key))).collect())
            }
            Self::Single => Some(vec![ShapedElement { key: None, value: Value::Object(object.clone()) }]),
        }
    }

    /// Returns whether an object represents a list with elements.
    pub(super) fn has_elements(self, original: &Value) -> bool {
        original.as_object().and_then(|object| self.elements(object)).is_some_and(|elements| !elements.is_empty())
    }

    /// Represents elements in the way of the object `original`. Returns them as a list if they do not fit into it any more.
    pub(super) fn restore(self, original: &Map<String, Value>, mut elements: Vec<Value>) -> Value {
        let Some(before) = self.elements(original).filter(|before| before.len() == elements.len()) else {
            return Value::Array(elements);
        };
        let keys: Option<Vec<String>> = before.into_iter().map(|element| element.key).collect();
        let Some(keys) = keys else { return elements.pop().unwrap_or_default() };
        if let Self::Keyed(property) = self
            && numbered_keys(original).is_none()
        {
            let belongs = |(element, key): (&Value, &String)| {
                let now = element.get(property);
                now == property_of(&original[key], property) || now.and_then(Value::as_str) == Some(key)
            };
            if !elements.iter().zip(&keys).all(belongs) {
                return Value::Array(elements);
            }
            for (element, key) in elements.iter_mut().zip(&keys) {
                if let Some(element) = element.as_object_mut().filter(|_| property_of(&original[key], property).is_none()) {
                    element.remove(property);
                }
            }
        }
        Value::Object(keys.into_iter().zip(elements).collect())
    }
}

/// Returns the key of the element at an index of a list that was decoded from `original`; `None` if that is not an object with keys.
pub(crate) fn key_at(original: &Value, index: usize) -> Option<&str> {
    numbered_keys(original.as_object()?)?.get(index).map(|(key, _)| *key)
}

/// Returns the entries of an object whose keys are the indexes of a list, in their order; `None` if there are other keys.
fn numbered_keys(object: &Map<String, Value>) -> Option<Vec<(&str, &Value)>> {
    let number = |key: &str| key.parse::<u64>().ok().filter(|number| number.to_string() == key);
    let mut entries: Vec<_> =
        object.iter().map(|(key, value)| Some((number(key)?, (key.as_str(), value)))).collect::<Option<_>>()?;
    entries.sort_unstable_by_key(|(number, _)| *number);
    Some(entries.into_iter().map(|(_, entry)| entry).collect())
}

fn element(key: &str, value: Value) -> ShapedElement {
    ShapedElement { key: Some(key.to_owned()), value }
}

/// Returns the value of a map with its key as a property, unless it has that property.
fn with_key(mut value: Value, property: &str, key: &str) -> Value {
    if property_of(&value, property).is_none()
        && let Some(object) = value.as_object_mut()
    {
        object.insert(property.to_owned(), key.into());
    }
    value
}

/// Returns a property, unless it is null.
fn property_of<'a>(value: &'a Value, property: &str) -> Option<&'a Value> {
    value.get(property).filter(|value| !value.is_null())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Shape;

    fn elements(shape: Shape, original: &Value) -> Option<Vec<Value>> {
        let elements = shape.elements(original.as_object().expect("an object"))?;
        Some(elements.into_iter().map(|element| element.value).collect())
    }

    #[test]
    fn objects_represent_lists_and_are_restored() {
        for (shape, original, list) in [
            (Shape::Numbered, json!({}), Some(json!([]))),
            (Shape::Numbered, json!({ "10": "c", "2": "b", "0": "a" }), Some(json!(["a", "b", "c"]))),
            (Shape::Numbered, json!({ "0": 1, "x": 2 }), None),
            (Shape::Numbered, json!({ "01": 1 }), None),
            (Shape::Numbered, json!({ "-1": 1 }), None),
            (Shape::Numbered, json!({ "99999999999999999999": 1 }), None),
            (Shape::Keyed("currency"), json!({ "EUR": { "price": 1 } }), Some(json!([{ "price": 1, "currency": "EUR" }]))),
            (
                Shape::Keyed("currency"),
                json!({ "SEK": { "currency": "SEK" }, "EUR": {} }),
                Some(json!([{ "currency": "SEK" }, { "currency": "EUR" }])),
            ),
            (Shape::Keyed("currency"), json!({ "EUR": 1, "SEK": null }), Some(json!([1, null]))),
            (Shape::Keyed("currency"), json!({ "EUR": { "currency": "SEK" } }), Some(json!([{ "currency": "SEK" }]))),
            (Shape::Keyed("currency"), json!({ "1": { "currency": "EUR" } }), Some(json!([{ "currency": "EUR" }]))),
            (Shape::Single, json!({ "id": 1 }), Some(json!([{ "id": 1 }]))),
        ] {
            let found = elements(shape, &original);
            assert_eq!(found.clone().map(Value::Array).is_some(), list.is_some(), "{original}");
            let Some(mut found) = found else { continue };
            if let Some(Value::Array(mut list)) = list {
                // The order of other keys than numbers has no meaning.
                if shape != Shape::Numbered {
                    found.sort_by_key(ToString::to_string);
                    list.sort_by_key(ToString::to_string);
                }
                assert_eq!(found, list, "{original}");
            }
            let found = elements(shape, &original).unwrap_or_default();
            let object = original.as_object().expect("an object");
            assert_eq!(shape.restore(object, found.clone()), original);
            let longer = [found, vec![json!({})]].concat();
            assert_eq!(shape.restore(object, longer.clone()), Value::Array(longer));
        }
    }

    #[test]
    fn a_map_is_restored_only_with_its_keys() {
        let original = json!({ "EUR": { "price": 1 } });
        let changed = vec![json!({ "price": 1, "currency": "SEK" })];
        let restored = Shape::Keyed("currency").restore(original.as_object().expect("an object"), changed.clone());
        assert_eq!(restored, Value::Array(changed));
    }
}
