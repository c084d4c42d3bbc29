//! OAuth 2: exchanging authorization codes for tokens, and refreshing the tokens of a client.
//!
//! Generated clients document the flow in their own module `oauth`, together with the addresses of their server.

mod app;
mod callback;
mod client;
mod session;
mod store;
mod token_file;
mod tokens;

pub use app::App;
pub use callback::{Code, State};
pub use store::{StoreError, TokenStore};
pub use token_file::TokenFile;
pub use tokens::Tokens;
