//! What happens to values when an item is created or updated.

use serde_json::{Value, json};

use super::MockCall;
use crate::http::ApiResponse;
use crate::store::{Id, Kind, Row, Values};

/// Checks and completes the values of a new row, or of the changes of a row.
///
/// # Errors
///
/// Returns the response 400 if a value links to an item that does not exist.
pub(super) fn apply(call: &MockCall<'_>, kind: Kind, before: Option<&Row>, values: &mut Values) -> Result<(), ApiResponse> {
    links(call, kind, values)?;
    archive(call, kind, before, values)?;
    super::custom_values::apply(call, kind, before, values)?;
    match kind {
        Kind::Deal => {
            if call.operation.id == "v1.deals.create" {
                linked_to_contact(kind, before, values)?;
            }
            deal(call, before, values);
        }
        Kind::Activity => activity(call, values),
        Kind::ActivityType => activity_type(before, values),
        Kind::Note => note(call, before, values)?,
        Kind::DealDiscount => set(values, "updated_by", call.user),
        Kind::DealInstallment if before.is_none() => installment(call)?,
        Kind::DealProduct => product_of_deal(call, values),
        Kind::Lead => linked_to_contact(kind, before, values)?,
        Kind::Person => person(values)?,
        Kind::Product | Kind::ProductVariation => prices(kind, before, values),
        Kind::Project => project(call, before, values),
        Kind::Task => task(call, before, values),
        Kind::User => user(before, values),
        _ => {}
    }
    Ok(())
}

/// Checks that linked items exist.
fn links(call: &MockCall<'_>, kind: Kind, values: &Values) -> Result<(), ApiResponse> {
    const LINKED: &[Kind] = &[
        Kind::Board,
        Kind::Deal,
        Kind::Organization,
        Kind::Person,
        Kind::Phase,
        Kind::Pipeline,
        Kind::Product,
        Kind::ProductVariation,
        Kind::Project,
        Kind::Stage,
        Kind::Task,
        Kind::User,
    ];
    let links = LINKED.iter().filter_map(|linked| Some((*linked, linked.link()?)));
    let follower = (kind == Kind::Follower).then_some((Kind::User, "user_id"));
    for (kind, link) in links.chain(follower) {
        if let Some(id) = values.values.get(link).and_then(Value::as_i64)
            && call.store.row(kind, &Id::Number(id)).is_none()
        {
            return Err(ApiResponse::error(400, format!("`{link}`: {} {id} not found", kind.noun()), ""));
        }
    }
    Ok(())
}

/// Activities name their type by a key that is made from the first name of the type.
fn activity_type(before: Option<&Row>, values: &mut Values) {
    let name = values.values.get("name").and_then(Value::as_str);
    if let (None, Some(name)) = (before, name) {
        let key: String = name.to_lowercase().chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).collect();
        values.values.insert("key_string".to_owned(), key.into());
    }
}

/// A note belongs to an item.
fn note(call: &MockCall<'_>, before: Option<&Row>, values: &mut Values) -> Result<(), ApiResponse> {
    let links = ["deal_id", "lead_id", "org_id", "person_id", "project_id", "task_id"];
    if before.is_some() {
        values.values.insert("last_update_user_id".to_owned(), call.user.into());
    } else if links.iter().all(|link| values.values.get(*link).is_none_or(Value::is_null)) {
        return Err(ApiResponse::error(400, "`deal_id`: a note must be linked to an item", ""));
    }
    Ok(())
}

/// Archived items cannot be changed, except that they are no longer archived.
fn archive(call: &MockCall<'_>, kind: Kind, before: Option<&Row>, values: &mut Values) -> Result<(), ApiResponse> {
    let flag = values.values.get("is_archived").and_then(Value::as_bool);
    if before.is_some_and(Row::is_archived) && flag != Some(false) {
        return Err(ApiResponse::error(400, format!("{} is archived", kind.noun()), "Archived items cannot be updated."));
    }
    match flag {
        Some(true) => set(values, "archive_time", call.now.to_string()),
        Some(false) if before.is_some() => set(values, "archive_time", Value::Null),
        _ => {}
    }
    Ok(())
}

fn set(values: &mut Values, name: &str, value: impl Into<Value>) {
    values.values.insert(name.to_owned(), value.into());
}

/// A product of a deal has the name of the product, also when that changes later.
fn product_of_deal(call: &MockCall<'_>, values: &mut Values) {
    let product = values.values.get("product_id").and_then(Value::as_i64);
    if let Some(product) = product.and_then(|id| call.store.row(Kind::Product, &Id::Number(id))) {
        set(values, "name", product.get("name").clone());
    }
}

/// An installment is a part of the price of one-time products.
fn installment(call: &MockCall<'_>) -> Result<(), ApiResponse> {
    let deal = call.id("id");
    let products =
        call.store.table(Kind::DealProduct).present().filter(|product| product.linked_id("deal_id").as_ref() == Some(&deal));
    let (one_time, recurring): (Vec<&Row>, Vec<&Row>) =
        products.partition(|product| product.string("billing_frequency") == Some("one-time"));
    if one_time.is_empty() || !recurring.is_empty() {
        let info = "Installments need at least one one-time product, and no recurring products.";
        return Err(ApiResponse::error(400, "the deal must have one-time products only", info));
    }
    Ok(())
}

/// A product or variation without prices has a price of 0 in the default currency.
fn prices(kind: Kind, before: Option<&Row>, values: &mut Values) {
    let is_missing = values.values.get("prices").is_none_or(|prices| prices.as_array().is_none_or(Vec::is_empty));
    if before.is_none() && is_missing {
        let costs = if kind == Kind::Product { Value::Null } else { json!(0) };
        set(values, "prices", json!([{ "price": 0, "currency": "EUR", "cost": costs, "direct_cost": costs }]));
    }
}

/// Leads, and the deals that version 1 creates, are linked to a person or to an organization.
fn linked_to_contact(kind: Kind, before: Option<&Row>, values: &Values) -> Result<(), ApiResponse> {
    let is_linked = |name: &str| {
        let value = values.values.get(name).or_else(|| before.map(|before| before.get(name)));
        value.is_some_and(|value| !value.is_null())
    };
    if is_linked("person_id") || is_linked("org_id") {
        return Ok(());
    }
    Err(ApiResponse::error(400, format!("`person_id`: {} must be linked to a person or an organization", kind.noun()), ""))
}

/// Version 1 has one person and one organization of a project. A phase determines the board.
fn project(call: &MockCall<'_>, before: Option<&Row>, values: &mut Values) {
    for (one, list) in [("person_id", "person_ids"), ("org_id", "org_ids")] {
        if let Some(id) = values.values.remove(one) {
            set(values, list, if id.is_null() { json!([]) } else { json!([id]) });
        }
    }
    let phase = values.values.get("phase_id").and_then(Value::as_i64);
    if let Some(board) = phase.and_then(|phase| call.store.row(Kind::Phase, &Id::Number(phase))?.number("board_id")) {
        set(values, "board_id", board);
    }
    let status = values.values.get("status");
    if status.is_some_and(|status| before.is_some_and(|before| before.get("status") != status)) {
        set(values, "status_change_time", call.now.to_string());
    }
}

/// Tasks are written with other names than they are read with.
fn task(call: &MockCall<'_>, before: Option<&Row>, values: &mut Values) {
    for (written, read) in [("done", "is_done"), ("milestone", "is_milestone")] {
        if let Some(flag) = values.values.remove(written) {
            set(values, read, flag);
        }
    }
    if let Some(user) = values.values.remove("assignee_id") {
        set(values, "assignee_ids", if user.is_null() { json!([]) } else { json!([user]) });
    }
    let is_done = values.values.get("is_done").and_then(Value::as_bool);
    let was_done = before.is_some_and(|before| *before.get("is_done") == true);
    match is_done {
        Some(true) if !was_done => set(values, "marked_as_done_time", call.now.to_string()),
        Some(false) => set(values, "marked_as_done_time", Value::Null),
        _ => {}
    }
}

/// A user who has been invited has no name yet: the address stands for it.
fn user(before: Option<&Row>, values: &mut Values) {
    let email = values.values.get("email").and_then(Value::as_str);
    if let (None, Some(email)) = (before, email) {
        let name = email.split('@').next().unwrap_or(email).to_owned();
        set(values, "name", name);
    }
}

/// A stage determines the pipeline, and a status the times of the deal.
fn deal(call: &MockCall<'_>, before: Option<&Row>, values: &mut Values) {
    let now = call.now.to_string();
    let values = &mut values.values;
    let number = |value: Option<&Value>| value.and_then(Value::as_i64);
    if let Some(stage) = number(values.get("stage_id")) {
        let pipeline = call.store.row(Kind::Stage, &Id::Number(stage)).and_then(|stage| stage.number("pipeline_id"));
        values.insert("pipeline_id".to_owned(), json!(pipeline));
    } else if let Some(pipeline) = number(values.get("pipeline_id")) {
        let mut stages = call.store.table(Kind::Stage).present().filter(|stage| stage.number("pipeline_id") == Some(pipeline));
        values.insert("stage_id".to_owned(), json!(stages.next().map(|stage| stage.id.to_json())));
    }
    let changed = |name: &str, value: &Value| before.is_none_or(|before| before.get(name) != value);
    if values.get("stage_id").is_some_and(|stage| before.is_some() && changed("stage_id", stage)) {
        values.insert("stage_change_time".to_owned(), now.clone().into());
    }
    let status = values.get("status").filter(|status| changed("status", status)).and_then(Value::as_str).map(str::to_owned);
    match status.as_deref() {
        Some("won") => {
            values.insert("won_time".to_owned(), now.clone().into());
            if before.is_none_or(|before| before.get("first_won_time").is_null()) {
                values.insert("first_won_time".to_owned(), now.clone().into());
            }
            values.insert("close_time".to_owned(), now.into());
        }
        Some("lost") => {
            values.insert("lost_time".to_owned(), now.clone().into());
            values.insert("close_time".to_owned(), now.into());
        }
        Some("open") if before.is_some() => {
            for name in ["won_time", "lost_time", "close_time", "lost_reason"] {
                values.insert(name.to_owned(), Value::Null);
            }
        }
        _ => {}
    }
}

/// The primary participant is the person of the activity.
fn activity(call: &MockCall<'_>, values: &mut Values) {
    let participants = values.values.get("participants").and_then(Value::as_array);
    let primary = participants.and_then(|all| all.iter().find(|each| each["primary"] == true).or(all.first()));
    if let Some(person) = primary.map(|participant| participant["person_id"].clone()) {
        values.values.insert("person_id".to_owned(), person);
    }
    if values.values.get("done").is_some_and(|done| *done == true || *done == 1) {
        values.values.insert("done".to_owned(), true.into());
        values.values.insert("marked_as_done_time".to_owned(), call.now.to_string().into());
    }
}

/// Version 1 accepts an e-mail address or a phone number as a string. Some fields need contact synchronization, which the mock does not have.
fn person(values: &mut Values) -> Result<(), ApiResponse> {
    let synchronized = ["im", "postal_address", "notes", "birthday", "job_title"];
    if let Some(name) = synchronized.iter().find(|name| values.values.contains_key(**name)) {
        return Err(ApiResponse::error(403, format!("`{name}`: contact synchronization is not enabled"), ""));
    }
    for name in ["emails", "phones"] {
        if let Some(value) = values.values.get_mut(name)
            && value.is_string()
        {
            *value = json!([{ "value": value.take(), "primary": true, "label": "work" }]);
        }
    }
    Ok(())
}
