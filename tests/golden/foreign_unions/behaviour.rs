use serde_json::{Value, json};

use super::v1::V1;
use super::v1::comments::Comment;
use super::v1::folders::Folder;
use super::v1::pets::{Pet, PetDog, PetPussycat};
use super::v1::queue::{GetQueue, GetQueueLamp, Queue, Untagged};
use super::v1::shapes::Shape;
use crate::server::{Outcome, Server, decoded};

#[test]
fn constants_are_tags() -> Outcome {
    let lamp = json!({ "state": "off", "since": "dawn" });
    let json =
        json!({ "item": { "type": "episode", "language": "fi" }, "other": { "isrc": "X", "type": "track" }, "lamp": lamp });
    let queue: GetQueue = decoded(&json)?;
    assert!(matches!(&queue.item, Some(Queue::Episode(episode)) if episode.language.as_deref() == Some("fi")));
    assert!(matches!(&queue.other, Some(Untagged::Track(track)) if track.isrc.as_deref() == Some("X")), "{queue:?}");
    assert!(matches!(&queue.lamp, Some(GetQueueLamp::Off(lamp)) if lamp.since.as_deref() == Some("dawn")), "{queue:?}");
    Ok(())
}

#[tokio::test]
async fn names_are_tags_where_nothing_is_mapped() -> Outcome {
    let server = Server::new([json!({ "kind": "pussycat", "paws": 4 }), json!({ "kind": "Dog", "bark": "w" })]);
    let pets = V1::new(server.client()).pets();
    let cat = pets.create(Pet::Pussycat(Box::new(PetPussycat::new().paws(4)))).await?;
    let dog = pets.create(Pet::Dog(Box::new(PetDog::new().bark("w")))).await?;
    assert!(matches!(cat, Pet::Pussycat(cat) if cat.paws == Some(4)));
    assert!(matches!(dog, Pet::Dog(dog) if dog.bark.as_deref() == Some("w")));
    let bodies: Vec<Value> = server
        .sent()
        .iter()
        .map(|sent| serde_json::from_str(sent.lines().last().unwrap_or_default()))
        .collect::<Result<_, _>>()?;
    assert_eq!(bodies, [json!({ "paws": 4, "kind": "pussycat" }), json!({ "bark": "w", "kind": "Dog" })]);
    Ok(())
}

#[test]
fn a_base_is_one_of_the_schemas_that_extend_it() -> Outcome {
    let json = json!({ "form": "Square", "colour": "red", "side": 2, "inside": { "form": "round", "radius": 1.5 } });
    let Shape::Square(square) = decoded::<Shape>(&json)? else { panic!("not a square") };
    assert_eq!((square.colour.as_deref(), square.side), (Some("red"), Some(2.0)));
    assert!(matches!(square.inside, Some(Shape::Round(circle)) if circle.radius == Some(1.5)));
    Ok(())
}

#[test]
fn what_contains_itself_is_a_type() -> Outcome {
    let comments: Vec<Comment> = decoded(&json!([{ "note": "a", "replies": [{ "note": "b", "replies": [{ "note": "c" }] }] }]))?;
    assert_eq!(comments[0].replies[0].replies[0].note.as_deref(), Some("c"));
    let folders: Vec<Folder> = decoded(&json!([{ "name": "a", "folders": [{ "name": "b" }] }]))?;
    assert_eq!(folders[0].folders[0].name.as_deref(), Some("b"));
    Ok(())
}
