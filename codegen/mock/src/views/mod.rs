//! How rows look in the versions of the API.
//!
//! Which properties an item has, and in which formats, comes from the schema of the response. `names` states which properties have
//! another name in version 1, and `derived` those whose values are not in the row.

pub(crate) mod custom_fields;
mod derived;
pub(crate) mod fields;
mod format;
mod input;
mod names;
mod prices;
pub(crate) mod sums;

use std::cell::OnceCell;

use serde_json::{Map, Value};

use crate::description::{ApiSchema, Description};
use crate::store::{Kind, Row, Store};

pub(crate) use custom_fields::CustomFieldForm;
pub(crate) use derived::{notes, searchable};
pub(crate) use format::space_time;
pub(crate) use input::canonical;
pub(crate) use names::v1 as v1_names;

/// How the rows of a kind look in a response.
pub(crate) struct View {
    pub(crate) kind: Kind,
    /// The schema of the item.
    pub(crate) schema: ApiSchema,
    /// The properties of the item.
    pub(crate) properties: Vec<ItemProperty>,
    pub(crate) is_v1: bool,
    /// Properties that are left out, such as those that the request did not include.
    pub(crate) omitted: Vec<&'static str>,
    /// The keys of the custom fields that are included. `None` if all are.
    pub(crate) custom_fields: Option<Vec<String>>,
    pub(crate) custom_field_form: CustomFieldForm,
    /// The definitions of all custom fields, which are looked up once for a list.
    pub(crate) definitions: OnceCell<Vec<Row>>,
    /// The id of the user who makes the call.
    pub(crate) user: i64,
}

/// A property of an item.
#[derive(Clone, Copy)]
pub(crate) struct ItemProperty {
    name: &'static str,
    /// The name of its value in the store.
    stored: &'static str,
    format: format::ValueFormat,
}

impl View {
    /// A view of everything.
    pub(crate) fn new(kind: Kind, schema: ApiSchema, is_v1: bool) -> Self {
        let renamed = |name: &'static str| v1_names(kind).iter().find(|(v1, _)| is_v1 && *v1 == name).map(|(_, stored)| *stored);
        let properties = schema.properties().into_iter().map(|(name, schema)| ItemProperty {
            name,
            stored: renamed(name).unwrap_or(name),
            format: format::ValueFormat::of(schema),
        });
        let properties = properties.collect();
        Self {
            kind,
            schema,
            properties,
            is_v1,
            omitted: Vec::new(),
            custom_fields: None,
            custom_field_form: CustomFieldForm::Plain,
            definitions: OnceCell::new(),
            user: 0,
        }
    }

    /// A view of everything, with the schema that items of the kind have in a version.
    pub(crate) fn of_kind(kind: Kind, is_v1: bool) -> Option<Self> {
        let schema = Description::get().schema(kind.schema(is_v1)?)?;
        Some(Self::new(kind, schema, is_v1))
    }

    /// Returns a row as an item of a response.
    pub(crate) fn render(&self, row: &Row, store: &Store) -> Value {
        // Some operations return no more than that they have succeeded.
        if self.schema.string("type") == Some("boolean") {
            return true.into();
        }
        let mut item = Map::new();
        for property in self.properties.iter().filter(|property| !self.omitted.contains(&property.name)) {
            let value = self.value(row, store, property);
            item.insert(property.name.to_owned(), property.format.apply(value, store));
        }
        if self.schema.has_flat_custom_fields() {
            item.extend(custom_fields::flat(&self.custom_fields(row, store)));
        }
        item.into()
    }

    /// Returns the value of a property in the form of the store.
    fn value(&self, row: &Row, store: &Store, property: &ItemProperty) -> Value {
        let ItemProperty { name, stored, format } = *property;
        if self.kind == Kind::Field
            && let Some(value) = fields::value(row, self.is_v1, name)
        {
            return value;
        }
        match stored {
            "status" if self.kind == Kind::Deal && row.is_deleted() => return "deleted".into(),
            "custom_fields" if self.schema.string("x-custom-fields") == Some("nested") => {
                return custom_fields::nested(&self.custom_fields(row, store), self.custom_field_form);
            }
            "prices" => return prices::prices(format.schema, row, row.get("prices")),
            _ => {}
        }
        if let Some(value) = row.values.get(stored) {
            return value.clone();
        }
        match stored {
            "id" | "uuid" => row.id.to_json(),
            "add_time" | "created_at" => row.add_time.to_string().into(),
            "update_time" | "updated_at" => row.update_time.to_string().into(),
            "is_deleted" | "deleted" => row.is_deleted().into(),
            "active" | "active_flag" => (!row.is_deleted()).into(),
            "user" if self.kind == Kind::Note => derived::author(row, store, self.user),
            "is_you" => (row.id == self.user.into()).into(),
            _ => derived::value(self.kind, row, store, name).unwrap_or_else(|| format.empty()),
        }
    }

    /// Returns the custom fields that are included, with their definitions.
    fn custom_fields<'a>(&'a self, row: &'a Row, store: &Store) -> Vec<custom_fields::FieldEntry<'a>> {
        let is_included = |key: &str| self.custom_fields.as_ref().is_none_or(|keys| keys.iter().any(|included| included == key));
        let definitions = self.definitions.get_or_init(|| custom_fields::definitions(self.kind, store).cloned().collect());
        custom_fields::entries(definitions, row).filter(|entry| is_included(entry.key)).collect()
    }
}
