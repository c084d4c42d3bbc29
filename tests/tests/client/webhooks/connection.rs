//! Webhook requests over a connection.

use pipedrive::ids::DealId;
use pipedrive::webhooks::{BasicAuth, Event};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{deal_v1, deal_v2};

/// A receiver as small as can be: reads one request, and gives the status that it has answered with and the event.
async fn receive(listener: &TcpListener, auth: &BasicAuth) -> (u16, Option<Event>) {
    let (mut stream, _) = listener.accept().await.unwrap();
    let (head, body) = request(&mut stream).await;
    let authorization = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("authorization").then_some(value)
    });
    let (status, event) = match (auth.verify(authorization), Event::parse(&body)) {
        (false, _) => (401, None),
        (true, Err(_)) => (400, None),
        (true, Ok(event)) => (204, Some(event)),
    };
    let response = format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    stream.write_all(response.as_bytes()).await.unwrap();
    (status, event)
}

async fn request(stream: &mut TcpStream) -> (String, Vec<u8>) {
    let mut bytes = Vec::new();
    loop {
        assert!(stream.read_buf(&mut bytes).await.unwrap() > 0, "the request is cut off");
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if bytes.len() >= end + 4 + length.unwrap_or(0) {
            return (head, bytes.split_off(end + 4));
        }
    }
}

#[tokio::test]
async fn over_a_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let auth = BasicAuth::new("hooks", "sesame");
    let http = reqwest::Client::new();
    let sent = [
        (http.post(&url).body(deal_v2().to_string()), 401),
        (http.post(&url).basic_auth("hooks", Some("simsim")).body(deal_v2().to_string()), 401),
        (http.post(&url).bearer_auth("aG9va3M6c2VzYW1l").body(deal_v2().to_string()), 401),
        (http.post(&url).basic_auth("hooks", Some("sesame")).body("lamps"), 400),
        (http.post(&url).basic_auth("hooks", Some("sesame")).body(deal_v1().to_string()), 204),
        (http.post(&url).basic_auth("hooks", Some("sesame")).body(deal_v2().to_string()), 204),
    ];
    for (request, expected) in sent {
        let (response, (status, event)) = tokio::join!(request.send(), receive(&listener, &auth));
        assert_eq!((response.unwrap().status().as_u16(), status), (expected, expected));
        assert_eq!(event.and_then(|event| event.entity_id_as()), (expected == 204).then_some(DealId(96)));
    }
}
