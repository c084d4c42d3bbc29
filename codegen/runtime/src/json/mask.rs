//! Masking of secrets in responses that become part of an error, an observation or a trace.

use std::borrow::Cow;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::excerpt::{HIDDEN, is_secret};

/// The minimum length of a secret in bytes. A shorter one would be found in ordinary words; those of APIs are much longer.
const MIN_LENGTH: usize = 6;

/// The characters that are percent-encoded in URLs, in forms, and by careful programs.
const ENCODED: [&AsciiSet; 3] = [
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~'),
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'*'),
    NON_ALPHANUMERIC,
];

/// Fields that contain reasons. Their inner names are those of the inputs of the call, so `errors.api_token` is not a secret.
const REASONS: [&str; 4] = ["error", "errors", "message", "details"];

/// The secrets that a call sends, in each encoding in which a server may send them back. Cloning is cheap.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Option<Arc<Vec<String>>>);

impl Secrets {
    pub(crate) fn new(secrets: Vec<String>) -> Self {
        let mut known = Vec::new();
        for secret in secrets {
            if secret.len() < MIN_LENGTH {
                continue;
            }
            for set in ENCODED {
                let encoded = utf8_percent_encode(&secret, set).to_string();
                add(&mut known, lower_case_digits(&encoded));
                add(&mut known, encoded);
            }
            // PHP escapes slashes in JSON.
            add(&mut known, secret.replace('/', "\\/"));
            add(&mut known, secret);
        }
        Self((!known.is_empty()).then(|| Arc::new(known)))
    }

    /// Returns the secrets of both.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let (Some(known), Some(others)) = (&self.0, &other.0) else {
            return if other.is_empty() { self.clone() } else { other.clone() };
        };
        let mut known = known.to_vec();
        for secret in others.iter() {
            add(&mut known, secret.clone());
        }
        Self(Some(Arc::new(known)))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    fn known(&self) -> &[String] {
        self.0.as_ref().map_or(&[], |known| known.as_slice())
    }

    /// Masks the secrets in a string.
    pub(crate) fn mask_str<'a>(&self, string: &'a str) -> Cow<'a, str> {
        let mut masked = Cow::Borrowed(string);
        for secret in self.known() {
            if masked.contains(secret.as_str()) {
                masked = Cow::Owned(masked.replace(secret.as_str(), HIDDEN));
            }
        }
        masked
    }

    /// Returns whether bytes contain a secret.
    pub(crate) fn occur_in(&self, bytes: &[u8]) -> bool {
        let string = std::str::from_utf8(bytes);
        for secret in self.known() {
            let occurs = match string {
                Ok(string) => string.contains(secret.as_str()),
                Err(_) => find(bytes, secret.as_bytes()).is_some(),
            };
            if occurs {
                return true;
            }
        }
        false
    }

    /// Masks the secrets in bytes. Returns `None` if there are none.
    pub(crate) fn mask_bytes(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        if !self.occur_in(bytes) {
            return None;
        }
        let mut masked = bytes.to_vec();
        for secret in self.known() {
            masked = replace(&masked, secret.as_bytes());
        }
        Some(masked)
    }

    /// Masks the secrets in a body, and the strings in fields whose name indicates a secret. Returns `None` if there are none.
    pub(crate) fn mask_body(&self, body: &[u8]) -> Option<Vec<u8>> {
        let known = self.mask_bytes(body).or_else(|| self.mask_escaped(body));
        mask_fields(known.as_deref().unwrap_or(body)).or(known)
    }

    /// Masks the secrets in JSON that has escaped some of their characters, and writes it without these escapes.
    fn mask_escaped(&self, body: &[u8]) -> Option<Vec<u8>> {
        find(body, b"\\u").filter(|_| !self.is_empty())?;
        let json: Value = serde_json::from_str(std::str::from_utf8(body).ok()?).ok()?;
        self.mask_bytes(json.to_string().as_bytes())
    }
}

/// Adds a secret. The longest is the first, because it may contain another one.
fn add(known: &mut Vec<String>, secret: String) {
    let mut position = 0;
    while let Some(other) = known.get(position) {
        if *other == secret {
            return;
        }
        if other.len() < secret.len() {
            break;
        }
        position += 1;
    }
    known.insert(position, secret);
}

/// Returns a percent-encoded string with the digits in lower case.
fn lower_case_digits(encoded: &str) -> String {
    let mut lower = String::with_capacity(encoded.len());
    let mut digits = 0;
    for c in encoded.chars() {
        lower.push(if digits > 0 { c.to_ascii_lowercase() } else { c });
        digits = if c == '%' { 2_usize } else { digits.saturating_sub(1) };
    }
    lower
}

fn replace(bytes: &[u8], secret: &[u8]) -> Vec<u8> {
    let mut replaced = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(start) = find(rest, secret) {
        replaced.extend_from_slice(&rest[..start]);
        replaced.extend_from_slice(HIDDEN.as_bytes());
        rest = &rest[start + secret.len()..];
    }
    replaced.extend_from_slice(rest);
    replaced
}

fn find(bytes: &[u8], secret: &[u8]) -> Option<usize> {
    (0..=bytes.len().checked_sub(secret.len())?).find(|start| bytes[*start..].starts_with(secret))
}

/// Masks the strings in fields whose name indicates a secret. The body need not be valid JSON. Returns `None` if there are none.
fn mask_fields(body: &[u8]) -> Option<Vec<u8>> {
    let mut masked = Vec::new();
    // The end of the part that has been copied.
    let mut copied = 0;
    let mut depth = 0_usize;
    // The field that is read: its depth, and whether its strings are masked.
    let mut field: Option<(usize, bool)> = None;
    let mut position = 0;
    while let Some(&byte) = body.get(position) {
        let start = position;
        position += 1;
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                field = field.filter(|(of, _)| depth >= *of);
            }
            b',' => field = field.filter(|(of, _)| depth > *of),
            b'"' => {
                position = end_of_string(body, position);
                let content = body.get(start + 1..position.saturating_sub(1)).unwrap_or_default();
                let is_key = body[position..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
                match field {
                    None if is_key => field = kind_of_field(content).map(|is_masked| (depth, is_masked)),
                    Some((_, true)) if !is_key && !content.is_empty() => {
                        masked.extend_from_slice(&body[copied..=start]);
                        masked.extend_from_slice(HIDDEN.as_bytes());
                        masked.push(b'"');
                        copied = position;
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    masked.extend_from_slice(&body[copied..]);
    (copied > 0).then_some(masked)
}

/// Returns the offset after the closing quote of the string whose content begins at `start`.
fn end_of_string(body: &[u8], start: usize) -> usize {
    let mut position = start;
    while let Some(byte) = body.get(position) {
        match byte {
            b'"' => return position + 1,
            b'\\' => position += 2,
            _ => position += 1,
        }
    }
    body.len()
}

/// Returns whether the strings in a field are masked. `None` for a field that is read like any other.
fn kind_of_field(name: &[u8]) -> Option<bool> {
    let name = String::from_utf8_lossy(name);
    if REASONS.contains(&name.as_ref()) { Some(false) } else { is_secret(&name).then_some(true) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets_of(secrets: &[&str]) -> Secrets {
        Secrets::new(secrets.iter().map(ToString::to_string).collect())
    }

    fn mask(secrets: &Secrets, body: &str) -> String {
        let masked = secrets.mask_body(body.as_bytes()).unwrap_or_else(|| body.into());
        String::from_utf8(masked).expect("masking does not split characters")
    }

    #[test]
    fn known_secrets_are_masked_in_every_encoding() {
        let secrets = secrets_of(&["v1u:AQ/x+y==", "short", ""]);
        for body in [
            "v1u:AQ/x+y==",
            r#"{"a":"v1u:AQ\/x+y=="}"#,
            "a=v1u%3AAQ%2Fx%2By%3D%3D&b",
            "a=v1u%3aAQ%2fx%2by%3d%3d",
            "äv1u:AQ/x+y==v1u:AQ/x+y==ö",
        ] {
            let masked = mask(&secrets, body);
            assert!(masked.contains(HIDDEN) && !masked.contains("AQ") && !masked.contains('%'), "{masked}");
        }
        assert_eq!(mask(&secrets, r#"{"a":"v1u\u003aAQ\/x\u002by=="}"#), r#"{"a":"…"}"#);
        assert_eq!(mask(&secrets, "a short one"), "a short one");
        assert_eq!(secrets.mask_str("x v1u:AQ/x+y== y"), "x … y");
        assert!(secrets_of(&["short"]).is_empty() && secrets.mask_bytes(b"\xff nothing").is_none());
        let both = secrets_of(&["access-1"]).and(&secrets_of(&["access-10"]));
        assert_eq!(mask(&both, "access-10 access-1"), "… …");
        assert_eq!(both.mask_bytes(b"\xff access-1"), Some([b"\xff ", HIDDEN.as_bytes()].concat()));
    }

    #[test]
    fn strings_in_secret_fields_are_masked() {
        let none = Secrets::default();
        for (body, expected) in [
            (r#"{"access_token": "abc", "id": 1}"#, r#"{"access_token": "…", "id": 1}"#),
            (r#"{"a":{"apiToken":["x",{"b":"y"}],"c":"z"},"d":"e"}"#, r#"{"a":{"apiToken":["…",{"b":"…"}],"c":"z"},"d":"e"}"#),
            (r#"{"password":"a\"b","x":"token"}"#, r#"{"password":"…","x":"token"}"#),
            (
                r#"{"errors":{"api_token":["invalid"]},"api_token":"abc"}"#,
                r#"{"errors":{"api_token":["invalid"]},"api_token":"…"}"#,
            ),
            (
                r#"[{"token":null,"secret":"","client_secret":7},"token"]"#,
                r#"[{"token":null,"secret":"","client_secret":7},"token"]"#,
            ),
            // Not valid JSON.
            (r#"{"refresh_token":"abc","id":}"#, r#"{"refresh_token":"…","id":}"#),
            (r#"{"access_token":"abc"#, r#"{"access_token":"…""#),
        ] {
            assert_eq!(mask(&none, body), expected);
        }
        for body in ["", "\"", "{\"token\":", "{\"token\":\"\\", "}}]],,", "<html>"] {
            assert!(mask(&none, body).len() <= body.len() + HIDDEN.len() + 1);
        }
    }
}
