//! Transformations of the model between `lower` and `names`, one per file.

mod components;
mod cycles;
mod direction;
mod features;
mod reachability;
mod usage;

use crate::diag::Diagnostics;
use crate::ir::{Api, EnvelopeTypes, Operation, OperationResponse, Property, Type, TypeId, TypeKind, leaf_type};
use crate::load::Document;

/// Runs every pass, in order.
pub fn run(mut api: Api, document: &Document, diagnostics: &mut Diagnostics) -> Api {
    reachability::run(&mut api);
    usage::run(&mut api);
    direction::run(&api, document, diagnostics);
    cycles::run(&mut api, document, diagnostics);
    features::run(&mut api);
    api
}

/// Calls `visit` with every type in the request of an operation.
fn for_each_request_type(operation: &Operation, visit: &mut impl FnMut(TypeId)) {
    for parameter in &operation.parameters {
        parameter.property.ty.for_each_named(visit);
    }
    for property in operation.body.iter().flat_map(|body| &body.object.properties) {
        property.ty.for_each_named(visit);
    }
}

/// Calls `visit` with every type in the response of an operation.
fn for_each_response_type(operation: &Operation, visit: &mut impl FnMut(TypeId)) {
    if let OperationResponse::Data(ty) | OperationResponse::Root(ty) = &operation.response {
        ty.for_each_named(visit);
    }
    let EnvelopeTypes { additional_data, related_objects } = operation.envelope;
    additional_data.into_iter().chain(related_objects).for_each(visit);
}

/// Returns, for each type index, whether the type is reachable from `start`.
fn closure(api: &Api, start: impl IntoIterator<Item = TypeId>) -> Vec<bool> {
    let mut reached = vec![false; api.types.len()];
    let mut pending: Vec<TypeId> = start.into_iter().collect();
    while let Some(id) = pending.pop() {
        if !std::mem::replace(&mut reached[id.index()], true) {
            api.type_def(id).kind.for_each_type(&mut |part| pending.push(part));
        }
    }
    reached
}

/// Calls `change` with every property of the model.
fn for_each_property_mut(api: &mut Api, mut change: impl FnMut(&mut Property)) {
    for def in &mut api.types {
        if let TypeKind::Object(object) = &mut def.kind {
            object.properties.iter_mut().for_each(&mut change);
        }
    }
    for operation in &mut api.operations {
        operation.parameters.iter_mut().for_each(|parameter| change(&mut parameter.property));
        if let Some(body) = &mut operation.body {
            body.object.properties.iter_mut().for_each(&mut change);
        }
    }
}

/// Calls `change` with every reference to a type.
fn for_each_type_id_mut(api: &mut Api, change: &mut impl FnMut(&mut TypeId)) {
    for_each_property_mut(api, |property| for_each_type_id_in(&mut property.ty, change));
    for operation in &mut api.operations {
        if let OperationResponse::Data(ty) | OperationResponse::Root(ty) = &mut operation.response {
            for_each_type_id_in(ty, change);
        }
        let EnvelopeTypes { additional_data, related_objects } = &mut operation.envelope;
        additional_data.iter_mut().chain(related_objects).for_each(&mut *change);
        if let Some(pagination) = &mut operation.pagination {
            for_each_type_id_in(&mut pagination.item, change);
        }
    }
    api.webhook_items.iter_mut().for_each(|item| change(&mut item.ty));
    for def in &mut api.types {
        if let TypeKind::Union(union) = &mut def.kind {
            union.variants.iter_mut().for_each(|variant| change(&mut variant.ty));
        }
    }
}

fn for_each_type_id_in(ty: &mut Type, change: &mut impl FnMut(&mut TypeId)) {
    match ty {
        Type::Named(id) | Type::IdList(id) => change(id),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => for_each_type_id_in(inner, change),
        Type::IdOrObject { id, object } => {
            change(id);
            change(object);
        }
        leaf_type!() => {}
    }
}
