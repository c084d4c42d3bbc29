//! A list in the process, the same by cursors and by offsets.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, mpsc};
use std::task::Poll;

use bytes::Bytes;
use http::{Request, Response};
use pipedrive::{
    BoxFuture, Client, Error, ErrorKind, Items, Paged, RequestBody, ResponseBody, RetryPolicy, Transport, TransportError,
};
use serde_json::{Value, json};

/// What stands in the list.
#[derive(Clone, Copy)]
pub(crate) enum Element {
    Item,
    /// An item that cannot be read.
    Faulty,
    Null,
    /// An item that counts and is not shown.
    Hidden,
}

/// The list of the tests: its pages of three are full, mixed, empty and cut short.
pub(crate) const MIXED: [Element; 13] = {
    use Element::{Faulty, Hidden, Item, Null};
    [Item, Item, Faulty, Hidden, Hidden, Hidden, Item, Null, Item, Hidden, Item, Faulty, Item]
};

/// What the list gives from its beginning: the ids, counted from 1, and the kinds of the errors.
pub(crate) const WHOLE: [Result<i64, ErrorKind>; 8] =
    [Ok(1), Ok(2), Err(ErrorKind::Decode), Ok(7), Ok(9), Ok(11), Err(ErrorKind::Decode), Ok(13)];

pub(crate) struct State {
    elements: Vec<Element>,
    page: usize,
    /// The query of each request.
    asked: Vec<BTreeMap<String, String>>,
    /// The requests, counted from 0, that are answered with half of a page.
    pub(crate) broken: Vec<usize>,
    /// The requests, counted from 0, that are never answered.
    pub(crate) stalled: Vec<usize>,
    /// Whether every request is a panic.
    pub(crate) panics: bool,
    /// Whoever wants to know of each request.
    pub(crate) tell: Option<mpsc::Sender<usize>>,
}

/// A list that is asked for page by page, by whatever operation.
#[derive(Clone)]
pub(crate) struct List(Arc<Mutex<State>>);

impl List {
    /// A list with so many elements on a page, where nobody asks for more or less.
    pub(crate) fn new(elements: impl Into<Vec<Element>>, page: usize) -> Self {
        let state = State {
            elements: elements.into(),
            page,
            asked: Vec::new(),
            broken: Vec::new(),
            stalled: Vec::new(),
            panics: false,
            tell: None,
        };
        Self(Arc::new(Mutex::new(state)))
    }

    pub(crate) fn state<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.lock().unwrap())
    }

    /// How many pages were asked for.
    pub(crate) fn asked(&self) -> usize {
        self.state(|state| state.asked.len())
    }

    /// The values of a parameter in all requests so far.
    pub(crate) fn sent(&self, name: &str) -> Vec<Option<String>> {
        self.state(|state| state.asked.iter().map(|query| query.get(name).cloned()).collect())
    }

    /// A client of the list, which needs no runtime.
    pub(crate) fn client(&self) -> Client {
        let client = Client::builder()
            .api_token("token")
            .burst_limit(None)
            .retry(RetryPolicy::none())
            .base_url("https://acme.example")
            .timeout(None);
        client.transport(self.clone()).build().unwrap()
    }

    fn answer(&self, path: &str, query: BTreeMap<String, String>) -> String {
        self.state(|state| {
            let by_cursor = path.starts_with("/api/v2/");
            let number = |name: &str| -> Option<usize> { query.get(name)?.trim_start_matches("after ").parse().ok() };
            let start = number(if by_cursor { "cursor" } else { "start" }).unwrap_or(0);
            let limit = number("limit").unwrap_or(state.page);
            let end = (start + limit).min(state.elements.len());
            let data: Vec<Value> = (start..end).filter_map(|at| json(state.elements[at], at + 1)).collect();
            let more = end < state.elements.len();
            let beside = if by_cursor {
                json!({ "next_cursor": more.then(|| format!("after {end}")) })
            } else {
                let pagination = json!({ "start": start, "limit": limit, "more_items_in_collection": more });
                let next = json!({ "next_start": end });
                json!({ "pagination": if more { merged(pagination, next) } else { pagination } })
            };
            let mut text = json!({ "success": true, "data": data, "additional_data": beside }).to_string();
            if state.broken.contains(&state.asked.len()) {
                text.truncate(text.len() / 2);
            }
            state.asked.push(query);
            if let Some(tell) = &state.tell {
                // The other side may have heard enough.
                let _ = tell.send(state.asked.len());
            }
            text
        })
    }
}

fn json(element: Element, id: usize) -> Option<Value> {
    match element {
        Element::Item => Some(json!({ "id": id })),
        Element::Faulty => Some(json!({ "title": "no id" })),
        Element::Null => Some(Value::Null),
        Element::Hidden => None,
    }
}

fn merged(mut one: Value, other: Value) -> Value {
    let (Some(into), Value::Object(from)) = (one.as_object_mut(), other) else { return one };
    into.extend(from);
    one
}

fn query(url: &str) -> BTreeMap<String, String> {
    url::Url::parse(url).unwrap().query_pairs().into_owned().collect()
}

impl Transport for List {
    fn send(&self, request: Request<RequestBody>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let (stalls, panics) = self.state(|state| (state.stalled.contains(&state.asked.len()), state.panics));
        assert!(!panics, "as it was told to");
        let answer = self.answer(request.uri().path(), query(&request.uri().to_string()));
        let mut waits = 2;
        Box::pin(async move {
            // As from a network, nothing is there at once.
            std::future::poll_fn(|cx| {
                if stalls {
                    return Poll::Pending;
                }
                cx.waker().wake_by_ref();
                waits -= 1;
                if waits < 0 { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
            Ok(Response::new(ResponseBody::from(Bytes::from(answer))))
        })
    }
}

/// An item of either list.
pub(crate) trait Id {
    fn id(&self) -> i64;
}

impl Id for pipedrive::v2::deals::Deal {
    fn id(&self) -> i64 {
        self.id.0
    }
}

impl Id for pipedrive::v1::notes::Note {
    fn id(&self) -> i64 {
        self.id.0
    }
}

/// An element as the tests see it.
pub(crate) fn seen<T: Id>(item: Result<T, Error>) -> Result<i64, ErrorKind> {
    item.map(|item| item.id()).map_err(|error| error.kind())
}

/// So many elements of a list, or all of them.
pub(crate) async fn take<O>(items: &mut Items<O>, most: usize) -> Vec<Result<i64, ErrorKind>>
where
    O: Paged,
    O::Item: Id,
{
    let mut taken = Vec::new();
    while taken.len() < most
        && let Some(item) = items.next().await
    {
        taken.push(seen(item));
    }
    taken
}
