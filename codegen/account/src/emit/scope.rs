//! Which parts of a snapshot a module contains.

use super::names::number;
use crate::snapshot::{AccountField, AccountOptionId, Entity, Snapshot};
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

/// Returns whether leads have the custom fields of deals, which is so unless the snapshot has been read at two times. The two lists are those of
/// different versions of the API, which describe a field in different detail.
pub(super) fn shares_fields(snapshot: &Snapshot) -> bool {
    fn essence(field: &AccountField) -> (&str, &str, Vec<&AccountOptionId>) {
        (&field.key, &field.field_type, field.options.iter().map(|option| &option.id).collect())
    }
    let fields = |entity| custom_fields(snapshot, entity).map(essence);
    !snapshot.fields.contains_key(&Entity::Leads) || fields(Entity::Leads).eq(fields(Entity::Deals))
}
