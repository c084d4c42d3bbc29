//! Every operation of the client against the judgement of the mock account.

use pipedrive::Client;
use pipedrive_mock::Account;
use pipedrive_tests::contract;

fn client(account: Account) -> Client {
    let builder = Client::builder().burst_limit(None).api_token("token").oauth_client("client", "secret");
    builder.transport(account).strict(true).build().expect("the client is built")
}

/// Calls every operation, with all inputs or only the required ones, and returns the failures.
async fn failures(all: bool) -> Vec<String> {
    let client = client(Account::of_examples());
    let mut failures = Vec::new();
    for info in contract::operations("") {
        let outcome = contract::call(&client, info, all).await;
        failures.extend(outcome.error.map(|error| format!("{}: {error}", info.id)));
    }
    failures
}

#[tokio::test]
async fn all_inputs_fit_the_description() {
    let failures = failures(true).await;
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[tokio::test]
async fn the_required_inputs_suffice() {
    let failures = failures(false).await;
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[tokio::test]
async fn a_body_of_another_type_is_refused_by_every_operation() {
    let client = client(Account::of_examples());
    for info in contract::operations("") {
        if let Some(outcome) = contract::provoke(&client, info).await {
            assert_eq!(outcome.error, None, "{}", info.id);
        }
    }
}
