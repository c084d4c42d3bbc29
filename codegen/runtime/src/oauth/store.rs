//! Where an app keeps its tokens.

use std::sync::Arc;

use super::tokens::Tokens;
use crate::http::transport::BoxFuture;

/// Whatever a store fails with. Its text becomes part of the error of a call, so it should not hold a token.
pub type StoreError = Box<dyn std::error::Error + Send + Sync>;

/// Keeps the tokens of one session, so that they outlive the program.
///
/// Store them as carefully as passwords. They can be written and read with serde.
pub trait TokenStore: Send + Sync + 'static {
    /// Stores new tokens in place of the old ones. They are used only when that has been done.
    ///
    /// Where it fails, the calls that wait for the tokens fail too, with the kind `TokenStore`. The tokens are kept, and are stored before
    /// the next call. It may take no longer than the client's timeout.
    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>>;

    /// The tokens as they are stored now. For several programs that share a store; usually there is nothing to look up.
    ///
    /// It is asked before the tokens are refreshed, and after a refresh token was refused. What expires later than the client's own
    /// tokens takes their place.
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
