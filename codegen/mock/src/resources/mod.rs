//! What the operations do.
//!
//! The methods that many resources have are in `shared`; a resource with methods of its own has a file with a table of handlers. An
//! operation without either responds with the example of the description.

#![allow(clippy::unnecessary_wraps, reason = "all handlers have the same type")]

mod beside;
mod children;
mod conversions;
mod custom_values;
mod fields;
mod files;
mod filters;
mod history;
mod merge;
mod notes;
mod page;
mod persons;
mod plans;
mod rules;
mod search;
mod shared;
mod summaries;
mod users;
mod webhooks;

use http::HeaderName;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::description::{ApiOperation, Description, InputProblem, ListStyle, RouteMatch};
use crate::http::{ApiRequest, ApiResponse};
use crate::store::{Id, Kind, Stamp, Store, Values};

pub(crate) use history::has_effect;

/// A function that carries out an operation.
pub(crate) type Handler = fn(&mut MockCall<'_>) -> Result<Outcome, ApiResponse>;

/// The handlers of operations that only one resource has, by operation id.
const HANDLERS: &[&[(&str, Handler)]] = &[
    &[("v1.lead_sources.list", lead_sources), ("v1.recents.list", history::recents)],
    files::HANDLERS,
    notes::HANDLERS,
    webhooks::HANDLERS,
    &[
        ("v1.deals.get_archived_summary", summaries::summary),
        ("v1.deals.get_archived_timeline", summaries::timeline),
        ("v1.deals.get_summary", summaries::summary),
        ("v1.deals.get_timeline", summaries::timeline),
        ("v1.users.list_followers", |call| users::list_followers(call, Kind::User)),
        ("v2.deals.convert_to_lead", conversions::deal_to_lead),
        ("v2.deals.get_conversion_status", conversions::status),
        ("v2.leads.convert_to_deal", conversions::lead_to_deal),
        ("v2.leads.get_conversion_status", conversions::status),
        ("v2.users.list_followers", |call| users::list_followers(call, Kind::User)),
    ],
    persons::HANDLERS,
    plans::HANDLERS,
    search::HANDLERS,
    users::HANDLERS,
];

/// The resources whose operations work on the rows of a kind.
const KINDS: &[(&str, Kind)] = &[
    ("activities", Kind::Activity),
    ("activity_types", Kind::ActivityType),
    ("deals", Kind::Deal),
    ("files", Kind::File),
    ("filters", Kind::Filter),
    ("lead_labels", Kind::LeadLabel),
    ("leads", Kind::Lead),
    ("notes", Kind::Note),
    ("organizations", Kind::Organization),
    ("persons", Kind::Person),
    ("pipelines", Kind::Pipeline),
    ("products", Kind::Product),
    ("project_boards", Kind::Board),
    ("project_phases", Kind::Phase),
    ("projects", Kind::Project),
    ("stages", Kind::Stage),
    ("tasks", Kind::Task),
    ("users", Kind::User),
];

/// One call: the request, and the account that it reads and changes.
pub(crate) struct MockCall<'a> {
    pub(crate) operation: &'static ApiOperation,
    /// The values of the path parameters.
    pub(crate) path: &'a [(String, String)],
    pub(crate) request: &'a ApiRequest,
    pub(crate) store: &'a mut Store,
    pub(crate) now: Timestamp,
    /// The id of the user who makes the call.
    pub(crate) user: i64,
    /// The maximum number of items of a page, if it is less than that of the operation.
    pub(crate) page_size: usize,
    /// Whether inputs that the API description does not allow are accepted.
    pub(crate) is_lenient: bool,
}

/// The result of a handler, without its envelope.
pub(crate) enum Outcome {
    /// The value of `data`.
    Data(Value),
    /// A page of a list.
    Page { items: Vec<Value>, additional_data: Value },
    /// A whole response.
    Response(ApiResponse),
}

/// Carries out a call.
pub(crate) fn respond(call: &mut MockCall<'_>) -> ApiResponse {
    let operation = call.operation;
    conversions::carry_on(call.store, call.now);
    let result = match handler(&operation.id) {
        Some(OperationHandler::Handler(handler)) => handler(call),
        Some(OperationHandler::Shared(method, kind)) => method(call, kind),
        Some(OperationHandler::OfChildren(method, child)) => method(call, child),
        Some(OperationHandler::OfFields(method, entity)) => method(call, entity),
        None => return example(operation),
    };
    match result {
        Ok(Outcome::Data(data)) => envelope(call, data, Map::new()),
        Ok(Outcome::Page { items, additional_data }) => {
            let is_nested = operation.pagination.is_some_and(|pagination| pagination.is_nested);
            let is_offset = operation.pagination.is_some_and(|pagination| pagination.style == ListStyle::Offset);
            let data: Value = match is_nested {
                true => json!({ "items": items }),
                // An empty list of version 1 is null.
                false if is_offset && items.is_empty() => Value::Null,
                false => items.into(),
            };
            envelope(call, data, object(additional_data))
        }
        Ok(Outcome::Response(response)) | Err(response) => response,
    }
}

/// Puts data into its envelope.
fn envelope(call: &MockCall<'_>, data: Value, mut additional_data: Map<String, Value>) -> ApiResponse {
    let mut beside = beside::of(call, &data);
    if let Some(Value::Object(facts)) = beside.remove("additional_data") {
        additional_data.extend(facts);
    }
    let mut body = object(json!({ "success": true }));
    body.insert("data".to_owned(), data);
    if !additional_data.is_empty() {
        body.insert("additional_data".to_owned(), additional_data.into());
    }
    body.extend(beside);
    ApiResponse::json(call.operation.status, &body.into())
}

/// What carries out an operation.
enum OperationHandler {
    Handler(Handler),
    Shared(shared::SharedMethod, Kind),
    OfChildren(children::ChildMethod, children::Child),
    OfFields(fields::FieldMethod, &'static str),
}

fn handler(id: &str) -> Option<OperationHandler> {
    if let Some((_, handler)) = HANDLERS.iter().copied().flatten().find(|(operation, _)| *operation == id) {
        return Some(OperationHandler::Handler(*handler));
    }
    let (_, rest) = id.split_once('.')?;
    let (resource, method) = rest.split_once('.')?;
    if let Some((method, child)) = children::of_resource(resource, method) {
        return Some(OperationHandler::OfChildren(method, child));
    }
    if let Some((method, entity)) = fields::method(resource, method) {
        return Some(OperationHandler::OfFields(method, entity));
    }
    let (_, kind) = KINDS.iter().find(|(name, _)| *name == resource)?;
    let of_children = || children::of_parent(*kind, method).map(|(method, child)| OperationHandler::OfChildren(method, child));
    shared::method(method).map(|method| OperationHandler::Shared(method, *kind)).or_else(of_children)
}

/// The header of responses that are the example of their operation, and not made from the data of the account.
const EXAMPLE: HeaderName = HeaderName::from_static("x-mock-example");

/// The response of an operation without a handler: its example.
pub(crate) fn example(operation: &ApiOperation) -> ApiResponse {
    let response = match (&operation.example, &operation.content_type) {
        (Some(example), _) => ApiResponse::json(operation.status, example),
        (None, Some(content_type)) => ApiResponse::bytes(operation.status, content_type, "mock"),
        (None, None) => ApiResponse { status: operation.status, headers: Box::default(), body: bytes::Bytes::new() },
    };
    response.header(EXAMPLE, true)
}

/// The response to a request whose path or method no operation has.
pub(crate) fn unknown(route: &RouteMatch, request: &ApiRequest) -> ApiResponse {
    let path = &request.path;
    if let RouteMatch::OtherMethod(methods) = route {
        let methods = methods.iter().map(|method| method.as_str()).collect::<Vec<_>>().join(", ");
        let error = format!("`{path}` does not accept {}, only {methods}", request.method);
        return ApiResponse::error(405, error, "").header(http::header::ALLOW, methods);
    }
    let nearest = Description::get().nearest(path).map(|nearest| format!("Did you mean `{nearest}`?"));
    ApiResponse::error(404, format!("no operation has the path `{path}`"), nearest.unwrap_or_default())
}

/// The response to a request that the description does not allow.
pub(crate) fn invalid(operation: &ApiOperation, problems: &[InputProblem]) -> ApiResponse {
    let problems: Vec<String> =
        problems
            .iter()
            .map(|problem| {
                if problem.input.is_empty() {
                    problem.message.clone()
                } else {
                    format!("`{}`: {}", problem.input, problem.message)
                }
            })
            .collect();
    let info = format!("The request does not fit the description of {}.", operation.id);
    ApiResponse::error(400, problems.join("; "), info)
}

/// The data of an account that has just been created: its user, and the default pipeline.
pub(crate) fn new_account(now: Timestamp) -> Store {
    let mut store = Store::default();
    let stamp = Stamp { time: now, user: 1 };
    let mut add =
        |kind, values| drop(store.create(stamp, kind, Values { values: object(values), ..Values::default() }).id.clone());
    add(
        Kind::User,
        json!({
            "name": "Mock User",
            "email": "user@mock.example",
            "access": [{ "app": "sales", "admin": true, "permission_set_id": "00000000-0000-4000-8000-000000000001" }],
            "default_currency": "EUR",
            "locale": "en_GB",
            "lang": 1,
            "timezone_name": "UTC",
            "timezone_offset": "+00:00",
            "role_id": 1,
            "company_name": "Mock Company",
            "company_domain": "mock",
            "company_country": "EE",
            "language": { "language_code": "en", "country_code": "GB" },
        }),
    );
    add(Kind::Board, json!({ "name": "Projects", "order_nr": 1 }));
    for (order, name) in ["Planning", "Delivery", "Review"].iter().enumerate() {
        add(Kind::Phase, json!({ "name": name, "board_id": 1, "order_nr": order + 1 }));
    }
    add(Kind::Pipeline, json!({ "name": "Pipeline", "order_nr": 1, "is_deal_probability_enabled": true }));
    for (order, name) in
        ["Qualified", "Contact Made", "Demo Scheduled", "Proposal Made", "Negotiations Started"].iter().enumerate()
    {
        add(Kind::Stage, json!({ "name": name, "pipeline_id": 1, "order_nr": order + 1, "deal_probability": 100 }));
    }
    for (order, name) in ["Call", "Meeting", "Task", "Deadline", "Email", "Lunch"].iter().enumerate() {
        let key = name.to_lowercase();
        add(
            Kind::ActivityType,
            json!({ "name": name, "icon_key": key, "key_string": key, "order_nr": order + 1, "is_custom_flag": false }),
        );
    }
    for (name, color) in [("Hot", "red"), ("Warm", "yellow"), ("Cold", "blue")] {
        add(Kind::LeadLabel, json!({ "name": name, "color": color }));
    }
    fields::add_system_fields(&mut store, stamp);
    store
}

/// The sources of leads, which cannot be changed.
fn lead_sources(_: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let names = ["API", "Manually created", "Web forms"];
    Ok(Outcome::Data(names.iter().map(|name| json!({ "name": name })).collect()))
}

/// The entries of an object literal.
pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

impl MockCall<'_> {
    /// Returns the id in the path.
    pub(crate) fn id(&self, parameter: &str) -> Id {
        Id::parse(self.path.iter().find(|(name, _)| name == parameter).map_or("", |(_, value)| value))
    }
}

/// The values of a new item that the request does not set.
fn defaults(call: &MockCall<'_>, kind: Kind) -> Map<String, Value> {
    let owned = json!({ "owner_id": call.user, "creator_user_id": call.user, "visible_to": 3 });
    object(match kind {
        Kind::Deal => {
            let mut deal = owned;
            deal["status"] = "open".into();
            deal["value"] = 0.into();
            deal["currency"] = "EUR".into();
            deal["pipeline_id"] = 1.into();
            deal["stage_id"] = 1.into();
            deal
        }
        Kind::Activity => json!({ "owner_id": call.user, "creator_user_id": call.user, "type": "call", "done": false }),
        Kind::ActivityType => {
            json!({ "is_custom_flag": true, "order_nr": call.store.table(Kind::ActivityType).present().count() + 1 })
        }
        Kind::DealDiscount => json!({ "created_by": call.user, "updated_by": call.user }),
        Kind::DealProduct => json!({
            "quantity": 1,
            "discount": 0,
            "discount_type": "percentage",
            "tax": 0,
            "tax_method": "inclusive",
            "is_enabled": true,
            "billing_frequency": "one-time",
        }),
        Kind::File => json!({ "owner_id": call.user, "inline_flag": false }),
        Kind::Filter => json!({ "owner_id": call.user, "is_editable": true, "temporary_flag": false, "visible_to": 1 }),
        Kind::Lead => {
            let mut lead = owned;
            lead["is_archived"] = false.into();
            lead["was_seen"] = false.into();
            lead["source_name"] = "API".into();
            lead["origin"] = "API".into();
            lead
        }
        Kind::Note => json!({
            "owner_id": call.user,
            "pinned_to_deal_flag": false,
            "pinned_to_lead_flag": false,
            "pinned_to_organization_flag": false,
            "pinned_to_person_flag": false,
            "pinned_to_project_flag": false,
            "pinned_to_task_flag": false,
        }),
        Kind::Organization | Kind::Person => owned,
        Kind::Participant => json!({ "added_by_user_id": call.user }),
        Kind::Product => json!({
            "owner_id": call.user,
            "visible_to": 3,
            "tax": 0,
            "is_linkable": true,
            "billing_frequency": "one-time",
        }),
        Kind::Project => json!({ "owner_id": call.user, "status": "open", "board_id": 1, "phase_id": 1 }),
        Kind::Webhook => json!({
            "owner_id": call.user,
            "admin_id": call.user,
            "version": "2.0",
            "is_active": true,
            "type": "general",
        }),
        Kind::Task => json!({ "creator_id": call.user, "is_done": false, "is_milestone": false }),
        _ => json!({}),
    })
}

fn not_found(kind: Kind) -> ApiResponse {
    ApiResponse::error(404, format!("{} not found", kind.noun()), "")
}
