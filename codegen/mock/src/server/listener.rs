//! The loopback server.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Either, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::pieces::{CutOff, Pieces};
use super::transport::{self, into_http};
use super::{cors, delivery};
use crate::account::Account;
use crate::http::{ApiRequest, ApiResponse};

/// The maximum size of a request body.
const MAX_BODY: usize = 64 << 20;

/// A server for an [`Account`] on a port of 127.0.0.1. It stops when it is dropped.
///
/// While it runs, the webhooks of the account are called, if their URLs have the scheme `http` and a loopback address. Programs in a browser
/// can use it: it allows requests of all origins.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    task: JoinHandle<()>,
    deliveries: JoinHandle<()>,
}

impl Account {
    /// Starts a server on a port of 127.0.0.1. A port of 0 selects a free one; see [`Server::url`].
    ///
    /// # Errors
    ///
    /// Returns an error if the port cannot be bound.
    pub async fn serve(&self, port: u16) -> std::io::Result<Server> {
        Server::start(self.clone(), port).await
    }
}

impl Server {
    async fn start(account: Account, port: u16) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        account.skip_deliveries();
        let deliveries = tokio::spawn(delivery::run(account.clone()));
        let task = tokio::spawn(async move {
            loop {
                // A connection that cannot be accepted does not concern the others.
                match listener.accept().await {
                    Ok((stream, _)) => drop(tokio::spawn(serve(account.clone(), stream))),
                    Err(_) => tokio::task::yield_now().await,
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
    // Responses are small, and written at once.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let account = account.clone();
        async move { respond(&account, request).await }
    });
    // The connection ends with an error if the client closes it, or for a fault.
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

type ServerBody = Either<Full<Bytes>, StreamBody<Frames>>;

async fn respond(account: &Account, request: Request<Incoming>) -> Result<Response<ServerBody>, CutOff> {
    let (parts, body) = request.into_parts();
    let is_of_browser = parts.headers.contains_key(header::ORIGIN);
    if parts.method == Method::OPTIONS && is_of_browser {
        return Ok(whole(cors::preflight(&parts.headers)));
    }
    let Some(content) = collect(body).await? else {
        let error = format!("the request body has more than {} MiB", MAX_BODY >> 20);
        return Ok(whole(ApiResponse::error(StatusCode::PAYLOAD_TOO_LARGE.as_u16(), error, "")));
    };
    let request = ApiRequest::parse(parts.method, &parts.uri, parts.headers, content).await;
    let mut exchange = transport::respond(account, request).await;
    let mut response = exchange.response.take().ok_or(CutOff)?;
    if is_of_browser {
        cors::allow(&mut response);
    }
    let Some(pieces) = Pieces::of(&exchange, &response.body) else { return Ok(whole(response)) };
    // The client learns that the body is not complete from the length.
    let length = response.body.len();
    let response = response.header(header::CONTENT_LENGTH, length);
    Ok(into_http(response, Either::Right(StreamBody::new(Frames(pieces)))))
}

fn whole(response: ApiResponse) -> Response<ServerBody> {
    let body = response.body.clone();
    into_http(response, Either::Left(Full::new(body)))
}

/// Reads a body. `None` if it is too large: it is read to its end nevertheless, since clients read the response only then.
async fn collect(mut body: Incoming) -> Result<Option<Bytes>, CutOff> {
    let (mut content, mut size) = (BytesMut::new(), 0_usize);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| CutOff)?.into_data() else { continue };
        size = size.saturating_add(data.len());
        if size <= MAX_BODY {
            content.extend_from_slice(&data);
        }
    }
    Ok((size <= MAX_BODY).then(|| content.freeze()))
}

/// The pieces of a body as frames of HTTP.
struct Frames(Pieces);

impl Stream for Frames {
    type Item = Result<Frame<Bytes>, CutOff>;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> {
        std::pin::Pin::new(&mut self.0).poll_next(cx).map_ok(Frame::data)
    }
}

impl From<Infallible> for CutOff {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
