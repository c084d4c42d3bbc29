use serde_json::json;

use super::v1::V1;
use crate::runtime::ErrorKind;
use crate::server::{Outcome, Server};

#[tokio::test]
async fn every_kind_of_response_is_read() -> Outcome {
    let server = Server::new(["", "<h1>Desk</h1>", r#"{ "name": "Desk" }"#]);
    let lamps = V1::new(server.client()).lamps();
    let () = lamps.delete(7).await?;
    assert_eq!(lamps.get_page(7).await?, "<h1>Desk</h1>");
    assert_eq!(lamps.get_raw(7).await?.name.as_deref(), Some("Desk"));
    // The page is for everybody, so no credentials go there.
    assert_eq!(server.sent()[1], "GET https://acme.example/v1/lamps/7/page\n");
    Ok(())
}

#[tokio::test]
async fn a_response_may_say_that_it_failed() {
    let failed = json!({ "success": false, "error": "no such lamp" });
    let server = Server::new([&failed, &failed]);
    let lamps = V1::new(server.client()).lamps();
    assert!(lamps.delete(7).await.is_err_and(|error| error.kind() == ErrorKind::Api));
    assert!(lamps.get_raw(7).await.is_err_and(|error| error.kind() == ErrorKind::Api));
}
