//! Calling the webhooks of an account.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode, Uri, header};
use http_body_util::Full;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::account::Account;
use crate::http::{host, is_loopback};
use crate::webhooks::Delivery;

/// The times before the attempts to deliver an event.
const DELAYS: [Duration; 4] = [Duration::ZERO, Duration::from_secs(3), Duration::from_secs(30), Duration::from_secs(150)];
/// The maximum time of an attempt.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Delivers the events of an account until it is aborted.
pub(super) async fn run(account: Account) {
    loop {
        let mut pending = account.take_pending_deliveries();
        if pending.is_empty() {
            account.delivery_pending().await;
        }
        for delivery in pending.drain(..) {
            // A webhook that does not respond does not delay the others.
            tokio::spawn(deliver(account.clone(), delivery));
        }
    }
}

async fn deliver(account: Account, mut delivery: Delivery) {
    for (attempt, delay) in (1..).zip(DELAYS) {
        tokio::time::sleep(delay).await;
        delivery.set_attempt(attempt);
        let status = tokio::time::timeout(TIMEOUT, post(&delivery)).await.ok().flatten();
        account.note_delivery(&delivery, status.map(|status| status.as_u16()));
        if status.is_some_and(|status| status.is_success()) {
            return;
        }
    }
}

/// Sends the request. `None` if it cannot be sent: the mock reaches only loopback addresses, without TLS.
async fn post(delivery: &Delivery) -> Option<StatusCode> {
    let uri: Uri = delivery.url.parse().ok()?;
    if !is_loopback(&uri) {
        return None;
    }
    let authority = uri.authority()?;
    let stream = TcpStream::connect((host(&uri), authority.port_u16().unwrap_or(80))).await.ok()?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
    tokio::spawn(connection);
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let mut request = Request::post(target)
        .header(header::HOST, authority.as_str())
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, "Pipedrive-Webhook");
    if let Some(authorization) = &delivery.authorization {
        request = request.header(header::AUTHORIZATION, authorization);
    }
    let request = request.body(Full::<Bytes>::from(delivery.body.to_string())).ok()?;
    Some(sender.send_request(request).await.ok()?.status())
}
