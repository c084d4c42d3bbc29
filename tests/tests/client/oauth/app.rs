//! What an app asks of the OAuth server, and what its users bring back.

use std::collections::BTreeSet;
use std::time::Duration;

use pipedrive::oauth::{Code, State, Tokens};
use pipedrive::{Client, ClientBuilder, ErrorKind, Timestamp};
use pipedrive_mock::{Account, Fault};
use serde_json::json;

use super::office::{Office, app, token_response, tokens};

#[test]
fn users_are_sent_to_the_right_page() {
    let app = pipedrive::oauth::OAuthApp::new("a&b", "secret", "https://app.example/back?to=a b&x=ä#1");
    assert_eq!(
        app.authorize_url(&State::new("s+/=&")),
        "https://oauth.pipedrive.com/oauth/authorize?client_id=a%26b\
         &redirect_uri=https%3A%2F%2Fapp.example%2Fback%3Fto%3Da+b%26x%3D%C3%A4%231&state=s%2B%2F%3D%26"
    );
    let states: BTreeSet<String> = (0..100).map(|_| State::random().unwrap().expose().to_owned()).collect();
    assert_eq!(states.len(), 100);
    // 32 bytes, in characters that need no encoding.
    assert!(
        states.iter().all(|state| state.len() == 43 && state.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)))
    );
}

#[tokio::test]
async fn codes_are_found_in_good_callbacks_only() {
    let office = Office::open().await;
    let state = State::new("st&te");
    for good in [
        "code=a%2Bb&state=st%26te",
        "?state=st%26te&code=a%2Bb",
        "https://app.example/callback?code=a%2Bb&state=st%26te&other=1#_",
    ] {
        let code = Code::from_callback(good, &state).unwrap();
        office.prepare(Fault::response(200, token_response("access-1", &office.url())));
        app().exchange(&office.builder().build().unwrap(), code).await.unwrap();
    }
    assert_eq!(office.book.count("token code=a%2Bb&grant_type=authorization_code&"), 3);

    let cases = [
        ("error=user_denied&state=st%26te", ErrorKind::AuthorizationDenied, "authorization denied: user_denied"),
        ("error=user_denied", ErrorKind::AuthorizationDenied, "user_denied"),
        ("error=user_denied&state=other", ErrorKind::InvalidRequest, "forged"),
        ("error=user_denied&code=a&state=st%26te", ErrorKind::InvalidRequest, "both"),
        ("code=a&state=st%26tE", ErrorKind::InvalidRequest, "forged"),
        ("code=a&state=st%26t", ErrorKind::InvalidRequest, "forged"),
        ("code=a&state=st%26tee", ErrorKind::InvalidRequest, "forged"),
        ("code=a&state=", ErrorKind::InvalidRequest, "no `state`"),
        ("code=a", ErrorKind::InvalidRequest, "no `state`"),
        ("state=st%26te", ErrorKind::InvalidRequest, "no `code`"),
        ("code=&state=st%26te", ErrorKind::InvalidRequest, "no `code`"),
        ("code=a&code=b&state=st%26te", ErrorKind::InvalidRequest, "more than one `code`"),
        ("code=a&state=x&state=st%26te", ErrorKind::InvalidRequest, "more than one `state`"),
        ("", ErrorKind::InvalidRequest, "no `state`"),
    ];
    for (callback, kind, text) in cases {
        let error = Code::from_callback(callback, &state).unwrap_err();
        assert_eq!(error.kind(), kind, "{callback}: {error}");
        assert!(error.to_string().contains(text), "{callback}: {error}");
    }
    assert!(Code::from_callback("code=a&state=", &State::new("")).is_err());
}

#[tokio::test]
async fn codes_are_traded_for_tokens() {
    let office = Office::open().await;
    // The credentials of the client whose connections are used stay out of it.
    let client = office.builder().api_token("secret-token").build().unwrap();
    office.prepare(Fault::response(200, token_response("access-1", &office.url())));
    let before = Timestamp::now();
    let got = app().exchange(&client, Code::new("12:ab/c+d")).await.unwrap();
    assert_eq!((got.access_token.expose(), got.refresh_token.expose()), ("access-1", "refresh-1"));
    assert_eq!((got.scope.as_deref(), got.token_type.as_deref()), (Some("deals:full"), Some("bearer")));
    assert_eq!(got.api_domain.as_deref(), Some(office.url().as_str()));
    let lifetime = got.expires_at.duration_since(before).as_secs();
    assert!((3590..=3660).contains(&lifetime), "{lifetime}");

    let sent = office.requests().pop().unwrap();
    assert_eq!((sent.method.as_str(), sent.path.as_str(), sent.query.len()), ("POST", "/oauth/token", 0));
    assert_eq!(sent.headers["authorization"], "Basic YXBwLWlkOmFwcC1zZWNyZXQ=");
    assert_eq!(sent.headers["content-type"], "application/x-www-form-urlencoded");
    assert!(!sent.headers.contains_key("x-api-token"));
    assert_eq!(
        sent.content,
        "code=12%3Aab%2Fc%2Bd&grant_type=authorization_code&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback"
    );
}

#[tokio::test]
async fn what_a_refresh_leaves_out_stays() {
    let office = Office::open().await;
    let client = office.builder().build().unwrap();
    office.prepare(Fault::response(200, token_response("access-1", &office.url())));
    let old = app().exchange(&client, Code::new("c")).await.unwrap();
    office.prepare(Fault::response(200, json!({"access_token": "new", "expires_in": "60", "odd": 1})));
    let new = app().refresh(&client, &old).await.unwrap();
    assert_eq!((new.access_token.expose(), new.refresh_token.expose()), ("new", "refresh-1"));
    assert_eq!((&new.api_domain, &new.scope), (&old.api_domain, &old.scope));
    assert_eq!(new.extra.get("odd"), Some(&json!(1)));
    assert!(new.expires_within(Duration::from_mins(1)) && !new.expires_within(Duration::ZERO));
    let sent = office.book.lines().pop().unwrap();
    assert_eq!(sent, "token grant_type=refresh_token&refresh_token=refresh-1");
}

#[tokio::test]
async fn responses_without_good_tokens_are_errors() {
    let office = Office::open().await;
    let client = office.builder().build().unwrap();
    for response in [
        json!({"refresh_token": "r"}),
        json!({"access_token": "a"}),
        json!({"access_token": "", "refresh_token": "r"}),
        json!({"access_token": "a", "refresh_token": null}),
        json!({"access_token": "a", "refresh_token": "r", "token_type": "mac"}),
        json!(["a"]),
    ] {
        office.prepare(Fault::response(200, &response));
        let error = app().exchange(&client, Code::new("c")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{response}: {error}");
        assert!(error.to_string().starts_with("POST /oauth/token: "), "{error}");
    }
    office.prepare(Fault::response(200, "<html>").header("content-type", "text/html"));
    assert_eq!(app().exchange(&client, Code::new("c")).await.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn refusals_say_what_to_do() {
    let office = Office::open().await;
    let client = office.builder().build().unwrap();
    let anew = "400 the user must authorize the app again";
    for (status, response, kind, text) in [
        (
            400,
            json!({"success": false, "error": "Invalid grant: refresh_token is invalid"}),
            ErrorKind::AuthorizationExpired,
            anew,
        ),
        (400, json!({"message": "Invalid grant: authorization_code has expired"}), ErrorKind::AuthorizationExpired, anew),
        (
            400,
            json!({"error": "invalid_grant", "error_description": "no good"}),
            ErrorKind::AuthorizationExpired,
            "again: no good",
        ),
        (400, json!({"error": "Invalid client: client is invalid"}), ErrorKind::BadRequest, "400 bad request: Invalid client"),
        (401, json!({"error": "invalid_client"}), ErrorKind::Unauthorized, "401 unauthorized"),
        (503, json!(null), ErrorKind::Server, "503 server error"),
    ] {
        office.prepare(Fault::response(status, &response));
        let error = app().refresh(&client, &office.tokens("a", 0)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(text), "{error}");
        assert_eq!(error.operation().unwrap().id, "v1.oauth.refresh_tokens");
    }
    // A request for tokens is not repeated where it may have had its effect.
    let patient = Client::builder().oauth_base_url(office.url()).build().unwrap();
    let before = office.book.count("token");
    office.prepare(Fault::response(503, ""));
    app().refresh(&patient, &office.tokens("a", 0)).await.unwrap_err();
    assert_eq!(office.book.count("token"), before + 1);
}

#[tokio::test]
async fn tokens_are_revoked_one_by_one_or_all() {
    let office = Office::open().await;
    let client = office.builder().build().unwrap();
    let mut tokens = office.tokens("a+b/%2F", 3600);
    app().revoke_access_token(&client, &tokens).await.unwrap();
    tokens.refresh_token = "r:1".into();
    app().revoke(&client, &tokens).await.unwrap();
    // Encoded once, and not twice.
    let lines = ["revoke token=a%2Bb%2F%252F&token_type_hint=access_token", "revoke token=r%3A1&token_type_hint=refresh_token"];
    assert_eq!(office.book.lines(), lines);
    let sent = office.requests();
    assert!(
        sent.iter()
            .all(|sent| sent.path == "/oauth/revoke" && sent.headers["authorization"].to_str().unwrap().starts_with("Basic "))
    );
}

/// Somebody who moves the server must not get the secrets.
#[tokio::test]
async fn redirects_are_not_followed() {
    let (office, elsewhere) = (Office::open().await, Office::open().await);
    let client = Client::builder().oauth_base_url(office.url()).build().unwrap();
    for status in [301, 302, 303, 307, 308] {
        let to = format!("{}/oauth/token", elsewhere.url());
        office.prepare(Fault::response(status, "").header("location", to.as_str()));
        let error = app().exchange(&client, Code::new("c")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
        office.prepare(Fault::response(status, "").header("location", "/oauth/token"));
        let error = app().refresh(&client, &office.tokens("a", 0)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
    }
    assert_eq!(office.requests().len(), 10);
    assert!(elsewhere.requests().is_empty());
}

#[test]
fn tokens_can_be_stored() {
    let mut tokens = tokens("access", 3600);
    tokens.api_domain = Some("https://acme.pipedrive.com".to_owned());
    tokens.extra.insert("mine", 7);
    let text = serde_json::to_string(&tokens).unwrap();
    assert_eq!(serde_json::from_str::<Tokens>(&text).unwrap(), tokens);
    let error = serde_json::from_str::<Tokens>(r#"{"access_token": "a", "expires_at": "2026-01-01T00:00:00Z"}"#).unwrap_err();
    assert!(error.to_string().contains("refresh_token"), "{error}");
}

const FOREIGN: [&str; 13] = [
    "https://evil.example",
    "http://acme.pipedrive.com",
    "https://acme.pipedrive.com.evil.example",
    "https://evilpipedrive.com",
    "https://acme.pipedrive.com@evil.example",
    "https://evil.example/.pipedrive.com",
    "https://evil.example#.pipedrive.com",
    "https://evil.example\\.pipedrive.com",
    "https://acme.pipedrive.com:8443",
    "//acme.pipedrive.com",
    "acme.pipedrive.com",
    "https://pipedrive.com.",
    "",
];

#[tokio::test]
async fn tokens_for_a_foreign_server_are_refused() {
    let office = Office::open().await;
    for domain in FOREIGN {
        office.prepare(Fault::response(200, token_response("access-9", domain)));
        let error = app().exchange(&office.builder().build().unwrap(), Code::new("c")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{domain}: {error}");
        let mut tokens = tokens("a", 3600);
        tokens.api_domain = Some(domain.to_owned());
        let error = office.builder().oauth(app(), tokens).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{domain}: {error}");
    }
    for domain in
        ["https://acme.pipedrive.com", "https://acme.pipedrive.com/", "https://pipedrive.com", "HTTPS://Acme.Pipedrive.Com"]
    {
        office.prepare(Fault::response(200, token_response("access-9", domain)));
        app().exchange(&office.builder().build().unwrap(), Code::new("c")).await.unwrap();
    }
}

/// Gives tokens, whoever asks, from a server that is not this machine.
fn faraway(domain: &str) -> ClientBuilder {
    let account = Account::new();
    account.inject(Fault::response(200, token_response("access-1", domain)));
    Client::builder().transport(account)
}

#[tokio::test]
async fn this_machine_is_a_server_in_tests_only() {
    for domain in ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:1", "https://localhost"] {
        let far = faraway(domain);
        let error = app().exchange(&far.build().unwrap(), Code::new("c")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{domain}: {error}");
        let proxy = faraway(domain).oauth_base_url("https://proxy.example");
        assert!(app().exchange(&proxy.build().unwrap(), Code::new("c")).await.is_err(), "{domain}");
        let near = faraway(domain).oauth_base_url("http://127.0.0.1:1");
        assert!(app().exchange(&near.build().unwrap(), Code::new("c")).await.is_ok(), "{domain}");
    }
}
