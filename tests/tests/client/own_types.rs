//! Responses and lists as types of the user's own, and functions over any list.

use std::rc::Rc;
use std::sync::Arc;

use futures_util::StreamExt;
use pipedrive::prelude::*;
use pipedrive::{Client, Error, ErrorKind, Items, Pages};
use pipedrive_tests::recorder::Recorder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::paging::list::{List, MIXED};

#[derive(Debug, Deserialize, PartialEq)]
struct Brief {
    id: i64,
    title: Option<String>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "only its errors matter")]
struct Hook {
    password: String,
    password2: i64,
}

/// A type that is not `Send`.
#[derive(Debug, Deserialize)]
#[serde(from = "Brief")]
struct Shared(Rc<Brief>);

impl From<Brief> for Shared {
    fn from(brief: Brief) -> Self {
        Self(Rc::new(brief))
    }
}

fn client(body: impl AsRef<[u8]>) -> Client {
    let recorder = Recorder::new(body.as_ref().to_vec(), Arc::default());
    Client::builder().api_token("t").oauth_client("id", "secret").transport(recorder).build().expect("valid settings")
}

fn brief(id: i64, title: &str) -> Brief {
    Brief { id, title: Some(title.to_owned()) }
}

/// Any type, with no other bound.
async fn fetch<T: DeserializeOwned>(client: &Client) -> Result<T, Error> {
    client.v2().deals().get(1).send_as::<T>().await
}

#[tokio::test]
async fn the_data_is_read_as_any_type() {
    let data = r#"{ "id": 1, "title":"Lamp", "big": 12345678901234567890123, "z": {"b":1,"a":2.50} }"#;
    let client = client(format!(r#"{{"success":true,"data":{data},"additional_data":{{"x":1}}}}"#));
    assert_eq!(fetch::<Brief>(&client).await.unwrap(), brief(1, "Lamp"));
    assert_eq!(fetch::<Value>(&client).await.unwrap()["z"]["a"].as_f64(), Some(2.5));
    assert_eq!(fetch::<Box<RawValue>>(&client).await.unwrap().get(), data);
    assert_eq!(*fetch::<Shared>(&client).await.unwrap().0, brief(1, "Lamp"));
    assert_eq!(fetch::<pipedrive::v2::deals::Deal>(&client).await.unwrap().id, DealId(1));
    let response = client.v2().deals().get(1).with_response_as::<Brief>().await.unwrap();
    assert_eq!((response.status().as_u16(), response.additional_data().unwrap().extra.get("x")), (200, Some(&json!(1))));
    assert_eq!(response.data.id, 1);
    let send = |client: &Client| tokio::spawn(client.v2().deals().get(1).send_as::<Brief>());
    assert_eq!(send(&client).await.unwrap().unwrap().id, 1);
    assert!(format!("{:?}", client.v2().deals().get(1).send_as::<Brief>()).contains("sent: false"));
}

#[tokio::test]
async fn the_location_of_the_data_is_that_of_the_operation() {
    // A list, a list in an object, no envelope, no data.
    let page = client(r#"{"data":[{"id":1,"title":"a"},{"id":2}]}"#).v2().deals().list().send_as::<Vec<Brief>>().await;
    assert_eq!(page.unwrap().len(), 2);
    let search = client(r#"{"data":{"items":[{"item":{"id":1}}]}}"#).v2().deals().search("x").send_as::<Value>().await;
    assert_eq!(search.unwrap(), json!({ "items": [{ "item": { "id": 1 } }] }));
    let tokens = client(r#"{"access_token":"a","data":7}"#).v1().oauth().refresh_tokens("r").send_as::<Value>().await;
    assert_eq!(tokens.unwrap(), json!({ "access_token": "a", "data": 7 }));
    let nothing = client(r#"{"success":true}"#).v2().deals().get(1).send_as::<Option<Brief>>().await;
    assert_eq!(nothing.unwrap(), None);
    assert_eq!(client("").v2().deals().get(1).send_as::<Value>().await.unwrap(), Value::Null);
    let file = client("…").v1().files().download(1).send_as::<Value>().await.unwrap_err();
    assert_eq!(file.kind(), ErrorKind::InvalidRequest, "{file}");
}

#[tokio::test]
async fn errors_state_the_location() {
    for (data, path, said) in [
        (r#"{"id":1,"title":5}"#, "data.title", "invalid type: integer `5`, expected a string"),
        (r#"{"title":"x","more":{"a":[1,2]}}"#, "data", "missing field `id`"),
        (r#"{"id":{"a":1}}"#, "data.id", "invalid type: map, expected i64"),
        ("[]", "data", "invalid length 0, expected struct Brief with 2 elements"),
        ("null", "data", "invalid type: null, expected struct Brief"),
    ] {
        let error = fetch::<Brief>(&client(format!(r#"{{"data":{data}}}"#))).await.unwrap_err();
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some(path)), "{error}");
        assert_eq!(error.to_string(), format!("GET /api/v2/deals/1: cannot decode response: `{path}`: {said}"));
        assert_eq!(error.body().map(bytes::Bytes::len), Some(data.len() + 9));
    }
    let failed = fetch::<Value>(&client(r#"{"success":false,"error":"No"}"#)).await.unwrap_err();
    assert_eq!((failed.kind(), failed.message()), (ErrorKind::Api, Some("No")));
    let broken = fetch::<Value>(&client(r#"{"data":{"id":1"#)).await.unwrap_err();
    assert_eq!((broken.kind(), broken.json_path()), (ErrorKind::Decode, Some("data.id")));
    let secret = client(r#"{"data":{"id":{"password":5,"password2":"hunter2"}}}"#);
    let error = secret.v2().deals().get(1).send_as::<std::collections::BTreeMap<String, Hook>>().await.unwrap_err();
    assert_eq!(error.message(), Some("`data.id.password`: the value is not of the requested type"));
}

#[tokio::test]
async fn repaired_json_is_read_too() {
    let body = b"{\"data\":{\"id\":1,\"title\":\"caf\xe9\"}}";
    assert_eq!(fetch::<Brief>(&client(body)).await.unwrap(), brief(1, "caf\u{fffd}"));
    assert_eq!(fetch::<Box<RawValue>>(&client(body)).await.unwrap().get(), "{\"id\":1,\"title\":\"caf\u{fffd}\"}");
    let response = client(body).v2().deals().get(1).with_response_as::<Value>().await.unwrap();
    assert_eq!(response.mismatches()[0].path(), "data.title");
    let strict = client(body).v2().deals().get(1).strict(true).send_as::<Value>().await;
    assert_eq!(strict.unwrap_err().json_path(), Some("data.title"));
}

#[tokio::test]
async fn lists_are_read_item_by_item() {
    let items = r#"[{"id":1,"title":"a"},{"id":"x"},null,{"id":3,"title":"c"}]"#;
    for (body, path, request) in [
        (format!(r#"{{"data":{items}}}"#), "data[1].id", "list"),
        (format!(r#"{{"data":{{"items":{items}}}}}"#), "data.items[1].id", "search"),
        (
            r#"{"data":{"0":{"id":1,"title":"a"},"1":{"id":"x"},"2":null,"5":{"id":3,"title":"c"}}}"#.to_owned(),
            "data[1].id",
            "list",
        ),
    ] {
        let client = client(&body);
        let read = async |mut items: Box<dyn futures_core::Stream<Item = Result<Brief, Error>> + Unpin>| {
            let mut seen = Vec::new();
            while let Some(item) = items.next().await {
                seen.push(item);
            }
            seen
        };
        let deals = client.v2().deals();
        let (items, page) = if request == "list" {
            (read(Box::new(deals.list().items_as::<Brief>())).await, deals.list().pages_as::<Brief>().try_next().await)
        } else {
            (read(Box::new(deals.search("x").items_as::<Brief>())).await, deals.search("x").pages_as::<Brief>().try_next().await)
        };
        let [Ok(first), Err(error), Ok(last)] = items.as_slice() else { panic!("{items:?}") };
        assert_eq!((first, last), (&brief(1, "a"), &brief(3, "c")));
        assert_eq!((error.json_path(), error.item()), (Some(path), Some(&json!({ "id": "x" }))), "{error}");
        assert!(error.to_string().contains("invalid type: string \"x\", expected i64"), "{error}");
        let page = page.unwrap().unwrap();
        assert_eq!(page.items(), [brief(1, "a"), brief(3, "c")]);
        let rejected: Vec<_> = page.rejected().iter().map(|item| (item.index(), item.error().is_some())).collect();
        assert_eq!(rejected, [(1, true), (2, false)]);
    }
    let all =
        client(format!(r#"{{"data":{items}}}"#)).v2().deals().list().items_as::<Box<RawValue>>().try_collect().await.unwrap();
    assert_eq!(
        all.iter().map(|item| item.get()).collect::<Vec<_>>(),
        [r#"{"id":1,"title":"a"}"#, r#"{"id":"x"}"#, "null", r#"{"id":3,"title":"c"}"#]
    );
    for empty in [r#"{"data":null}"#, "{}", "", r#"{"data":[]}"#] {
        assert!(client(empty).v2().deals().list().items_as::<Value>().try_collect().await.unwrap().is_empty(), "{empty}");
        assert!(client(empty).v2().deals().search("x").items_as::<Value>().try_collect().await.unwrap().is_empty(), "{empty}");
    }
    for bad in [r#"{"data":7}"#, r#"{"data":{"items":7}}"#, r#"{"success":false}"#, "<html>"] {
        let error = client(bad).v2().deals().search("x").items_as::<Value>().try_collect().await.unwrap_err();
        assert_eq!(error.item(), None, "{bad}");
    }
}

#[derive(Deserialize)]
struct OnlyId {
    id: i64,
}

/// The ids of a list by its generated type and by one's own, over several pages.
async fn ids<L: Paged>(list: L) -> (Vec<i64>, Vec<i64>, Vec<i64>)
where
    L::Item: Serialize,
{
    let mut typed = Vec::new();
    let mut items = list.clone().items();
    while let Some(item) = items.next().await {
        typed.extend(item.ok().and_then(|item| serde_json::to_value(item).unwrap()["id"].as_i64()));
    }
    let mut own: Items<L, OnlyId> = list.clone().starting_at(&pipedrive::Cursor::first()).items_as::<OnlyId>().read_ahead();
    let mut of_items = Vec::new();
    while let Some(item) = own.next().await {
        of_items.extend(item.ok().map(|item| item.id));
    }
    assert_eq!(own.cursor(), None);
    let mut pages: Pages<L, _> = list.pages_as::<OnlyId>();
    let mut of_pages = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        of_pages.extend(page.into_iter().map(|item| item.id));
    }
    (typed, of_items, of_pages)
}

#[tokio::test]
async fn a_function_over_any_list_pages_through_it() {
    for size in [1, 3, 100] {
        let list = List::new(MIXED, size);
        let client = list.client();
        for (typed, of_items, of_pages) in [ids(client.v2().deals().list()).await, ids(client.v1().notes().list()).await] {
            assert!(typed.len() > 2, "{typed:?}");
            assert_eq!((&of_items, &of_pages), (&typed, &typed));
        }
    }
}

/// Without a bound on the items, and without the names of the streams.
async fn export<L: Paged>(list: L) -> Vec<String> {
    let items = list.clone().items().try_collect().await.unwrap_or_default();
    let pages = list.pages().try_collect().await.unwrap_or_default();
    let lines = items.iter().map(|item| serde_json::to_string(item).unwrap());
    lines.chain(pages.iter().flat_map(|page| page.iter().map(|item| serde_json::to_string(item).unwrap()))).collect()
}

#[tokio::test]
async fn any_list_is_exported_as_json() {
    let client = client(r#"{"data":[{"id":1,"new":[1.5]}]}"#);
    assert_eq!(export(client.v2().deals().list()).await, [r#"{"id":1,"new":[1.5]}"#; 2]);
    assert_eq!(export(client.v1().notes().list()).await, [r#"{"id":1,"new":[1.5]}"#; 2]);
}
