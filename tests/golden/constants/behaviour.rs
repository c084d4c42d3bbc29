use serde_json::json;

use super::v1::V1;
use crate::server::{Outcome, Server};

#[tokio::test]
async fn constants_are_sent_by_themselves() -> Outcome {
    let server = Server::new([json!({ "success": true })]);
    V1::new(server.client()).lamps().create("Desk").await?;
    let sent = "POST https://acme.example/v1/lamps?mode=lamp\ncontent-type: application/json\nx-api-token: token\n";
    assert_eq!(server.sent(), [format!(r#"{sent}{{"kind":"electric","name":"Desk"}}"#)]);
    Ok(())
}
