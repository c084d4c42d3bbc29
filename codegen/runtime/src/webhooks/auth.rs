//! Authentication of webhook requests.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use crate::json::secret::Secret;

/// Accepts base64 with and without padding.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent));

/// The expected credentials of HTTP basic authentication: the user and password of a webhook, or the id and secret of an OAuth app.
///
/// The comparison takes constant time for credentials of the same length; only the total length of the expected user and password can be
/// inferred from it. Use a long, random password.
///
/// An empty password rejects every request, so that a missing setting does not disable authentication.
#[derive(Clone, Debug)]
pub struct BasicAuth {
    /// In the form of the header: `user:password`.
    pair: Secret,
    has_password: bool,
}

impl BasicAuth {
    /// Creates the credentials. A user name must not contain a colon, which separates it from the password.
    pub fn new(user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        let (user, password) = (user.as_ref(), password.as_ref());
        Self { pair: Secret::from(format!("{user}:{password}")), has_password: !password.is_empty() }
    }

    /// Returns whether `authorization` is the value of an `Authorization` header with these credentials.
    ///
    /// Takes a string, bytes, or a `HeaderValue` of the crate `http`. Returns `false` for a missing header, another scheme or invalid
    /// base64.
    #[must_use]
    pub fn verify<H: AsRef<[u8]> + ?Sized>(&self, authorization: Option<&H>) -> bool {
        let received = authorization.and_then(|header| decode_basic(header.as_ref()));
        received.is_some_and(|received| self.has_password && self.pair.matches(received))
    }
}

/// Decodes the credentials of a `Basic` header.
fn decode_basic(header: &[u8]) -> Option<Vec<u8>> {
    let header = header.trim_ascii();
    let (scheme, rest) = header.split_at(header.iter().position(|byte| *byte == b' ')?);
    scheme.eq_ignore_ascii_case(b"basic").then(|| BASE64.decode(rest.trim_ascii()).ok()).flatten()
}
