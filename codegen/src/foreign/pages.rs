//! Lists that can be walked: the parameters and the reply show how.

use super::Adopting;
use super::parameters::Parameter;
use super::replies::Reply;
use super::schema::{Kind, Object, Schema};
use super::tree::{self, Map};
use crate::load::extensions::PaginationKind;
use crate::load::{Node, NodeValue};

impl Adopting<'_> {
    /// How to walk the list that an operation gives, as `x-pagination`.
    pub(super) fn pagination(&mut self, parameters: &mut [Parameter], reply: &Reply) -> Option<Node> {
        let Reply::Json(schema, _) = reply else { return None };
        let at = schema.at;
        let object = self.object_of(schema)?;
        let items = match self.payload(reply).map(|payload| self.kind_of(&payload))? {
            Kind::List(_) if object.properties.contains_key("data") => "/data",
            Kind::Object(data) if self.is_list(&data, "items") => "/data/items",
            _ => return None,
        };
        let beside = object.properties.get("additional_data").and_then(|beside| self.object_of(&beside.clone()))?;
        let has = |name: &str| parameters.iter().any(|parameter| !parameter.in_path && parameter.name == name);
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
            parameter.schema = parameter.schema.clone().whole();
            if parameter.name == "limit" {
                max = parameter.schema.limits.iter().find(|(key, _)| *key == "maximum").map(|(_, limit)| limit.clone());
            }
        }
        let mut map = Map::new(at);
        map.put("style", tree::text(at, style.name()));
        map.put("items", tree::text(at, items));
        let is_count = |node: &Node| matches!(&node.value, NodeValue::Number(number) if number.as_u64().is_some_and(|number| (1..=u64::from(u32::MAX)).contains(&number)));
        map.put_copy("max", max.filter(is_count).as_ref());
        Some(map.done())
    }

    fn object_of(&mut self, schema: &Schema) -> Option<Object> {
        match self.kind_of(schema) {
            Kind::Object(object) => Some(object),
            _ => None,
        }
    }

    fn is_list(&mut self, object: &Object, name: &str) -> bool {
        let Some(property) = object.properties.get(name).cloned() else { return false };
        matches!(self.kind_of(&property), Kind::List(_))
    }
}
