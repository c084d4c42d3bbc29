//! Finds the properties that lead back to the object that they stand in: a Rust struct cannot hold itself without a box.

use crate::ir::{Api, Type, TypeId, TypeKind};

pub(super) fn run(api: &mut Api) {
    let held: Vec<Vec<TypeId>> = api.types.iter().map(|def| held_by(&def.kind)).collect();
    for index in 0..api.types.len() {
        let owner = TypeId::new(index);
        let TypeKind::Object(object) = &mut api.types[index].kind else { continue };
        for property in &mut object.properties {
            property.boxed = held_directly(&property.ty).is_some_and(|part| leads_to(&held, part, owner));
        }
    }
}

/// The types that a value holds in place. Lists, maps and the variants of unions are on the heap anyway.
fn held_by(kind: &TypeKind) -> Vec<TypeId> {
    match kind {
        TypeKind::Object(object) => object.properties.iter().filter_map(|property| held_directly(&property.ty)).collect(),
        TypeKind::Union(_) | TypeKind::Id(_) | TypeKind::Enum(_) => Vec::new(),
    }
}

fn held_directly(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) | Type::IdOrObject { object: id, .. } => Some(*id),
        _ => None,
    }
}

fn leads_to(held: &[Vec<TypeId>], from: TypeId, to: TypeId) -> bool {
    let mut seen = vec![false; held.len()];
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if id == to {
            return true;
        }
        if !std::mem::replace(&mut seen[id.index()], true) {
            open.extend(&held[id.index()]);
        }
    }
    false
}
