//! Sums of money.

use serde_json::Value;

use crate::store::{Id, Kind, Row, Store};

/// Returns the value of a deal times its probability, or that of its stage.
pub(crate) fn weighted(deal: &Row, store: &Store) -> f64 {
    let of_stage = || store.row(Kind::Stage, &Id::Number(deal.number("stage_id")?))?.get("deal_probability").as_f64();
    let probability = deal.get("probability").as_f64().or_else(of_stage).unwrap_or(100.0);
    rounded(number(deal, "value", 0.0) * probability / 100.0)
}

/// Returns the price of a product of a deal: quantity, discount, duration, and tax if it is not in the price.
pub(crate) fn product(row: &Row) -> f64 {
    let whole = without_discount(row);
    let discount = number(row, "discount", 0.0);
    let sum = if row.string("discount_type") == Some("amount") { whole - discount } else { whole * (1.0 - discount / 100.0) };
    let tax = if row.string("tax_method") == Some("exclusive") { number(row, "tax", 0.0) } else { 0.0 };
    rounded(sum * (1.0 + tax / 100.0))
}

/// Returns the price of a product of a deal before discount and tax. Only version 1 has a duration.
pub(crate) fn without_discount(row: &Row) -> f64 {
    rounded(number(row, "item_price", 0.0) * number(row, "quantity", 1.0) * number(row, "duration", 1.0))
}

/// Returns the value of a deal with products: the sum of those that are enabled, less the discounts of the deal. `None` without products.
pub(crate) fn deal(deal: &Id, store: &Store) -> Option<f64> {
    let of_deal = |kind| store.table(kind).present().filter(|row| row.linked_id("deal_id").as_ref() == Some(deal));
    of_deal(Kind::DealProduct).next()?;
    let sum: f64 = of_deal(Kind::DealProduct).filter(|row| *row.get("is_enabled") != Value::Bool(false)).map(product).sum();
    let discounts: f64 = of_deal(Kind::DealDiscount)
        .map(|discount| {
            let amount = number(discount, "amount", 0.0);
            if discount.string("type") == Some("percentage") { sum * amount / 100.0 } else { amount }
        })
        .sum();
    Some(rounded(sum - discounts))
}

/// Returns a sum for people. The API uses the language of the user.
pub(crate) fn formatted(sum: f64, currency: &str) -> String {
    format!("{sum:.2} {currency}")
}

pub(crate) fn rounded(sum: f64) -> f64 {
    (sum * 100.0).round() / 100.0
}

fn number(row: &Row, name: &str, default: f64) -> f64 {
    row.get(name).as_f64().unwrap_or(default)
}
