//! `oauth_app`: installing, using and uninstalling an app.

use pipedrive_mock::Account;
use reqwest::header::{CONTENT_SECURITY_POLICY, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Method};
use serde_json::json;

use crate::harness::{Running, Scene};

const ID: &str = "app";
const SECRET: &str = "a secret";

/// Starts the app. Returns the URL of its page, without the slash at the end.
async fn start(scene: &Scene, port: &str) -> (Running, String) {
    let mut command = scene.command("oauth_app", ["--port", port]);
    command.env_remove("PIPEDRIVE_API_TOKEN").env_remove("PIPEDRIVE_BASE_URL");
    command.env("PIPEDRIVE_CLIENT_ID", ID).env("PIPEDRIVE_CLIENT_SECRET", SECRET).env("PIPEDRIVE_OAUTH_BASE_URL", scene.url());
    let mut app = Running::start(&mut command);
    let line = app.line().await;
    let url = line.strip_prefix("open ").and_then(|line| line.strip_suffix("/ in a browser")).expect("the URL").to_owned();
    (app, url)
}

async fn get(url: &str) -> (u16, String) {
    let response = Client::new().get(url).send().await.expect("a response");
    (response.status().as_u16(), response.text().await.expect("a page"))
}

/// Begins an installation. Returns the URL of the page of authorization.
async fn begin(url: &str) -> String {
    let browser = Client::builder().redirect(Policy::none()).build().expect("a client");
    let response = browser.get(format!("{url}/install")).send().await.expect("a response");
    assert_eq!(response.status(), 303);
    response.headers()[LOCATION].to_str().expect("a URL").to_owned()
}

fn state(authorize: &str) -> &str {
    authorize.split_once("state=").expect("a state").1
}

async fn uninstall(url: &str, password: &str, user: i64) -> u16 {
    let body = json!({ "client_id": ID, "company_id": 1, "user_id": user, "timestamp": "2026-01-31T12:00:00Z" });
    let request = Client::new().request(Method::DELETE, format!("{url}/callback")).basic_auth(ID, Some(password));
    request.body(body.to_string()).send().await.expect("a response").status().as_u16()
}

#[tokio::test]
async fn shows_the_deals_of_the_user_until_it_is_uninstalled() {
    let scene = Scene::new(Account::new()).await;
    let deals = scene.client();
    deals.v2().deals().create("<b>Lamps</b> & \"more\"").value(4800).currency("EUR").await.expect("a deal");
    let (app, url) = start(&scene, "0").await;
    scene.account.add_app(ID, SECRET, format!("{url}/callback"), "");

    let (status, page) = get(&url).await;
    assert!(status == 200 && page.contains("<a href=\"/install\">Connect with Pipedrive</a>"), "{page}");

    // Pipedrive redirects to the callback, and the callback to the page.
    let (status, page) = get(&format!("{url}/install")).await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("<td>&lt;b&gt;Lamps&lt;/b&gt; &amp; &quot;more&quot;</td><td>4800 EUR</td>"), "{page}");
    let tokens = std::fs::read_to_string(scene.path("tokens.json")).expect("the tokens");
    #[cfg(unix)]
    {
        let metadata = std::fs::metadata(scene.path("tokens.json")).expect("the file");
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777, 0o600);
    }
    assert_eq!(std::fs::read_dir(scene.path("")).expect("the directory").count(), 1, "only the tokens remain");

    // The access token expires: the client refreshes it, and stores the new one.
    scene.account.set_refresh_token_rotation(true);
    scene.account.expire_access_tokens();
    assert!(get(&url).await.1.contains("4800 EUR"));
    let refreshed = std::fs::read_to_string(scene.path("tokens.json")).expect("the tokens");
    assert_ne!(refreshed, tokens);

    // The program starts again and finds the tokens.
    drop(app);
    let port = url.rsplit(':').next().expect("a port");
    let (_app, url) = start(&scene, port).await;
    assert!(get(&url).await.1.contains("4800 EUR"));

    // Anybody can send such a request, and another user can have uninstalled the app.
    assert_eq!(uninstall(&url, "wrong", 1).await, 401);
    assert_eq!(uninstall(&url, SECRET, 99).await, 204);
    assert!(get(&url).await.1.contains("4800 EUR"));
    assert_eq!(uninstall(&url, SECRET, 1).await, 204);
    assert!(!scene.path("tokens.json").exists());
    assert!(get(&url).await.1.contains("Connect with Pipedrive"));
}

#[tokio::test]
async fn only_the_callback_of_an_installation_is_accepted() {
    let scene = Scene::new(Account::new()).await;
    let (_app, url) = start(&scene, "0").await;
    scene.account.add_app(ID, SECRET, format!("{url}/callback"), "");
    let refused = async |query: &str, reason: &str| {
        let (status, page) = get(&format!("{url}/callback?{query}")).await;
        assert_eq!(status, 400, "{page}");
        assert!(page.contains(reason) && page.contains("Connect with Pipedrive"), "{page}");
        assert!(!scene.path("tokens.json").exists());
    };
    refused("code=1&state=2", "the installation has not begun here").await;

    let authorize = begin(&url).await;
    assert!(authorize.starts_with(&format!("{}/oauth/authorize?client_id=app&redirect_uri=", scene.url())), "{authorize}");
    refused("code=1&state=forged", "it may be forged").await;
    // A state is used once, so that it cannot be guessed.
    refused(&format!("code=1&state={}", state(&authorize)), "the installation has not begun here").await;

    let authorize = begin(&url).await;
    refused(&format!("error=user_denied&state={}", state(&authorize)), "user_denied").await;
    let authorize = begin(&url).await;
    refused(&format!("code=unknown&state={}", state(&authorize)), "code is invalid").await;
    let authorize = begin(&url).await;
    refused(&format!("error=%3Cscript%3E&state={}", state(&authorize)), "&lt;script&gt;").await;
}

#[tokio::test]
async fn the_page_loads_nothing() {
    let scene = Scene::new(Account::new()).await;
    let (_app, url) = start(&scene, "0").await;
    let response = Client::new().get(&url).send().await.expect("a response");
    let policy = response.headers()[CONTENT_SECURITY_POLICY].to_str().expect("a policy").to_owned();
    assert!(policy.starts_with("default-src 'none';") && policy.contains("frame-ancestors 'none'"), "{policy}");
    let page = response.text().await.expect("a page");
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"), "{page}");
    for forbidden in ["<script", "src=", "http://", "https://", "<style", "<link"] {
        assert!(!page.contains(forbidden), "{page}");
    }
}
