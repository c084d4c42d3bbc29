use serde_json::json;

use super::v2::V2;
use crate::server::{Outcome, Server};

#[tokio::test]
async fn absent_null_and_a_value_are_three_things() -> Outcome {
    let server = Server::new([json!({ "success": true }), json!({ "success": true }), json!({ "success": true })]);
    let lamps = V2::new(server.client()).lamps();
    lamps.update(7).await?;
    lamps.update(7).name("Desk").clear_room().clear_type().power(5.0).await?;
    lamps.update(7).r#type("desk").power(5.0).clear_power().colours([] as [&str; 0]).await?;
    let sent = "PATCH https://acme.example/api/v2/lamps/7\ncontent-type: application/json\nx-api-token: token\n";
    assert_eq!(
        server.sent(),
        [
            format!("{sent}{{}}"),
            format!(r#"{sent}{{"name":"Desk","room":null,"type":null,"power":5}}"#),
            format!(r#"{sent}{{"type":"desk","power":null,"colours":[]}}"#),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn a_value_that_cannot_be_sent_is_an_error_before_anything_is() {
    let server = Server::default();
    let error = V2::new(server.client()).lamps().update(7).power(f64::NAN).await.expect_err("NaN is no JSON");
    assert!(error.to_string().contains("power"), "{error}");
    assert!(server.sent().is_empty());
}
