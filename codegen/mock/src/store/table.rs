//! Rows by id.

use std::collections::BTreeMap;

use super::{Id, Kind, Row};

/// The rows of a kind, in the order of their ids.
#[derive(Debug, Default)]
pub(crate) struct RowTable {
    rows: BTreeMap<Id, Row>,
    last_id: i64,
}

impl RowTable {
    pub(crate) const fn new() -> Self {
        Self { rows: BTreeMap::new(), last_id: 0 }
    }

    /// Returns an id that no row has had. UUIDs are in the order of their creation too, so that lists are.
    pub(super) fn next_id(&mut self, kind: Kind) -> Id {
        self.last_id += 1;
        let number = self.last_id;
        if kind.has_uuids() { Id::Uuid(format!("{number:08x}-0000-4000-8000-{:012x}", kind as u32)) } else { Id::Number(number) }
    }

    pub(super) fn insert(&mut self, row: Row) -> &Row {
        if let Id::Number(number) = row.id {
            self.last_id = self.last_id.max(number);
        }
        let id = row.id.clone();
        self.rows.insert(id.clone(), row);
        &self.rows[&id]
    }

    /// Returns a row, also if it is deleted.
    pub(crate) fn get(&self, id: &Id) -> Option<&Row> {
        self.rows.get(id)
    }

    pub(super) fn get_mut(&mut self, id: &Id) -> Option<&mut Row> {
        self.rows.get_mut(id)
    }

    /// Returns all rows, also deleted ones.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Row> {
        self.rows.values()
    }

    /// Returns the rows that are not deleted.
    pub(crate) fn present(&self) -> impl Iterator<Item = &Row> {
        self.all().filter(|row| !row.is_deleted())
    }
}
