use serde_json::json;

use super::v1::V1;
use crate::runtime::ErrorKind;
use crate::server::{Outcome, Server};

#[tokio::test]
async fn only_an_envelope_is_taken_off() -> Outcome {
    let event = json!({ "id": "e", "data": { "object": "o" } });
    let server = Server::new([json!({ "data": [event], "has_more": true }), event, json!({ "success": "yes", "data": "word" })]);
    let api = V1::new(server.client());
    let page = api.events().list().await?;
    assert_eq!((page.has_more, page.data[0].id.as_deref()), (Some(true), Some("e")));
    assert_eq!(api.events().get("e").await?.data.and_then(|data| data.object).as_deref(), Some("o"));
    assert_eq!(api.words().get().await?.data.as_deref(), Some("word"));
    Ok(())
}

#[tokio::test]
async fn success_is_a_field_like_any_other_unless_it_is_that_of_pipedrive() -> Outcome {
    let failed = |mut body: serde_json::Value| {
        body["success"] = json!(false);
        body
    };
    let server = Server::new([
        failed(json!({ "total": 3 })),
        failed(json!({ "data": { "name": "a" } })),
        failed(json!({})),
        failed(json!({ "data": { "name": "b" } })),
        failed(json!({})),
    ]);
    let api = V1::new(server.client());
    let job = api.jobs().get().await?;
    assert_eq!((job.success, job.total), (Some(false), Some(3)));
    assert_eq!(api.plain().get().await?.name.as_deref(), Some("a"), "it is not described");
    api.nothing().r#do().await?;
    assert_eq!(api.ours().get().await.expect_err("a failure").kind(), ErrorKind::Api);
    assert_eq!(api.pings().create().await.expect_err("a failure").kind(), ErrorKind::Api, "other responses are envelopes");
    Ok(())
}
