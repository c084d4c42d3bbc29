//! A server on loopback that is as fast as it can be, so that what is measured is the client.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;

/// Starts a server in a thread of its own, which runs as long as the program does, and tells its URL. It answers every request after
/// `delay` with what `body` makes of the request's first line.
///
/// # Panics
///
/// Where there is no port on loopback.
pub fn start(delay: Duration, body: impl Fn(&str) -> Arc<[u8]> + Send + Sync + 'static) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
    listener.set_nonblocking(true).expect("sockets can do that");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let body = Arc::new(body);
    std::thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let listener = TcpListener::from_std(listener).expect("a runtime");
            while let Ok((stream, _)) = listener.accept().await {
                let body = Arc::clone(&body);
                tokio::spawn(async move { serve(stream, delay, &*body).await.ok() });
            }
        });
    });
    url
}

/// Requests without a body, one after the other.
async fn serve(mut stream: TcpStream, delay: Duration, body: &(impl Fn(&str) -> Arc<[u8]> + Sync)) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut request = Vec::with_capacity(4096);
    loop {
        if stream.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
        if !request.ends_with(b"\r\n\r\n") {
            continue;
        }
        let line = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
        let body = body(&String::from_utf8_lossy(line));
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        let mut response =
            format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len()).into_bytes();
        response.extend_from_slice(&body);
        stream.write_all(&response).await?;
        request.clear();
    }
}
