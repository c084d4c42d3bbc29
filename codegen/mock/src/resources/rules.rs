//! What happens to values when an item is created or updated.

use serde_json::{Value, json};

use super::Call;
use crate::http::ApiResponse;
use crate::store::{Id, Kind, Row, Values};

/// Checks and completes the values of a new row, or of the changes of a row.
///
/// # Errors
///
/// Returns the response 400 if a value links to an item that does not exist.
pub(super) fn apply(call: &Call<'_>, kind: Kind, before: Option<&Row>, values: &mut Values) -> Result<(), ApiResponse> {
    links(call, values)?;
    super::custom_values::apply(call, kind, before, values)?;
    match kind {
        Kind::Deal => deal(call, before, values),
        Kind::Activity => activity(call, values),
        Kind::ActivityType => activity_type(before, values),
        Kind::Note => note(call, before, values)?,
        Kind::Person => addresses(values),
        _ => {}
    }
    Ok(())
}

/// Checks that linked items exist.
fn links(call: &Call<'_>, values: &Values) -> Result<(), ApiResponse> {
    for kind in [Kind::Deal, Kind::Organization, Kind::Person, Kind::Pipeline, Kind::Product, Kind::Stage, Kind::User] {
        let Some(link) = kind.link() else { continue };
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
fn note(call: &Call<'_>, before: Option<&Row>, values: &mut Values) -> Result<(), ApiResponse> {
    let links = ["deal_id", "lead_id", "org_id", "person_id", "project_id", "task_id"];
    if before.is_some() {
        values.values.insert("last_update_user_id".to_owned(), call.user.into());
    } else if links.iter().all(|link| values.values.get(*link).is_none_or(Value::is_null)) {
        return Err(ApiResponse::error(400, "`deal_id`: a note must be linked to an item", ""));
    }
    Ok(())
}

/// A stage determines the pipeline, and a status the times of the deal.
fn deal(call: &Call<'_>, before: Option<&Row>, values: &mut Values) {
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
fn activity(call: &Call<'_>, values: &mut Values) {
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

/// Version 1 accepts an e-mail address or a phone number as a string.
fn addresses(values: &mut Values) {
    for name in ["emails", "phones"] {
        if let Some(value) = values.values.get_mut(name)
            && value.is_string()
        {
            *value = json!([{ "value": value.take(), "primary": true, "label": "work" }]);
        }
    }
}
