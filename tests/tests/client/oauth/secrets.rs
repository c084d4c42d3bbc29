//! Secrets are shown nowhere, and go nowhere else.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use pipedrive::ids::FileId;
use pipedrive::oauth::{Code, State};
use pipedrive::{Attempt, Client, Error, FinishedCall, Observer};
use pipedrive_mock::Fault;
use serde_json::json;

use super::office::{Office, app, token_response};

const SECRETS: [&str; 8] =
    ["app-secret", "YXBwLWlkOmFwcC1zZWNyZXQ", "s3cret-state", "s3cret-code", "access-0", "refresh-0", "access-1", "refresh-1"];

fn hidden(shown: &str) {
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{secret} can be seen in: {shown}");
    }
}

fn show(things: &[&dyn Debug]) -> String {
    format!("{things:?} {things:#?}")
}

/// Everything that an error shows, with all that has caused it.
fn everything(error: &Error) -> String {
    let mut lines = vec![format!("{error} {error:?}")];
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        lines.push(format!("{cause} {cause:?}"));
        source = cause.source();
    }
    lines.join("\n")
}

#[tokio::test]
async fn debug_shows_no_secret() {
    let office = Office::open().await;
    let tokens = office.tokens("access-0", 3600);
    let builder = office.builder().oauth(app(), tokens.clone()).token_store(office.store());
    hidden(&show(&[&app(), &tokens, &State::new("s3cret-state"), &Code::new("s3cret-code"), &builder]));
    let client = builder.build().unwrap();
    let call = client.v2().deals().get(1);
    hidden(&show(&[&client, &call, &client.tokens(), &office.builder().oauth_client("app-id", "app-secret")]));
    assert!(show(&[&tokens]).contains("Secret(…)"));
}

#[tokio::test]
async fn errors_show_no_secret_even_if_the_server_does() {
    let office = Office::open().await;
    let client = office.builder().build().unwrap();
    let echo = |status| {
        let body = json!({"error": "Invalid grant: app-secret s3cret-code refresh-0 access-0", "given": ["s3cret-code", "refresh-0", "access-0"]});
        Fault::response(status, body)
    };
    for status in [400, 503] {
        office.prepare(echo(status));
        let error = app().exchange(&client, Code::new("s3cret-code")).await.unwrap_err();
        hidden(&everything(&error));
        assert_eq!((error.status().unwrap().as_u16(), error.operation().unwrap().id), (status, "v1.oauth.get_tokens"));
        office.prepare(echo(status));
        hidden(&everything(&app().refresh(&client, &office.tokens("access-0", 0)).await.unwrap_err()));
        let session = office.client("access-0", 0);
        office.prepare(echo(status));
        for _ in 0..2 {
            if let Err(error) = session.v2().deals().get(1).await {
                hidden(&everything(&error));
            }
        }
    }
    // Tokens in a response that is no good for another reason.
    for response in [token_response("access-1", "https://evil.example"), json!({"success": false, "access_token": "access-1"})] {
        office.prepare(Fault::response(200, response));
        let error = app().exchange(&client, Code::new("s3cret-code")).await.unwrap_err();
        assert!(!everything(&error).contains("access-1"), "{error:?}");
    }
    let error = Code::from_callback("code=s3cret-code&state=wrong", &State::new("s3cret-state")).unwrap_err();
    hidden(&everything(&error));
    let mut broken = office.tokens("access-0\n", 0);
    broken.refresh_token = "refresh-0".into();
    hidden(&everything(&office.builder().oauth(app(), broken).build().unwrap_err()));
}

/// Writes down all that an observer is shown.
#[derive(Clone, Default)]
struct Watcher(Arc<Mutex<Vec<String>>>);

impl Observer for Watcher {
    fn attempt(&self, attempt: &Attempt<'_>) {
        self.0.lock().unwrap().push(format!("{attempt:?}"));
    }

    fn call(&self, call: &FinishedCall<'_>) {
        self.0.lock().unwrap().push(format!("{call:?}"));
    }
}

#[tokio::test]
async fn observers_see_the_calls_and_no_secret() {
    let office = Office::open().await;
    let watcher = Watcher::default();
    let builder = office.builder().observer(watcher.clone()).oauth(app(), office.tokens("access-0", 0));
    let client = builder.build().unwrap();
    client.v2().deals().get(1).await.unwrap();
    let seen = watcher.0.lock().unwrap().join("\n");
    assert!(seen.contains("v1.oauth.refresh_tokens") && seen.contains("v2.deals.get"), "{seen}");
    hidden(&seen);
}

/// Each server gets what is meant for it.
#[tokio::test]
async fn credentials_go_to_their_own_server_only() {
    let (oauth, api, files) = (Office::open().await, Office::open().await, Office::open().await);
    let mut tokens = oauth.tokens("access-0", 0);
    tokens.api_domain = Some(api.url());
    let client = Client::builder().oauth_base_url(oauth.url()).oauth(app(), tokens).build().unwrap();
    oauth.prepare(Fault::response(200, token_response("access-1", &api.url())));
    client.v2().deals().get(1).await.unwrap();
    client.revoke().await.unwrap();
    assert_eq!(api.book.lines(), ["call Bearer access-1"]);
    assert!(api.requests().iter().all(|sent| sent.content.is_empty()));
    let sent = oauth.requests();
    assert_eq!(sent.len(), 2);
    assert!(sent.iter().all(|sent| sent.headers["authorization"] == "Basic YXBwLWlkOmFwcC1zZWNyZXQ="));

    // A file that is somewhere else comes without them.
    let home = Office::open().await;
    let client = home.client("access-0", 3600);
    home.redirect(&format!("{}/bucket/file", files.url()));
    files.store_file("/bucket/file");
    client.v1().files().download(FileId(1)).await.unwrap();
    assert_eq!((home.book.count("call Bearer access-0"), files.book.lines()), (1, vec!["call nobody".to_owned()]));
}
