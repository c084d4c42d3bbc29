//! A preview is the request that is sent, without credentials.

use http::Method;
use pipedrive::v1::files::requests::UploadRequest;
use pipedrive::{Client, ErrorKind, Request, Upload};
use pipedrive_tests::recorder::Recorder;
use serde_json::json;
use std::sync::Arc;

fn client() -> Client {
    Client::builder().api_token("a-secret-token").company_domain("acme").build().unwrap()
}

#[tokio::test]
async fn previews_are_what_is_sent() {
    let sent = Arc::default();
    let client = client().to_builder().transport(Recorder::new(r#"{"data":{"id":1}}"#, Arc::clone(&sent))).build().unwrap();
    let update = client
        .v2()
        .deals()
        .update(1)
        .title("Ten\nchairs")
        .value(2.5)
        .custom_field("dcf558aac1ae4e8c4f849ba5e668430d8df9be12", "x");
    let preview = update.preview().unwrap();
    assert!(sent.lock().unwrap().is_empty(), "a preview sends nothing");
    update.await.unwrap();
    let sent = sent.lock().unwrap().remove(0);
    assert!(sent.starts_with(&format!("{} {}\n", preview.method(), preview.url())), "{sent}");
    assert_eq!(serde_json::from_str::<serde_json::Value>(sent.lines().last().unwrap()).ok().as_ref(), preview.json(), "{sent}");
    assert!(sent.contains("a-secret-token"), "the token is sent, and only the preview omits it: {sent}");
    for shown in [preview.to_string(), format!("{preview:?}"), format!("{:?}", preview.headers())] {
        assert!(!shown.contains("a-secret-token"), "{shown}");
    }
}

#[test]
fn the_display_is_in_the_notation_of_http() {
    let client = client();
    let list = client.v2().deals().list().owner_id(5).limit(9000).preview().unwrap();
    assert_eq!(list.to_string(), "GET https://acme.pipedrive.com/api/v2/deals?owner_id=5&limit=500");
    assert_eq!(list.queries().collect::<Vec<_>>(), [("owner_id", "5"), ("limit", "500")]);
    assert_eq!((list.json(), list.path()), (None, "/api/v2/deals"));

    let raw = client.request(Method::PUT, "/v1/news").header("x-own", "1").body(&json!([1])).preview().unwrap();
    let expected = "PUT https://acme.pipedrive.com/v1/news\nx-own: 1\ncontent-type: application/json\n\n[\n  1\n]";
    assert_eq!((raw.to_string(), raw.operation().is_none()), (expected.to_owned(), true));

    let upload = client.v1().files().upload(Upload::from_bytes("offer.pdf", "content")).deal_id(42);
    let preview = upload.preview().unwrap();
    assert_eq!(
        preview.to_string(),
        "POST https://acme.pipedrive.com/v1/files\ncontent-type: multipart/form-data\n\ndeal_id=42\nfile=offer.pdf (application/pdf, 7 bytes)"
    );
    assert!(preview.is::<UploadRequest>());
    assert_eq!((preview.json(), preview.files()[0].length), (Some(&json!({ "deal_id": 42 })), Some(7)));
    // The boundary is random.
    assert_eq!(preview, upload.preview().unwrap());
}

#[test]
fn credentials_and_secrets_are_not_shown() {
    let client = client();
    let preview = client
        .v2()
        .deals()
        .get(1)
        .header("x-api-token", "another-token")
        .header("authorization", "Bearer third-token")
        .query_extra("api_token", "a-secret-token")
        .preview()
        .unwrap();
    assert_eq!(preview.to_string(), "GET https://acme.pipedrive.com/api/v2/deals/1?api_token=…");
    let hook = client
        .request(Method::POST, "/v1/webhooks")
        .body(&json!({ "http_auth_user": "me", "http_auth_password": "secret-pass" }))
        .preview()
        .unwrap();
    assert_eq!(hook.json().unwrap()["http_auth_user"], "me");
    assert!(!hook.to_string().contains("secret-pass"), "{hook}");
}

#[test]
fn invalid_inputs_are_errors_of_the_preview() {
    let client = client();
    let errors = [
        client.v2().deals().create("x").value(f64::NAN).preview().unwrap_err(),
        client.v2().deals().list().ids(1..=101).preview().unwrap_err(),
        client.v1().files().upload(Upload::from_path("/no/such/file")).preview().unwrap_err(),
        client.request(Method::GET, "v1").preview().unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    }
}
