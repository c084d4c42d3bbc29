//! Who is calling.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use crate::json::secret::Secret;

/// Some write the padding and some do not.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent));

/// Checks HTTP basic authentication: the user and password of a webhook, or the id and secret of an OAuth app.
///
/// How long the check takes does not depend on the user and password that are expected, apart from their length together: whoever
/// guesses learns from it whether a guess is as long as the right one, and never how much of it is right. Choose a password that is
/// long and random, and its length is worth nothing.
///
/// Without a password nobody is let in, so that a setting which is missing does not open the door.
#[derive(Clone, Debug)]
pub struct BasicAuth {
    /// As it is sent: `user:password`.
    pair: Secret,
    has_password: bool,
}

impl BasicAuth {
    /// Expects this user and password. A user with a colon in its name cannot be told apart from its password; that is how the
    /// scheme is.
    pub fn new(user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        let (user, password) = (user.as_ref(), password.as_ref());
        Self { pair: Secret::from(format!("{user}:{password}")), has_password: !password.is_empty() }
    }

    /// Whether this is the value of an `Authorization` header with the right user and password.
    ///
    /// Takes text, bytes, or the `HeaderValue` of the crate `http`. No header, another scheme and what is no base64 are refused.
    #[must_use]
    pub fn verify<H: AsRef<[u8]> + ?Sized>(&self, authorization: Option<&H>) -> bool {
        let given = authorization.and_then(|header| credentials(header.as_ref()));
        given.is_some_and(|given| self.has_password && self.pair.matches(given))
    }
}

/// What a header says after `Basic`, decoded.
fn credentials(header: &[u8]) -> Option<Vec<u8>> {
    let header = header.trim_ascii();
    let (scheme, rest) = header.split_at(header.iter().position(|byte| *byte == b' ')?);
    scheme.eq_ignore_ascii_case(b"basic").then(|| BASE64.decode(rest.trim_ascii()).ok()).flatten()
}
