//! Changes of fields and their options.

use super::{AccountChangeKind as Kind, Changes, RustEffect, matched};
use crate::snapshot::{AccountField, AccountOption, Entity, Names, NamesOfField};
use crate::types::ValueType;

/// Both sides of a field, or one of them twice.
struct Sides<'a> {
    entity: Entity,
    key: &'a str,
    names: Option<&'a NamesOfField>,
    /// Whether types are generated for the field.
    is_emitted: bool,
}

/// Compares the fields of an entity. A deleted field counts as none.
pub(super) fn compare(
    changes: &mut Changes,
    entity: Entity,
    old: &[AccountField],
    new: &[AccountField],
    old_names: &Names,
    new_names: &Names,
) {
    let present = |field: &&AccountField| !field.deleted;
    let fields = matched(old.iter().filter(present), new.iter().filter(present), identity);
    let sides =
        |field: &AccountField, names: &'_ Names| names.fields.get(&entity).and_then(|names| names.get(&field.key)).cloned();
    for field in fields.removed {
        let names = sides(field, old_names);
        let sides = Sides { entity, key: &field.key, names: names.as_ref(), is_emitted: is_emitted(field) };
        let rust = sides.rust_type(field);
        let change = changes.add(Kind::FieldRemoved, sides.effect(RustEffect::Major), &field.key, &field.name);
        change.values(field.field_type.clone(), None).item(sides.item()).rust_old = rust;
    }
    for field in fields.added {
        let names = sides(field, old_names).or(sides(field, new_names));
        let sides = Sides { entity, key: &field.key, names: names.as_ref(), is_emitted: is_emitted(field) };
        let rust = sides.rust_type(field);
        let change = changes.add(Kind::FieldAdded, sides.effect(RustEffect::Minor), &field.key, &field.name);
        change.values(None, field.field_type.clone()).item(sides.item()).rust_new = rust;
    }
    for (before, after) in fields.kept {
        let names = sides(before, old_names);
        let is_emitted = is_emitted(before) || is_emitted(after);
        compare_field(changes, &Sides { entity, key: &before.key, names: names.as_ref(), is_emitted }, before, after);
    }
}

fn compare_field(changes: &mut Changes, sides: &Sides<'_>, before: &AccountField, after: &AccountField) {
    if before.field_type != after.field_type {
        let (old, new) = (sides.rust_type(before), sides.rust_type(after));
        let effect = sides.effect(if old == new { RustEffect::Docs } else { RustEffect::Major });
        let change = changes.add(Kind::FieldRetyped, effect, sides.key, &before.name);
        change.values(before.field_type.clone(), after.field_type.clone()).item(sides.item());
        (change.rust_old, change.rust_new) = (old, new);
    }
    let docs = sides.effect(RustEffect::Docs);
    if before.name != after.name {
        let change = changes.add(Kind::FieldRenamed, docs, sides.key, &before.name);
        change.values(before.name.clone(), after.name.clone()).item(sides.item());
    }
    if before.description != after.description {
        let change = changes.add(Kind::FieldDescribed, docs, sides.key, &before.name);
        change.values(before.description.clone(), after.description.clone()).item(sides.item());
    }
    let (old, new) = (subfields(before), subfields(after));
    if old != new {
        changes.add(Kind::SubfieldsChanged, RustEffect::None, sides.key, &before.name).values(old, new);
    }
    compare_options(changes, sides, before, after);
}

fn compare_options(changes: &mut Changes, sides: &Sides<'_>, before: &AccountField, after: &AccountField) {
    let options = matched(before.options.iter(), after.options.iter(), |option| &option.id);
    let key = |option: &AccountOption| format!("{}/{}", sides.key, option.id);
    for option in options.removed {
        let change = changes.add(Kind::OptionRemoved, sides.effect(RustEffect::Major), &key(option), &before.name);
        change.values(option.label.clone(), None).item(sides.variant(option));
    }
    for option in options.added {
        let change = changes.add(Kind::OptionAdded, sides.effect(RustEffect::Minor), &key(option), &before.name);
        change.values(None, option.label.clone()).item(sides.variant(option));
    }
    for (old, new) in options.kept {
        if old.label != new.label {
            let change = changes.add(Kind::OptionRenamed, sides.effect(RustEffect::Docs), &key(old), &before.name);
            change.values(old.label.clone(), new.label.clone()).item(sides.variant(old));
        }
    }
    if options.reordered {
        changes.add(Kind::OptionsReordered, sides.effect(RustEffect::Docs), sides.key, &before.name).item(sides.enum_name());
    }
}

impl Sides<'_> {
    /// Changes of fields without generated types have no effect.
    fn effect(&self, effect: RustEffect) -> RustEffect {
        if self.is_emitted { effect } else { RustEffect::None }
    }

    fn item(&self) -> Option<String> {
        let names = self.names.filter(|_| self.is_emitted)?;
        Some(format!("{}::{}", self.entity.struct_name(), names.field))
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
        self.is_emitted.then(|| ValueType::of(field).rust(enum_name.unwrap_or("an enum")))
    }
}

/// Versions 1 and 2 have different keys for the labels.
fn identity(field: &AccountField) -> &str {
    if field.is_label() { "label_ids" } else { &field.key }
}

fn is_emitted(field: &AccountField) -> bool {
    field.custom || field.is_label()
}

/// Returns the keys of the parts of the value. Only version 2 lists the value itself among them.
fn subfields(field: &AccountField) -> Option<String> {
    let keys: Vec<&str> = field.subfields.iter().map(|part| part.key.as_str()).filter(|key| *key != "value").collect();
    (!keys.is_empty()).then(|| keys.join(", "))
}
