//! How rows look in the versions of the API.
//!
//! Which properties an item has, and in which formats, comes from the schema of the response. A resource only states where the value of a
//! property comes from if the row has none with that name.

pub(crate) mod custom_fields;
mod format;

use serde_json::{Map, Value};

use crate::description::Schema;
use crate::store::{Row, Store};

/// Returns the value of a property that the row does not have under this name, in the form of the row. `None` leaves the property out.
pub(crate) type Property = fn(&Row, &Store, &str) -> Option<Value>;

/// What a view consists of.
pub(crate) struct View<'a> {
    /// The schema of the item.
    pub(crate) schema: Schema,
    /// The properties that have another name in the row, as `(name in the response, name in the row)`.
    pub(crate) names: &'static [(&'static str, &'static str)],
    /// The values of properties that are not in the row.
    pub(crate) property: Property,
    /// Properties that are left out, such as those that the request did not include.
    pub(crate) omitted: Vec<&'a str>,
}

impl View<'_> {
    /// Returns a row as an item of a response.
    pub(crate) fn render(&self, row: &Row, store: &Store) -> Value {
        let mut item = Map::new();
        for (name, schema) in self.schema.properties() {
            if self.omitted.contains(&name) {
                continue;
            }
            let value = match name {
                "id" => Some(row.id.to_json()),
                "add_time" => Some(row.add_time.to_string().into()),
                "update_time" => Some(row.update_time.to_string().into()),
                "is_deleted" => Some(row.is_deleted().into()),
                "active" | "active_flag" => Some((!row.is_deleted()).into()),
                "custom_fields" if self.schema.string("x-custom-fields") == Some("nested") => {
                    Some(row.custom_fields.clone().into())
                }
                _ => {
                    let stored = self.names.iter().find(|(renamed, _)| *renamed == name).map_or(name, |(_, stored)| stored);
                    row.values.get(stored).cloned().or_else(|| (self.property)(row, store, name))
                }
            };
            if let Some(value) = value {
                item.insert(name.to_owned(), format::formatted(schema, value, store));
            }
        }
        if self.schema.has_flat_custom_fields() {
            item.extend(custom_fields::flat(&row.custom_fields));
        }
        item.into()
    }
}
