//! A transport that serves deals from memory. Programs can test their use of the client in the same way.

use std::sync::{Mutex, PoisonError};

use http::{Method, Request, Response, StatusCode};
use pipedrive::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use serde_json::{Map, Value, json};

/// A mock of the API.
pub struct MockApi {
    deals: Mutex<Vec<Map<String, Value>>>,
}

impl MockApi {
    pub fn new() -> Self {
        let titles = ["Desk lamps", "A chandelier", "Street lights"];
        let deals = titles.iter().zip(1..).map(|(title, id)| deal(id, &json!({ "title": title, "value": id * 1000 })));
        Self { deals: Mutex::new(deals.collect()) }
    }

    fn respond(&self, method: &Method, path: &str, query: &str, body: &Value) -> (StatusCode, Value) {
        let mut deals = self.deals.lock().unwrap_or_else(PoisonError::into_inner);
        let id: usize = path.rsplit('/').next().and_then(|id| id.parse().ok()).unwrap_or(0);
        match (method.as_str(), path) {
            ("GET", "/v1/users/me") => success(json!({ "id": 7, "name": "Ada Lumen", "email": "ada@example.com" })),
            ("GET", "/api/v2/deals") => page(&deals, query),
            // The second note has no id, which the documentation requires.
            ("GET", "/v1/notes") => success(json!([{ "id": 1, "content": "Call on Monday" }, { "content": "Lost" }])),
            ("POST", "/api/v2/deals") => {
                let new = deal(deals.len() + 1, body);
                deals.push(new.clone());
                success(new.into())
            }
            ("GET", _) if (1..=deals.len()).contains(&id) => success(deals[id - 1].clone().into()),
            ("PATCH", _) if (1..=deals.len()).contains(&id) => {
                deals[id - 1].extend(body.as_object().cloned().unwrap_or_default());
                success(deals[id - 1].clone().into())
            }
            ("POST", "/v1/files") => success(json!({ "id": 31, "file_name": "offer.txt", "active_flag": true })),
            _ => (StatusCode::NOT_FOUND, json!({ "success": false, "error": "Deal not found" })),
        }
    }
}

impl Transport for MockApi {
    fn send(&self, request: Request<RequestBody>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let body = request.body().as_bytes().and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
        let query = request.uri().query().unwrap_or_default();
        let (status, body) = self.respond(request.method(), request.uri().path(), query, &body);
        let response = Response::builder()
            .status(status)
            .header("content-type", "application/json")
            .header("x-ratelimit-remaining", "79")
            .body(ResponseBody::from(bytes::Bytes::from(body.to_string())))
            .map_err(TransportError::other);
        Box::pin(std::future::ready(response))
    }
}

fn deal(id: usize, properties: &Value) -> Map<String, Value> {
    let mut deal = properties.as_object().cloned().unwrap_or_default();
    deal.insert("id".to_owned(), json!(id));
    deal.insert("status".to_owned(), json!("open"));
    deal
}

fn success(data: Value) -> (StatusCode, Value) {
    (StatusCode::OK, json!({ "success": true, "data": data }))
}

/// Returns a page of deals. The cursor is the number of deals before it.
fn page(deals: &[Map<String, Value>], query: &str) -> (StatusCode, Value) {
    let parameter = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).and_then(|(_, value)| value.parse::<usize>().ok())
    };
    let start = parameter("cursor").unwrap_or(0).min(deals.len());
    let end = (start + parameter("limit").unwrap_or(100)).min(deals.len());
    let next = (end < deals.len()).then(|| end.to_string());
    let response = json!({ "success": true, "data": deals[start..end], "additional_data": { "next_cursor": next } });
    (StatusCode::OK, response)
}
