use serde_json::json;

use super::v1::V1;
use crate::server::{Outcome, Server};

#[tokio::test]
async fn a_form_goes_to_its_own_server_with_the_credentials_of_the_app() -> Outcome {
    let server = Server::new([json!({ "access_token": "v1u:AQ", "expires_in": 3599 })]);
    let tokens = V1::new(server.client()).oauth().get_tokens("a b&c").redirect_uri("https://app.example/back").await?;
    assert_eq!((tokens.access_token.expose(), tokens.expires_in), ("v1u:AQ", Some(3599)));
    let headers = "authorization: Basic YXBwOnNlY3JldA==\ncontent-type: application/x-www-form-urlencoded\n";
    let body = "grant_type=authorization_code&code=a+b%26c&redirect_uri=https%3A%2F%2Fapp.example%2Fback";
    assert_eq!(server.sent(), [format!("POST https://oauth.pipedrive.com/oauth/token\n{headers}{body}")]);
    Ok(())
}
