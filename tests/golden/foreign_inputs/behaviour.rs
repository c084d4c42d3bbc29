use serde_json::json;

use super::v1::V1;
use super::v1::lamps::Filter;
use crate::runtime::{ErrorKind, Request};
use crate::server::{Outcome, Server};

const HOST: &str = "https://acme.example";

#[tokio::test]
async fn cookies_are_sent_in_one_header() -> Outcome {
    let server = Server::new(vec![""; 3]);
    let lamps = V1::new(server.client()).lamps();
    lamps.list("acme").rooms(["hall", "a b"]).floors([1, 2]).beta(true).await?;
    lamps.list("größe; x=1, \"50%\"").beta(true).beta(false).await?;
    lamps.list("acme").header("cookie", "own=1").await?;
    let sent = server.sent();
    let cookies = |index: usize| sent[index].lines().find_map(|line| line.strip_prefix("cookie: "));
    assert_eq!(cookies(0), Some("tenant=acme; rooms=hall; rooms=a%20b; floors=1,2; beta=true"));
    assert_eq!(cookies(1), Some("tenant=gr%C3%B6%C3%9Fe%3B%20x=1%2C%20%2250%25%22; beta=false"));
    assert_eq!(cookies(2), Some("own=1; tenant=acme"));
    assert!(sent[0].contains("\nx-api-token: token\n"), "the credentials of the client are sent: {}", sent[0]);
    let preview = lamps.list("acme").preview()?;
    assert_eq!(preview.headers()["cookie"], "tenant=acme");
    Ok(())
}

#[tokio::test]
async fn content_in_a_query_is_json() -> Outcome {
    let server = Server::new(vec![""; 3]);
    let lamps = V1::new(server.client()).lamps();
    let filter = || Filter::new("a b").sizes([Some(1), None]);
    lamps.list("acme").filter(filter()).name("hall").ids([1, 2]).await?;
    lamps.list("acme").parts([filter(), Filter::new("é")]).any(json!({ "a": [null] })).await?;
    lamps.list("acme").ids([1]).ids([0_i64; 0]).await?;
    let queries: Vec<Vec<(String, String)>> = server
        .sent()
        .iter()
        .map(|sent| {
            let url = sent.lines().next().and_then(|line| line.strip_prefix("GET ")).unwrap_or_default();
            assert!(url.starts_with(HOST), "{url}");
            let url = url::Url::parse(url).unwrap_or_else(|error| panic!("{url}: {error}"));
            url.query_pairs().into_owned().collect()
        })
        .collect();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let filter = r#"{"room":"a b","sizes":[1,null]}"#;
    assert_eq!(queries[0], [pair("filter", filter), pair("name", r#""hall""#), pair("ids", "[1,2]")]);
    let parts = format!(r#"[{filter},{{"room":"é"}}]"#);
    assert_eq!(queries[1], [pair("parts", &parts), pair("any", r#"{"a":[null]}"#)]);
    assert_eq!(queries[2], [pair("ids", "[]")]);
    Ok(())
}

#[tokio::test]
async fn limits_apply_to_the_value_not_to_its_json() -> Outcome {
    let server = Server::new([""]);
    let lamps = V1::new(server.client()).lamps();
    lamps.list("acme").name("hall").ids([1, 2]).await?;
    let error = lamps.list("acme").name("halls").await.expect_err("too long");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("`name` must have at most 4 characters, not 5"), "{error}");
    let error = lamps.list("acme").ids([1, 2, 3]).await.expect_err("too many");
    assert!(error.to_string().contains("`ids` must have at most 2 items, not 3"), "{error}");
    Ok(())
}
