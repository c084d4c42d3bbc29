use super::v1::V1;
use super::v1::lamps::requests::DeleteManyRequest;
use crate::runtime::Request;
use crate::server::{Outcome, Server};

#[tokio::test]
async fn both_operations_go_to_the_same_path() -> Outcome {
    let server = Server::new(["", ""]);
    let lamps = V1::new(server.client()).lamps();
    lamps.delete_all().await?;
    lamps.delete_many([7, 8]).await?;
    let sent = [
        "DELETE https://acme.example/v1/lamps\nx-api-token: token\n",
        "DELETE https://acme.example/v1/lamps?ids=7,8\nx-api-token: token\n",
    ];
    assert_eq!(server.sent(), sent);
    Ok(())
}

#[test]
fn the_documented_path_is_still_known() {
    assert_eq!((DeleteManyRequest::INFO.path, DeleteManyRequest::INFO.sent_to), ("/v1/lamps/bulk", Some("/v1/lamps")));
}
