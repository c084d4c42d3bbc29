//! A mock account, whose requests are written into a book; and a store that writes into the same book.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pipedrive::oauth::{OAuthApp, StoreError, TokenStore, Tokens};
use pipedrive::{BoxFuture, Client, ClientBuilder, RetryPolicy, Timestamp};
use pipedrive_mock::{Account, Fault, RecordedRequest};
use pipedrive_tests::served::ServedAccount;
use serde_json::{Value, json};

/// Everything that happens, in its order.
#[derive(Clone, Default)]
pub(crate) struct Book(Arc<Mutex<Vec<String>>>);

impl Book {
    pub(crate) fn write(&self, line: impl Into<String>) {
        lock(&self.0).push(line.into());
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        lock(&self.0).clone()
    }

    pub(crate) fn count(&self, start: &str) -> usize {
        self.lines().iter().filter(|line| line.starts_with(start)).count()
    }

    /// Waits until a line begins like that.
    pub(crate) async fn comes(&self, start: &str) {
        while self.count(start) == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// A mock account with its OAuth server, and the book.
pub(crate) struct Office {
    account: ServedAccount,
    pub(crate) book: Book,
}

impl Office {
    pub(crate) async fn open() -> Self {
        let (account, book) = (Account::new(), Book::default());
        let client = Client::builder().api_token("t").transport(account.clone()).build().unwrap();
        client.v2().deals().create("Lamps").await.unwrap();
        account.clear_requests();
        account.add_app("app-id", "app-secret", "https://app.example/callback", "");
        account.set_refresh_token_rotation(true);
        for name in ["1", "2", "7", "other"] {
            account.add_tokens("app-id", format!("access-{name}"), format!("refresh-{name}"));
        }
        let written = book.clone();
        account.on_request(move |request| written.write(line(request)));
        Self { account: ServedAccount::of(account).await, book }
    }

    pub(crate) fn url(&self) -> String {
        self.account.url()
    }

    /// Prepares the response to the next request for tokens.
    pub(crate) fn prepare(&self, response: Fault) {
        self.account.respond("/oauth/token", response.times(1));
    }

    /// Lets no access token be valid any longer.
    pub(crate) fn expire(&self) {
        self.account.expire_access_tokens();
    }

    /// Redirects downloads.
    pub(crate) fn redirect(&self, url: &str) {
        self.account.inject(Fault::response(302, "").header("location", url).on("v1.files.download"));
    }

    /// Has a file at a path.
    pub(crate) fn store_file(&self, path: &str) {
        self.account.respond(path, Fault::response(200, "a file"));
    }

    /// A client of this office, not yet set up with credentials.
    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder().oauth_base_url(self.url()).retry(RetryPolicy::none())
    }

    /// A client with tokens that expire in so many seconds.
    pub(crate) fn client(&self, access_token: &str, seconds: i64) -> Client {
        self.builder().oauth(app(), self.tokens(access_token, seconds)).token_store(self.store()).build().unwrap()
    }

    /// Tokens that are valid here, unless the access token is `stale`.
    pub(crate) fn tokens(&self, access_token: &str, seconds: i64) -> Tokens {
        let mut tokens = tokens(access_token, seconds);
        tokens.api_domain = Some(self.url());
        let known = if access_token == "stale" { "access-0" } else { access_token };
        self.account.add_tokens("app-id", known, tokens.refresh_token.expose());
        tokens
    }

    pub(crate) fn store(&self) -> Store {
        Store { book: self.book.clone(), fails: Arc::default(), stored: Arc::default() }
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.account.requests()
    }
}

/// What the book has of a request.
fn line(request: &RecordedRequest) -> String {
    let content = String::from_utf8_lossy(&request.content);
    match request.path.as_str() {
        "/oauth/token" => format!("token {content}"),
        "/oauth/revoke" => format!("revoke {content}"),
        _ => {
            let header = request.headers.get("authorization").and_then(|header| header.to_str().ok());
            format!("call {}", header.unwrap_or("nobody"))
        }
    }
}

pub(crate) fn app() -> OAuthApp {
    OAuthApp::new("app-id", "app-secret", "https://app.example/callback")
}

pub(crate) fn tokens(access_token: &str, seconds: i64) -> Tokens {
    let expires_at = Timestamp::now() + pipedrive::SignedDuration::from_secs(seconds);
    Tokens::new(access_token, "refresh-0", expires_at)
}

pub(crate) fn token_response(access_token: &str, api_domain: &str) -> Value {
    json!({
        "access_token": access_token,
        "refresh_token": access_token.replace("access", "refresh"),
        "token_type": "bearer",
        "expires_in": 3599,
        "scope": "deals:full",
        "api_domain": api_domain,
    })
}

/// Writes every new token into the book.
#[derive(Clone)]
pub(crate) struct Store {
    book: Book,
    fails: Arc<Mutex<VecDeque<Failure>>>,
    pub(crate) stored: Arc<Mutex<Option<Tokens>>>,
}

/// How a store fails.
pub(crate) enum Failure {
    Error,
    Panic,
}

impl Store {
    /// Lets the next attempt to store tokens fail.
    pub(crate) fn fail(&self, how: Failure) {
        lock(&self.fails).push_back(how);
    }

    /// What another program has stored.
    pub(crate) fn put(&self, tokens: Tokens) {
        *lock(&self.stored) = Some(tokens);
    }
}

impl TokenStore for Store {
    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            self.book.write(format!("save {} {}", tokens.access_token.expose(), tokens.refresh_token.expose()));
            // Somebody who did not wait for it would be seen now.
            tokio::time::sleep(Duration::from_millis(20)).await;
            let failure = lock(&self.fails).pop_front();
            match failure {
                Some(Failure::Error) => Err("the disk is full".into()),
                Some(Failure::Panic) => panic!("the store breaks down, as it should in this test"),
                None => {
                    self.put(tokens.clone());
                    self.book.write(format!("saved {}", tokens.access_token.expose()));
                    Ok(())
                }
            }
        })
    }

    fn load(&self) -> BoxFuture<'_, Result<Option<Tokens>, StoreError>> {
        Box::pin(async { Ok(lock(&self.stored).clone()) })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
