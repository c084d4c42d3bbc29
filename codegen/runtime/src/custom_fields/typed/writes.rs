//! Structs in requests.

use super::table::Table;
use super::{FieldsOf, HasCustomFields};
use crate::call::Call;
use crate::custom_fields::CustomFieldChange;
use crate::request::send::Request;

/// A request that sets custom fields. Implemented by the requests that create and update items with custom fields.
pub trait FieldsRequest: Request<Output: HasCustomFields> {
    /// Whether custom fields are sent in the object `custom_fields`, as in version 2, or next to the other fields, as in version 1.
    #[doc(hidden)]
    const IS_NESTED: bool;

    /// Sets the custom fields that have a value; empty ones are not changed.
    ///
    /// To set and clear what differs from an earlier state, pass
    /// [`changes_since`](crate::custom_fields::TypedFields::changes_since) to the method `custom_fields_from` of the request.
    #[must_use = "a request does nothing until it is awaited"]
    fn fields<F: FieldsOf<<Self::Output as HasCustomFields>::Id>>(mut self, fields: &F) -> Self {
        set(self.call_mut(), Self::IS_NESTED, fields.changes());
        self
    }
}

/// Implements `FieldsRequest` for a request that creates or updates items with custom fields.
#[doc(hidden)]
#[macro_export]
macro_rules! fields_request {
    ($type:ident, nested) => {
        impl $crate::custom_fields::FieldsRequest for $type {
            const IS_NESTED: bool = true;
        }
    };
    ($type:ident, flat) => {
        impl $crate::custom_fields::FieldsRequest for $type {
            const IS_NESTED: bool = false;
        }
    };
}

fn set(call: &mut Call, is_nested: bool, changes: Vec<CustomFieldChange>) {
    if is_nested {
        call.custom_fields_nested(changes);
    } else {
        call.custom_fields_flat(changes);
    }
}

pub(super) fn changes(fields: &dyn Table) -> Vec<CustomFieldChange> {
    let set = |index| Some(CustomFieldChange::set(fields.key(index), fields.get(index).to_value()?));
    (0..fields.len()).filter_map(set).collect()
}

pub(super) fn changes_since(now: &dyn Table, before: &dyn Table) -> Vec<CustomFieldChange> {
    let change = |index| match (before.get(index).to_value(), now.get(index).to_value()) {
        (Some(_), None) => Some(cleared(now, index)),
        (_, None) => None,
        (old, Some(new)) => (old.as_ref() != Some(&new)).then(|| CustomFieldChange::set(now.key(index), new)),
    };
    (0..now.len()).filter_map(change).collect()
}

pub(super) fn clear(fields: &dyn Table, key: &str) -> CustomFieldChange {
    fields.find(key).map_or_else(|| CustomFieldChange::clear(key), |index| cleared(fields, index))
}

fn cleared(fields: &dyn Table, index: usize) -> CustomFieldChange {
    CustomFieldChange::clear(fields.key(index)).with_parts(fields.get(index).cleared_parts())
}
