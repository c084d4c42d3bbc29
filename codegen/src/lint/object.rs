//! The schemas of requests and responses.

use openapiv3::{Parameter, StatusCode};

use crate::load::{Document, LoadedOperation, Pointer};
use crate::value::{MergedSchema, NodeCursor};

/// The schema at a location, with its parts.
pub(super) fn merged<'a>(document: &'a Document, at: &Pointer) -> Option<MergedSchema<'a>> {
    NodeCursor::at(document, at).map(MergedSchema::of)
}

/// The JSON schema of the first success response.
pub(super) fn success_schema<'a>(document: &'a Document, operation: &LoadedOperation) -> Option<MergedSchema<'a>> {
    let (status, response) = operation.operation.responses.responses.iter().find(|(status, _)| is_success(status))?;
    let at = operation.at.child("responses").child(&status.to_string());
    let (at, response) = document.response(&at, response)?;
    response.content.get("application/json")?.schema.as_ref()?;
    merged(document, &at.child("content").child("application/json").child("schema"))
}

/// Whether the operation has a success response, or the redirect that some downloads have instead.
pub(super) fn has_success(operation: &LoadedOperation) -> bool {
    let is_redirect = |status: &StatusCode| matches!(status, StatusCode::Code(300..=399));
    operation.operation.responses.responses.keys().any(|status| is_success(status) || is_redirect(status))
}

pub(super) fn is_success(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2))
}

/// The schemas of the request body, one for each media type.
pub(super) fn body_schemas<'a>(document: &'a Document, operation: &LoadedOperation) -> Vec<MergedSchema<'a>> {
    let body = operation.operation.request_body.as_ref();
    let Some((at, body)) = body.and_then(|body| document.request_body(&operation.at.child("requestBody"), body)) else {
        return Vec::new();
    };
    let content = at.child("content");
    body.content.keys().filter_map(|media| merged(document, &content.child(media).child("schema"))).collect()
}

/// The parameters of the operation and of its path item.
pub(super) fn parameters<'a>(document: &'a Document, operation: &'a LoadedOperation) -> Vec<(Pointer, &'a Parameter)> {
    let lists = [
        (operation.at.child("parameters"), &operation.operation.parameters),
        (operation.item_at.child("parameters"), &operation.item.parameters),
    ];
    lists
        .into_iter()
        .flat_map(|(at, list)| list.iter().enumerate().map(move |(index, parameter)| (at.index(index), parameter)))
        .filter_map(|(at, parameter)| document.parameter(&at, parameter))
        .collect()
}

/// Resolves a JSON pointer into the values of a schema. The error is the location of the object without the next property.
pub(super) fn resolve_pointer<'a>(schema: &MergedSchema<'a>, pointer: &str) -> Result<MergedSchema<'a>, Option<Pointer>> {
    let mut schema = schema.clone();
    for key in pointer.split('/').skip(1) {
        let places = schema.properties().shift_remove(key);
        schema = places.map(MergedSchema::all).ok_or_else(|| schema.at().cloned())?;
    }
    Ok(schema)
}
