//! Files: their descriptions are rows, and their contents are kept next to them.

use http::header;
use serde_json::{Map, Value, json};

use super::{Handler, MockCall, Outcome, not_found, object};
use crate::http::{ApiResponse, Body, Part};
use crate::store::{Kind, Values};

/// The handlers of files.
pub(super) const HANDLERS: &[(&str, Handler)] = &[
    ("v1.files.create_remote", create_remote),
    ("v1.files.download", download),
    ("v1.files.link_remote", link_remote),
    ("v1.files.upload", upload),
];

fn upload(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let Body::Multipart(parts) = &call.request.body else {
        return Err(ApiResponse::error(400, "`body`: expected multipart/form-data", ""));
    };
    let file = parts.iter().find(|part| part.name == "file" && part.file_name.is_some());
    let file: &Part =
        file.ok_or_else(|| ApiResponse::error(400, "No files were provided.", "The part `file` needs a file name."))?;
    let name = file.file_name.clone().unwrap_or_default();
    let content = file.content.clone();
    let mut values = object(json!({
        "file_type": extension(&name),
        "file_size": content.len(),
        "remote_location": "s3",
        "remote_id": name,
        "file_name": name,
        "name": name,
    }));
    // The values of form fields are strings.
    for (name, value) in call.values(Kind::File).values {
        let number = value.as_str().and_then(|value| value.parse::<i64>().ok());
        values.insert(name, number.map_or(value, Value::from));
    }
    let id = create(call, values)?;
    call.store.set_content(id.clone(), content);
    respond(call, &id)
}

fn extension(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, extension)| extension)
}

fn create(call: &mut MockCall<'_>, given: Map<String, Value>) -> Result<crate::store::Id, ApiResponse> {
    let mut values = Values { values: super::defaults(call, Kind::File), ..Values::default() };
    values.values.extend(given);
    super::rules::apply(call, Kind::File, None, &mut values)?;
    let stamp = call.stamp();
    Ok(call.store.create(stamp, Kind::File, values).id.clone())
}

fn respond(call: &MockCall<'_>, id: &crate::store::Id) -> Result<Outcome, ApiResponse> {
    let row = call.store.row(Kind::File, id).ok_or_else(|| not_found(Kind::File))?;
    call.data(Kind::File, row)
}

/// Creates an empty file at a remote location, linked to an item.
fn create_remote(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let body = call.request.json();
    let next = call.store.table(Kind::File).all().count() + 1;
    remote(
        call,
        &body,
        json!({ "name": body["title"], "file_type": body["file_type"], "remote_id": format!("mock-file-{next}") }),
    )
}

/// Links a file that exists at a remote location to an item.
fn link_remote(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let body = call.request.json();
    remote(call, &body, json!({ "name": body["remote_id"], "remote_id": body["remote_id"] }))
}

fn remote(call: &mut MockCall<'_>, body: &Value, mut values: Value) -> Result<Outcome, ApiResponse> {
    let link = match body["item_type"].as_str() {
        Some("organization") => "org_id",
        Some("person") => "person_id",
        _ => "deal_id",
    };
    let item = body["item_id"].as_str().and_then(|id| id.parse::<i64>().ok()).or(body["item_id"].as_i64());
    values[link] = item.into();
    values["file_name"] = values["name"].clone();
    values["file_size"] = 0.into();
    values["remote_location"] = "googledocs".into();
    let id = create(call, object(values))?;
    respond(call, &id)
}

fn download(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let row = call.row(Kind::File)?;
    let content = call.store.content(&row.id).ok_or_else(|| ApiResponse::error(404, "The file is at a remote location.", ""))?;
    let name = row.string("file_name").unwrap_or_default().replace(['"', '\\'], "_");
    let response = ApiResponse::bytes(200, "application/octet-stream", content.clone());
    Ok(Outcome::Response(response.header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))))
}
