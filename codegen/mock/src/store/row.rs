//! One row.

use std::fmt;

use jiff::Timestamp;
use serde_json::{Map, Value};

/// The id of a row: a number, or a UUID for leads and lead labels.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Id {
    Number(i64),
    Uuid(String),
}

/// An item of the account. Its values have the names and the forms of version 2 of the API: times are RFC 3339 strings, flags are
/// booleans, links are ids.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) id: Id,
    pub(crate) values: Map<String, Value>,
    /// Custom fields by key, in the forms of version 2.
    pub(crate) custom_fields: Map<String, Value>,
    pub(crate) add_time: Timestamp,
    pub(crate) update_time: Timestamp,
    /// When the item was deleted. Deleted items are kept, as the API does for 30 days.
    pub(crate) delete_time: Option<Timestamp>,
}

impl Row {
    /// Returns a value, or null if there is none.
    pub(crate) fn get(&self, name: &str) -> &Value {
        self.values.get(name).unwrap_or(&Value::Null)
    }

    /// Returns a numeric value, such as the id of a linked item.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.get(name).as_i64()
    }

    /// Returns a string value.
    pub(crate) fn string(&self, name: &str) -> Option<&str> {
        self.get(name).as_str()
    }

    /// Returns the id of a row that a value links to.
    pub(crate) fn linked_id(&self, name: &str) -> Option<Id> {
        Id::from_json(self.get(name))
    }

    /// Whether the item is archived. Lists omit archived items.
    pub(crate) fn is_archived(&self) -> bool {
        *self.get("is_archived") == true
    }

    pub(crate) fn is_deleted(&self) -> bool {
        self.delete_time.is_some()
    }
}

impl Id {
    /// Parses the id of a path or query.
    pub(crate) fn parse(id: &str) -> Self {
        id.parse().map_or_else(|_| Self::Uuid(id.to_owned()), Self::Number)
    }

    /// Reads an id from JSON. `None` if the value is not an id.
    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => number.as_i64().map(Self::Number),
            Value::String(uuid) => Some(Self::Uuid(uuid.clone())),
            _ => None,
        }
    }

    /// Returns the id as JSON.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::Number(number) => (*number).into(),
            Self::Uuid(uuid) => uuid.as_str().into(),
        }
    }
}

impl From<i64> for Id {
    fn from(id: i64) -> Self {
        Self::Number(id)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Uuid(uuid) => uuid.fmt(f),
        }
    }
}
