//! The data of an account, independent of the versions of the API.

mod row;
mod table;

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Map, Value};

pub(crate) use row::{Id, Row};
pub(crate) use table::Table;

/// The kinds of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    Activity,
    Deal,
    Lead,
    Organization,
    Person,
    Pipeline,
    Product,
    Stage,
    User,
}

/// All tables of an account.
#[derive(Debug, Default)]
pub(crate) struct Store {
    tables: HashMap<Kind, Table>,
}

impl Store {
    /// Returns the rows of a kind.
    pub(crate) fn table(&self, kind: Kind) -> &Table {
        const EMPTY: &Table = &Table::new();
        self.tables.get(&kind).unwrap_or(EMPTY)
    }

    /// Returns the rows of a kind for modification.
    pub(crate) fn table_mut(&mut self, kind: Kind) -> &mut Table {
        self.tables.entry(kind).or_default()
    }

    /// Adds a row with the next id, and returns it.
    pub(crate) fn insert(&mut self, kind: Kind, now: Timestamp, values: Map<String, Value>) -> &mut Row {
        let table = self.table_mut(kind);
        let id = table.next_id();
        table.insert(Row::new(id, now, values))
    }
}
