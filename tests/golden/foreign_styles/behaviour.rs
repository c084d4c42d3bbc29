use std::collections::BTreeMap;

use super::common::Place;
use super::v1::V1;
use super::v1::lamps::Filter;
use crate::runtime::{ErrorKind, Method, Request, Upload};
use crate::server::{Outcome, Server};

const HOST: &str = "https://acme.example";

#[tokio::test]
async fn queries_have_the_style_of_each_parameter() -> Outcome {
    let server = Server::new(vec![""; 3]);
    let lamps = V1::new(server.client()).lamps();
    let filter = || Filter::new().room("a b").on(true).sizes([1, 2]);
    let pairs = BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]);
    lamps
        .list("acme")
        .x_rooms([1, 2])
        .ids([1, 2])
        .csv(["a", "b"])
        .pipes(["a", "b,c"])
        .spaces(["a", "b"])
        .filter(filter())
        .await?;
    lamps.list("acme").flat(filter()).pairs(pairs).expand(["x", "y"]).next("a/b?c=d;e:f&g#h").await?;
    lamps.list("acme").ids([1]).ids([3, 4]).filter(filter()).filter(Filter::new().on(false)).await?;
    let sent = server.sent();
    let filter = "filter%5Broom%5D=a%20b&filter%5Bon%5D=true&filter%5Bsizes%5D%5B0%5D=1&filter%5Bsizes%5D%5B1%5D=2";
    let query = format!("ids=1&ids=2&csv=a,b&pipes=a%7Cb,c&spaces=a%20b&{filter}");
    assert_eq!(sent[0], format!("GET {HOST}/lamps?{query}\nx-api-token: token\nx-rooms: 1,2\nx-tenant: acme\n"));
    let flat = "room=a%20b&on=true&sizes=1,2";
    let rest = "expand%5B0%5D=x&expand%5B1%5D=y&next=a/b?c=d;e:f%26g%23h";
    assert!(sent[1].starts_with(&format!("GET {HOST}/lamps?{flat}&pairs=a,1,b,2&{rest}\n")), "{}", sent[1]);
    assert!(sent[2].starts_with(&format!("GET {HOST}/lamps?ids=3&ids=4&filter%5Bon%5D=false\n")), "{}", sent[2]);
    let error = lamps.list("acme").ids([1, 2, 3]).await.expect_err("too many");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("`ids` must have at most 2 items, not 3"), "{error}");
    let error = lamps.list("acme").pipes(["a|b"]).await.expect_err("ambiguous");
    assert!(error.to_string().contains("a value in a list must not contain '|'"), "{error}");
    Ok(())
}

#[tokio::test]
async fn the_query_of_a_path_is_sent_with_every_request() -> Outcome {
    let server = Server::new([""]);
    V1::new(server.client()).lamps().list_beta().page(2).await?;
    assert_eq!(server.sent(), [format!("GET {HOST}/lamps?beta=true&page=2\nx-api-token: token\n")]);
    Ok(())
}

#[tokio::test]
async fn a_name_can_be_repeated() -> Outcome {
    let server = Server::new(vec![""; 2]);
    let client = server.client();
    V1::new(client.clone()).lamps().list("acme").ids([1]).query_extra("ids", 2).query_extra("ids", 3).await?;
    client.request(Method::GET, "/raw").query("tag", "a").query("tag", "b c").send().await?;
    let sent = server.sent();
    assert!(sent[0].starts_with(&format!("GET {HOST}/lamps?ids=2&ids=3\n")), "the setter is replaced: {}", sent[0]);
    assert!(sent[1].starts_with(&format!("GET {HOST}/raw?tag=a&tag=b%20c\n")), "{}", sent[1]);
    Ok(())
}

#[tokio::test]
async fn forms_have_the_encoding_of_each_field() -> Outcome {
    let server = Server::new([""]);
    let order = V1::new(server.client()).orders().create(5).events(["a", "b&c"]).csv(["x", "y"]);
    order.place(Place::new("Turku")).spread(Place::new("Oulu")).plain(Place::new("Vaasa")).await?;
    let form = "amount=5&events=a&events=b%26c&csv=x%2Cy&place%5Bcity%5D=Turku&city=Oulu&plain=%7B%22city%22%3A%22Vaasa%22%7D";
    let headers = "content-type: application/x-www-form-urlencoded\nx-api-token: token";
    assert_eq!(server.sent(), [format!("POST {HOST}/orders\n{headers}\n{form}")]);
    Ok(())
}

#[tokio::test]
async fn parts_have_their_content_types() -> Outcome {
    let server = Server::new([""]);
    let files = [Upload::from_bytes("a.txt", "A"), Upload::from_bytes("b", "B")];
    let upload = V1::new(server.client()).uploads().create(files).picture(Upload::from_bytes("p", "P")).any(b"Q".to_vec());
    upload.place(Place::new("Turku")).places([Place::new("Oulu"), Place::new("Vaasa")]).tags(["x", "y"]).note("# n").await?;
    let part = |name: &str, content_type: &str, content: &str| {
        let content_type = if content_type.is_empty() { String::new() } else { format!("Content-Type: {content_type}\n") };
        format!("--BOUNDARY\nContent-Disposition: form-data; name={name}\n{content_type}\n{content}\n")
    };
    let json = "application/json";
    let parts = [
        part("\"place\"", json, r#"{"city":"Turku"}"#),
        part("\"places\"", json, r#"{"city":"Oulu"}"#),
        part("\"places\"", json, r#"{"city":"Vaasa"}"#),
        part("\"tags\"", "", "x"),
        part("\"tags\"", "", "y"),
        part("\"note\"", "text/markdown", "# n"),
        part("\"files\"; filename=\"a.txt\"", "text/plain", "A"),
        part("\"files\"; filename=\"b\"", "application/octet-stream", "B"),
        part("\"picture\"; filename=\"p\"", "image/png", "P"),
        part("\"any\"; filename=\"file\"", "application/octet-stream", "Q"),
    ];
    let head = format!("POST {HOST}/uploads\ncontent-type: multipart/form-data; boundary=BOUNDARY\nx-api-token: token\n");
    assert_eq!(server.sent(), [format!("{head}{}--BOUNDARY--\n", parts.concat())]);
    Ok(())
}
