use serde_json::json;

use super::v1::V1;
use super::v1::items_api::{CloneModel, IntoModel, Sent, ValueModel};
use crate::server::{Outcome, Server};

#[tokio::test]
async fn what_is_taken_gets_another_name_and_is_sent_under_its_own() -> Outcome {
    let server = Server::new([json!({ "value": "a", "next": { "value": "b" } }), json!({ "new": "c", "extra": "d" })]);
    let items = V1::new(server.client()).items_api();
    let value: ValueModel =
        items.get("x").client("y").with_clone(CloneModel::Self_).with_pages("z").top(3).with_await("w").await?;
    assert_eq!(value.next.and_then(|next| next.value).as_deref(), Some("b"));
    let sent = Sent::new("n", "t").fields("f").default("d").each("e").put("p").extra_("x").into(IntoModel::default().into("i"));
    let sent: Sent = items.r#move().sent(sent).await?;
    assert_eq!((sent.new_.as_deref(), sent.extra_.as_deref()), (Some("c"), Some("d")));
    let requests = server.sent();
    assert!(requests[0].contains("/v1/items?call=x&client=y&clone=self&pages=z&%24top=3&await=w\n"), "{}", requests[0]);
    let body =
        r#"{"sent":{"new":"n","type":"t","fields":"f","default":"d","each":"e","put":"p","extra":"x","into":{"Into":"i"}}}"#;
    assert!(requests[1].ends_with(body), "{}", requests[1]);
    Ok(())
}

#[tokio::test]
async fn modules_are_named_so_that_nothing_collides() -> Outcome {
    let server = Server::new(["", ""]);
    V1::new(server.client()).new_api().r#type().await?;
    V1::new(server.client()).n_3d().get_tracing_3d().await?;
    assert!(server.sent()[1].starts_with("GET https://acme.example/v1/tracing/3d\n"), "{:?}", server.sent());
    Ok(())
}
