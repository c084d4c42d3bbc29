//! Marks the properties whose type contains the enclosing object. A Rust struct can only contain itself behind a `Box`.

use crate::ir::{Api, Type, TypeId, TypeKind};

pub(super) fn run(api: &mut Api) {
    let contained: Vec<Vec<TypeId>> = api.types.iter().map(|def| contained_types(&def.kind)).collect();
    for index in 0..api.types.len() {
        let owner = TypeId::new(index);
        let TypeKind::Object(object) = &mut api.types[index].kind else { continue };
        for property in &mut object.properties {
            property.boxed = contained_type(&property.ty).is_some_and(|part| reaches(&contained, part, owner));
        }
    }
}

/// Returns the types that a value stores inline. Lists, maps and union variants are heap-allocated.
fn contained_types(kind: &TypeKind) -> Vec<TypeId> {
    match kind {
        TypeKind::Object(object) => object.properties.iter().filter_map(|property| contained_type(&property.ty)).collect(),
        TypeKind::Union(_) | TypeKind::Id(_) | TypeKind::Enum(_) => Vec::new(),
    }
}

fn contained_type(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) | Type::IdOrObject { object: id, .. } => Some(*id),
        _ => None,
    }
}

fn reaches(contained: &[Vec<TypeId>], from: TypeId, to: TypeId) -> bool {
    let mut seen = vec![false; contained.len()];
    let mut pending = vec![from];
    while let Some(id) = pending.pop() {
        if id == to {
            return true;
        }
        if !std::mem::replace(&mut seen[id.index()], true) {
            pending.extend(&contained[id.index()]);
        }
    }
    false
}
