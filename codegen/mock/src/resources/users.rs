//! Users, and who may see an item.

use serde_json::Value;

use super::{Handler, MockCall, Outcome, not_found};
use crate::http::ApiResponse;
use crate::store::{Id, Kind, Row};

pub(super) const HANDLERS: &[(&str, Handler)] = &[("v1.users.find", find), ("v1.users.get_current", get_current)];

/// Finds users by a part of their name, or by their e-mail address.
fn find(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let view = call.view(Kind::User, call.operation.item())?;
    let term = call.request.query("term").unwrap_or_default().to_lowercase();
    let by_email = call.request.is_set("search_by_email");
    let is_wanted = |user: &&Row| {
        let value = user.string(if by_email { "email" } else { "name" }).unwrap_or_default().to_lowercase();
        if by_email { value == term } else { value.contains(&term) }
    };
    let users = call.store.table(Kind::User).present().filter(is_wanted);
    Ok(Outcome::Data(users.map(|user| view.render(user, call.store)).collect()))
}

/// Returns the user who makes the call.
fn get_current(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let user = call.store.row(Kind::User, &Id::Number(call.user)).ok_or_else(|| not_found(Kind::User))?;
    call.data(Kind::User, user)
}

/// Lists the ids of the users who may see an item: all of them, or its owner if it is visible to nobody else.
pub(super) fn list_permitted_users(call: &mut MockCall<'_>, kind: Kind) -> Result<Outcome, ApiResponse> {
    let row = call.row(kind)?;
    let is_private = row.number("visible_to") == Some(1);
    let is_permitted = |user: &&Row| !is_private || Some(&user.id) == row.linked_id("owner_id").as_ref();
    let users = call.store.table(Kind::User).present().filter(is_permitted);
    Ok(Outcome::Data(users.map(|user| user.id.to_json()).collect::<Value>()))
}

/// Lists the users who follow a user. Nothing in the API makes one follow another.
pub(super) fn list_followers(call: &mut MockCall<'_>, kind: Kind) -> Result<Outcome, ApiResponse> {
    call.row(kind)?;
    call.page(&[] as &[Value], Value::clone)
}
