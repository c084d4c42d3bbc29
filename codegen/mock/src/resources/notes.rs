//! Comments of notes.

use super::shared::list_where;
use super::{Handler, MockCall, Outcome, not_found};
use crate::http::ApiResponse;
use crate::store::{Id, Kind, Row, Values};

/// The handlers of comments.
pub(super) const HANDLERS: &[(&str, Handler)] = &[
    ("v1.notes.add_comment", add),
    ("v1.notes.delete_comment", delete),
    ("v1.notes.get_comment", |call| call.data(Kind::Comment, comment(call)?)),
    ("v1.notes.list_comments", list),
    ("v1.notes.update_comment", update),
];

fn list(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let note = call.row(Kind::Note)?.id.to_json();
    list_where(call, Kind::Comment, |row| *row.get("note_id") == note)
}

/// Returns the comment of the path, which is one of the note of the path.
fn comment<'a>(call: &'a MockCall<'_>) -> Result<&'a Row, ApiResponse> {
    let note = call.row(Kind::Note)?.id.to_json();
    let comment = call.store.row(Kind::Comment, &Id::Uuid(call.id("commentId").to_string()));
    comment.filter(|row| *row.get("note_id") == note).ok_or_else(|| not_found(Kind::Comment))
}

fn add(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let note = call.row(Kind::Note)?.id.to_json();
    let Values { mut values, .. } = call.values(Kind::Comment);
    values.insert("note_id".to_owned(), note);
    values.insert("user_id".to_owned(), call.user.into());
    let stamp = call.stamp();
    let row = call.store.create(stamp, Kind::Comment, Values { values, ..Values::default() }).clone();
    call.data(Kind::Comment, &row)
}

fn update(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let id = comment(call)?.id.clone();
    let mut values = call.values(Kind::Comment);
    values.values.insert("updater_id".to_owned(), call.user.into());
    let stamp = call.stamp();
    let row = call.store.update(stamp, Kind::Comment, &id, values).ok_or_else(|| not_found(Kind::Comment))?.clone();
    call.data(Kind::Comment, &row)
}

fn delete(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let (id, stamp) = (comment(call)?.id.clone(), call.stamp());
    let row = call.store.delete(stamp, Kind::Comment, &id).ok_or_else(|| not_found(Kind::Comment))?.clone();
    call.data(Kind::Comment, &row)
}
