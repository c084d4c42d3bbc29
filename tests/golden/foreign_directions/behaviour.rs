use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::common::Chain;
use super::v1::V1;
use super::v1::besides::Beside;
use super::v1::cells::{Cells, Maybe};
use super::v1::lamps::{Bulb, BulbInput, Lamp, LampInput};
use super::v1::modes::Mode;
use super::v1::rows::Row;
use crate::server::{Outcome, Server, decoded};

fn bodies(server: &Server) -> Vec<Value> {
    let bodies = server.sent().into_iter().map(|sent| sent.lines().last().unwrap_or_default().to_owned());
    bodies.map(|body| serde_json::from_str(&body).unwrap_or_default()).collect()
}

#[tokio::test]
async fn what_any_part_requires_is_required() -> Outcome {
    let server = Server::new(vec![""; 2]);
    let api = V1::new(server.client());
    api.creates().add_one("Desk").size(3).await?;
    api.besides().create().part(Beside::new("Desk").extra("legs", 4)).await?;
    assert_eq!(bodies(&server), [json!({ "name": "Desk", "size": 3 }), json!({ "part": { "name": "Desk", "legs": 4 } })]);
    Ok(())
}

#[tokio::test]
async fn a_constant_that_can_be_null_is_a_choice() -> Outcome {
    let server = Server::new(["{}", "{}"]);
    let modes = V1::new(server.client()).modes();
    modes.set(None, Mode::new("eco".to_owned())).await?;
    modes.set("eco".to_owned(), Mode::new(None)).await?;
    let expected = [json!({ "mode": null, "part": { "mode": "eco" } }), json!({ "mode": "eco", "part": { "mode": null } })];
    assert_eq!(bodies(&server), expected);
    Ok(())
}

#[tokio::test]
async fn requests_have_no_read_only_and_responses_no_write_only_properties() -> Outcome {
    let lamp = json!({ "id": 1, "bulb": { "id": 2, "label": "a", "maker": null }, "more": [{ "id": 3, "label": "b" }] });
    let server = Server::new([lamp]);
    let bulb = || BulbInput::new("a", None, "1234");
    let sent = LampInput::new().bulb(bulb()).more([BulbInput::new("b", "Q".to_owned(), "5678")]);
    let Lamp { id, bulb, more, .. } = V1::new(server.client()).lamps().create().lamp(sent).await?;
    assert_eq!((id, bulb.and_then(|bulb: Bulb| bulb.id), more[0].id), (Some(1), Some(2), Some(3)));
    let first = json!({ "label": "a", "maker": null, "pin": "1234" });
    let second = json!({ "label": "b", "maker": "Q", "pin": "5678" });
    assert_eq!(bodies(&server), [json!({ "lamp": { "bulb": first, "more": [second] } })]);
    Ok(())
}

#[tokio::test]
async fn required_values_can_be_null() -> Outcome {
    let server = Server::new(vec![json!({ "next": 1 }); 2]);
    let rows = V1::new(server.client()).rows();
    rows.update_many(Row::new(None).parent(Row::new(7)), None, None).await?;
    let chain = Chain::new(Chain::new(None));
    rows.update_many(Row::new(Some(5)), "n".to_owned(), vec!["c".to_owned()]).chain(chain).await?;
    let first = json!({ "row": { "next": null, "parent": { "next": 7 } }, "note": null, "codes": null });
    let second = json!({ "row": { "next": 5 }, "note": "n", "codes": ["c"], "chain": { "tail": { "tail": null } } });
    assert_eq!(bodies(&server), [first, second]);
    Ok(())
}

#[tokio::test]
async fn nulls_and_digits_are_kept() -> Outcome {
    let json = json!({
        "names": ["a", null, "c"],
        "rows": [null, { "a": "b" }],
        "counts": { "x": null, "y": 2 },
        "big": u64::MAX,
        "top": 5,
        "bits": [0, null, 1],
    });
    let cell: Cells = decoded(&json)?;
    assert_eq!(cell.names, [Some("a".to_owned()), None, Some("c".to_owned())]);
    assert!(cell.rows[0].is_none() && cell.rows[1].is_some());
    assert_eq!(cell.counts, BTreeMap::from([("x".to_owned(), None), ("y".to_owned(), Some(2))]));
    assert_eq!((cell.big, cell.top, cell.bits.as_slice()), (Some(u64::MAX), Some(5), [Some(false), None, Some(true)].as_slice()));
    assert!(cell.extra.is_empty(), "{:?}", cell.extra);
    let loose = json!({ "big": "18446744073709551615", "top": -1 });
    let cell: Cells = decoded(&loose)?;
    assert_eq!((cell.big, cell.top, cell.extra.get("top")), (Some(u64::MAX), None, Some(&json!(-1))));

    let server = Server::new([json.clone()]);
    let create = V1::new(server.client()).cells().create().names([Some("a".to_owned()), None, Some("c".to_owned())]);
    let create = create.rows([None, Some(Maybe::default().a("b"))]).counts(cell_counts()).big(u64::MAX).top(5);
    create.bits([Some(false), None, Some(true)]).await?;
    assert_eq!(bodies(&server), [json]);
    let error = V1::new(server.client()).cells().create().big(-1).await.expect_err("it does not fit");
    assert!(error.to_string().contains("`big`: the value does not fit into an unsigned integer of 64 bits"), "{error}");
    Ok(())
}

fn cell_counts() -> BTreeMap<String, Option<i64>> {
    BTreeMap::from([("x".to_owned(), None), ("y".to_owned(), Some(2))])
}
