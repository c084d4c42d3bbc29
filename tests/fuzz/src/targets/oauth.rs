//! OAuth. The input is the expected state, a line break, the callback, a line break, and the response of the OAuth server.

use http::HeaderMap;
use pipedrive::oauth::{Code, OAuthApp, State, Tokens};
use pipedrive::{ErrorKind, Timestamp};

use crate::http_text::HttpText;
use crate::scripted;

/// Verifies the callback, exchanges its code and uses the tokens.
///
/// # Panics
///
/// Panics if a callback without the expected state is accepted, or if an error contains a secret.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let mut parts = text.splitn(3, '\n');
    let (state, callback, body) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next());
    let body = body.unwrap_or_default();
    match Code::from_callback(callback, &State::new(state)) {
        Ok(code) => {
            let query = callback.split_once('?').map_or(callback, |(_, query)| query);
            let query = query.split('#').next().unwrap_or_default();
            let states: Vec<_> = values(query, "state");
            assert_eq!(states, [state], "a forged callback is accepted");
            assert!(!state.is_empty() && !values(query, "code").iter().all(String::is_empty));
            exchange(code, body);
        }
        Err(error) => {
            assert!(matches!(error.kind(), ErrorKind::InvalidRequest | ErrorKind::AuthorizationDenied), "{error:?}");
        }
    }
    if let Ok(tokens) = serde_json::from_str::<Tokens>(body) {
        let stored = serde_json::to_string(&tokens).expect("JSON");
        assert_eq!(serde_json::from_str::<Tokens>(&stored).ok().as_ref(), Some(&tokens), "{stored}");
    }
}

/// The values of a query parameter, by another parser than that of the client.
fn values(query: &str, name: &str) -> Vec<String> {
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let decode = |text: &str| {
        let bytes: Vec<u8> = text.bytes().map(|byte| if byte == b'+' { b' ' } else { byte }).collect();
        percent_decode(&bytes)
    };
    pairs.filter(|(key, _)| decode(key) == name).map(|(_, value)| decode(value)).collect()
}

fn percent_decode(bytes: &[u8]) -> String {
    let digit =
        |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
    let (mut decoded, mut at) = (Vec::new(), 0);
    while let Some(byte) = bytes.get(at) {
        if let (b'%', Some(high), Some(low)) = (byte, digit(bytes.get(at + 1)), digit(bytes.get(at + 2))) {
            decoded.push(high * 16 + low);
            at += 3;
        } else {
            decoded.push(*byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

fn exchange(code: Code, body: &str) {
    let response = |body: &str| HttpText { first: "200".to_owned(), headers: HeaderMap::new(), body: body.to_owned().into() };
    let app = OAuthApp::new("app", "a long secret", "https://app.example/callback");
    let client = scripted::client(vec![response(body), response(body)]);
    match scripted::block_on(app.exchange(&client, code)) {
        Ok(tokens) => {
            assert!(!tokens.access_token.expose().is_empty() && !tokens.refresh_token.expose().is_empty());
            assert!(tokens.expires_at > Timestamp::UNIX_EPOCH);
            // The server of the tokens is checked here.
            drop(client.to_builder().oauth(app, tokens).build().map_err(|error| error.to_string()));
        }
        Err(error) => assert!(!format!("{error} {error:?}").contains("a long secret"), "a secret is in the error"),
    }
}

/// No test data has this form; the inputs are in the corpus.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    Vec::new()
}
