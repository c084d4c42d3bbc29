use std::collections::BTreeMap;

use serde_json::json;

use super::v1::V1;
use super::v1::lamps::{LampLampId, LampLevel, LampMaker, LampRoom, LampSortBy};
use crate::runtime::{Auth, Request};
use crate::server::{Outcome, Server};

#[tokio::test]
async fn bodies_hold_what_was_set() -> Outcome {
    let server = Server::new(vec!["{}"; 5]);
    let (lamps, settings) = (V1::new(server.client()).lamps(), V1::new(server.client()).settings());
    let rows = [vec!["a".to_owned()], vec!["b".to_owned()]];
    let labels = BTreeMap::from([("x".to_owned(), vec!["y".to_owned()])]);
    lamps.create("Desk").level(LampLevel::Minus1).rows(rows).labels(labels).maker(LampMaker::new("Q")).await?;
    lamps.update(LampLampId::A, "Desk").either(5).call(true).clear_level().with_timeout(3).await?;
    lamps.delete("b", [1, 2]).await?;
    settings.update_many(json!({ "a": [1] })).await?;
    settings.patch_settings(BTreeMap::from([("a".to_owned(), 1)])).await?;
    let sent: Vec<String> = server.sent().iter().map(|sent| sent.lines().last().unwrap_or_default().to_owned()).collect();
    let first = json!({ "type": "lamp", "name": "Desk", "level": -1, "labels": { "x": ["y"] }, "rows": [["a"], ["b"]], "maker": { "name": "Q" } });
    let second = json!({ "type": "lamp", "name": "Desk", "either": 5, "call": true, "level": null, "timeout": 3 });
    assert_eq!(serde_json::from_str::<serde_json::Value>(&sent[0])?, first);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&sent[1])?, second);
    assert_eq!(sent[2..], ["[1,2]", r#"{"a":[1]}"#, r#"{"a":1}"#]);
    assert!(server.sent()[1].starts_with("PUT https://acme.example/v1/lamps/a\n"), "{:?}", server.sent());
    Ok(())
}

#[tokio::test]
async fn paths_have_the_style_of_each_parameter() -> Outcome {
    let server = Server::new([""]);
    V1::new(server.client()).rooms().get_lamp("a/b;c", 7).await?;
    assert!(server.sent()[0].starts_with("GET https://acme.example/v1/rooms/.a%2Fb%3Bc/lamps/;lamp=7\n"), "{:?}", server.sent());
    Ok(())
}

#[tokio::test]
async fn queries_are_spelled_as_described() -> Outcome {
    let server = Server::new([""]);
    let lamps = V1::new(server.client()).lamps();
    let text = lamps.get().sort_by(LampSortBy::MinusName).rooms([LampRoom::Hall, LampRoom::Attic]).self_(true).await?;
    assert_eq!(text, "");
    assert!(server.sent()[0].starts_with("GET https://acme.example/v1/lamps?sort%5Bby%5D=-name&rooms=hall,attic&self=true\n"));
    Ok(())
}

#[test]
fn credentials_are_those_described() {
    assert_eq!(super::v1::settings::requests::UpdateManyRequest::INFO.auth, Auth::None);
    assert_eq!(super::v1::lamps::requests::CreateRequest::INFO.auth, Auth::Api);
    assert_eq!(super::v1::lamps::requests::PostPictureRequest::INFO.auth, Auth::Schemes(&[&["app"]]));
}
