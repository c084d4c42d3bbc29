//! The user's way to the OAuth server and back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use url::form_urlencoded;

use crate::json::secret::Secret;
use crate::protocol::error::{Error, ErrorKind, Result};

/// As many random bytes as nobody guesses.
const RANDOM_BYTES: usize = 32;

/// A text that goes with the user to the OAuth server and comes back. It shows that the answer belongs to this user's question.
#[derive(Clone, Debug)]
pub struct State(Secret);

impl State {
    /// A state that nobody can guess, from the system's source of randomness. Fails only where that does.
    pub fn random() -> Result<Self> {
        let mut bytes = [0; RANDOM_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| {
            Error::new(ErrorKind::Configuration, "the system has no random numbers to give").with_source(error.to_string())
        })?;
        Ok(Self::new(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The state that was kept in the user's session.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Secret::from(text.into()))
    }

    /// The text itself, to keep it.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// The code that tokens are given for. It is good once, and for five minutes.
#[derive(Clone, Debug)]
pub struct Code(Secret);

impl Code {
    /// A code from a callback whose state has been checked already.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Secret::from(text.into()))
    }

    /// Finds the code in what the user came back with: the query, or the whole address.
    ///
    /// The error is [`AuthorizationDenied`](ErrorKind::AuthorizationDenied) where the user has turned the app away, and
    /// [`InvalidRequest`](ErrorKind::InvalidRequest) where the callback is not an answer to what this user was asked: the state is
    /// missing or another one, or there is no code.
    pub fn from_callback(callback: &str, expected: &State) -> Result<Self> {
        let query = callback.split_once('?').map_or(callback, |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default();
        let (state, code, error) = (only(query, "state")?, only(query, "code")?, only(query, "error")?);
        let expected = expected.expose();
        if expected.is_empty() {
            return Err(Error::invalid_request("the expected `state` is empty, so anybody could have made the callback"));
        }
        match (&state, &error) {
            (Some(state), _) if Secret::from(expected).matches(state) => {}
            // Who turns the app away may not have brought the state along. Nothing is gained by forging that.
            (None, Some(_)) => {}
            (None, None) => return Err(Error::invalid_request("the callback has no `state`")),
            (Some(_), _) => {
                return Err(Error::invalid_request("the callback's `state` is not the expected one; it may be forged"));
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

/// The value of a parameter. Empty is as good as missing; two are a trick.
fn only(query: &str, name: &str) -> Result<Option<String>> {
    let mut values = form_urlencoded::parse(query.as_bytes()).filter(|(known, _)| known == name).map(|(_, value)| value);
    let value = values.next().filter(|value| !value.is_empty());
    match values.next() {
        Some(_) => Err(Error::invalid_request(format!("the callback has more than one `{name}`"))),
        None => Ok(value.map(Into::into)),
    }
}
