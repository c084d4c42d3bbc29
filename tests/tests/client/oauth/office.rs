//! An OAuth server and an API in one, which write down what they are asked; and a store that writes into the same book.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pipedrive::oauth::{OAuthApp, StoreError, TokenStore, Tokens};
use pipedrive::{BoxFuture, Client, ClientBuilder, RetryPolicy, Timestamp};
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

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

pub(crate) struct Office {
    server: MockServer,
    pub(crate) book: Book,
    desk: Desk,
}

#[derive(Clone, Default)]
struct Desk {
    book: Book,
    url: Arc<Mutex<String>>,
    /// What the next requests for tokens get; afterwards they get `access-1`, `access-2` and so on.
    prepared: Arc<Mutex<VecDeque<ResponseTemplate>>>,
    given: Arc<Mutex<u32>>,
    /// The access token that the API accepts; any but `stale` where there is none.
    accepted: Arc<Mutex<Option<String>>>,
    /// Where whoever calls the API is sent.
    elsewhere: Arc<Mutex<Option<String>>>,
}

impl Office {
    pub(crate) async fn open() -> Self {
        let (server, desk) = (MockServer::start().await, Desk::default());
        *lock(&desk.url) = server.uri();
        Mock::given(any()).respond_with(desk.clone()).mount(&server).await;
        Self { server, book: desk.book.clone(), desk }
    }

    pub(crate) fn url(&self) -> String {
        self.server.uri()
    }

    /// Prepares the answer to the next request for tokens.
    pub(crate) fn prepare(&self, response: ResponseTemplate) {
        lock(&self.desk.prepared).push_back(response);
    }

    pub(crate) fn accept(&self, token: &str) {
        *lock(&self.desk.accepted) = Some(token.to_owned());
    }

    pub(crate) fn redirect(&self, url: &str) {
        *lock(&self.desk.elsewhere) = Some(url.to_owned());
    }

    /// A client of this office, not yet set up with credentials.
    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder().oauth_base_url(self.url()).retry(RetryPolicy::none())
    }

    /// A client with tokens that expire in so many seconds.
    pub(crate) fn client(&self, access_token: &str, seconds: i64) -> Client {
        self.builder().oauth(app(), self.tokens(access_token, seconds)).token_store(self.store()).build().unwrap()
    }

    pub(crate) fn tokens(&self, access_token: &str, seconds: i64) -> Tokens {
        let mut tokens = tokens(access_token, seconds);
        tokens.api_domain = Some(self.url());
        tokens
    }

    pub(crate) fn store(&self) -> Store {
        Store { book: self.book.clone(), fails: Arc::default(), stored: Arc::default() }
    }

    pub(crate) async fn requests(&self) -> Vec<Request> {
        self.server.received_requests().await.unwrap()
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

impl Respond for Desk {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body = String::from_utf8_lossy(&request.body);
        match request.url.path() {
            "/oauth/token" => {
                self.book.write(format!("token {body}"));
                if let Some(prepared) = lock(&self.prepared).pop_front() {
                    return prepared;
                }
                let mut given = lock(&self.given);
                *given += 1;
                let access_token = format!("access-{given}");
                let response = token_response(&access_token, &lock(&self.url));
                *lock(&self.accepted) = Some(access_token);
                ResponseTemplate::new(200).set_body_json(response)
            }
            "/oauth/revoke" => {
                self.book.write(format!("revoke {body}"));
                ResponseTemplate::new(200)
            }
            _ => {
                let header = request.headers.get("authorization").and_then(|header| header.to_str().ok()).unwrap_or("nobody");
                self.book.write(format!("call {header}"));
                if let Some(url) = &*lock(&self.elsewhere) {
                    return ResponseTemplate::new(302).insert_header("location", url.as_str());
                }
                let accepted = lock(&self.accepted).clone();
                let good = accepted.map_or(header != "Bearer stale", |token| header == format!("Bearer {token}"));
                if good {
                    ResponseTemplate::new(200).set_body_json(json!({"success": true, "data": {"id": 1}}))
                } else {
                    ResponseTemplate::new(401).set_body_json(json!({"success": false, "error": "Invalid token"}))
                }
            }
        }
    }
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
