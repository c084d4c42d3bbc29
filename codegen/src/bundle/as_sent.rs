//! Moves operations to the path of their requests, for tools that inspect requests, such as mock servers.
//!
//! Two documented operations can have the same path and method, which OpenAPI cannot express; so one of them has another path and `x-sent-to`. Two
//! operations with the same path and method are merged into one that accepts the bodies of both.

use serde_json::{Map, Value, json};

use crate::load::Method;

const SENT_TO: &str = "x-sent-to";

/// Moves every operation of a bundle that has `x-sent-to` to that path.
pub fn as_sent(bundle: &mut Value) {
    let Some(paths) = bundle.get_mut("paths").and_then(Value::as_object_mut) else { return };
    for (target, method, item) in moved(paths) {
        match paths.get_mut(&target).and_then(Value::as_object_mut) {
            None => drop(paths.insert(target, item.into())),
            Some(existing) => merge(existing, method, item),
        }
    }
    paths.retain(|_, item| Method::ALL.iter().any(|method| item.get(method.key()).is_some()));
}

/// Removes the operations with `x-sent-to` from their paths. Returns the target path and the method of each, with a path item that contains the
/// operation alone and the keys that its path item has for all methods.
fn moved(paths: &mut Map<String, Value>) -> Vec<(String, Method, Map<String, Value>)> {
    let mut moved = Vec::new();
    for item in paths.values_mut().filter_map(Value::as_object_mut) {
        for method in Method::ALL {
            let target = item.get(method.key()).and_then(|operation| operation.get(SENT_TO)?.as_str());
            let Some(target) = target.map(str::to_owned) else { continue };
            let mut alone = item.clone();
            alone.retain(|key, _| key == method.key() || Method::ALL.iter().all(|other| other.key() != key));
            item.shift_remove(method.key());
            moved.push((target, method, alone));
        }
    }
    moved
}

/// Merges the path item of a moved operation into an existing one.
fn merge(existing: &mut Map<String, Value>, method: Method, item: Map<String, Value>) {
    for (key, value) in item {
        match existing.get_mut(&key) {
            None => drop(existing.insert(key, value)),
            Some(operation) if key == method.key() => merge_bodies(operation, &value),
            Some(_) => {}
        }
    }
}

/// Makes an operation accept the bodies of another one too.
fn merge_bodies(operation: &mut Value, other: &Value) {
    const CONTENT: &str = "/requestBody/content";
    let others = other.pointer(CONTENT).and_then(Value::as_object);
    let Some(content) = operation.pointer_mut(CONTENT).and_then(Value::as_object_mut) else { return };
    for (name, media) in others.into_iter().flatten() {
        match (content.get_mut(name).and_then(|own| own.get_mut("schema")), media.get("schema")) {
            (Some(own), Some(schema)) => *own = json!({ "oneOf": [own.take(), schema] }),
            _ => drop(content.insert(name.clone(), media.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn operations_are_moved_and_bodies_merged() {
        let form = |name: &str| json!({ "content": { "form": { "schema": { "required": [name] } } } });
        let mut bundle = json!({ "paths": {
            "/stays": { "get": { "operationId": "stays" } },
            "/token": { "servers": [], "post": { "operationId": "get", "x-sent-to": "/oauth", "requestBody": form("code") } },
            "/token/": { "post": { "operationId": "refresh", "x-sent-to": "/oauth", "requestBody": form("refresh_token") } },
        } });
        super::as_sent(&mut bundle);
        let either = json!({ "oneOf": [{ "required": ["code"] }, { "required": ["refresh_token"] }] });
        let body = json!({ "content": { "form": { "schema": either } } });
        assert_eq!(
            bundle["paths"],
            json!({
                "/stays": { "get": { "operationId": "stays" } },
                "/oauth": { "servers": [], "post": { "operationId": "get", "x-sent-to": "/oauth", "requestBody": body } },
            })
        );
    }
}
