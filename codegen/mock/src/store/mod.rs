//! The data of an account, independent of the versions of the API.

mod change;
mod kind;
mod random;
mod row;
mod table;

use std::collections::HashMap;

use bytes::Bytes;
use serde_json::{Map, Value};

pub(crate) use change::{RowChange, Stamp};
pub(crate) use kind::Kind;
pub(crate) use random::scrambled;
pub(crate) use row::{Id, Row};
pub(crate) use table::RowTable;

/// All tables of an account. Rows are changed only through its methods, so that every change is recorded.
#[derive(Debug, Default)]
pub(crate) struct Store {
    tables: HashMap<Kind, RowTable>,
    changes: Vec<RowChange>,
    /// The contents of files.
    contents: HashMap<Id, Bytes>,
}

/// The values of a row and its custom fields, of a new row or of those that an update changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values {
    pub(crate) values: Map<String, Value>,
    pub(crate) custom_fields: Map<String, Value>,
}

impl Store {
    /// Returns the rows of a kind.
    pub(crate) fn table(&self, kind: Kind) -> &RowTable {
        const EMPTY: &RowTable = &RowTable::new();
        self.tables.get(&kind).unwrap_or(EMPTY)
    }

    /// Returns a row that is not deleted.
    pub(crate) fn row(&self, kind: Kind, id: &Id) -> Option<&Row> {
        self.table(kind).get(id).filter(|row| !row.is_deleted())
    }

    /// Returns all changes so far, oldest first.
    pub(crate) fn changes(&self) -> &[RowChange] {
        &self.changes
    }

    /// Sets the content of a file.
    pub(crate) fn set_content(&mut self, file: Id, content: Bytes) {
        self.contents.insert(file, content);
    }

    /// Returns the content of a file. `None` for files at a remote location.
    pub(crate) fn content(&self, file: &Id) -> Option<&Bytes> {
        self.contents.get(file)
    }

    /// Sets values of a row that are not changes by a user, such as the time of the last delivery of a webhook.
    pub(crate) fn note(&mut self, kind: Kind, id: &Id, values: Map<String, Value>) {
        if let Some(row) = self.tables.get_mut(&kind).and_then(|table| table.get_mut(id)) {
            row.values.extend(values);
        }
    }

    /// Adds a row with the next id, and returns it.
    pub(crate) fn create(&mut self, stamp: Stamp, kind: Kind, values: Values) -> &Row {
        let id = self.tables.entry(kind).or_default().next_id(kind);
        self.create_with_id(stamp, kind, id, values)
    }

    /// Adds a row, and returns it. A row with the same id is replaced.
    pub(crate) fn create_with_id(&mut self, stamp: Stamp, kind: Kind, id: Id, values: Values) -> &Row {
        let row = Row {
            id: id.clone(),
            values: values.values,
            custom_fields: values.custom_fields,
            add_time: stamp.time,
            update_time: stamp.time,
            delete_time: None,
        };
        self.changes.push(RowChange { stamp, kind, id, merged_with: None, before: None, after: row.clone() });
        self.tables.entry(kind).or_default().insert(row)
    }

    /// Changes a row, and returns it. Values that are not named stay unchanged. `None` if there is no such row, or it is deleted.
    pub(crate) fn update(&mut self, stamp: Stamp, kind: Kind, id: &Id, values: Values) -> Option<&Row> {
        self.change(stamp, kind, id, |row| {
            row.values.extend(values.values);
            row.custom_fields.extend(values.custom_fields);
            row.update_time = stamp.time;
        })
    }

    /// Marks a row as deleted, which is an update of it, and returns it. `None` if there is no such row, or it is deleted already.
    pub(crate) fn delete(&mut self, stamp: Stamp, kind: Kind, id: &Id) -> Option<&Row> {
        self.change(stamp, kind, id, |row| {
            row.delete_time = Some(stamp.time);
            row.update_time = stamp.time;
        })
    }

    /// Merges a row into another one: deletes it, changes the other one, and returns that. `None` if one of them does not exist.
    pub(crate) fn merge(&mut self, stamp: Stamp, kind: Kind, merged: &Id, kept: &Id, values: Values) -> Option<&Row> {
        self.row(kind, kept)?;
        self.delete(stamp, kind, merged)?;
        self.mark_last(kept);
        self.update(stamp, kind, kept, values)?;
        self.mark_last(merged);
        self.row(kind, kept)
    }

    /// Marks the last change as that of a merge.
    fn mark_last(&mut self, other: &Id) {
        if let Some(change) = self.changes.last_mut() {
            change.merged_with = Some(other.clone());
        }
    }

    fn change(&mut self, stamp: Stamp, kind: Kind, id: &Id, change: impl FnOnce(&mut Row)) -> Option<&Row> {
        let row = self.tables.get_mut(&kind)?.get_mut(id).filter(|row| !row.is_deleted())?;
        let before = row.clone();
        change(row);
        self.changes.push(RowChange { stamp, kind, id: id.clone(), merged_with: None, before: Some(before), after: row.clone() });
        Some(row)
    }
}
