//! Fetching the next page while the one before it is used.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::Duration;

use futures_core::Stream;
use pipedrive::{Client, Cursor, ErrorKind, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::list::{Element, List, take};

/// When a test that hangs is given up.
const LONG: Duration = Duration::from_secs(30);

/// Waits until a page is asked for, and gives no other task a chance meanwhile.
fn wait_for(page: usize, asked: &mpsc::Receiver<usize>) {
    while asked.recv_timeout(LONG).expect("the page is asked for in time") < page {}
}

/// The server is asked for the next page before the consumer has taken more than the first item of one, even if the consumer never
/// waits for anything.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_page_is_fetched_meanwhile() {
    let list = List::new([Element::Item; 9], 3);
    let (tell, asked) = mpsc::channel();
    list.state(|state| state.tell = Some(tell));
    let client = list.client();
    let work = async move {
        let mut items = client.v2().deals().list().items().read_ahead();
        for (page, first) in [(1, 1), (2, 4), (3, 7)] {
            assert_eq!(take(&mut items, 1).await, [Ok(first)]);
            if page < 3 {
                wait_for(page + 1, &asked);
            }
            assert_eq!(take(&mut items, 2).await, [Ok(first + 1), Ok(first + 2)]);
        }
        assert!(items.next().await.is_none());
        let mut pages = client.v1().notes().list().pages().read_ahead();
        for page in 1..=3 {
            assert_eq!(pages.try_next().await.unwrap().unwrap().len(), 3);
            if page < 3 {
                wait_for(3 + page + 1, &asked);
            }
        }
        assert!(pages.next().await.is_none());
    };
    tokio::spawn(work).await.unwrap();
    assert_eq!(list.asked(), 6);
}

/// By the time the first item is there, the next page has been sent for; the page after that has not.
#[tokio::test]
async fn one_page_ahead_and_no_more() {
    for spawned in [false, true] {
        let list = List::new([Element::Item; 9], 3);
        let work = {
            let list = list.clone();
            async move {
                let mut items = list.client().v2().deals().list().items().read_ahead();
                for asked in [2, 2, 2, 3, 3, 3, 3, 3, 3] {
                    assert!(items.next().await.is_some());
                    assert_eq!(list.asked(), asked);
                    // As long as the others like, it does not become more.
                    for _ in 0..20 {
                        tokio::task::yield_now().await;
                    }
                    assert_eq!(list.asked(), asked);
                }
                let mut pages = list.client().v1().notes().list().pages().read_ahead();
                for asked in [2, 3, 3] {
                    assert!(pages.next().await.is_some());
                    assert_eq!(list.asked(), 3 + asked);
                }
            }
        };
        if spawned {
            tokio::spawn(work).await.unwrap();
        } else {
            work.await;
        }
        assert_eq!(list.asked(), 6);
    }
}

/// Nobody is asked for anything before it is needed, unless that is wanted.
#[tokio::test]
async fn without_it_pages_are_fetched_when_they_are_needed() {
    let list = List::new([Element::Item; 7], 3);
    let mut items = list.client().v2().deals().list().items();
    assert_eq!(list.asked(), 0);
    for asked in [1, 1, 1, 2, 2, 2, 3] {
        assert!(items.next().await.is_some());
        assert_eq!(list.asked(), asked);
    }
}

/// However long a list is, there are never more than two pages of it: the one in use and the one ahead.
#[tokio::test]
async fn a_long_list_takes_no_more_room_than_a_short_one() {
    const PAGE: usize = 500;
    let list = List::new(vec![Element::Item; 100_000], PAGE);
    let mut items = list.client().v2().deals().list().items().read_ahead();
    let mut count = 0;
    while let Some(deal) = items.try_next().await.unwrap() {
        let page = count / PAGE + 1;
        count += 1;
        assert_eq!(deal.id.0, i64::try_from(count).unwrap());
        assert!((page..=page + 1).contains(&list.asked()), "{} pages at item {count}", list.asked());
        assert!(items.size_hint().0 < PAGE);
    }
    assert_eq!((count, list.asked()), (100_000, 200));
}

/// Answers the first request of a connection, or of two, with a page, and listens to what becomes of the one for the next page.
async fn listen(mut socket: TcpStream, page: &str, tell: mpsc::Sender<&'static str>) {
    let mut request = Vec::new();
    loop {
        let mut buffer = [0; 1024];
        match socket.read(&mut buffer).await {
            Ok(read) if read > 0 => request.extend_from_slice(&buffer[..read]),
            _ if request.is_empty() => return,
            _ => return tell.send("gone").unwrap_or_default(),
        }
        let text = String::from_utf8_lossy(&request);
        if !text.ends_with("\r\n\r\n") {
            continue;
        }
        if text.contains("cursor=") {
            tell.send("asked").unwrap();
        } else {
            let answer =
                format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{page}", page.len());
            socket.write_all(answer.as_bytes()).await.unwrap();
            request.clear();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_drops_the_stream_stops_the_request() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = mpsc::channel();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let page = r#"{"data": [{"id": 1}], "additional_data": {"next_cursor": "b"}}"#;
            tokio::spawn(listen(socket, page, tell.clone()));
        }
    });
    let client = Client::builder()
        .api_token("token")
        .burst_limit(None)
        .retry(RetryPolicy::none())
        .base_url(format!("http://{address}"))
        .build()
        .unwrap();
    let mut items = client.v2().deals().list().items().read_ahead();
    assert_eq!(take(&mut items, 1).await, [Ok(1)]);
    assert_eq!(told.recv_timeout(LONG), Ok("asked"));
    drop(items);
    assert_eq!(told.recv_timeout(LONG), Ok("gone"));
}

/// The place in the list does not run ahead with the pages: whoever stops waiting for one has not had it.
#[tokio::test]
async fn the_cursor_tells_of_what_was_handed_out() {
    let list = List::new([Element::Item; 9], 3);
    let mut cx = Context::from_waker(Waker::noop());
    let mut pages = list.client().v2().deals().list().pages().read_ahead();
    while pin!(pages.next()).poll(&mut cx).is_pending() {
        assert_eq!(pages.cursor(), Some(Cursor::first()));
    }
    assert_eq!(pages.cursor(), Some(Cursor::new("after 3")));
    let mut items = list.client().v2().deals().list().items().read_ahead();
    while pin!(items.next()).poll(&mut cx).is_pending() {
        assert_eq!(items.cursor(), Some(Cursor::first()));
    }
    assert_eq!(items.cursor(), Some(Cursor::first().skipping(1)));
}

/// Runs a future without any runtime.
fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        std::thread::park();
    }
}

/// Where there is no runtime, the next page comes on whenever an item is asked for.
#[test]
fn it_needs_no_runtime() {
    for ahead in [false, true] {
        let list = List::new([Element::Item; 5], 3);
        let items = list.client().v2().deals().list().items();
        let mut items = if ahead { items.read_ahead() } else { items };
        assert_eq!(block_on(take(&mut items, 1)), [Ok(1)]);
        assert_eq!(list.asked(), if ahead { 2 } else { 1 });
        assert_eq!(block_on(take(&mut items, 2)), [Ok(2), Ok(3)]);
        let is_there = pin!(items.next()).poll(&mut Context::from_waker(Waker::noop())).is_ready();
        assert_eq!(is_there, ahead);
        assert_eq!(block_on(take(&mut items, 9)).len(), if ahead { 1 } else { 2 });
    }
    let list = List::new([Element::Item; 5], 3);
    let mut pages = list.client().v1().notes().list().pages().read_ahead();
    assert!(block_on(pages.next()).is_some());
    assert_eq!(list.asked(), 2);
    assert_eq!(block_on(pages.try_collect()).unwrap().len(), 1);
}

/// A runtime that ends takes the page with it, but not the list.
#[test]
fn the_list_outlives_the_runtime() {
    let list = List::new([Element::Item; 4], 2);
    list.state(|state| state.stalled = vec![1]);
    let mut items = list.client().v2().deals().list().items().read_ahead();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(take(&mut items, 1)), [Ok(1)]);
    drop(runtime);
    assert_eq!(block_on(take(&mut items, 9)), [Ok(2), Err(ErrorKind::Transport)]);
    list.state(|state| state.stalled.clear());
    assert_eq!(block_on(take(items.resume(), 9)), [Ok(3), Ok(4)]);
}

/// What goes wrong in the task is not hidden by it.
#[tokio::test]
async fn a_panic_of_the_transport_is_passed_on() {
    let list = List::new([Element::Item; 4], 2);
    let mut items = list.client().v2().deals().list().items().read_ahead();
    list.state(|state| state.panics = true);
    let result = tokio::spawn(async move { take(&mut items, 9).await }).await;
    assert!(result.is_err_and(|error| error.is_panic()));
}
