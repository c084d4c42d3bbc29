//! How rows look in the versions of the API.
//!
//! Which properties an item has, and in which formats, comes from the schema of the response. `names` states which properties have
//! another name in version 1, and `derived` those whose values are not in the row.

pub(crate) mod custom_fields;
mod derived;
mod format;
mod names;

use serde_json::{Map, Value};

use crate::description::Schema;
use crate::store::{Kind, Row, Store};

pub(crate) use names::v1 as v1_names;

/// How the rows of a kind look in a response.
pub(crate) struct View {
    pub(crate) kind: Kind,
    /// The schema of the item.
    pub(crate) schema: Schema,
    pub(crate) is_v1: bool,
    /// Properties that are left out, such as those that the request did not include.
    pub(crate) omitted: Vec<&'static str>,
}

impl View {
    /// Returns a row as an item of a response.
    pub(crate) fn render(&self, row: &Row, store: &Store) -> Value {
        let mut item = Map::new();
        for (name, schema) in self.schema.properties() {
            if !self.omitted.contains(&name) {
                let value = self.value(row, store, name);
                item.insert(name.to_owned(), format::formatted(schema, value, store));
            }
        }
        if self.schema.has_flat_custom_fields() {
            item.extend(custom_fields::flat(&row.custom_fields));
        }
        item.into()
    }

    /// Returns the value of a property in the form of the store.
    fn value(&self, row: &Row, store: &Store, name: &str) -> Value {
        match name {
            "id" => return row.id.to_json(),
            "add_time" => return row.add_time.to_string().into(),
            "update_time" => return row.update_time.to_string().into(),
            "is_deleted" | "deleted" => return row.is_deleted().into(),
            "active" | "active_flag" => return (!row.is_deleted()).into(),
            "custom_fields" if self.schema.string("x-custom-fields") == Some("nested") => return row.custom_fields.clone().into(),
            _ => {}
        }
        let renamed = v1_names(self.kind).iter().find(|(v1, _)| self.is_v1 && *v1 == name);
        let stored = renamed.map_or(name, |(_, stored)| stored);
        match row.values.get(stored) {
            Some(value) => value.clone(),
            None => derived::value(self.kind, row, store, name).unwrap_or(Value::Null),
        }
    }
}
