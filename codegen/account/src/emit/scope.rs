//! Which parts of a snapshot a module contains.

use super::names::number;
use crate::snapshot::{AccountField, Entity, Snapshot};
use crate::types::ValueType;

/// Returns the custom fields of an entity, without deleted ones.
pub(super) fn custom_fields(snapshot: &Snapshot, entity: Entity) -> impl Iterator<Item = &AccountField> {
    snapshot.fields_of(entity).iter().filter(|field| field.custom && !field.deleted)
}

/// Returns the deleted custom fields of an entity.
pub(super) fn deleted_fields(snapshot: &Snapshot, entity: Entity) -> impl Iterator<Item = &AccountField> {
    snapshot.fields_of(entity).iter().filter(|field| field.custom && field.deleted)
}

/// Returns whether a field has an enum of its options.
pub(super) fn has_enum(field: &AccountField) -> bool {
    matches!(ValueType::of(field), ValueType::Choice | ValueType::Choices)
}

/// Returns the built-in field whose options are the labels of an entity. Leads have labels of another kind.
pub(super) fn label_field(snapshot: &Snapshot, entity: Entity) -> Option<&AccountField> {
    let field = snapshot.fields_of(entity).iter().find(|field| field.is_label())?;
    let is_usable = entity != Entity::Leads && !field.options.is_empty();
    (is_usable && field.options.iter().all(|option| number(&option.id).is_some())).then_some(field)
}

/// Returns whether leads have exactly the custom fields of deals, which is so unless the snapshot has been read at two times.
pub(super) fn shares_fields(snapshot: &Snapshot) -> bool {
    !snapshot.fields.contains_key(&Entity::Leads)
        || custom_fields(snapshot, Entity::Leads).eq(custom_fields(snapshot, Entity::Deals))
}
