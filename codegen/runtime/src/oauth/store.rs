//! Persistent storage of tokens.

use std::sync::Arc;

use super::tokens::Tokens;
use crate::http::transport::BoxFuture;

/// The error of a [`TokenStore`]. Its message becomes part of the error of a call, so it should not contain a token.
pub type StoreError = Box<dyn std::error::Error + Send + Sync>;

/// Persistent storage for the tokens of a session.
///
/// Tokens are credentials: store them encrypted. [`Tokens`] implement `Serialize` and `Deserialize`. For a tool of one user,
/// [`TokenFile`](super::TokenFile) stores them in a file.
pub trait TokenStore: Send + Sync + 'static {
    /// Replaces the stored tokens. The client uses new tokens only after they have been stored.
    ///
    /// If storing fails or takes longer than the timeout of the client, the calls that need the tokens fail with
    /// [`ErrorKind::TokenStore`](crate::ErrorKind::TokenStore). The client keeps the tokens and stores them before the next call.
    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Returns the stored tokens. Implement it if several programs share the store; returns `None` by default.
    ///
    /// Called before the tokens are refreshed, and after the server has rejected a refresh token. Stored tokens replace those of the client
    /// if they expire later.
    fn load(&self) -> BoxFuture<'_, Result<Option<Tokens>, StoreError>> {
        Box::pin(async { Ok(None) })
    }
}

impl<S: TokenStore + ?Sized> TokenStore for Arc<S> {
    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>> {
        (**self).save(tokens)
    }

    fn load(&self) -> BoxFuture<'_, Result<Option<Tokens>, StoreError>> {
        (**self).load()
    }
}
