//! The callback of the OAuth server.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use url::form_urlencoded;

use crate::json::secret::Secret;
use crate::protocol::error::{Error, ErrorKind, Result};

const RANDOM_BYTES: usize = 32;

/// The `state` parameter of an authorization request, which protects the callback against cross-site request forgery.
///
/// The OAuth server returns it unchanged in the callback. Store it in the session of the user and use it once.
#[derive(Clone, Debug)]
pub struct State(Secret);

impl State {
    /// Creates a state from 32 bytes of the operating system's random number generator.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`] if the random number generator fails.
    pub fn random() -> Result<Self> {
        let mut bytes = [0; RANDOM_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| {
            Error::new(ErrorKind::Configuration, "the random number generator of the operating system failed")
                .with_source(error.to_string())
        })?;
        Ok(Self::new(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Creates a state from the value that was stored in the session of the user.
    pub fn new(state: impl Into<String>) -> Self {
        Self(Secret::from(state.into()))
    }

    /// Returns the value, to store it in the session of the user.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// An authorization code, which is exchanged for tokens. It is valid once and for five minutes.
#[derive(Clone, Debug)]
pub struct Code(Secret);

impl Code {
    /// Creates a code from a callback whose state has already been verified.
    pub fn new(code: impl Into<String>) -> Self {
        Self(Secret::from(code.into()))
    }

    /// Extracts the code from a callback after verifying its state. `callback` is the query or the whole URL.
    ///
    /// # Errors
    ///
    /// - [`AuthorizationDenied`](ErrorKind::AuthorizationDenied) if the user has denied the authorization.
    /// - [`InvalidRequest`](ErrorKind::InvalidRequest) if the state is missing or not the expected one, or there is no code.
    pub fn from_callback(callback: &str, expected: &State) -> Result<Self> {
        let query = callback.split_once('?').map_or(callback, |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default();
        let (state, code, error) = (single(query, "state")?, single(query, "code")?, single(query, "error")?);
        let expected = expected.expose();
        if expected.is_empty() {
            return Err(Error::invalid_request("the expected `state` is empty, so the callback cannot be verified"));
        }
        match (&state, &error) {
            (Some(state), _) if Secret::from(expected).matches(state) => {}
            // A denial may come without a state. A forged one has no effect.
            (None, Some(_)) => {}
            (None, None) => return Err(Error::invalid_request("the callback has no `state`")),
            (Some(_), _) => {
                return Err(Error::invalid_request("the `state` of the callback is not the expected one: it may be forged"));
            }
        }
        match (code, error) {
            (Some(code), None) => Ok(Self::new(code)),
            (None, Some(error)) => Err(Error::new(ErrorKind::AuthorizationDenied, error)),
            (Some(_), Some(_)) => Err(Error::invalid_request("the callback has both a `code` and an `error`")),
            (None, None) => Err(Error::invalid_request("the callback has no `code`")),
        }
    }

    pub(super) fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// Returns the value of a query parameter, or `None` if it is missing or empty. A repeated parameter is an error.
fn single(query: &str, name: &str) -> Result<Option<String>> {
    let mut values = form_urlencoded::parse(query.as_bytes()).filter(|(known, _)| known == name).map(|(_, value)| value);
    let value = values.next().filter(|value| !value.is_empty());
    match values.next() {
        Some(_) => Err(Error::invalid_request(format!("the callback has more than one `{name}`"))),
        None => Ok(value.map(Into::into)),
    }
}
