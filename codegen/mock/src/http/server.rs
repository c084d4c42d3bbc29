//! The loopback server.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::{ApiRequest, ApiResponse, delivery, transport};
use crate::account::Account;
use crate::policy::Interruption;

/// A server for an [`Account`] on a port of 127.0.0.1. It stops when it is dropped.
///
/// While it runs, the webhooks of the account are called, if their URLs have the scheme `http` and a loopback address.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    task: JoinHandle<()>,
    deliveries: JoinHandle<()>,
}

impl Server {
    /// Starts a server. A port of 0 selects a free one.
    pub(crate) async fn start(account: Account, port: u16) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        account.skip_deliveries();
        let deliveries = tokio::spawn(delivery::run(account.clone()));
        let task = tokio::spawn(async move {
            loop {
                // A connection that cannot be accepted does not concern the others.
                if let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(serve(account.clone(), stream));
                }
            }
        });
        Ok(Self { address, task, deliveries })
    }

    /// Returns the address of the server.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the URL of the server, such as `http://127.0.0.1:8080`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits until the server stops, which it does not do by itself.
    pub async fn wait(mut self) {
        // The task cannot fail: it only ends if it is aborted.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
        self.deliveries.abort();
    }
}

async fn serve(account: Account, stream: TcpStream) {
    let service = service_fn(move |request| {
        let account = account.clone();
        async move { respond(&account, request).await }
    });
    // The connection ends with an error if the client closes it, or for a fault.
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn respond(account: &Account, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Interrupted> {
    let (parts, body) = request.into_parts();
    let content = body.collect().await.map_err(|_| Interrupted)?.to_bytes();
    let request = ApiRequest::parse(parts.method, &parts.uri, parts.headers, content).await;
    match transport::respond(account, request).await {
        Ok(response) => Ok(into_http(response)),
        Err(Interruption::Reset | Interruption::Truncated(_)) => Err(Interrupted),
    }
}

fn into_http(response: ApiResponse) -> Response<Full<Bytes>> {
    let mut result = Response::new(Full::new(response.body));
    *result.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *result.headers_mut() = *response.headers;
    result
}

/// Makes hyper close the connection.
#[derive(Debug)]
struct Interrupted;

impl std::fmt::Display for Interrupted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("interrupted by a fault of the mock account")
    }
}

impl std::error::Error for Interrupted {}

impl From<Infallible> for Interrupted {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
