//! Credentials, ready to be sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::json::secret::Secret;
use crate::protocol::api::{SchemeKind, SecurityScheme};

/// What is sent to authenticate. Header values are marked as sensitive, which hides them in `Debug`.
#[derive(Clone, Debug)]
pub(crate) enum Credential {
    /// A header.
    Header(HeaderName, HeaderValue),
    /// A query parameter.
    Query(&'static str, Secret),
    /// A cookie.
    Cookie(String, Secret),
}

impl Credential {
    /// Returns the key or token of a scheme as what is sent.
    pub(crate) fn of(scheme: &SecurityScheme, secret: &str) -> Result<Self, String> {
        let what = scheme.setter;
        Ok(match scheme.kind {
            SchemeKind::HeaderKey(name) => {
                let header = HeaderName::try_from(name).map_err(|_| format!("`{name}` is not a valid header name"))?;
                Self::Header(header, secret_header(what, "", secret)?)
            }
            SchemeKind::QueryKey(name) => Self::Query(name, present(what, secret)?),
            SchemeKind::CookieKey(name) => {
                // Checked here, because the header is assembled from all cookies later.
                secret_header(what, "", secret)?;
                if secret.contains([';', ',', ' ', '"', '\\']) {
                    return Err(format!("the {what} contains characters that are not allowed in a cookie"));
                }
                Self::Cookie(name.to_owned(), present(what, secret)?)
            }
            SchemeKind::Basic => {
                let (user, password) = secret.split_once(':').unwrap_or((secret, ""));
                Self::Header(AUTHORIZATION, basic(user, password)?)
            }
            SchemeKind::Bearer => Self::Header(AUTHORIZATION, bearer(secret)?),
        })
    }

    /// Adds the credential to the headers, if it is sent in one.
    pub(crate) fn add_to(&self, headers: &mut HeaderMap) {
        match self {
            Self::Header(name, value) => {
                headers.insert(name.clone(), value.clone());
            }
            Self::Cookie(name, value) => {
                let cookies = headers.get(COOKIE).and_then(|present| present.to_str().ok());
                let separated = cookies.map(|present| format!("{present}; ")).unwrap_or_default();
                if let Ok(mut cookies) = HeaderValue::from_str(&format!("{separated}{name}={}", value.expose())) {
                    cookies.set_sensitive(true);
                    headers.insert(COOKIE, cookies);
                }
            }
            Self::Query(..) => {}
        }
    }
}

/// Returns the name of the header that a scheme is sent in.
pub(crate) fn header_of(kind: SchemeKind) -> Option<HeaderName> {
    match kind {
        SchemeKind::HeaderKey(name) => HeaderName::try_from(name).ok(),
        SchemeKind::Basic | SchemeKind::Bearer => Some(AUTHORIZATION),
        SchemeKind::CookieKey(_) => Some(COOKIE),
        SchemeKind::QueryKey(_) => None,
    }
}

/// Returns the header value for a user name (or client id) and password (or client secret).
pub(crate) fn basic(user: &str, password: &str) -> Result<HeaderValue, String> {
    secret_header("user name or client id", "Basic ", &STANDARD.encode(format!("{user}:{password}")))
}

/// Returns the header value for an access token.
pub(crate) fn bearer(token: &str) -> Result<HeaderValue, String> {
    secret_header("access token", "Bearer ", token)
}

/// Returns a header value that is hidden in `Debug`. The error does not show it either.
fn secret_header(what: &str, scheme: &str, secret: &str) -> Result<HeaderValue, String> {
    present(what, secret)?;
    let mut value = HeaderValue::from_str(&format!("{scheme}{secret}"))
        .map_err(|_| format!("the {what} contains characters that are not allowed in a header, such as a line break"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn present(what: &str, secret: &str) -> Result<Secret, String> {
    if secret.is_empty() { Err(format!("the {what} is empty")) } else { Ok(Secret::from(secret.to_owned())) }
}
