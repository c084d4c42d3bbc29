use bytes::Bytes;
use http::Response;

use super::v1::V1;
use crate::runtime::{ErrorKind, Method, Request};
use crate::server::{Outcome, Server};

#[tokio::test]
async fn head_returns_the_headers() -> Outcome {
    // The length is that of the content, which the response does not have.
    let response = |status: u16| Response::builder().status(status).header("content-length", u64::MAX).body(Bytes::new());
    let server = Server::with([response(200)?, response(200)?, response(404)?]);
    let lamps = V1::new(server.client()).lamps();
    lamps.head(1).await?;
    let response = lamps.head(2).with_response().await?;
    assert_eq!(response.headers()["content-length"], u64::MAX.to_string());
    assert_eq!(lamps.head(3).await.map_err(|error| error.kind()), Err(ErrorKind::NotFound));
    assert!(server.sent()[0].starts_with("HEAD https://acme.example/lamps/1\n"), "{}", server.sent()[0]);
    Ok(())
}

#[tokio::test]
async fn options_and_trace_return_what_is_described() -> Outcome {
    let server = Server::new(["", "TRACE /lamps/1 HTTP/1.1", r#"["GET"]"#]);
    let lamps = V1::new(server.client()).lamps();
    lamps.options(1).await?;
    assert_eq!(lamps.trace(1).await?.bytes().await?, "TRACE /lamps/1 HTTP/1.1");
    assert_eq!(lamps.lamp_options().await?, ["GET"]);
    let methods: Vec<String> = server.sent().iter().map(|sent| sent.split(' ').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(methods, ["OPTIONS", "TRACE", "OPTIONS"]);
    assert_eq!(super::v1::lamps::requests::TraceRequest::INFO.method, Method::TRACE);
    Ok(())
}
