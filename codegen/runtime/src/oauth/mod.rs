//! OAuth 2: how an app that others install comes by its tokens, and how a client keeps them good.
//!
//! Needs the feature `oauth` and a tokio runtime.
//!
//! 1. [`OAuthApp::authorize_url`] is where the user lets the app in. The [`State`] in it is kept with the user's session.
//! 2. The user comes back to the redirect address. [`Code::from_callback`] checks the state and finds the code, which is good for
//!    five minutes.
//! 3. [`OAuthApp::exchange`] trades the code for [`Tokens`], which the app stores.
//! 4. A client with these tokens refreshes them: a minute before they expire, and when the API refuses them with 401, after which the
//!    call is repeated. All clones of a client share one refresh, however many calls wait for it. It goes on even where the calls
//!    that wait for it are given up, so no token is lost. A [`TokenStore`] is given the new tokens before they are used.
//!
//! ```no_run
//! use pipedrive::oauth::{Code, OAuthApp, State, StoreError, TokenStore, Tokens};
//! use pipedrive::{BoxFuture, Client, ErrorKind};
//!
//! /// Keeps the tokens in a file. A real app has a row per company in its database, and encrypts it.
//! struct File(std::path::PathBuf);
//!
//! impl TokenStore for File {
//!     fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>> {
//!         Box::pin(async move { Ok(std::fs::write(&self.0, serde_json::to_vec(tokens)?)?) })
//!     }
//! }
//!
//! /// Where to send the user. The state is to be kept in the user's session.
//! fn begin(app: &OAuthApp) -> Result<(String, State), pipedrive::Error> {
//!     let state = State::random()?;
//!     Ok((app.authorize_url(&state), state))
//! }
//!
//! /// The user is back, at `/callback?code=…&state=…`.
//! async fn come_back(app: OAuthApp, query: &str, state: State) -> Result<Client, Box<dyn std::error::Error + Send + Sync>> {
//!     let code = Code::from_callback(query, &state)?;
//!     let tokens = app.exchange(&Client::builder().build()?, code).await?;
//!     let store = File("tokens.json".into());
//!     store.save(&tokens).await?;
//!     Ok(Client::builder().oauth(app, tokens).token_store(store).build()?)
//! }
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! # let (query, state) = ("", State::random()?);
//! let app = OAuthApp::new("id", std::env::var("PIPEDRIVE_CLIENT_SECRET")?, "https://app.example/callback");
//! let client = come_back(app, query, state).await?;
//! match client.request(pipedrive::Method::GET, "/api/v2/deals").send().await {
//!     Ok(reply) => println!("{} bytes", reply.data.len()),
//!     Err(error) if error.kind() == ErrorKind::AuthorizationExpired => println!("please install the app once more"),
//!     Err(error) => return Err(error.into()),
//! }
//! # Ok(()) }
//! ```
//!
//! # Where calls go
//!
//! To the `api_domain` that comes with the tokens, and is read anew with every refresh: a company can be renamed. It must be an
//! https address at `pipedrive.com`; tokens that name any other are refused. What is given to the builder by `base_url` or
//! `company_domain` takes its place. For tests, `api_domain` may be an address of this machine where `oauth_base_url` is one too.
//!
//! # When something fails
//!
//! - [`ErrorKind::AuthorizationDenied`]: the user has turned the app away.
//! - [`ErrorKind::AuthorizationExpired`]: the code or the refresh token is not good (any more), or the app was uninstalled. Only the
//!   user can help, by installing the app once more. A refresh token that was refused is not sent again.
//! - [`ErrorKind::TokenStore`]: the store has failed. The tokens are kept, and stored before the next call.
//! - Anything else is as for any call: no connection, a server error. The next call tries again.
//!
//! [`ErrorKind::AuthorizationDenied`]: crate::api::ErrorKind::AuthorizationDenied
//! [`ErrorKind::AuthorizationExpired`]: crate::api::ErrorKind::AuthorizationExpired
//! [`ErrorKind::TokenStore`]: crate::api::ErrorKind::TokenStore

mod app;
mod callback;
mod session;
mod store;
mod tokens;

pub use app::OAuthApp;
pub use callback::{Code, State};
pub(crate) use session::{Lease, Session};
pub use store::{StoreError, TokenStore};
pub use tokens::Tokens;
