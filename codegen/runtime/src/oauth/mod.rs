//! OAuth 2: an app obtains tokens, and a client refreshes them. Generated clients document it where they name their server.

mod app;
mod callback;
mod client;
mod session;
mod store;
mod tokens;

pub use app::App;
pub use callback::{Code, State};
pub use store::{StoreError, TokenStore};
pub use tokens::Tokens;
