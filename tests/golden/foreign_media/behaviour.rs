use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::stream;
use serde_json::json;

use super::v1::V1;
use super::v1::lamps::Step;
use crate::runtime::{BoxFuture, Method, RequestBody, ResponseBody, Transport, TransportError, Upload};
use crate::server::{Outcome, Server};

const HOST: &str = "https://acme.example";

fn sent(method: &str, path: &str, content_type: &str, body: &str) -> String {
    format!("{method} {HOST}{path}\ncontent-type: {content_type}\nx-api-token: token\n{body}")
}

#[tokio::test]
async fn json_has_the_media_type_of_the_description() -> Outcome {
    let server = Server::new(vec![""; 3]);
    let lamps = V1::new(server.client()).lamps();
    lamps.replace(1).name("Desk").await?;
    lamps.merge(1).clear_name().await?;
    lamps.patch_steps(1, [Step::new("remove", "/name")]).await?;
    let steps = r#"[{"op":"remove","path":"/name"}]"#;
    let expected = [
        sent("PUT", "/lamps/1", "application/vnd.lamps.v2+json; charset=utf-8", r#"{"name":"Desk"}"#),
        sent("PATCH", "/lamps/1", "application/merge-patch+json", r#"{"name":null}"#),
        sent("PATCH", "/lamps/1/steps", "application/json-patch+json", steps),
    ];
    assert_eq!(server.sent(), expected);
    Ok(())
}

#[tokio::test]
async fn a_body_is_text_bytes_or_a_stream() -> Outcome {
    let server = Server::new(["kept", "saved", "", "", "text"]);
    let api = V1::new(server.client());
    assert_eq!(api.notes().create("a\nb").await?, "kept");
    let download = api.files().update_many(b"\0bytes".to_vec()).await?;
    assert_eq!(download.bytes().await?, "saved");
    api.files().add_picture(Upload::from_bytes("a.png", "PNG")).await?;
    api.files().add_anything(b"\0more".to_vec()).await?;
    assert_eq!(api.notes().replace("c").await?, "text");
    let expected = [
        sent("POST", "/notes", "text/plain", "a\nb"),
        sent("PUT", "/files", "application/octet-stream", "\0bytes"),
        sent("POST", "/files", "image/png", "PNG"),
        sent("PATCH", "/files", "application/octet-stream", "\0more"),
        sent("PUT", "/notes", "text/plain", "c"),
    ];
    assert_eq!(server.sent(), expected);
    Ok(())
}

#[tokio::test]
async fn no_body_is_sent_if_it_is_optional_and_nothing_is_set() -> Outcome {
    let server = Server::new(vec![""; 2]);
    let jobs = V1::new(server.client()).jobs();
    jobs.create().await?;
    jobs.create().name("night").await?;
    assert_eq!(server.sent()[0], format!("POST {HOST}/jobs\nx-api-token: token\n"));
    assert_eq!(server.sent()[1], sent("POST", "/jobs", "application/json", r#"{"name":"night"}"#));
    Ok(())
}

#[tokio::test]
async fn raw_requests_have_any_content() -> Outcome {
    let server = Server::new(vec![""; 3]);
    let client = server.client();
    client.request(Method::PUT, "/raw").content(b"abc".to_vec()).send().await?;
    client
        .request(Method::PUT, "/raw")
        .content(Upload::from_bytes("a.txt", "abc"))
        .content_type("text/plain; charset=utf-8")
        .send()
        .await?;
    client.request(Method::PATCH, "/raw").body(&json!({ "a": null })).content_type("application/merge-patch+json").send().await?;
    let expected = [
        sent("PUT", "/raw", "application/octet-stream", "abc"),
        sent("PUT", "/raw", "text/plain; charset=utf-8", "abc"),
        sent("PATCH", "/raw", "application/merge-patch+json", r#"{"a":null}"#),
    ];
    assert_eq!(server.sent(), expected);
    let error = client.request(Method::PUT, "/raw").content_type("a\nb").send().await.expect_err("not a header");
    assert!(error.to_string().contains("the content type \"a\\nb\" is not valid"), "{error}");
    Ok(())
}

/// A transport that keeps the `accept` header and the streamed body of the last request.
#[derive(Clone, Default)]
struct Last(Arc<Mutex<(String, Vec<u8>)>>);

impl Transport for Last {
    fn send(&self, request: http::Request<RequestBody>) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            let accept = request.headers()["accept"].to_str().unwrap_or_default().to_owned();
            let mut chunks = request.body().to_stream();
            let mut body = Vec::new();
            while let Some(chunk) = std::future::poll_fn(|cx| chunks.as_mut().poll_next(cx)).await {
                body.extend_from_slice(&chunk?);
            }
            *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = (accept, body);
            Ok(http::Response::new(ResponseBody::from(Bytes::from_static(b"{\"id\":1}"))))
        })
    }
}

#[tokio::test]
async fn the_media_type_of_the_response_is_asked_for_and_streams_are_sent() -> Outcome {
    let last = Last::default();
    let api = V1::new(Server::default().client().to_builder().transport(last.clone()).build()?);
    assert_eq!(api.lamps().get(1).await?.id, Some(1));
    assert_eq!(last.0.lock().map(|last| last.0.clone()).unwrap_or_default(), "application/vnd.lamps.v2+json");
    let chunks = || stream::iter(["one ", "two"].map(|chunk| Ok(Bytes::from_static(chunk.as_bytes()))));
    api.files().update_many(Upload::from_stream("", None, move || Box::pin(chunks()))).await?;
    assert_eq!(last.0.lock().map(|last| last.1.clone()).unwrap_or_default(), b"one two");
    Ok(())
}
