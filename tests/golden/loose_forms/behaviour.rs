use serde_json::{Value, json};

use super::ids::LampId;
use super::v1::V1;
use super::v1::lamps::Lamp;
use crate::runtime::{ConditionalFlag, OptionId, Request};
use crate::server::{Outcome, Server, decoded};

/// Reads a lamp, changes it, and writes it.
fn rewritten(lamp: &Value, change: fn(&mut Lamp)) -> Result<Value, serde_json::Error> {
    let mut lamp: Lamp = serde_json::from_value(lamp.clone())?;
    change(&mut lamp);
    serde_json::to_value(lamp)
}

#[test]
fn prices_are_a_list_or_a_map() -> Outcome {
    for prices in [
        json!([{ "amount": 12.5, "currency": "EUR" }]),
        json!({ "EUR": { "amount": 12.5, "currency": "EUR" } }),
        json!({ "EUR": { "amount": 12.5 } }),
        json!({ "7": { "amount": 12.5, "currency": "EUR" } }),
    ] {
        let lamp: Lamp = decoded(&json!({ "prices": prices }))?;
        let [price] = &lamp.prices[..] else { panic!("one price: {lamp:?}") };
        assert_eq!((price.amount, price.currency.as_deref()), (Some(12.5), Some("EUR")));
    }
    let map = json!({ "prices": { "EUR": { "amount": 1 }, "SEK": { "amount": 2, "currency": "SEK" } } });
    let dearer = rewritten(&map, |lamp| lamp.prices[0].amount = Some(3.0))?;
    assert_eq!(dearer, json!({ "prices": { "EUR": { "amount": 3 }, "SEK": { "amount": 2, "currency": "SEK" } } }));
    // What the keys do not fit any more is a list.
    let fewer = rewritten(&map, |lamp| lamp.prices.truncate(1))?;
    assert_eq!(fewer, json!({ "prices": [{ "amount": 1, "currency": "EUR" }] }));
    let other = rewritten(&map, |lamp| lamp.prices[1].currency = Some("NOK".to_owned()))?;
    assert_eq!(other["prices"][1], json!({ "amount": 2, "currency": "NOK" }));
    assert_eq!(rewritten(&map, |lamp| lamp.prices.clear())?, json!({}));
    Ok(())
}

#[test]
fn one_shade_needs_no_list() -> Outcome {
    for (shades, count) in [(json!({ "name": "linen" }), 1), (json!([{ "name": "linen" }, { "name": "silk" }]), 2)] {
        let lamp: Lamp = decoded(&json!({ "shades": shades }))?;
        assert_eq!((lamp.shades.len(), lamp.shades[0].name.as_deref()), (count, Some("linen")));
    }
    let one = json!({ "shades": { "name": "linen" } });
    assert_eq!(rewritten(&one, |lamp| lamp.shades[0].name = None)?, json!({ "shades": {} }));
    assert_eq!(rewritten(&one, |lamp| lamp.shades.clear())?, json!({}));
    let two = rewritten(&one, |lamp| lamp.shades.push(lamp.shades[0].clone()))?;
    assert_eq!(two, json!({ "shades": [{ "name": "linen" }, { "name": "linen" }] }));
    Ok(())
}

#[test]
fn ids_are_a_number_or_a_string() -> Outcome {
    for (twins, expected) in [
        (json!(2), vec![LampId(2)]),
        (json!("2"), vec![LampId(2)]),
        (json!("2,3"), vec![LampId(2), LampId(3)]),
        (json!(" 2, 3"), vec![LampId(2), LampId(3)]),
        (json!(""), vec![]),
        (json!("2,x"), vec![]),
    ] {
        let lamp: Lamp = decoded(&json!({ "twins": twins }))?;
        assert_eq!(lamp.twins, expected, "{twins}");
    }
    let several = json!({ "twins": "2, 3" });
    assert_eq!(rewritten(&several, |lamp| lamp.twins.truncate(1))?, json!({ "twins": 2 }));
    assert_eq!(rewritten(&several, |lamp| lamp.twins.push(LampId(4)))?, json!({ "twins": "2,3,4" }));
    assert_eq!(rewritten(&several, |lamp| lamp.twins.clear())?, json!({}));
    Ok(())
}

#[test]
fn options_and_conditions_have_several_types() -> Outcome {
    for (colour, expected) in [(json!(2), OptionId::from(2)), (json!("red"), "red".into()), (json!(true), true.into())] {
        assert_eq!(decoded::<Lamp>(&json!({ "colour": colour }))?.colour, Some(expected));
    }
    for (required, expected) in [(json!(true), ConditionalFlag::Always), (json!(0), ConditionalFlag::Never)] {
        assert_eq!(decoded::<Lamp>(&json!({ "required": required }))?.required, Some(expected));
    }
    let lamp: Lamp = decoded(&json!({ "required": { "room": "=hall" } }))?;
    let Some(ConditionalFlag::When(conditions)) = lamp.required else { panic!("there are conditions") };
    assert_eq!(conditions["room"], "=hall");
    Ok(())
}

#[tokio::test]
async fn true_confirms_that_the_lamp_is_gone() -> Outcome {
    let server = Server::new([json!({ "data": true }), json!({ "data": false })]);
    let lamps = V1::new(server.client()).lamps();
    assert_eq!(lamps.delete(7).strict(true).await?, Lamp::default());
    // Any success status of a deletion is a success; what was received is reported.
    let response = lamps.delete(7).with_response().await?;
    assert_eq!(response.mismatches().len(), 1);
    Ok(())
}
