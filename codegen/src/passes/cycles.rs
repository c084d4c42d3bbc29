//! Marks the properties whose type contains the enclosing object. A Rust struct can only contain itself behind a `Box`, and a value of it is finite
//! only if one of these properties is optional.

use super::components::components;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::ir::{Api, Property, Type, TypeId, TypeKind, leaf_type};
use crate::load::Document;

pub(super) fn run(api: &mut Api, document: &Document, diagnostics: &mut Diagnostics) {
    loosen_infinite(api, document, diagnostics);
    let component = components(&parts(api, |property| contained_type(&property.ty)));
    for (def, owner) in api.types.iter_mut().zip(&component) {
        let TypeKind::Object(object) = &mut def.kind else { continue };
        for property in &mut object.properties {
            property.boxed = contained_type(&property.ty).is_some_and(|part| component[part.index()] == *owner);
        }
    }
}

/// Makes the properties optional because of which no finite value of a type exists.
fn loosen_infinite(api: &mut Api, document: &Document, diagnostics: &mut Diagnostics) {
    let needed = parts(api, needed_type);
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); needed.len()];
    for (owner, parts) in needed.iter().enumerate() {
        for part in parts {
            needed_by[part.index()].push(owner);
        }
    }
    // A type is finite as soon as all types that it needs are.
    let mut missing: Vec<usize> = needed.iter().map(Vec::len).collect();
    let mut finite: Vec<usize> = (0..missing.len()).filter(|index| missing[*index] == 0).collect();
    while let Some(index) = finite.pop() {
        for owner in &needed_by[index] {
            missing[*owner] -= 1;
            if missing[*owner] == 0 {
                finite.push(*owner);
            }
        }
    }
    for def in api.types.iter_mut().zip(&missing).filter_map(|(def, missing)| (*missing > 0).then_some(def)) {
        let TypeKind::Object(object) = &mut def.kind else { continue };
        for property in &mut object.properties {
            if needed_type(property).is_some_and(|part| missing[part.index()] > 0) {
                property.required = false;
                let message =
                    format!("`{}` is optional, because an object that always contains it would be infinite", property.wire);
                let help = "remove it from `required`, or make it nullable";
                diagnostics.push(Diagnostic::new(codes::LOOSENED, message).at(document.locate(&property.at)).help(help));
            }
        }
    }
}

/// Returns, for each type, the types of its properties that `select` returns.
fn parts(api: &Api, select: impl Fn(&Property) -> Option<TypeId>) -> Vec<Vec<TypeId>> {
    let parts = |kind: &TypeKind| match kind {
        TypeKind::Object(object) => object.properties.iter().filter_map(&select).collect(),
        // The variants of a union are allocated on the heap.
        TypeKind::Union(_) | TypeKind::Id(_) | TypeKind::Enum(_) => Vec::new(),
    };
    api.types.iter().map(|def| parts(&def.kind)).collect()
}

/// Returns the type that every value of the property contains.
fn needed_type(property: &Property) -> Option<TypeId> {
    let ty = contained_type(&property.ty)?;
    (property.required && !property.nullable).then_some(ty)
}

/// Returns the type that a value of the property stores inline. Lists and maps are allocated on the heap.
fn contained_type(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) | Type::IdOrObject { object: id, .. } => Some(*id),
        Type::List(_) | Type::Map(_) | Type::IdList(_) | Type::Nullable(_) | leaf_type!() => None,
    }
}
