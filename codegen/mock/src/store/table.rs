//! Rows by id.

use std::collections::BTreeMap;

use super::{Id, Row};

/// The rows of a kind, in the order of their ids.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: BTreeMap<Id, Row>,
    last_id: i64,
}

impl Table {
    pub(crate) const fn new() -> Self {
        Self { rows: BTreeMap::new(), last_id: 0 }
    }

    /// Returns an id that no row has had.
    pub(super) fn next_id(&mut self) -> Id {
        self.last_id += 1;
        Id::Number(self.last_id)
    }

    pub(super) fn insert(&mut self, row: Row) -> &Row {
        if let Id::Number(number) = row.id {
            self.last_id = self.last_id.max(number);
        }
        let id = row.id.clone();
        self.rows.entry(id).insert_entry(row).into_mut()
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
