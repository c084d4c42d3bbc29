//! The `OperationInfo` constant of an operation.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::super::rust_types::EmitContext;
use super::rules;
use crate::ir::{BodyEncoding, Operation, OperationAuth, OperationResponse, PagingStyle, Version};

pub(super) fn tokens(context: EmitContext<'_>, operation: &Operation) -> TokenStream {
    let (id, path, resource) = (&operation.id, &operation.path, &operation.resource);
    let method = format_ident!("{}", operation.method.name());
    let version = match operation.version {
        Version::V1 => quote!(V1),
        Version::V2 => quote!(V2),
    };
    let facts = facts(context, operation);
    quote!(OperationInfo::new(#id, ApiVersion::#version, #resource, Method::#method, #path) #(#facts)*)
}

/// Returns the calls that set optional values of the `OperationInfo`.
fn facts(context: EmitContext<'_>, operation: &Operation) -> Vec<TokenStream> {
    let mut facts = Vec::new();
    if let Some(cost) = operation.token_cost.map(Literal::u32_unsuffixed) {
        facts.push(quote!(.token_cost(#cost)));
    }
    if !operation.scopes.is_empty() {
        let scopes = &operation.scopes;
        facts.push(quote!(.scopes(&[#(#scopes),*])));
    }
    match &operation.auth {
        OperationAuth::Api => {}
        OperationAuth::Schemes(alternatives) => {
            let alternatives = alternatives.iter().map(|schemes| quote!(&[#(#schemes),*]));
            facts.push(quote!(.auth(Auth::Schemes(&[#(#alternatives),*]))));
        }
        OperationAuth::None => facts.push(quote!(.auth(Auth::None))),
    }
    match operation.body.as_ref().map(|body| body.kind) {
        None => {}
        Some(BodyEncoding::Json) => facts.push(quote!(.body(BodyKind::Json))),
        Some(BodyEncoding::Form) => facts.push(quote!(.body(BodyKind::Form))),
        Some(BodyEncoding::Multipart) => facts.push(quote!(.body(BodyKind::Multipart))),
        Some(BodyEncoding::Content) => facts.push(quote!(.body(BodyKind::Content))),
    }
    if operation.body.as_ref().is_some_and(|body| body.is_optional) {
        facts.push(quote!(.optional_body()));
    }
    match operation.response {
        OperationResponse::Data(_) | OperationResponse::Done => {}
        OperationResponse::Root(_) => facts.push(quote!(.root())),
        OperationResponse::Text => facts.push(quote!(.response(ResponseKind::Text))),
        OperationResponse::Binary => facts.push(quote!(.response(ResponseKind::Binary))),
        OperationResponse::Empty => facts.push(quote!(.response(ResponseKind::Empty))),
    }
    if operation.ignores_success {
        facts.push(quote!(.ignores_success()));
    }
    if let Some(pagination) = &operation.pagination {
        let style = match pagination.style {
            PagingStyle::Cursor => quote!(Cursor),
            PagingStyle::Offset => quote!(Offset),
            PagingStyle::Recents => quote!(Recents),
        };
        let (items, max) = (&pagination.items, option(pagination.max.map(Literal::u32_unsuffixed)));
        facts.push(quote!(.pages(PaginationStyle::#style, #items, #max)));
    }
    let rules = rules::of(context, operation);
    if !rules.is_empty() {
        facts.push(quote!(.inputs(&[#(#rules),*])));
    }
    if operation.is_search() {
        facts.push(quote!(.search()));
    }
    if let Some(deprecation) = &operation.deprecated {
        let replaced_by = option(deprecation.replaced_by.as_ref());
        facts.push(quote!(.deprecated(#replaced_by)));
    }
    let content_type = operation.body.as_ref().and_then(|body| body.content_type.clone());
    // Of a range, the content determines the type.
    let content_type = content_type.filter(|content_type| !content_type.contains('*'));
    let strings = [
        ("content_type", &content_type),
        ("accept", &operation.accept),
        ("docs", &operation.docs_url),
        ("sent_to", &operation.sent_to),
        ("server", &operation.server),
    ];
    for (name, string) in strings {
        if let Some(string) = string {
            let name = format_ident!("{name}");
            facts.push(quote!(.#name(#string)));
        }
    }
    facts
}

fn option(value: Option<impl ToTokens>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}
