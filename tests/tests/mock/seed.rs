//! Accounts with data.

use pipedrive::{Client, CustomFieldResolver, FieldEntity};
use pipedrive_mock::Account;

#[tokio::test]
async fn the_demo_has_a_value_in_a_custom_field_of_every_type() {
    let account = Account::demo();
    assert!(account.requests().is_empty() && account.used_tokens() == 0);
    let client = Client::builder().api_token("token").transport(account).build().expect("the client is built");
    let deals = client.v2().deals().list().await.expect("the deals are listed");
    assert_eq!(deals.len(), 4);
    let fields = CustomFieldResolver::load(&client, FieldEntity::Deal).await.expect("the fields are loaded");
    let deal = deals.iter().next().expect("there is a deal");
    let named = fields.read(&deal.custom_fields);
    let values: Vec<_> = named.iter().filter(|field| field.value().is_some()).map(|field| field.name().to_owned()).collect();
    assert_eq!(values.len(), 16, "{values:?}");
    let files = client.v1().deals().list_files(deal.id).await.expect("the files are listed");
    let file = files.iter().next().expect("there is a file");
    let content =
        client.v1().files().download(file.id).await.expect("the file is downloaded").bytes().await.expect("the content");
    assert!(content.starts_with(b"The room"));
    assert_eq!(client.v2().pipelines().list().await.expect("the pipelines are listed").len(), 2);
    assert_eq!(client.v1().notes().list().await.expect("the notes are listed").len(), 1);
    assert_eq!(client.v2().activities().list().await.expect("the activities are listed").len(), 2);
    assert_eq!(client.v2().products().list().await.expect("the products are listed").len(), 2);
}

#[test]
fn an_error_of_a_seed_names_the_call() {
    let problem = |seed: &str| Account::from_seed(seed).expect_err("the seed is not valid").to_string();
    assert!(problem("[]").starts_with("invalid seed: "));
    let unknown = problem(r#"{ "calls": [{ "operation": "v2.lamps.create" }] }"#);
    assert_eq!(unknown, "call 1 (`v2.lamps.create`): no such operation; did you mean `v2.tasks.create`?");
    let reference = problem(r#"{ "calls": [{ "operation": "v2.deals.create", "body": { "title": "{petra.name}" } }] }"#);
    assert_eq!(reference, "call 1 (`v2.deals.create`): `{petra.name}`: no earlier call is named `petra`");
    let rejected = problem(r#"{ "calls": [{ "operation": "v2.deals.create", "body": { "colour": "red" } }] }"#);
    assert!(rejected.contains("`colour`: unknown property"), "{rejected}");
    let path = problem(r#"{ "calls": [{ "operation": "v2.deals.get" }] }"#);
    assert_eq!(path, "call 1 (`v2.deals.get`): missing `path.id`");
}
