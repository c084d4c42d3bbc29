use serde_json::{Value, json};

use super::v2::V2;
use super::v2::lamps::requests::SearchRequest;
use crate::runtime::{ErrorKind, Request};
use crate::server::{Outcome, Server};

fn page(score: f64, next: Option<&str>) -> Value {
    json!({ "data": { "items": [{ "score": score }], "took": 0.1 }, "additional_data": { "next_cursor": next } })
}

#[tokio::test]
async fn the_list_stands_inside_the_data() -> Outcome {
    let server = Server::new([page(0.5, Some("b")), page(0.25, None)]);
    let mut pages = V2::new(server.client()).lamps().search("de sk").pages();
    let first = pages.try_next().await?.ok_or("there is no page")?;
    assert_eq!((first.items()[0].score, first.data().took), (Some(0.5), Some(0.1)));
    assert_eq!(pages.try_collect().await?.len(), 1);
    let sent = |query| format!("GET https://acme.example/api/v2/lamps/search?term=de%20sk{query}\nx-api-token: token\n");
    assert_eq!(server.sent(), [sent(""), sent("&cursor=b")]);
    Ok(())
}

#[tokio::test]
async fn a_cursor_that_comes_again_ends_the_list() {
    let server = Server::new([page(0.5, Some("b")), page(0.25, Some("b"))]);
    let result = V2::new(server.client()).lamps().search("desk").items().try_collect().await;
    assert!(result.is_err_and(|error| error.kind() == ErrorKind::Pagination));
}

#[test]
fn it_counts_against_the_limit_of_searches() {
    assert!(SearchRequest::INFO.search);
}
