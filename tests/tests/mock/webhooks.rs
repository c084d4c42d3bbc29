//! Webhooks are called in the formats of both versions.

use pipedrive::OptionId;
use pipedrive::v1::webhooks::{WebhookEventAction, WebhookEventObject, WebhookVersion};
use pipedrive::v2::fields::{CustomFieldType, NewFieldOption};
use pipedrive::webhooks::{Action, BasicAuth, Event};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::account;

const URL: &str = "https://stock.example/hooks";

#[tokio::test]
async fn events_have_the_state_before_and_after() {
    let (account, client) = account();
    let webhooks = client.v1().webhooks();
    webhooks.create(URL, WebhookEventAction::All, WebhookEventObject::Deal, "All").await.expect("the webhook is registered");
    let old = webhooks.create(URL, WebhookEventAction::Change, WebhookEventObject::All, "Old").version(WebhookVersion::V1);
    old.http_auth_user("hook").http_auth_password("secret").await.expect("the webhook is registered");
    assert_eq!(webhooks.list().await.expect("the webhooks are listed").len(), 2);

    let field = client.v2().deal_fields().create("Finish", CustomFieldType::Enum).options([NewFieldOption::new("Brass")]).await;
    let code = field.expect("the field is defined").field_code.to_string();
    let person = client.v2().persons().create("Petra Holm").await.expect("the person is created");
    let deals = client.v2().deals();
    let deal = deals.create("Lamps").person_id(person.id).await.expect("the deal is created");
    deals.update(deal.id).title("Lamps").await.expect("the deal is updated");
    let option = client.v2().deal_fields().get(code.as_str()).await.expect("the field is read").options[0].id.clone();
    let Some(OptionId::Int(option)) = option else { panic!("options have numbers") };
    let body = json!({ "title": "Lanterns", "custom_fields": { code.as_str(): option } });
    crate::call(&client, http::Method::PATCH, &format!("/api/v2/deals/{}", deal.id), Some(body))
        .await
        .expect("the deal is updated");
    deals.delete(deal.id).await.expect("the deal is deleted");

    let deliveries = account.deliveries();
    let events: Vec<Event> =
        deliveries.iter().map(|delivery| Event::parse(delivery.body.to_string().as_bytes()).expect("an event")).collect();
    let mismatches: Vec<_> = events.iter().flat_map(|event| event.mismatches()).collect();
    assert!(mismatches.is_empty(), "{mismatches:?}");
    let actions: Vec<_> = events.iter().map(|event| event.action().cloned().expect("an action")).collect();
    assert_eq!(actions, [Action::Create, Action::Change, Action::Change, Action::Delete]);

    let change = &deliveries[1].body;
    assert_eq!((&change["data"]["title"], &change["previous"]["title"]), (&json!("Lanterns"), &json!("Lamps")));
    assert_eq!(change["data"]["custom_fields"][&code]["type"], "enum");
    assert_eq!(change["previous"]["custom_fields"], json!({ code.as_str(): null }));
    assert!(change["previous"].get("person_id").is_none());
    assert_eq!(change["meta"]["entity_id"], json!(deal.id.to_string()));
    let old = &deliveries[2].body;
    assert_eq!((&old["current"]["title"], &old["previous"]["title"]), (&json!("Lanterns"), &json!("Lamps")));
    assert_eq!((&old["current"]["person_id"], &old["previous"]["person_id"]), (&json!(person.id), &json!(person.id)));
    assert_eq!(old["event"], "updated.deal");
    assert!(BasicAuth::new("hook", "secret").verify(deliveries[2].authorization.as_deref()));
    assert_eq!((&deliveries[3].body["data"], &deliveries[3].body["previous"]["title"]), (&Value::Null, &json!("Lanterns")));

    let error = webhooks.create("ftp://stock.example", WebhookEventAction::All, WebhookEventObject::Deal, "Bad").await;
    let error = error.expect_err("the URL is not allowed");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    assert!(format!("{error:?}").contains("subscription_url"), "{error:?}");
}

#[tokio::test]
async fn a_server_calls_webhooks_until_they_succeed() {
    let (account, client) = account();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/hooks?kind=deal", listener.local_addr().expect("an address"));
    let _server = account.serve(0).await.expect("the server starts");
    let webhook = client.v1().webhooks().create(url, WebhookEventAction::Create, WebhookEventObject::Deal, "New deals");
    webhook.http_auth_user("hook").http_auth_password("secret").await.expect("the webhook is registered");
    client.v2().deals().create("Lamps").await.expect("the deal is created");

    let first = receive(&listener, "503 Service Unavailable").await;
    assert!(first.starts_with("POST /hooks?kind=deal HTTP/1.1\r\n"), "{first}");
    assert!(first.contains("authorization: Basic aG9vazpzZWNyZXQ="), "{first}");
    assert!(first.contains("user-agent: Pipedrive-Webhook"), "{first}");
    let second = receive(&listener, "204 No Content").await;
    assert!(first.contains("\"attempt\":1") && second.contains("\"attempt\":2"), "{second}");
    for _ in 0..200 {
        let webhooks = client.v1().webhooks().list().await.expect("the webhooks are listed");
        if webhooks[0].last_http_status == Some(204) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the status of the delivery is not recorded");
}

/// Accepts a connection, and responds to its request with a status.
async fn receive(listener: &TcpListener, status: &str) -> String {
    let (mut stream, _) = listener.accept().await.expect("the webhook is called");
    let mut request = String::new();
    while !request.contains("\"webhook_owner_id\"") {
        let mut buffer = [0; 4096];
        let count = stream.read(&mut buffer).await.expect("the request is read");
        assert!(count > 0, "{request}");
        request.push_str(&String::from_utf8_lossy(&buffer[..count]));
    }
    let response = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let response = if status.starts_with("204") { response.replace("content-length: 0\r\n", "") } else { response };
    stream.write_all(response.as_bytes()).await.expect("the response is written");
    request
}
