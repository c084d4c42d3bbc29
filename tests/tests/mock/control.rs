//! The paths by which tests in other languages control an account.

use http::Method;
use pipedrive_mock::Server;
use serde_json::{Value, json};

use crate::server::{json, send, serve};

async fn control(server: &Server, method: Method, path: &str, body: Value) -> (u16, Value) {
    let request = reqwest::Client::new().request(method, format!("{}/_mock/{path}", server.url()));
    let request =
        if body.is_null() { request } else { request.header("content-type", "application/json").body(body.to_string()) };
    let response = request.send().await.expect("the server responds");
    (response.status().as_u16(), json(response).await)
}

#[tokio::test]
async fn faults_are_set_over_http() {
    let (account, server) = serve().await;
    account.add_api_token("token");
    let fault =
        json!({ "status": 429, "headers": { "retry-after": 2 }, "on": "v2.deals.list", "query": { "limit": 1 }, "times": 1 });
    assert_eq!(control(&server, Method::POST, "faults", fault).await, (200, json!({ "injected": 1 })));
    assert_eq!(send(&server, Method::GET, "/api/v2/deals").await.status(), 200);
    let refused = send(&server, Method::GET, "/api/v2/deals?limit=1").await;
    assert_eq!((refused.status().as_u16(), &refused.headers()["retry-after"]), (429, &"2".parse().unwrap()));
    assert_eq!(send(&server, Method::GET, "/api/v2/deals?limit=1").await.status(), 200);

    let faults = json!([
        { "status": 200, "body": { "odd": true }, "on": "/api/v2/persons", "after": 1 },
        { "effect": "malformed_json", "on": "v2.products.list" },
        { "headers": { "x-odd": "yes" }, "on": "v2.stages.list" },
        { "effect": "reset", "carried_out": true, "on": "v2.deals.create", "probability": 1.0 },
    ]);
    assert_eq!(control(&server, Method::POST, "faults", faults).await, (200, json!({ "injected": 4 })));
    assert_eq!(json(send(&server, Method::GET, "/api/v2/persons").await).await["success"], true);
    assert_eq!(json(send(&server, Method::GET, "/api/v2/persons").await).await, json!({ "odd": true }));
    let broken = send(&server, Method::GET, "/api/v2/products").await.bytes().await.expect("a body");
    assert!(serde_json::from_slice::<Value>(&broken).is_err());
    assert_eq!(send(&server, Method::GET, "/api/v2/stages").await.headers()["x-odd"], "yes");

    assert_eq!(control(&server, Method::DELETE, "faults", Value::Null).await, (200, json!({})));
    assert_eq!(json(send(&server, Method::GET, "/api/v2/persons").await).await["success"], true);
}

#[tokio::test]
async fn the_clock_is_set_over_http() {
    let (account, server) = serve().await;
    let now = "2030-01-31T09:00:00Z";
    assert_eq!(control(&server, Method::PUT, "clock", json!({ "now": now })).await.0, 200);
    assert_eq!(account.now().to_string().get(..16), now.get(..16));
    let (status, body) = control(&server, Method::POST, "clock/advance", json!({ "seconds": 86400 })).await;
    assert_eq!((status, body["now"].as_str().and_then(|now| now.get(..10))), (200, Some("2030-02-01")));
    let (_, body) = control(&server, Method::GET, "clock", Value::Null).await;
    assert_eq!(body["now"].as_str().and_then(|now| now.get(..10)), Some("2030-02-01"));
}

#[tokio::test]
async fn requests_are_read_over_http() {
    let (_, server) = serve().await;
    send(&server, Method::GET, "/api/v2/deals?limit=1").await;
    let (_, requests) = control(&server, Method::GET, "requests", Value::Null).await;
    assert_eq!(requests.as_array().map(Vec::len), Some(1), "the control itself is not recorded: {requests}");
    let request = &requests[0];
    assert_eq!(
        (&request["method"], &request["operation"], &request["status"]),
        (&json!("GET"), &json!("v2.deals.list"), &json!(200))
    );
    assert_eq!((&request["query"], &request["headers"]["x-api-token"]), (&json!([["limit", "1"]]), &json!("token")));
    control(&server, Method::DELETE, "requests", Value::Null).await;
    assert_eq!(control(&server, Method::GET, "requests", Value::Null).await.1, json!([]));
}

#[tokio::test]
async fn invalid_controls_are_explained() {
    let (account, server) = serve().await;
    let cases = [
        (Method::POST, "faults", json!({ "status": 700 }), 400, "`700` is not the status of a response"),
        (Method::POST, "faults", json!({ "state": 429 }), 400, "unknown field `state`"),
        (Method::POST, "faults", json!({}), 400, "nothing to do"),
        (Method::POST, "faults", json!({ "status": 500, "effect": "reset" }), 400, "not both"),
        (Method::POST, "faults", json!({ "body": 1 }), 400, "`body` has no `status`"),
        (Method::POST, "faults", json!({ "effect": "reset", "pause_ms": 1 }), 400, "`pause_ms` has no meaning"),
        (Method::POST, "faults", json!({ "effect": "burn" }), 400, "unknown variant `burn`"),
        (Method::POST, "faults", json!({ "status": 500, "on": "v2.deal.list" }), 400, "did you mean `v2.deals.list`?"),
        (Method::POST, "faults", json!({ "status": 500, "headers": { "a b": 1 } }), 400, "invalid header `a b`"),
        (Method::POST, "faults", json!({ "status": 500, "probability": 2 }), 400, "`probability` is not between 0 and 1"),
        (Method::POST, "faults", json!([{ "status": 500 }, {}]), 400, "nothing to do"),
        (Method::POST, "faults", Value::Null, 400, "the body is not JSON"),
        (Method::PUT, "clock", json!({ "now": "noon" }), 400, "expected the time of the clock"),
        (Method::POST, "clock/advance", json!({ "seconds": -1 }), 400, "expected how far"),
        (Method::PATCH, "clock", json!({}), 405, "`/_mock/clock` does not accept PATCH"),
        (Method::GET, "fault", Value::Null, 404, "`/_mock/fault` does not exist"),
    ];
    for (method, path, body, status, message) in cases {
        let (found, error) = control(&server, method, path, body.clone()).await;
        assert_eq!(found, status, "{body}: {error}");
        assert!(error["error"].as_str().is_some_and(|error| error.contains(message)), "{body}: {error}");
    }
    assert_eq!(send(&server, Method::GET, "/api/v2/deals").await.status(), 200, "no fault was injected");
    assert_eq!(account.requests().len(), 1);
}
