//! Basic authentication of webhook requests.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pipedrive::webhooks::BasicAuth;

fn basic(pair: &[u8]) -> String {
    format!("Basic {}", STANDARD.encode(pair))
}

#[test]
fn only_the_right_user_and_password_are_let_in() {
    let auth = BasicAuth::new("hooks", "sesame: öffne dich");
    let right = basic("hooks:sesame: öffne dich".as_bytes());
    let given = right.strip_prefix("Basic ").unwrap();
    for header in
        [right.clone(), format!("basic {given}"), format!("BASIC   {given}  "), format!("Basic {}", given.trim_end_matches('='))]
    {
        assert!(auth.verify(Some(&header)), "{header}");
    }
    assert!(auth.verify(Some(right.as_bytes())));
    assert!(auth.verify(Some(&http::HeaderValue::from_str(&right).unwrap())));

    let wrong = [
        String::new(),
        "Basic".to_owned(),
        "Basic ".to_owned(),
        given.to_owned(),
        format!("Bearer {given}"),
        format!("Basic{given}"),
        format!("Basic: {given}"),
        format!("Basic {given}{given}"),
        format!("Basic {}", &given[1..]),
        "Basic hooks:sesame: öffne dich".to_owned(),
        "Basic !!!!".to_owned(),
        basic(b""),
        basic(b":"),
        basic(b"hooks"),
        basic(b"hooks:"),
        basic("hooks:sesame: öffne dic".as_bytes()),
        basic("hooks:sesame: öffne dich ".as_bytes()),
        basic("hooks:sesame: öffne dicH".as_bytes()),
        basic("Hooks:sesame: öffne dich".as_bytes()),
        basic("looks:sesame: öffne dich".as_bytes()),
        basic("sesame: öffne dich".as_bytes()),
        basic(b"hooks:sesame: \xf6ffne dich"),
        basic("hooks:sesame: öffne dich\0".as_bytes()),
    ];
    for header in wrong {
        assert!(!auth.verify(Some(&header)), "{header}");
    }
    assert!(!auth.verify(None::<&str>));
    assert!(!auth.verify(Some(&b"\xff \xff"[..])));
    let shown = format!("{auth:?}");
    assert!(!shown.contains("sesame") && !shown.contains("hooks"), "{shown}");
}

#[test]
fn a_password_that_is_missing_does_not_open_the_door() {
    for auth in [BasicAuth::new("hooks", ""), BasicAuth::new("", "")] {
        for header in [basic(b"hooks:"), basic(b":"), basic(b"hooks")] {
            assert!(!auth.verify(Some(&header)), "{header}");
        }
    }
    assert!(BasicAuth::new("", "sesame").verify(Some(&basic(b":sesame"))));
}
