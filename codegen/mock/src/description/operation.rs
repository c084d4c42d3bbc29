//! One operation.

use http::Method;
use serde_json::Value;

use super::{ApiSchema, Description};

/// An operation of the description.
#[derive(Debug)]
pub(crate) struct ApiOperation {
    /// The id, such as `v2.deals.list`.
    pub(crate) id: String,
    pub(crate) method: Method,
    /// The path with the names of its parameters: `/api/v2/deals/{id}`.
    pub(crate) path: String,
    pub(crate) parameters: Vec<ApiParameter>,
    pub(crate) body: Option<RequestContent>,
    /// The status of a success.
    pub(crate) status: u16,
    /// The schema of the whole response, if it is JSON.
    pub(crate) response: Option<ApiSchema>,
    /// The content type of the response.
    pub(crate) content_type: Option<String>,
    /// The whole response of the example.
    pub(crate) example: Option<Value>,
    pub(crate) pagination: Option<ListPagination>,
    pub(crate) token_cost: u32,
    /// The alternatives that authenticate a call, each with a scheme and its scopes. Empty if none is needed.
    pub(crate) security: Vec<(String, Vec<String>)>,
}

/// A parameter in the path, the query or a header.
#[derive(Debug)]
pub(crate) struct ApiParameter {
    pub(crate) name: String,
    pub(crate) location: InputLocation,
    pub(crate) is_required: bool,
    pub(crate) schema: ApiSchema,
    /// Whether a list is one comma-separated value.
    pub(crate) is_comma_list: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InputLocation {
    Path,
    Query,
    Header,
}

/// The body of a request.
#[derive(Debug)]
pub(crate) struct RequestContent {
    pub(crate) content_type: String,
    pub(crate) schema: ApiSchema,
    pub(crate) is_required: bool,
}

/// How a list is paginated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListPagination {
    pub(crate) style: ListStyle,
    /// Whether the items are in `data.items`, as in searches, and not in `data`.
    pub(crate) is_nested: bool,
    /// The maximum of `limit`.
    pub(crate) max: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListStyle {
    Cursor,
    Offset,
    Recents,
}

impl ApiOperation {
    pub(super) fn parse(description: &'static Description, method: &Method, path: &str, value: Value) -> Self {
        // Operations live as long as the description.
        let value: &'static Value = Box::leak(Box::new(value));
        let (status, response) = success(description, value);
        let (content_type, media) = content(response);
        Self {
            id: value["operationId"].as_str().unwrap_or_default().to_owned(),
            method: method.clone(),
            path: path.to_owned(),
            parameters: list(&value["parameters"]).map(|value| ApiParameter::parse(description, value)).collect(),
            body: body(description, &value["requestBody"]),
            status,
            response: media.and_then(|media| media.get("schema")).map(|schema| ApiSchema::new(description, schema)),
            content_type,
            example: media.and_then(|media| media.get("example")).cloned(),
            pagination: pagination(&value["x-pagination"]),
            token_cost: value["x-token-cost"].as_u64().and_then(|cost| u32::try_from(cost).ok()).unwrap_or(0),
            security: list(&value["security"]).filter_map(Value::as_object).flatten().map(scheme).collect(),
        }
    }

    /// Returns the parameter with a name.
    pub(crate) fn parameter(&self, location: InputLocation, name: &str) -> Option<&ApiParameter> {
        self.parameters.iter().find(|parameter| parameter.location == location && parameter.name == name)
    }

    /// Returns the scopes of a security scheme, one of which a token needs.
    pub(crate) fn scopes(&self, scheme: &str) -> Option<&[String]> {
        self.security.iter().find(|(name, _)| name == scheme).map(|(_, scopes)| scopes.as_slice())
    }

    /// Whether this is an operation of version 1.
    pub(crate) fn is_v1(&self) -> bool {
        self.id.starts_with("v1.")
    }

    /// Returns the schema of `data`, or that of the whole response if it has no envelope.
    pub(crate) fn data(&self) -> Option<ApiSchema> {
        let response = self.response?;
        Some(response.property("data").unwrap_or(response))
    }

    /// Returns the schema of an item of a list.
    pub(crate) fn item(&self) -> Option<ApiSchema> {
        let data = self.data()?;
        let list = if self.pagination.is_some_and(|pagination| pagination.is_nested) { data.property("items")? } else { data };
        list.items()
    }
}

impl ApiParameter {
    fn parse(description: &'static Description, value: &'static Value) -> Self {
        let value = description.target(value);
        let location = match value["in"].as_str() {
            Some("path") => InputLocation::Path,
            Some("header") => InputLocation::Header,
            _ => InputLocation::Query,
        };
        Self {
            name: value["name"].as_str().unwrap_or_default().to_owned(),
            location,
            is_required: value["required"].as_bool().unwrap_or(false),
            schema: ApiSchema::new(description, &value["schema"]),
            is_comma_list: value["explode"] == Value::Bool(false),
        }
    }
}

fn scheme((name, scopes): (&String, &Value)) -> (String, Vec<String>) {
    let scopes = scopes.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    (name.clone(), scopes.collect())
}

fn list(value: &'static Value) -> impl Iterator<Item = &'static Value> {
    value.as_array().into_iter().flatten()
}

/// The first response with a status of 2xx.
fn success(description: &'static Description, operation: &'static Value) -> (u16, Option<&'static Value>) {
    let responses = operation["responses"].as_object().into_iter().flatten();
    let mut successes = responses.filter_map(|(status, response)| {
        let status = status.parse().ok().filter(|status| (200..400).contains(status))?;
        Some((status, description.target(response)))
    });
    successes.next().map_or((200, None), |(status, response)| (status, Some(response)))
}

/// The content type and the media type object of a response.
fn content(response: Option<&'static Value>) -> (Option<String>, Option<&'static Value>) {
    let content = response.and_then(|response| response["content"].as_object());
    match content.and_then(|content| content.iter().next()) {
        Some((name, media)) => (Some(name.clone()), Some(media)),
        None => (None, None),
    }
}

fn body(description: &'static Description, value: &'static Value) -> Option<RequestContent> {
    let value = description.target(value);
    let (content_type, media) = value.get("content")?.as_object()?.iter().next()?;
    Some(RequestContent {
        content_type: content_type.clone(),
        schema: ApiSchema::new(description, &media["schema"]),
        is_required: value["required"].as_bool().unwrap_or(false),
    })
}

fn pagination(value: &Value) -> Option<ListPagination> {
    let style = match value.get("style")?.as_str()? {
        "cursor" => ListStyle::Cursor,
        "recents" => ListStyle::Recents,
        _ => ListStyle::Offset,
    };
    let max = value["max"].as_u64().and_then(|max| usize::try_from(max).ok()).unwrap_or(500);
    Some(ListPagination { style, is_nested: value["items"] == "/data/items", max })
}
