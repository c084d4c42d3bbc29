//! What happens to what is wrong in a response: who hears of it, what an error says, and that the rest can be had.

use std::sync::Arc;

use pipedrive::{Client, ErrorKind, Request, Response, test_util};
use pipedrive_mock::Fault;
use pipedrive_tests::recorder::Recorder;
use pipedrive_tests::served::ServedAccount;
use serde_json::{Value, json};

/// A client of somebody who always says the same.
fn client(response: impl AsRef<[u8]>) -> Client {
    let recorder = Recorder::new(response.as_ref().to_vec(), Arc::default());
    Client::builder().api_token("t").transport(recorder).build().expect("nothing is wrong with these settings")
}

fn paths<T>(response: &Response<T>) -> Vec<String> {
    response.mismatches().iter().map(pipedrive::Mismatch::path).collect()
}

#[tokio::test]
async fn one_bad_text_does_not_cost_the_page() {
    for (bad, read, said) in [
        (&b"caf\xe9"[..], "caf\u{fffd}", "expected valid UTF-8, found invalid bytes"),
        (br"cut \ud83d", "cut \u{fffd}", "expected a surrogate pair, found an unpaired surrogate"),
        (b"two\nlines", "two\nlines", "expected escaped control characters, found an unescaped control character"),
    ] {
        let body =
            [br#"{"success":true,"data":[{"id":1,"title":"fine \ud83d\ude00"},{"id":2,"title":""#, bad, br#""}]}"#].concat();
        let client = client(&body);
        let response = client.v2().deals().list().with_response().await.unwrap();
        let titles: Vec<_> = response.data.iter().map(|deal| deal.title.as_deref()).collect();
        assert_eq!(titles, [Some("fine 😀"), Some(read)]);
        assert_eq!(
            response.mismatches().iter().map(ToString::to_string).collect::<Vec<_>>(),
            [format!("`data[1].title`: {said}")]
        );
        let error = client.v2().deals().list().strict(true).await.unwrap_err();
        assert_eq!((error.json_path(), error.body().map(AsRef::as_ref)), (Some("data[1].title"), Some(&body[..])));
    }
}

#[tokio::test]
async fn numbers_beyond_all_types_are_kept_as_text() {
    let response = client(r#"{"data":{"id":1,"value":-1e999,"label_ids":[2,1e999],"unknown":1e999}}"#);
    let response = response.v2().deals().get(1).with_response().await.unwrap();
    let mut paths = paths(&response);
    paths.sort();
    paths.dedup();
    let kept = |name: &str| response.data.extra.get(name);
    assert_eq!(response.data.value, None);
    if cfg!(feature = "rust_decimal") {
        // JSON numbers have no limits then, but `f64` has.
        let number = |name: &str| kept(name).filter(|value| value.is_number()).map(ToString::to_string);
        assert_eq!((number("value").as_deref(), number("unknown").as_deref()), (Some("-1e+999"), Some("1e+999")));
        assert_eq!(paths, ["data.label_ids[1]", "data.value"]);
    } else {
        assert_eq!((kept("value"), kept("unknown")), (Some(&json!("-1e999")), Some(&json!("1e999"))));
        assert_eq!(paths, ["data.label_ids[1]", "data.unknown", "data.value"]);
    }
}

#[tokio::test]
async fn what_is_no_json_is_an_error_that_shows_where() {
    for (body, path, said) in [
        (r#"{"success":true,"data":{"id":1,"value":NaN}}"#, Some("data.value"), r#""value":NaN}}"#),
        (r#"{"success":true,"data":[{"id":1},{"id":2"#, Some("data[1].id"), r#"{"id":1},{"id":2"#),
        ("<!DOCTYPE html>\n<title>Hello</title>", None, "<!DOCTYPE html> <title>Hello</title>"),
        ("{\"data\":{}} trailing", None, "{\"data\":{}} trailing"),
    ] {
        let error = client(body).v2().deals().list().await.unwrap_err();
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, path), "{error}");
        assert!(
            error.to_string().starts_with("GET /api/v2/deals: cannot decode response: ") && error.to_string().contains(said),
            "{error}"
        );
        assert_eq!(error.body().map(AsRef::as_ref), Some(body.as_bytes()));
    }
}

#[tokio::test]
async fn errors_say_where_what_and_which_call() {
    let server = ServedAccount::start().await;
    let long = format!("{}\nend", "long ".repeat(100));
    let body = json!({ "data": [{ "id": 1 }, { "id": long }, { "title": "x" }, null, { "id": 2 }] });
    let template = Fault::response(200, body).header("x-correlation-id", "abc");
    server.inject(template);
    let client = Client::builder().api_token("t").base_url(server.url()).build().unwrap();
    let deals = client.v2().deals();

    let mut items = deals.list().items();
    assert_eq!(items.try_next().await.unwrap().map(|deal| deal.id.0), Some(1));
    let error = items.try_next().await.unwrap_err();
    let shown = format!("\"{}", "long ".repeat(16));
    assert_eq!(
        error.to_string(),
        format!(
            "GET /api/v2/deals: cannot decode response: `data[1].id`: expected an id, found a string: {}… (request id abc)",
            &shown[..80]
        )
    );
    assert_eq!(error.operation().map(|info| info.id), Some("v2.deals.list"));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert!(error.body().is_some_and(|body| serde_json::from_slice::<Value>(body).is_ok()));
    let error = items.try_next().await.unwrap_err().to_string();
    assert!(error.contains(r#"`data[2].id`: missing required field, in {"title":"x"}"#), "{error}");
    assert_eq!(items.try_next().await.unwrap().map(|deal| deal.id.0), Some(2));
    assert!(items.try_next().await.unwrap().is_none());

    let error = deals.list().strict(true).await.unwrap_err();
    assert_eq!((error.json_path(), error.request_id()), (Some("data[1].id"), Some("abc")));
}

#[tokio::test]
async fn a_bad_hit_does_not_end_a_search() {
    let hit = |id: Value| json!({ "result_score": 0.5, "item": { "id": id, "title": "Lamp" } });
    let hits = json!([hit(json!(1)), 7, hit(json!(2)), null, { "item": "x", "result_score": 1 }, hit(json!(3))]);
    for (hits, expected, rejected, next) in [
        (hits, vec!["1", "data.items[1]", "2", "?", "3"], vec![(1, true), (3, false)], true),
        (json!([1, "x"]), vec!["data.items[0]", "data.items[1]"], vec![(0, true), (1, true)], false),
        (json!([null, null]), vec![], vec![(0, false), (1, false)], false),
    ] {
        let body = json!({ "success": true, "data": { "items": hits } });
        let search = client(body.to_string()).v2().deals().search("lamp");
        let mut items = search.clone().items();
        let mut seen = Vec::new();
        while let Some(item) = items.next().await {
            seen.push(match item {
                Ok(hit) => hit.item.map_or("?".to_owned(), |deal| deal.id.to_string()),
                Err(error) => error.json_path().unwrap_or_default().to_owned(),
            });
        }
        assert_eq!(seen, expected);
        let response = search.with_response().await.unwrap();
        let found: Vec<_> = response.data.rejected().iter().map(|item| (item.index(), item.error().is_some())).collect();
        assert_eq!(found, rejected);
        assert_eq!(response.mismatches().iter().any(|mismatch| mismatch.path() == "data.items[4].item"), next);
        // They are still where they were, too.
        assert_eq!(serde_json::to_value(response.data.data()).unwrap()["items"], body["data"]["items"]);
    }
}

#[tokio::test]
async fn a_page_of_bad_items_leads_to_the_next() {
    let page = json!({
        "success": true, "data": { "items": [1] },
        "additional_data": { "pagination": { "start": 0, "limit": 1, "more_items_in_collection": true } },
    });
    #[allow(deprecated, reason = "the searches that go by offsets are")]
    let response = client(page.to_string()).v1().deals().search("lamp").await.unwrap();
    assert_eq!((response.len(), response.next().and_then(pipedrive::Cursor::as_start)), (0, Some(1)));
}

#[tokio::test]
async fn strict_is_for_a_client_or_a_call() {
    let body = json!({ "success": true, "data": { "id": 1, "title": { "a": 1 }, "value": "much" } }).to_string();
    let lenient = client(&body);
    let recorder = Recorder::new(body.into_bytes(), Arc::default());
    let strict = Client::builder().api_token("t").transport(recorder).strict(true).build().unwrap();

    let response = lenient.v2().deals().get(1).with_response().await.unwrap();
    assert_eq!((response.data.title.as_ref(), response.data.extra.get("title")), (None, Some(&json!({ "a": 1 }))));
    assert_eq!(paths(&response), ["data.title", "data.value"]);
    assert_eq!(response.mismatches()[1].excerpt(), Some("\"much\""));
    assert!(strict.v2().deals().get(1).strict(false).await.is_ok());
    for call in [lenient.v2().deals().get(1).strict(true), strict.v2().deals().get(1)] {
        let error = call.await.unwrap_err();
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some("data.title")));
        let said = ": cannot decode response: `data.title`: expected a string, found an object: {\"a\":1}";
        assert!(error.to_string().ends_with(said), "{error}");
    }
}

#[tokio::test]
async fn secrets_are_in_no_message() {
    let hook = json!({ "id": "?", "http_auth_user": "ada", "http_auth_password": "hunter2" });
    let odd = json!({ "id": 1, "http_auth_password": ["hunter2"] });
    for data in [json!([hook]), json!([odd]), json!({ "a": hook, "b": { "c": odd } })] {
        let body = json!({ "success": true, "data": data }).to_string();
        for body in [body.clone(), body.replace([']', '}'], "nonsense")] {
            let client = client(&body);
            let result = client.v1().webhooks().list().with_response().await;
            let shown = format!("{result:?}");
            let strict = client.v1().webhooks().list().strict(true).await.unwrap_err();
            assert!(!format!("{shown} {strict} {strict:?}").contains("hunter2"), "{shown} {strict:?}");
            assert!(strict.body().is_some());
        }
    }
}

/// PHP writes a list with gaps as an object, and an empty one sometimes as an empty object. Other objects are reported.
#[test]
fn a_list_that_came_as_an_object_is_read() {
    let read = |data: Value| {
        let body = json!({ "success": true, "data": data }).to_string();
        let result = test_util::round_trip("GET", "/api/v2/deals", 200, body.as_bytes()).expect("there is such an operation");
        let typed = test_util::typed_round_trip("GET", "/api/v2/deals", 200, body.as_bytes()).expect("there it is again");
        result.map(|(returned, mismatches)| {
            assert_eq!(returned["data"], data);
            (typed.unwrap()["data"].clone(), mismatches.iter().map(pipedrive::Mismatch::path).collect::<Vec<_>>())
        })
    };
    assert_eq!(read(json!({})).unwrap(), (json!([]), vec![]));
    assert_eq!(read(json!({ "id": 1 })).unwrap(), (json!([{ "id": 1 }]), vec!["data".to_owned()]));
    assert_eq!(read(json!({ "deals": [{ "id": 1 }] })).unwrap(), (json!([{ "id": 1 }]), vec!["data".to_owned()]));
    let (typed, paths) = read(json!({ "0": { "id": 1, "title": [] }, "2": { "id": "?" }, "3": { "id": 3 } })).unwrap();
    assert_eq!(typed, json!([{ "id": 1 }, { "id": 3 }]));
    assert_eq!(paths, ["data.0.title", "data.2.id"]);
    assert_eq!(read(json!({ "0": { "title": "x" } })).unwrap(), (json!([]), vec!["data.0.id".to_owned()]));
    // What has nothing of a list must not pass for an empty one.
    for data in [json!({ "a": 1 }), json!({ "0": { "id": 1 }, "a": 1 }), json!("x"), json!(7)] {
        assert!(read(data.clone()).is_err(), "{data}");
    }
}

/// As with every JSON parser of note, the last one counts.
#[test]
fn a_name_that_stands_twice() {
    let body = r#"{"data":{"id":1,"id":2,"title":{"a":1},"title":"x","value":5,"value":"?","new":1,"new":2,"label_ids":["a"],"label_ids":[3]}}"#;
    let result = test_util::round_trip("GET", "/api/v2/deals/{id}", 200, body.as_bytes()).expect("there is such an operation");
    let (returned, mismatches) = result.unwrap();
    let paths: Vec<_> = mismatches.iter().map(pipedrive::Mismatch::path).collect();
    assert_eq!(paths, ["data.title", "data.value", "data.label_ids[0]"]);
    let data = &returned["data"];
    assert_eq!((&data["id"], &data["title"], &data["value"], &data["new"]), (&json!(2), &json!("x"), &json!("?"), &json!(2)));
}
