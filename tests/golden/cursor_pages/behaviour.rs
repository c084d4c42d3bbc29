use serde_json::{Value, json};

use super::v2::V2;
use crate::runtime::{Cursor, ErrorKind, Paged};
use crate::server::{Outcome, Server};

fn page(numbers: &[i64], next: Option<&str>) -> Value {
    let data: Vec<Value> = numbers.iter().map(|number| json!({ "number": number })).collect();
    json!({ "success": true, "data": data, "additional_data": { "next_cursor": next } })
}

#[tokio::test]
async fn the_items_of_all_pages_come_one_after_the_other() -> Outcome {
    let server = Server::new([page(&[1, 2], Some("b")), page(&[], Some("c")), page(&[3], None)]);
    let lamps = V2::new(server.client()).lamps().list().limit(900).items().try_collect().await?;
    assert_eq!(lamps.iter().map(|lamp| lamp.number).collect::<Vec<_>>(), [1, 2, 3]);
    let sent = |query| format!("GET https://acme.example/api/v2/lamps?limit=500{query}\nx-api-token: token\n");
    assert_eq!(server.sent(), [sent(""), sent("&cursor=b"), sent("&cursor=c")]);
    Ok(())
}

#[tokio::test]
async fn a_cursor_that_comes_again_ends_the_list() -> Outcome {
    let server = Server::new([page(&[1], Some("b")), page(&[2], Some("b")), page(&[3], None)]);
    let mut lamps = V2::new(server.client()).lamps().list().items();
    assert_eq!(lamps.try_next().await?.map(|lamp| lamp.number), Some(1));
    assert_eq!(lamps.try_next().await?.map(|lamp| lamp.number), Some(2));
    assert!(lamps.try_next().await.is_err_and(|error| error.kind() == ErrorKind::Pagination));
    assert_eq!((lamps.try_next().await?, server.sent().len()), (None, 2));
    Ok(())
}

#[tokio::test]
async fn one_page_says_where_the_next_begins() -> Outcome {
    let server = Server::new([page(&[1], Some("b")), page(&[2], None)]);
    let list = V2::new(server.client()).lamps().list();
    let first = list.clone().await?;
    assert_eq!((first.len(), first.next()), (1, Some(&Cursor::new("b"))));
    let second = list.starting_at(&Cursor::new("b")).await?;
    assert_eq!((second.items()[0].number, second.next()), (2, None));
    Ok(())
}

#[tokio::test]
async fn an_item_with_a_fault_is_an_error_at_its_place() -> Outcome {
    let server = Server::new([json!({ "data": [{ "number": 1 }, {}, { "number": 3 }] })]);
    let mut lamps = V2::new(server.client()).lamps().list().items();
    assert_eq!(lamps.try_next().await?.map(|lamp| lamp.number), Some(1));
    let error = lamps.try_next().await.expect_err("the number is proven");
    assert_eq!(error.json_path(), Some("data[1].number"));
    assert_eq!(lamps.try_next().await?.map(|lamp| lamp.number), Some(3));
    Ok(())
}
