//! Plans of projects: the phases and groups of the tasks and activities of a project.

use serde_json::{Value, json};

use super::{Handler, MockCall, Outcome, not_found, object};
use crate::http::ApiResponse;
use crate::store::{Id, Kind, Row};

pub(super) const HANDLERS: &[(&str, Handler)] = &[
    ("v1.projects.get_plan", plan),
    ("v1.projects.list_groups", groups),
    ("v1.projects.update_plan_activity", |call| place(call, Kind::Activity, "activityId")),
    ("v1.projects.update_plan_task", |call| place(call, Kind::Task, "taskId")),
];

/// The values of an item that state its place in the plan.
const PLACE: [(&str, &str); 2] = [("phase_id", "plan_phase_id"), ("group_id", "plan_group_id")];

/// Lists the tasks and the activities of a project.
fn plan(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let project = call.row(Kind::Project)?.id.clone();
    let items = [Kind::Task, Kind::Activity].into_iter().flat_map(|kind| {
        let rows = call.store.table(kind).present().filter(|row| row.linked_id("project_id").as_ref() == Some(&project));
        rows.map(move |row| item(kind, row))
    });
    Ok(Outcome::Data(items.collect()))
}

fn item(kind: Kind, row: &Row) -> Value {
    let mut item = json!({ "item_id": row.id.to_json(), "item_type": kind.noun().to_lowercase() });
    for (name, stored) in PLACE {
        item[name] = row.get(stored).clone();
    }
    item
}

/// Lists the groups of a project. No operation creates one.
fn groups(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    call.row(Kind::Project)?;
    Ok(Outcome::Data(json!([])))
}

/// Moves a task or an activity to a phase.
fn place(call: &mut MockCall<'_>, kind: Kind, parameter: &str) -> Result<Outcome, ApiResponse> {
    let project = call.row(Kind::Project)?;
    let (project, board) = (project.id.clone(), project.get("board_id").clone());
    let id = call.id(parameter);
    let is_of_project = |row: &&Row| row.linked_id("project_id").as_ref() == Some(&project);
    call.store.row(kind, &id).filter(is_of_project).ok_or_else(|| not_found(kind))?;
    let body = object(call.request.json());
    if let Some(phase) = body.get("phase_id").and_then(Value::as_i64) {
        let row = call.store.row(Kind::Phase, &Id::Number(phase));
        if row.is_none_or(|row| *row.get("board_id") != board) {
            return Err(ApiResponse::error(400, format!("`phase_id`: the board of the project has no phase {phase}"), ""));
        }
    }
    if let Some(group) = body.get("group_id").filter(|group| !group.is_null()) {
        return Err(ApiResponse::error(400, format!("`group_id`: the project has no group {group}"), ""));
    }
    let values = PLACE.iter().filter_map(|(name, stored)| Some(((*stored).to_owned(), body.get(*name)?.clone())));
    let values = values.collect();
    // The place is no value of the item itself, so webhooks are not called.
    call.store.note(kind, &id, values);
    let row = call.store.row(kind, &id).ok_or_else(|| not_found(kind))?;
    Ok(Outcome::Data(item(kind, row)))
}
