use serde_json::json;

use super::v2::V2;
use super::v2::lamps::{GetRequest, requests};
use crate::server::{Outcome, Server};

#[tokio::test]
async fn the_schema_and_the_request_are_different_types() -> Outcome {
    let server = Server::new([json!({ "data": { "shade": "glass" } })]);
    let request: requests::GetRequest = V2::new(server.client()).lamps().get(7, GetRequest::Paper).other(GetRequest::Glass);
    assert_eq!(request.await?.shade, Some(GetRequest::Glass));
    assert_eq!(server.sent(), ["GET https://acme.example/api/v2/lamps/7?shade=paper&other=glass\nx-api-token: token\n"]);
    Ok(())
}
