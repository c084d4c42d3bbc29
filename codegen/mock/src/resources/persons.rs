//! What only persons have: the products of their deals.

use serde_json::{Value, json};

use super::{Handler, MockCall, Outcome};
use crate::description::ApiSchema;
use crate::http::ApiResponse;
use crate::store::{Kind, Row};

pub(super) const HANDLERS: &[(&str, Handler)] = &[("v1.persons.list_products", list_products)];

/// Lists the products of the deals of a person, each with its deal, by the id of the deal.
fn list_products(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let person = call.row(Kind::Person)?.id.clone();
    let entry = call.operation.item().and_then(ApiSchema::additional);
    let property = |name: &str| entry.and_then(|entry| entry.property(name));
    let deal_view = call.view(Kind::Deal, property("deal"))?;
    let product_view = call.view(Kind::Product, property("product"))?;
    let attached: Vec<(&Row, &Row)> = call
        .store
        .table(Kind::DealProduct)
        .present()
        .filter_map(|attached| {
            let deal = call.store.row(Kind::Deal, &attached.linked_id("deal_id")?)?;
            let product = call.store.row(Kind::Product, &attached.linked_id("product_id")?)?;
            (deal.linked_id("person_id").as_ref() == Some(&person)).then_some((deal, product))
        })
        .collect();
    call.page(&attached, |(deal, product)| {
        let mut product = product_view.render(product, call.store);
        product["deal_id"] = deal.id.to_json();
        let entry = json!({ "deal": deal_view.render(deal, call.store), "product": product });
        Value::Object([(deal.id.to_string(), entry)].into_iter().collect())
    })
}
