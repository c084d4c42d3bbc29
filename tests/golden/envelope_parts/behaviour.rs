use serde_json::json;

use super::v1::V1;
use super::v1::lamps::{LampAdditionalData, LampUser};
use crate::runtime::Request;
use crate::server::{Outcome, Server};

#[tokio::test]
async fn what_stands_beside_the_data_has_types_too() -> Outcome {
    let server = Server::new([json!({
        "success": true,
        "data": { "owner": 5 },
        "additional_data": { "looks": 3 },
        "related_objects": { "user": { "5": { "name": "Ada" } } },
    })]);
    let response = V1::new(server.client()).lamps().get(7).with_response().await?;
    let additional = response.additional_data_as::<LampAdditionalData>().ok_or("there is no additional data")?;
    let owner = response
        .data
        .owner
        .and_then(|owner| response.related_objects().get::<LampUser>("user", owner))
        .ok_or("there is no user")?;
    assert_eq!((additional.looks, owner.name.as_deref()), (Some(3), Some("Ada")));
    Ok(())
}
