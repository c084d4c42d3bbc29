//! Detects paginated lists by their parameters and responses.

use super::Normalizer;
use super::parameters::ParameterSchema;
use super::responses::ResponseSchema;
use super::schema::{ObjectSchema, Schema, SchemaType};
use super::tree::{self, MapBuilder};
use crate::openapi::PaginationKind;
use crate::openapi::{Node, NodeValue};

impl Normalizer<'_> {
    /// Returns `x-pagination` of an operation if its response is a paginated list.
    pub(super) fn pagination(&mut self, parameters: &mut [ParameterSchema], response: &ResponseSchema) -> Option<Node> {
        let ResponseSchema::Json(schema, ..) = response else { return None };
        let at = schema.at;
        let object = self.object_of(schema)?;
        let items = match self.payload(response).map(|payload| self.resolved_type(&payload))? {
            SchemaType::List(_) if object.properties.contains_key("data") => "/data",
            SchemaType::Object(data) if self.is_list(&data, "items") => "/data/items",
            _ => return None,
        };
        let beside = object.properties.get("additional_data").and_then(|beside| self.object_of(&beside.clone()))?;
        let has = |name: &str| parameters.iter().any(|parameter| !parameter.is_in_path() && parameter.name == name);
        let shows = |names: &[&str]| names.iter().any(|name| beside.properties.contains_key(*name));
        let fits = |style: PaginationKind| style.parameters().iter().all(|name| has(name));
        let style = if fits(PaginationKind::Cursor) && shows(&["next_cursor"]) {
            PaginationKind::Cursor
        } else if !shows(&["pagination", "more_items_in_collection"]) {
            return None;
        } else if fits(PaginationKind::Recents) {
            PaginationKind::Recents
        } else if fits(PaginationKind::Offset) {
            PaginationKind::Offset
        } else {
            return None;
        };
        let mut max = None;
        for parameter in parameters.iter_mut().filter(|parameter| matches!(parameter.name.as_str(), "limit" | "start")) {
            parameter.schema = parameter.schema.clone().into_integer();
            if parameter.name == "limit" {
                max = parameter.schema.limits.iter().find(|(key, _)| *key == "maximum").map(|(_, limit)| limit.clone());
            }
        }
        let mut map = MapBuilder::new(at);
        map.put("style", tree::string(at, style.name()));
        map.put("items", tree::string(at, items));
        let is_count = |node: &Node| matches!(&node.value, NodeValue::Number(number) if number.as_u64().is_some_and(|number| (1..=u64::from(u32::MAX)).contains(&number)));
        map.put_copy("max", max.filter(is_count).as_ref());
        Some(map.build())
    }

    fn object_of(&mut self, schema: &Schema) -> Option<ObjectSchema> {
        match self.resolved_type(schema) {
            SchemaType::Object(object) => Some(object),
            _ => None,
        }
    }

    fn is_list(&mut self, object: &ObjectSchema, name: &str) -> bool {
        let Some(property) = object.properties.get(name).cloned() else { return false };
        matches!(self.resolved_type(&property), SchemaType::List(_))
    }
}
