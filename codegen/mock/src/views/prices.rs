//! Prices of products and of their variations.

use serde_json::{Map, Value};

use crate::description::ApiSchema;
use crate::store::Row;

/// Returns the prices of a row in the form of a schema: a list, or an object by currency if the schema does not allow a list.
pub(super) fn prices(schema: ApiSchema, row: &Row, prices: &Value) -> Value {
    let forms = || schema.alternatives().into_iter().chain([schema]);
    let entries = prices.as_array().map_or(&[][..], Vec::as_slice).iter().enumerate();
    if let Some(entry) = forms().find_map(ApiSchema::items) {
        return entries.map(|(index, value)| price(entry, row, index, value)).collect();
    }
    match forms().find_map(ApiSchema::additional) {
        Some(entry) if entries.len() > 0 => {
            let currency = |price: &Value| price["currency"].as_str().unwrap_or_default().to_owned();
            let entries = entries.map(|(index, value)| (currency(value), price(entry, row, index, value)));
            entries.collect::<Map<String, Value>>().into()
        }
        // A map in version 1 is an empty list if there is nothing in it.
        _ => prices.clone(),
    }
}

fn price(schema: ApiSchema, row: &Row, index: usize, price: &Value) -> Value {
    let value = |name: &str| match name {
        "id" => row.id.to_string().parse::<usize>().map_or(Value::Null, |id| (id * 100 + index + 1).into()),
        "product_id" | "product_variation_id" => row.id.to_json(),
        // The two versions have different names for the same costs.
        "direct_cost" | "overhead_cost" => {
            ["direct_cost", "overhead_cost"].iter().find_map(|name| price.get(name)).cloned().unwrap_or(Value::Null)
        }
        _ => price[name].clone(),
    };
    schema.properties().into_iter().map(|(name, _)| (name.to_owned(), value(name))).collect::<Map<String, Value>>().into()
}
