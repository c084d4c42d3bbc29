//! An app that a user of Pipedrive installs: it asks for permission, keeps the tokens in a file, refreshes them, and shows the open deals
//! of the user. It serves one user, at this computer. An app for many keeps the same in their sessions and in a database.
//!
//! `PIPEDRIVE_CLIENT_ID=… PIPEDRIVE_CLIENT_SECRET=… cargo run --example oauth_app -- --redirect-uri https://app.example/callback`
//!
//! The URI is the registered one. A reverse proxy or a tunnel forwards it, and nothing else, to `/callback` of this program.

use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::{Router, body::Bytes, routing::get};
use clap::Parser;
use pipedrive::oauth::{Code, OAuthApp, State, TokenFile, TokenStore, Tokens};
use pipedrive::webhooks::{BasicAuth, Uninstall};
use pipedrive::{Client, Error, common::DealStatus};

/// Serves an app of the Pipedrive Marketplace, on this computer only. The tokens are in the file `tokens.json`.
#[derive(Parser)]
struct Arguments {
    #[arg(long, env = "PIPEDRIVE_CLIENT_ID")]
    client_id: String,
    #[arg(long, env = "PIPEDRIVE_CLIENT_SECRET", hide_env_values = true)]
    client_secret: String,
    /// The registered callback URL. By default, that of this server.
    #[arg(long)]
    redirect_uri: Option<String>,
    /// The port to listen on; 0 selects a free one.
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// The OAuth server, such as that of a mock account.
    #[arg(long, env = "PIPEDRIVE_OAUTH_BASE_URL", default_value = "https://oauth.pipedrive.com")]
    oauth_server: String,
}

struct Server {
    app: OAuthApp,
    auth: BasicAuth,
    home: String,
    /// A client without credentials: the app authenticates itself.
    client: Client,
    tokens: TokenFile,
    /// That of the installation that has begun.
    state: tokio::sync::Mutex<Option<State>>,
    user: tokio::sync::Mutex<Option<Client>>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", arguments.port)).await?;
    let home = format!("http://{}/", listener.local_addr()?);
    let redirect_uri = arguments.redirect_uri.unwrap_or_else(|| format!("{home}callback"));
    let auth = BasicAuth::new(&arguments.client_id, &arguments.client_secret);
    let app = OAuthApp::new(arguments.client_id, arguments.client_secret, redirect_uri);
    let client = Client::builder().oauth_base_url(arguments.oauth_server).build()?;
    let (tokens, state, user) = (TokenFile::new("tokens.json"), Default::default(), Default::default());
    let server = Arc::new(Server { app, auth, home, client, tokens, state, user });
    if let Some(tokens) = server.tokens.load().await.map_err(anyhow::Error::from_boxed)? {
        server.log_in(tokens).await?;
    }
    println!("open {} in a browser", server.home);
    let callback = get(callback).delete(uninstalled);
    let routes = Router::new().route("/", get(deals)).route("/install", get(install)).route("/callback", callback);
    Ok(axum::serve(listener, routes.with_state(server)).await?)
}

impl Server {
    /// Exchanges the code of a callback for tokens.
    async fn finish(&self, callback: &str) -> anyhow::Result<()> {
        let state = self.state.lock().await.take().ok_or_else(|| anyhow::anyhow!("the installation has not begun here"))?;
        let tokens = self.app.exchange(&self.client, Code::from_callback(callback, &state)?).await?;
        self.tokens.save(&tokens).await.map_err(anyhow::Error::from_boxed)?;
        Ok(self.log_in(tokens).await?)
    }

    /// Uses tokens. The client refreshes them when necessary, and stores the new ones.
    async fn log_in(&self, tokens: Tokens) -> Result<(), Error> {
        let client = self.client.to_builder().oauth(self.app.clone(), tokens).token_store(self.tokens.clone()).build()?;
        *self.user.lock().await = Some(client);
        Ok(())
    }
}

/// Redirects to the page on which the user agrees. The callback must have the state, which only this browser knows.
async fn install(Shared(server): Shared<Arc<Server>>) -> Result<Redirect, StatusCode> {
    let state = State::random().map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let url = server.app.authorize_url_of(&server.client, &state);
    *server.state.lock().await = Some(state);
    Ok(Redirect::to(&url))
}

async fn callback(Shared(server): Shared<Arc<Server>>, RawQuery(query): RawQuery) -> Response {
    let result = server.finish(&query.unwrap_or_default()).await;
    result.map_or_else(|error| failure(StatusCode::BAD_REQUEST, &error), |()| Redirect::to(&server.home).into_response())
}

/// Pipedrive reports that a user has uninstalled the app.
async fn uninstalled(Shared(server): Shared<Arc<Server>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if !server.auth.verify(headers.get(header::AUTHORIZATION)) {
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(uninstall) = Uninstall::parse(&body) else { return StatusCode::BAD_REQUEST };
    let mut client = server.user.lock().await;
    // If another user has uninstalled it, the tokens of this one are valid.
    if let Some(user) = &*client
        && !user.v1().users().get_current().await.is_ok_and(|user| Some(user.id.0) != uninstall.user_id)
    {
        let _ = server.tokens.delete();
        *client = None;
    }
    StatusCode::NO_CONTENT
}

async fn deals(Shared(server): Shared<Arc<Server>>) -> Response {
    let Some(client) = server.user.lock().await.clone() else { return page(StatusCode::OK, INSTALL) };
    table(&client).await.unwrap_or_else(|error| failure(StatusCode::BAD_GATEWAY, &error))
}

async fn table(client: &Client) -> Result<Response, Error> {
    let user = client.v1().users().get_current().await?;
    let mut rows = "<tr><th scope=\"col\">Deal</th><th scope=\"col\">Value</th></tr>".to_owned();
    let mut deals = client.v2().deals().list().owner_id(user.id).status([DealStatus::Open]).items();
    while let Some(deal) = deals.try_next().await? {
        let value = format!("{} {}", deal.value.unwrap_or_default(), deal.currency.unwrap_or_default());
        rows += &format!("<tr><td>{}</td><td>{}</td></tr>", escape(&deal.title.unwrap_or_default()), escape(&value));
    }
    Ok(page(StatusCode::OK, &format!("<p>Hello {}!</p><table>{rows}</table>", escape(&user.name.unwrap_or_default()))))
}

const INSTALL: &str = "<p><a href=\"/install\">Connect with Pipedrive</a> to see your open deals.</p>";

fn failure(status: StatusCode, error: &impl std::fmt::Display) -> Response {
    page(status, &format!("<p>{}</p>{INSTALL}", escape(&error.to_string())))
}

/// A page that loads nothing and runs no script, which browsers enforce.
fn page(status: StatusCode, main: &str) -> Response {
    let policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let headers = [(header::CONTENT_SECURITY_POLICY, policy), (header::CACHE_CONTROL, "no-store")];
    let head = "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Open deals</title>";
    let html = format!("<!DOCTYPE html><html lang=\"en\">{head}<main><h1>Open deals</h1>{main}</main></html>");
    (status, headers, Html(html)).into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
