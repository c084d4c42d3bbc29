//! `exercise.rs` of a resource, part of the `test-util` feature.

use askama::Template;
use proc_macro2::TokenStream;
use quote::quote;

use super::operations::{data_type, deleted_type, inputs, of_resource};
use super::rust_types::{EmitContext, Scope, ident};
use super::store::StoreTarget;
use super::{format, samples};
use crate::diag::Diagnostics;
use crate::ir::{CustomFieldLayout, EnvelopeTypes, Operation, OperationResponse};
use crate::names::{OperationNames, ResourceNames};

#[derive(Template)]
#[template(path = "exercise.rs.askama", escape = "none")]
struct ExerciseView {
    imports: String,
    operations: Vec<ExerciseOperationView>,
}

struct ExerciseOperationView {
    constant: String,
    method: String,
    round_trip: String,
    /// Properties of the envelope besides the data, each with the function that inspects it.
    envelope: String,
    /// Call of the operation with its required arguments.
    call: String,
    /// Setter calls.
    setters: Vec<String>,
}

pub(super) fn file(context: EmitContext<'_>, resource: &ResourceNames, diagnostics: &mut Diagnostics) -> String {
    let here = resource.module.child("exercise");
    let mut scope = Scope::new(context, &here, "operations");
    let operations = of_resource(context, resource);
    let operations = operations.into_iter().map(|(operation, names)| view(&mut scope, resource, operation, names)).collect();
    let rendered = super::render(&ExerciseView { imports: scope.imports().to_string(), operations });
    format::rust("exercise.rs.askama", &resource.module.path(), &rendered, diagnostics)
}

fn view(scope: &mut Scope<'_>, resource: &ResourceNames, operation: &Operation, names: &OperationNames) -> ExerciseOperationView {
    let (mut arguments, mut setters) = (Vec::new(), Vec::new());
    // A body may need more properties than the required ones.
    let (mut needed, mut missing) = (Vec::new(), missing_properties(operation));
    for ((target, property), name) in inputs(operation).zip(names.parameters.iter().chain(&names.body)) {
        if property.required {
            if property.constant.is_none() {
                arguments.push(samples::sample(scope, property));
            }
        } else {
            let (name, value) = (ident(name), samples::sample(scope, property));
            let setter = quote!(.#name(#value));
            if missing > 0 && matches!(target, StoreTarget::Body) {
                missing -= 1;
                needed.push(setter);
            } else {
                setters.push(setter.to_string());
            }
        }
    }
    if let Some(layout) = operation.body.as_ref().and_then(|body| body.object.custom_fields) {
        setters.push(custom_field(layout).to_string());
    }
    let accessor = scope.path(&resource.module);
    let (accessor_name, method) = (ident(&resource.accessor), ident(&names.method));
    ExerciseOperationView {
        constant: names.constant.clone(),
        method: names.method.clone(),
        round_trip: round_trip(scope, operation).to_string(),
        envelope: envelope(scope, operation).to_string(),
        call: quote!(#accessor::#accessor_name::new(client.clone()).#method(#(#arguments),*) #(#needed)*).to_string(),
        setters,
    }
}

/// Returns how many optional properties the body of a request needs at least.
fn missing_properties(operation: &Operation) -> usize {
    let Some(body) = &operation.body else { return 0 };
    let minimum = body.object.min_properties.map_or(0, |minimum| minimum as usize);
    minimum.saturating_sub(body.object.properties.iter().filter(|property| property.required).count())
}

fn custom_field(layout: CustomFieldLayout) -> TokenStream {
    let key = match layout {
        CustomFieldLayout::Nested => "dcf558aac1ae4e8c4f849ba5e668430d8df9be12",
        CustomFieldLayout::Flat => "9dc80c50d78a15643bfc4ca79d76156a73a1ca0e",
    };
    quote!(.custom_field(#key, "sample"))
}

/// Returns the function that decodes and re-encodes the response. It is `None` unless the response is JSON.
fn round_trip(scope: &mut Scope<'_>, operation: &Operation) -> TokenStream {
    match &operation.response {
        OperationResponse::Data(ty) if operation.is_deletion() => {
            let ty = deleted_type(scope, ty);
            quote!(Some(round_trip_deleted::<#ty>))
        }
        OperationResponse::Root(ty) if operation.is_deletion() => {
            let ty = deleted_type(scope, ty);
            quote!(Some(round_trip_deleted_root::<#ty>))
        }
        OperationResponse::Done | OperationResponse::Empty if operation.is_deletion() => {
            quote!(Some(round_trip_deleted::<Value>))
        }
        OperationResponse::Data(ty) => {
            let ty = data_type(scope, ty);
            quote!(Some(round_trip_data::<#ty>))
        }
        OperationResponse::Done => quote!(Some(round_trip_data::<Value>)),
        OperationResponse::Root(ty) => {
            let ty = scope.ty(ty);
            quote!(Some(round_trip_root::<#ty>))
        }
        OperationResponse::Text | OperationResponse::Binary | OperationResponse::Empty => quote!(None),
    }
}

/// Returns the parts of the envelope that have a type, and the names of those that have none.
fn envelope(scope: &mut Scope<'_>, operation: &Operation) -> TokenStream {
    if !matches!(operation.response, OperationResponse::Data(_) | OperationResponse::Done) {
        return quote!(&[]);
    }
    let EnvelopeTypes { additional_data, related_objects } = operation.envelope;
    let typed = [("additional_data", additional_data), ("related_objects", related_objects)];
    let typed = typed.into_iter().filter_map(|(name, ty)| {
        let ty = scope.named(ty?);
        Some(quote!((#name, inspect_part::<#ty>)))
    });
    let untyped = operation.envelope_fields.iter().map(|name| quote!((#name, inspect_part::<Value>)));
    quote!(&[#(#typed,)* #(#untyped),*])
}
