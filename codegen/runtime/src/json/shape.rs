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
pub(crate) struct ShapedElement {
    /// The key of the element; `None` for a single element, which is the object itself.
    pub key: Option<String>,
    /// The element, with the property that its key represents.
    pub value: Value,
}

// Loops rather than iterator adapters, and no sort of the standard library: they are compiled into a tenth of the code.
impl Shape {
    /// Returns the elements of an object; `None` if it does not represent a list.
    pub(crate) fn elements(self, object: &Map<String, Value>) -> Option<Vec<ShapedElement>> {
        let mut elements = Vec::new();
        if let Some(keys) = numbered_keys(object) {
            for (_, key) in keys {
                elements.push(ShapedElement { key: Some(key.to_owned()), value: object[key].clone() });
            }
            return Some(elements);
        }
        match self {
            Self::Numbered => return None,
            Self::Keyed(property) => {
                for (key, value) in object {
                    elements.push(ShapedElement { key: Some(key.clone()), value: with_key(value.clone(), property, key) });
                }
            }
            Self::Single => elements.push(ShapedElement { key: None, value: Value::Object(object.clone()) }),
        }
        Some(elements)
    }

    /// Returns whether a value is an object that represents a list with elements.
    pub(super) fn has_elements(self, original: &Value) -> bool {
        let Value::Object(object) = original else { return false };
        !object.is_empty() && (self != Self::Numbered || numbered_keys(object).is_some())
    }

    /// Represents elements in the way of the object `original`. Returns them as a list if they do not fit into it any more.
    pub(super) fn restore(self, original: &Map<String, Value>, elements: Vec<Value>) -> Value {
        match self.elements(original) {
            Some(before) if before.len() == elements.len() => self.restore_in(original, &before, elements),
            _ => Value::Array(elements),
        }
    }

    fn restore_in(self, original: &Map<String, Value>, before: &[ShapedElement], elements: Vec<Value>) -> Value {
        let mut object = Map::new();
        for (ShapedElement { key, value: was }, now) in before.iter().zip(&elements) {
            let mut now = now.clone();
            let Some(key) = key else { return now };
            if let Self::Keyed(property) = self
                && let Some(present) = property_of(&now, property)
            {
                if Some(present) != property_of(was, property) && present.as_str() != Some(key) {
                    return Value::Array(elements);
                }
                if property_of(&original[key], property).is_none()
                    && let Some(now) = now.as_object_mut()
                {
                    now.remove(property);
                }
            }
            object.insert(key.clone(), now);
        }
        Value::Object(object)
    }
}

/// Returns the key of the element at an index of a list that was decoded from `original`; `None` if that is not an object with keys.
pub(crate) fn key_at(original: &Value, index: usize) -> Option<&str> {
    numbered_keys(original.as_object()?)?.get(index).map(|(_, key)| *key)
}

/// Returns the keys of an object that are the indexes of a list, in their order; `None` if there are other keys.
fn numbered_keys(object: &Map<String, Value>) -> Option<Vec<(u64, &str)>> {
    let mut keys: Vec<(u64, &str)> = Vec::new();
    for key in object.keys() {
        let number: u64 = key.parse().ok()?;
        if number.to_string() != *key {
            return None;
        }
        // Most objects have them in order already.
        let mut position = keys.len();
        while position > 0 && keys[position - 1].0 > number {
            position -= 1;
        }
        keys.insert(position, (number, key));
    }
    Some(keys)
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
