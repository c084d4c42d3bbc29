use super::v1::V1;
use super::v1::lamps::{Colour, Level, Odd, Switch};
use crate::server::{Outcome, Server};

#[tokio::test]
async fn variants_have_the_names_of_the_description() -> Outcome {
    let server = Server::new([r#"{"level":3,"narrow":2,"colour":"r","switch":0,"flag":1,"odd":"b"}"#]);
    let lamp = V1::new(server.client()).lamps().get().level(Level::DimLight).await?;
    assert_eq!((lamp.level, lamp.colour, lamp.switch), (Some(Level::VeryBright), Some(Colour::Red), Some(Switch::Off)));
    assert_eq!(lamp.narrow.map(|narrow| narrow.number()), Some(2));
    assert_eq!(lamp.flag, Some(true));
    assert!(server.sent()[0].starts_with("GET https://acme.example/lamps?level=1\n"), "{}", server.sent()[0]);
    Ok(())
}

#[test]
fn equal_names_are_made_distinct() {
    assert_eq!(Odd::KNOWN.len(), 3);
    assert_eq!(Odd::from_known("a"), Ok(Odd::Same));
    assert_eq!(Odd::from_known("b"), Ok(Odd::Same2));
}
