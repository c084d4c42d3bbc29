use std::collections::BTreeMap;

use serde_json::json;

use super::v1::V1;
use super::v1::trees::Branch;
use crate::server::{Outcome, Server};

#[tokio::test]
async fn required_lists_may_contain_the_object_again() -> Outcome {
    let server = Server::new(["{}"]);
    let twig = Branch::new(Vec::<Branch>::new(), BTreeMap::new());
    let twigs = BTreeMap::from([("left".to_owned(), vec![twig])]);
    V1::new(server.client()).trees().plant(Vec::<Branch>::new(), twigs).await?;
    let body = server.sent()[0].lines().last().unwrap_or_default().to_owned();
    let expected = json!({ "branches": [], "twigs": { "left": [{ "branches": [], "twigs": {} }] } });
    assert_eq!(serde_json::from_str::<serde_json::Value>(&body)?, expected);
    Ok(())
}
