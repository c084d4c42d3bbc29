//! Changes of fields and their options.

use super::{AccountChangeKind as Kind, Changes, RustEffect, matched};
use crate::snapshot::{AccountField, AccountOption, Entity, Names, NamesOfField};
use crate::types::ValueType;

/// A field that is compared, and what is generated for it.
struct Compared<'a> {
    entity: Entity,
    key: &'a str,
    names: Option<&'a NamesOfField>,
    is_emitted: bool,
    is_label: bool,
}

impl<'a> Compared<'a> {
    fn new(entity: Entity, field: &'a AccountField, names: &'a Names) -> Self {
        let is_label = field.is_label();
        // Leads have labels of another kind.
        let is_emitted = field.custom || is_label && entity != Entity::Leads;
        // Leads have the fields of deals, and no names of their own.
        let of = |entity: Entity| names.fields.get(&entity).and_then(|names| names.get(&field.key));
        let names = of(entity).or_else(|| of(Entity::Deals).filter(|_| entity == Entity::Leads));
        Self { entity, key: &field.key, names, is_emitted, is_label }
    }
}

/// Compares the fields of an entity. A deleted field counts as none.
pub(super) fn compare(changes: &mut Changes, entity: Entity, old: &[AccountField], new: &[AccountField], names: &Names) {
    let present = |field: &&AccountField| !field.deleted;
    let fields = matched(old.iter().filter(present), new.iter().filter(present), identity);
    for field in fields.removed {
        let compared = Compared::new(entity, field, names);
        let rust = compared.rust_type(field);
        let change = changes.add(Kind::FieldRemoved, compared.effect(RustEffect::Major), &field.key, &field.name);
        change.values(field.field_type.clone(), None).item(compared.item()).rust_old = rust;
    }
    for field in fields.added {
        let compared = Compared::new(entity, field, names);
        let rust = compared.rust_type(field);
        let change = changes.add(Kind::FieldAdded, compared.effect(RustEffect::Minor), &field.key, &field.name);
        change.values(None, field.field_type.clone()).item(compared.item()).rust_new = rust;
    }
    for (before, after) in fields.kept {
        compare_field(changes, &Compared::new(entity, before, names), before, after);
    }
}

fn compare_field(changes: &mut Changes, compared: &Compared<'_>, before: &AccountField, after: &AccountField) {
    if before.field_type != after.field_type {
        let (old, new) = (compared.rust_type(before), compared.rust_type(after));
        let effect = compared.effect(if old == new { RustEffect::Docs } else { RustEffect::Major });
        let change = changes.add(Kind::FieldRetyped, effect, compared.key, &before.name);
        change.values(before.field_type.clone(), after.field_type.clone()).item(compared.item());
        (change.rust_old, change.rust_new) = (old, new);
    }
    let docs = compared.effect(RustEffect::Docs);
    if before.name != after.name {
        let change = changes.add(Kind::FieldRenamed, docs, compared.key, &before.name);
        change.values(before.name.clone(), after.name.clone()).item(compared.item());
    }
    if before.description != after.description {
        let change = changes.add(Kind::FieldDescribed, docs, compared.key, &before.name);
        change.values(before.description.clone(), after.description.clone()).item(compared.item());
    }
    let (old, new) = (subfields(before), subfields(after));
    if old != new {
        changes.add(Kind::SubfieldsChanged, RustEffect::None, compared.key, &before.name).values(old, new);
    }
    compare_options(changes, compared, before, after);
}

fn compare_options(changes: &mut Changes, compared: &Compared<'_>, before: &AccountField, after: &AccountField) {
    let options = matched(before.options.iter(), after.options.iter(), |option| &option.id);
    let key = |option: &AccountOption| format!("{}/{}", compared.key, option.id);
    for option in options.removed {
        let change = changes.add(Kind::OptionRemoved, compared.effect(RustEffect::Major), &key(option), &before.name);
        change.values(option.label.clone(), None).item(compared.variant(option));
    }
    for option in options.added {
        let change = changes.add(Kind::OptionAdded, compared.effect(RustEffect::Minor), &key(option), &before.name);
        change.values(None, option.label.clone()).item(compared.variant(option));
    }
    for (old, new) in options.kept {
        if old.label != new.label {
            let change = changes.add(Kind::OptionRenamed, compared.effect(RustEffect::Docs), &key(old), &before.name);
            change.values(old.label.clone(), new.label.clone()).item(compared.variant(old));
        }
    }
    if options.reordered {
        changes
            .add(Kind::OptionsReordered, compared.effect(RustEffect::Docs), compared.key, &before.name)
            .item(compared.enum_name());
    }
}

impl Compared<'_> {
    /// Changes of fields without generated types have no effect.
    fn effect(&self, effect: RustEffect) -> RustEffect {
        if self.is_emitted { effect } else { RustEffect::None }
    }

    fn item(&self) -> Option<String> {
        let names = self.names.filter(|_| self.is_emitted)?;
        // The labels are an enum, and no custom field.
        if self.is_label { names.enum_name.clone() } else { Some(format!("{}::{}", self.entity.struct_name(), names.field)) }
    }

    fn enum_name(&self) -> Option<String> {
        self.names.filter(|_| self.is_emitted)?.enum_name.clone()
    }

    fn variant(&self, option: &AccountOption) -> Option<String> {
        let names = self.names.filter(|_| self.is_emitted)?;
        Some(format!("{}::{}", names.enum_name.as_ref()?, names.options.get(&option.id.to_string())?))
    }

    fn rust_type(&self, field: &AccountField) -> Option<String> {
        let enum_name = self.names.and_then(|names| names.enum_name.as_deref());
        (self.is_emitted && !self.is_label).then(|| ValueType::of(field).rust(enum_name.unwrap_or("_")))
    }
}

/// Versions 1 and 2 have different keys for the labels.
fn identity(field: &AccountField) -> &str {
    if field.is_label() { "label_ids" } else { &field.key }
}

/// Returns the keys of the parts of the value. Only version 2 lists the value itself among them.
fn subfields(field: &AccountField) -> Option<String> {
    let keys: Vec<&str> = field.subfields.iter().map(|part| part.key.as_str()).filter(|key| *key != "value").collect();
    (!keys.is_empty()).then(|| keys.join(", "))
}
