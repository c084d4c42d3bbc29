use serde_json::json;

use super::ids::UserId;
use super::v1::V1;
use super::v1::lamps::{Lamp, Owner};
use crate::runtime::Linked;
use crate::server::{Outcome, Server, decoded};

#[tokio::test]
async fn the_id_is_there_in_either_case() -> Outcome {
    let data = json!({ "owner": { "value": 5, "name": "Ada", "boss": { "value": 6, "boss": 7 } }, "users": [5, { "value": 6, "name": "Bob" }] });
    let lamp = V1::new(Server::new([json!({ "data": data })]).client()).lamps().get(7).await?;
    assert_eq!(serde_json::to_value(&lamp)?, data);
    let ids: Vec<UserId> = lamp.users.iter().map(|user| *user.id()).collect();
    assert_eq!(ids, [UserId(5), UserId(6)]);
    let owner = lamp.owner.ok_or("there is no owner")?;
    assert_eq!((owner.id(), owner.object().and_then(|owner| owner.name.as_deref())), (&UserId(5), Some("Ada")));
    let boss = owner.object().and_then(|owner| owner.boss.as_deref()).and_then(Linked::object);
    assert_eq!(boss.and_then(|boss| boss.boss.as_deref()).map(Linked::id), Some(&UserId(7)));
    assert_eq!(lamp.users[0].object(), None::<&Owner>);
    Ok(())
}

#[test]
fn an_object_may_have_its_id_under_another_name() -> Outcome {
    let lamp: Lamp = decoded(&json!({ "owner": { "id": 5, "name": "Ada" } }))?;
    assert!(matches!(lamp.owner, Some(Linked::Object(UserId(5), _))));
    let lamp: Lamp = decoded(&json!({ "owner": { "name": "Ada" } }))?;
    assert_eq!((lamp.owner, lamp.extra.get("owner")), (None, Some(&json!({ "name": "Ada" }))));
    Ok(())
}
