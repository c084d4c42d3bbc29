//! Polling of jobs: the `wait` method of a request.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs::doc;
use super::super::rust_types::{Scope, ident};
use crate::inert::markdown;
use crate::ir::{ObjectType, Operation, OperationResponse, Type, TypeId, TypeKind, WaitCondition, WireValue};

/// The values for the template.
pub(super) struct WaitView {
    pub docs: String,
    pub status: String,
    pub done: String,
    pub failed: String,
    pub field: String,
}

pub(super) fn view(scope: &mut Scope<'_>, operation: &Operation) -> Option<WaitView> {
    let wait = operation.wait.as_ref()?;
    let OperationResponse::Data(Type::Named(data)) = &operation.response else { return None };
    let TypeKind::Object(object) = &scope.def(*data).kind else { return None };
    let (field, ty) = field(scope, *data, object, wait)?;
    let status = scope.named(ty);
    let values = |expected: &[String]| values(scope, ty, &status, expected);
    let (done, failed) = (values(&wait.done)?, values(&wait.failed)?);
    Some(WaitView { docs: docs(wait), status: status.to_string(), done, failed, field })
}

/// Returns the field with the status and its type.
fn field(scope: &Scope<'_>, data: TypeId, object: &ObjectType, wait: &WaitCondition) -> Option<(String, TypeId)> {
    let index = object.properties.iter().position(|property| property.wire == wait.status)?;
    let Type::Named(ty) = object.properties[index].ty else { return None };
    Some((scope.context.names.type_names(data).members[index].clone(), ty))
}

/// Returns the enum variants with these values.
fn values(scope: &Scope<'_>, ty: TypeId, status: &TokenStream, expected: &[String]) -> Option<String> {
    let TypeKind::Enum(set) = &scope.def(ty).kind else { return None };
    let names = &scope.context.names.type_names(ty).members;
    let variants = expected.iter().map(|expected| {
        let index = set.values.iter().position(|value| matches!(&value.wire, WireValue::String(string) if string == expected))?;
        let variant = ident(&names[index]);
        Some(quote!(#status::#variant))
    });
    let variants: Vec<TokenStream> = variants.collect::<Option<_>>()?;
    Some(quote!(&[#(#variants),*]).to_string())
}

fn docs(wait: &WaitCondition) -> String {
    let list = |values: &[String]| values.iter().map(|value| markdown::code(value)).collect::<Vec<_>>().join(" or ");
    let behaviour = "Polls with increasing intervals until the job is finished.".to_owned();
    let end = format!(
        "Returns the output of the operation once {} is {}. If it is {}, returns an error of the kind `JobFailed`.",
        markdown::code(&wait.status),
        list(&wait.done),
        list(&wait.failed)
    );
    doc(&[behaviour, end]).to_string()
}
