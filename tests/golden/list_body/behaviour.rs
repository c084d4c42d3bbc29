use serde_json::json;

use super::v2::V2;
use super::v2::lamps::LampPlace;
use crate::server::{Outcome, Server};

#[tokio::test]
async fn the_body_is_the_list() -> Outcome {
    let server = Server::new([json!({ "success": true }), json!({ "success": true })]);
    let lamps = V2::new(server.client()).lamps();
    lamps.sort([LampPlace::new(7, 1), LampPlace::new(8, 2)]).await?;
    lamps.sort(Vec::<LampPlace>::new()).await?;
    let sent = "PUT https://acme.example/api/v2/lamps/order\ncontent-type: application/json\nx-api-token: token\n";
    let list = r#"[{"number":7,"place":1},{"number":8,"place":2}]"#;
    assert_eq!(server.sent(), [format!("{sent}{list}"), format!("{sent}[]")]);
    Ok(())
}
