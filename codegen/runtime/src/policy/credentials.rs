//! Credentials in the form in which they are sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::json::secret::Secret;
use crate::protocol::api::{SchemeKind, SecurityScheme};

/// A credential that is sent with requests. Header values are marked as sensitive, which hides them in `Debug`.
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
    /// Creates the credential for the key or token of a security scheme.
    pub(crate) fn of(scheme: &SecurityScheme, secret: &str) -> Result<Self, String> {
        let name = &format!("`{}`", scheme.setter);
        Ok(match scheme.kind {
            SchemeKind::HeaderKey(key) => {
                let header = HeaderName::try_from(key).map_err(|_| format!("`{key}` is not a valid header name"))?;
                Self::Header(header, secret_header(name, "", secret)?)
            }
            SchemeKind::QueryKey(key) => Self::Query(key, non_empty(name, secret)?),
            SchemeKind::CookieKey(key) => {
                // Checked here, because the header is assembled from all cookies later.
                secret_header(name, "", secret)?;
                if secret.contains([';', ',', ' ', '"', '\\']) {
                    return Err(format!("{name} contains characters that are not allowed in a cookie"));
                }
                Self::Cookie(key.to_owned(), non_empty(name, secret)?)
            }
            SchemeKind::Basic => {
                let (user, password) = secret.split_once(':').unwrap_or((secret, ""));
                Self::Header(AUTHORIZATION, basic(user, password)?)
            }
            SchemeKind::Bearer => Self::Header(AUTHORIZATION, bearer(secret)?),
        })
    }

    /// Adds the secrets that the credential contains.
    pub(crate) fn add_secrets(&self, secrets: &mut Vec<String>) {
        match self {
            Self::Header(name, value) => add_secrets(name, value, secrets),
            Self::Query(_, secret) | Self::Cookie(_, secret) => secrets.push(secret.expose().to_owned()),
        }
    }

    /// Adds the credential to the headers, if it is sent in one.
    pub(crate) fn add_to(&self, headers: &mut HeaderMap) {
        match self {
            Self::Header(name, value) => {
                headers.insert(name.clone(), value.clone());
            }
            Self::Cookie(name, value) => add_cookie(headers, name, value.expose()),
            Self::Query(..) => {}
        }
    }
}

/// Adds a cookie to the header that contains all cookies.
pub(crate) fn add_cookie(headers: &mut HeaderMap, name: &str, value: &str) {
    let others = headers.get(COOKIE).and_then(|cookies| cookies.to_str().ok());
    let prefix = others.map(|cookies| format!("{cookies}; ")).unwrap_or_default();
    if let Ok(mut cookies) = HeaderValue::from_str(&format!("{prefix}{name}={value}")) {
        cookies.set_sensitive(true);
        headers.insert(COOKIE, cookies);
    }
}

/// Adds the secrets in a header for credentials: tokens, passwords, the values of cookies.
pub(crate) fn add_secrets(name: &HeaderName, value: &HeaderValue, secrets: &mut Vec<String>) {
    let value = String::from_utf8_lossy(value.as_bytes());
    if *name == COOKIE {
        for cookie in value.split(';') {
            secrets.extend(cookie.split_once('=').map(|(_, value)| value.to_owned()));
        }
        return;
    }
    let (scheme, secret) = value.split_once(' ').filter(|_| *name == AUTHORIZATION).unwrap_or(("", &value));
    secrets.push(secret.to_owned());
    if let Some(decoded) = STANDARD.decode(secret).ok().filter(|_| scheme == "Basic") {
        secrets.extend(String::from_utf8_lossy(&decoded).split_once(':').map(|(_, password)| password.to_owned()));
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
    secret_header("the user name or client id", "Basic ", &STANDARD.encode(format!("{user}:{password}")))
}

/// Returns the header value for an access token.
pub(crate) fn bearer(token: &str) -> Result<HeaderValue, String> {
    secret_header("the access token", "Bearer ", token)
}

/// Returns a header value that is hidden in `Debug`. `name` is for error messages, which do not contain the value.
fn secret_header(name: &str, scheme: &str, secret: &str) -> Result<HeaderValue, String> {
    non_empty(name, secret)?;
    let mut value = HeaderValue::from_str(&format!("{scheme}{secret}"))
        .map_err(|_| format!("{name} contains characters that are not allowed in a header, such as a line break"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn non_empty(name: &str, secret: &str) -> Result<Secret, String> {
    if secret.is_empty() { Err(format!("{name} is empty")) } else { Ok(Secret::from(secret.to_owned())) }
}
