//! Products, their variations and prices, and the products, discounts and installments of deals.

use jiff::civil::date;
use pipedrive::common::DiscountType;
use pipedrive::v2::deal_products::NewDealProduct;
use pipedrive::v2::products::{ProductPriceWrite, ProductVariationPriceWrite};

use crate::strict;

#[tokio::test]
async fn the_value_of_a_deal_is_the_sum_of_its_products() {
    let (_, client) = strict();
    let (deals, products) = (client.v2().deals(), client.v2().deal_products());
    let lamp = client.v2().products().create("Lamp").await.expect("the product is created").id;
    let deal = deals.create("Lamps").value(1.0).currency("SEK").await.expect("the deal is created").id;
    let attached = products.create(deal, lamp, 100.0, 3.0).discount(10.0).await.expect("the product is attached");
    assert_eq!((attached.sum, attached.name.as_deref(), attached.currency.as_deref()), (Some(270.0), Some("Lamp"), Some("SEK")));
    assert_eq!(deals.get(deal).await.expect("the deal").value, Some(270.0));
    let updated =
        products.update(deal, attached.id).discount(50.0).discount_type(DiscountType::Amount).await.expect("the product");
    assert_eq!(updated.sum, Some(250.0));
    let two = [NewDealProduct::new(lamp, 10.0, 1.0), NewDealProduct::new(lamp, 20.0, 2.0)];
    let two = products.create_many(deal, two).await.expect("the products are attached");
    assert_eq!(two.iter().map(|product| product.order_nr).collect::<Vec<_>>().len(), 2);
    assert_eq!(deals.get(deal).await.expect("the deal").value, Some(300.0));

    let discount = deals.add_discount(deal, "Regular customer", 10.0, DiscountType::Percentage).await.expect("the discount");
    assert_eq!(deals.get(deal).await.expect("the deal").value, Some(270.0));
    deals.update_discount(deal, discount.id.clone()).amount(20.0).await.expect("the discount is updated");
    assert_eq!(deals.get(deal).await.expect("the deal").value, Some(240.0));
    assert_eq!(deals.list_discounts(deal).await.expect("the discounts")[0].amount, Some(20.0));
    deals.delete_discount(deal, discount.id).await.expect("the discount is deleted");

    assert_eq!(products.list(deal).await.expect("the products").len(), 3);
    assert_eq!(products.list_for_deals([deal]).await.expect("the products").len(), 3);
    let of_v1 = client.v1().deal_products().list(deal).include_product_data(true).await.expect("the products");
    let product = of_v1.items()[0].product.as_ref().expect("the product is included");
    assert_eq!((product.name.as_deref(), of_v1.items()[0].sum), (Some("Lamp"), Some(250.0)));
    assert_eq!(client.v1().products().list_deals(lamp).await.expect("the deals").len(), 1);
    products.delete(deal, attached.id).await.expect("the product is detached");
    assert_eq!(products.delete_many(deal).await.expect("the products are detached").ids.len(), 2);
    assert_eq!(products.list(deal).await.expect("the products").len(), 0);
}

#[tokio::test]
async fn a_product_attached_through_version_1_is_read_through_version_2() {
    let (_, client) = strict();
    let lamp = client.v2().products().create("Lamp").await.expect("the product is created").id;
    let deal = client.v2().deals().create("Lamps").await.expect("the deal is created").id;
    let attached = client.v1().deal_products().create(deal, lamp, 1495.0, 8.0).discount_percentage(7.5).duration(3.0);
    let attached = attached.await.expect("the product is attached");
    assert_eq!((attached.sum_no_discount, attached.sum), (Some(35880.0), Some(33189.0)));
    let read = client.v2().deal_products().list(deal).await.expect("the products");
    assert_eq!((read.items()[0].discount, read.items()[0].sum), (Some(7.5), Some(33189.0)));
    assert_eq!(client.v1().deal_products().list(deal).await.expect("the products").len(), 1);
    client.v1().deal_products().delete(deal, attached.id).await.expect("the product is detached");
}

#[tokio::test]
async fn a_person_has_the_products_of_its_deals() {
    let (_, client) = strict();
    let lamp = client.v2().products().create("Lamp").await.expect("the product is created").id;
    let person = client.v2().persons().create("Petra Holm").await.expect("the person is created").id;
    let deal = client.v2().deals().create("Lamps").person_id(person).await.expect("the deal is created").id;
    client.v2().deal_products().create(deal, lamp, 100.0, 3.0).await.expect("the product is attached");
    let products = client.v1().persons().list_products(person).await.expect("the products");
    let entry = &products.items()[0][&deal.to_string()];
    assert_eq!(entry.deal.as_ref().and_then(|deal| deal.title.as_deref()), Some("Lamps"));
    assert_eq!(entry.product.as_ref().and_then(|product| product.name.as_deref()), Some("Lamp"));
}

#[tokio::test]
async fn installments_need_one_time_products() {
    let (_, client) = strict();
    let installments = client.v2().deal_installments();
    let lamp = client.v2().products().create("Lamp").await.expect("the product is created").id;
    let deal = client.v2().deals().create("Lamps").await.expect("the deal is created").id;
    let due = date(2026, 12, 1);
    installments.create(deal, "On delivery", 50.0, due).await.expect_err("the deal has no products");
    client.v2().deal_products().create(deal, lamp, 100.0, 1.0).await.expect("the product is attached");
    let installment = installments.create(deal, "On delivery", 50.0, due).await.expect("the installment is created");
    let updated = installments.update(deal, installment.id).amount(60.0).await.expect("the installment is updated");
    assert_eq!((updated.amount, updated.billing_date), (Some(60.0), Some(due)));
    assert_eq!(installments.list([deal]).await.expect("the installments").len(), 1);
    installments.delete(deal, installment.id).await.expect("the installment is deleted");
    assert_eq!(installments.list([deal]).await.expect("the installments").len(), 0);
}

#[tokio::test]
async fn products_have_prices_and_variations() {
    let (_, client) = strict();
    let products = client.v2().products();
    let lamp = products.create("Lamp").prices([ProductPriceWrite::new("SEK", 1895.5)]).await.expect("the product is created");
    assert_eq!((lamp.prices[0].price, lamp.prices[0].product_id), (Some(1895.5), Some(lamp.id)));
    let of_v1 = client.v1().products().get(lamp.id).await.expect("the product is read");
    assert_eq!((of_v1.prices[0].currency.as_deref(), of_v1.prices[0].product_id), (Some("SEK"), Some(lamp.id)));
    let without = products.create("Shade").await.expect("the product is created");
    assert_eq!((without.prices[0].price, without.prices[0].currency.as_deref()), (Some(0.0), Some("EUR")));

    let variation = products.add_variation(lamp.id, "Opal").prices([ProductVariationPriceWrite::new("SEK", 2000.0)]);
    let variation = variation.await.expect("the variation is created");
    assert_eq!(variation.prices[0].product_variation_id, Some(variation.id));
    let updated = products.update_variation(lamp.id, variation.id).name("Opal glass").await.expect("the variation is updated");
    assert_eq!(updated.name.as_deref(), Some("Opal glass"));
    let copy = products.duplicate(lamp.id).await.expect("the product is duplicated");
    assert_eq!(products.list_variations(copy.id).await.expect("the variations").len(), 1);
    products.delete_variation(lamp.id, variation.id).await.expect("the variation is deleted");
    assert_eq!(products.list_variations(lamp.id).await.expect("the variations").len(), 0);
}
