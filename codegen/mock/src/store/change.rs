//! What happened in an account.

use jiff::Timestamp;

use super::{Id, Kind, Row};

/// Who changes something, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp {
    pub(crate) time: Timestamp,
    pub(crate) user: i64,
}

/// A change of one row. Webhooks, recents and changelogs are derived from changes.
#[derive(Clone, Debug)]
pub(crate) struct RowChange {
    pub(crate) stamp: Stamp,
    pub(crate) kind: Kind,
    pub(crate) id: Id,
    /// The other row, if two rows were merged: the one that was kept if this one is deleted, and otherwise the one that is deleted.
    pub(crate) merged_with: Option<Id>,
    /// The row before the change, or `None` if it was created.
    pub(crate) before: Option<Row>,
    /// The row after the change. A deleted row has a `delete_time`.
    pub(crate) after: Row,
}
