//! A server on loopback that misbehaves on purpose: it can reset connections, cut responses short and be slow.
//!
//! It speaks just enough HTTP/1.1 for that, by hand, since a well-behaved library would not let it.

use std::fmt::Write as _;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A request that has arrived.
#[derive(Debug, Clone)]
pub struct ReceivedRequest {
    /// The HTTP method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The query, still encoded.
    pub query: String,
    /// The headers, their names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl ReceivedRequest {
    /// A parameter of the query; none of those used in tests is encoded.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// What the server does about a request.
#[derive(Debug, Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    fault: Misbehavior,
    delay: Duration,
}

#[derive(Debug, Clone, Copy)]
enum Misbehavior {
    None,
    /// The connection is closed without a response.
    Reset,
    /// The connection goes away amid the body.
    Cut,
    /// The body comes in pieces, with pauses.
    Slow(Duration),
}

impl Answer {
    /// A response with a JSON body.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::text(status, body.to_string()).header("content-type", "application/json")
    }

    /// A response with some text.
    pub fn text(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), fault: Misbehavior::None, delay: Duration::ZERO }
    }

    /// The connection is closed without a response.
    pub fn reset() -> Self {
        Self { fault: Misbehavior::Reset, ..Self::text(200, "") }
    }

    /// Adds a header.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "texts and numbers alike")]
    pub fn header(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    /// The connection goes away amid the body.
    #[must_use]
    pub fn cut(self) -> Self {
        Self { fault: Misbehavior::Cut, ..self }
    }

    /// The body comes in pieces, with such pauses between them.
    #[must_use]
    pub fn slowly(self, pause: Duration) -> Self {
        Self { fault: Misbehavior::Slow(pause), ..self }
    }

    /// The response comes late.
    #[must_use]
    pub fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }
}

/// A running server. It stops when it is dropped.
#[derive(Debug)]
pub struct Server {
    url: String,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server. The handler is called when a request has arrived as a whole; what it does about it, it has done, whether
    /// its answer arrives or not.
    ///
    /// # Panics
    ///
    /// Where there is no port on loopback.
    pub async fn start(handler: impl Fn(&ReceivedRequest) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port on loopback");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let handler = Arc::new(handler);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let handler = Arc::clone(&handler);
                // Whatever goes wrong on a connection is the client's to notice.
                tokio::spawn(async move { serve(stream, &*handler).await.ok() });
            }
        });
        Self { url, task }
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(stream: TcpStream, handler: &(impl Fn(&ReceivedRequest) -> Answer + Sync)) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    while let Some(request) = read(&mut stream).await? {
        let answer = handler(&request);
        tokio::time::sleep(answer.delay).await;
        if !write(&mut stream, &answer).await? {
            return Ok(());
        }
    }
    Ok(())
}

async fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Option<ReceivedRequest>> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut request = ReceivedRequest { method, path: path.to_owned(), query: query.to_owned(), headers, body: Vec::new() };
    match request.header("content-length").and_then(|length| length.parse().ok()) {
        Some(length) => {
            request.body = vec![0; length];
            stream.read_exact(&mut request.body).await?;
        }
        None if request.header("transfer-encoding") == Some("chunked") => request.body = read_chunks(stream).await?,
        None => {}
    }
    Ok(Some(request))
}

async fn read_chunks(stream: &mut BufReader<TcpStream>) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let length = u64::from_str_radix(line.trim(), 16).map_err(io::Error::other)?;
        stream.take(length).read_to_end(&mut body).await?;
        stream.read_line(&mut String::new()).await?;
        if length == 0 {
            return Ok(body);
        }
    }
}

/// Writes an answer; tells whether the connection is still good for something.
async fn write(stream: &mut BufReader<TcpStream>, answer: &Answer) -> io::Result<bool> {
    let stream = stream.get_mut();
    if let Misbehavior::Reset = answer.fault {
        stream.set_zero_linger()?;
        return Ok(false);
    }
    let mut head = format!("HTTP/1.1 {} whatever\r\ncontent-length: {}\r\n", answer.status, answer.body.len());
    for (name, value) in &answer.headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).await?;
    match answer.fault {
        Misbehavior::Cut => {
            stream.write_all(&answer.body[..answer.body.len() / 2]).await?;
            return Ok(false);
        }
        Misbehavior::Slow(pause) => {
            for piece in answer.body.chunks(answer.body.len().div_ceil(4).max(1)) {
                stream.write_all(piece).await?;
                tokio::time::sleep(pause).await;
            }
        }
        Misbehavior::None | Misbehavior::Reset => stream.write_all(&answer.body).await?,
    }
    Ok(true)
}
