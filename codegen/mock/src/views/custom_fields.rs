//! Custom fields in the encodings of both versions.
//!
//! The store has the form of version 2: numbers for options, users, persons and organizations, lists of numbers for sets, and objects with
//! `value` for fields with several parts. Version 1 has strings of option ids, and the parts next to each other: `key`, `key_currency`.

use serde_json::{Map, Value, json};

use crate::store::{Kind, Row, Store};

/// The length of the key of a custom field.
const KEY_LENGTH: usize = 40;

/// A custom field of an item, with its definition.
pub(crate) struct FieldEntry<'a> {
    pub(crate) key: &'a str,
    pub(crate) field_type: &'a str,
    options: &'a Value,
    value: &'a Value,
}

/// Returns the definition of a custom field of the items of a kind.
pub(crate) fn definition<'a>(kind: Kind, key: &str, store: &'a Store) -> Option<&'a Row> {
    definitions(kind, store).find(|field| field.string("field_code") == Some(key))
}

/// Returns the definitions of the custom fields of the items of a kind.
pub(super) fn definitions(kind: Kind, store: &Store) -> impl Iterator<Item = &Row> {
    let entity = kind.field_entity();
    let fields = store.table(Kind::Field).present();
    fields.filter(move |field| entity.is_some() && field.string("entity") == entity && *field.get("is_custom_field") == true)
}

/// Returns the custom fields of an item: all that are defined, with null for those without a value.
pub(super) fn entries<'a>(definitions: &'a [Row], row: &'a Row) -> impl Iterator<Item = FieldEntry<'a>> {
    definitions.iter().filter_map(|field| {
        let key = field.string("field_code")?;
        let value = row.custom_fields.get(key).unwrap_or(&Value::Null);
        Some(FieldEntry { key, field_type: field.string("field_type")?, options: field.get("options"), value })
    })
}

/// Returns the parts of the values of a field type next to `value`, with their types.
pub(crate) fn parts(field_type: &str) -> &'static [(&'static str, &'static str)] {
    match field_type {
        "address" => &[
            ("subpremise", "varchar"),
            ("street_number", "varchar"),
            ("route", "varchar"),
            ("sublocality", "varchar"),
            ("locality", "varchar"),
            ("admin_area_level_1", "varchar"),
            ("admin_area_level_2", "varchar"),
            ("country", "varchar"),
            ("postal_code", "varchar"),
            ("formatted_address", "varchar"),
        ],
        "daterange" => &[("until", "date")],
        "monetary" => &[("currency", "varchar")],
        "time" => &[("timezone_id", "int"), ("timezone_name", "varchar")],
        "timerange" => &[("until", "time"), ("timezone_id", "int"), ("timezone_name", "varchar")],
        _ => &[],
    }
}

/// Returns the parts that version 1 has: time zones have no name there.
pub(crate) fn v1_parts(field_type: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    parts(field_type).iter().copied().filter(|(name, _)| *name != "timezone_name")
}

/// Returns custom fields in the flat encoding of version 1.
pub(super) fn flat(entries: &[FieldEntry<'_>]) -> Map<String, Value> {
    let mut flat = Map::new();
    for entry in entries {
        let value = match (entry.field_type, entry.value) {
            ("enum", Value::Number(option)) => option.to_string().into(),
            ("set", Value::Array(options)) => {
                let options: Vec<String> = options.iter().map(Value::to_string).collect();
                options.join(",").into()
            }
            (_, Value::Object(parts)) => parts.get("value").cloned().unwrap_or(Value::Null),
            (_, value) => value.clone(),
        };
        flat.insert(entry.key.to_owned(), value);
        for (part, _) in v1_parts(entry.field_type) {
            flat.insert(format!("{}_{part}", entry.key), entry.value.get(part).cloned().unwrap_or(Value::Null));
        }
    }
    flat
}

/// The form of custom fields in the nested encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CustomFieldForm {
    Plain,
    /// Options are objects with their labels.
    Labelled,
    /// Values are objects with their types, as in webhooks.
    Typed,
}

/// Returns custom fields in the nested encoding of version 2.
pub(super) fn nested(entries: &[FieldEntry<'_>], form: CustomFieldForm) -> Value {
    let value = |entry: &FieldEntry<'_>| match form {
        CustomFieldForm::Plain => entry.value.clone(),
        CustomFieldForm::Labelled => entry.labelled(),
        CustomFieldForm::Typed => entry.typed(),
    };
    entries.iter().map(|entry| (entry.key.to_owned(), value(entry))).collect::<Map<_, _>>().into()
}

impl FieldEntry<'_> {
    fn labelled(&self) -> Value {
        match (self.field_type, self.value) {
            ("enum", option @ Value::Number(_)) => labelled(self.options, option),
            ("set", Value::Array(options)) => options.iter().map(|option| labelled(self.options, option)).collect(),
            (_, value) => value.clone(),
        }
    }

    fn typed(&self) -> Value {
        match (self.field_type, self.value) {
            (_, Value::Null) => Value::Null,
            (field_type @ "enum", option) => json!({ "type": field_type, "id": option }),
            (field_type @ "set", Value::Array(options)) => {
                let values: Vec<Value> = options.iter().map(|option| json!({ "id": option })).collect();
                json!({ "type": field_type, "values": values })
            }
            (field_type, Value::Object(parts)) => {
                let mut typed = parts.clone();
                typed.insert("type".to_owned(), field_type.into());
                typed.into()
            }
            (field_type, value) => json!({ "type": field_type, "value": value }),
        }
    }
}

/// Returns an option as an object with its label.
pub(super) fn labelled(options: &Value, id: &Value) -> Value {
    let option = options.as_array().into_iter().flatten().find(|option| option["id"] == *id);
    json!({ "id": id, "label": option.map(|option| &option["label"]) })
}

/// Gathers the parts of custom fields in the flat encoding of version 1, in any order: `{"key_until": …, "key": …}` becomes
/// `{"key": {"value": …, "until": …}}`. A field of which only parts are named has no `value`.
pub(crate) fn gathered(flat: Map<String, Value>) -> Map<String, Value> {
    let mut gathered: Map<String, Value> = Map::new();
    for (name, value) in flat {
        let (key, part) = name.split_at(KEY_LENGTH);
        match (gathered.get_mut(key), part.strip_prefix('_')) {
            (None, None) => drop(gathered.insert(key.to_owned(), value)),
            (None, Some(part)) => drop(gathered.insert(key.to_owned(), json!({ part: value }))),
            (Some(Value::Object(parts)), None) => drop(parts.insert("value".to_owned(), value)),
            (Some(Value::Object(parts)), Some(part)) => drop(parts.insert(part.to_owned(), value)),
            (Some(main), Some(part)) => *main = json!({ "value": main.take(), part: value }),
            (Some(main), None) => *main = value,
        }
    }
    gathered
}
