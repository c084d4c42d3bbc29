//! The constant that describes an operation to the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::ir::{Auth, BodyKind, Operation, PagingStyle, Reply, Version};

pub(super) fn tokens(operation: &Operation) -> TokenStream {
    let (id, path, resource, scopes) = (&operation.id, &operation.path, &operation.resource, &operation.scopes);
    let method = format_ident!("{}", operation.method.name());
    let version = match operation.version {
        Version::V1 => quote!(V1),
        Version::V2 => quote!(V2),
    };
    let auth = match operation.auth {
        Auth::Api => quote!(Api),
        Auth::OAuthClient => quote!(OAuthClient),
        Auth::None => quote!(None),
    };
    let body = match operation.body.as_ref().map(|body| body.kind) {
        None => quote!(None),
        Some(BodyKind::Json) => quote!(Json),
        Some(BodyKind::Form) => quote!(Form),
        Some(BodyKind::Multipart) => quote!(Multipart),
    };
    let reply = match operation.reply {
        Reply::Data(_) | Reply::Done | Reply::Root(_) => quote!(Json),
        Reply::Text => quote!(Text),
        Reply::Binary => quote!(Binary),
        Reply::Empty => quote!(Empty),
    };
    let token_cost = option(operation.token_cost.map(Literal::u32_unsuffixed));
    let pagination = option(operation.pagination.as_ref().map(|pagination| {
        let style = match pagination.style {
            PagingStyle::Cursor => quote!(Cursor),
            PagingStyle::Offset => quote!(Offset),
            PagingStyle::Recents => quote!(Recents),
        };
        let (items, max) = (&pagination.items, option(pagination.max.map(Literal::u32_unsuffixed)));
        quote!(PaginationInfo { style: PaginationStyle::#style, items: #items, max: #max })
    }));
    let search = operation.is_search();
    let deprecated = operation.deprecated.is_some();
    let replaced_by = option(operation.deprecated.as_ref().and_then(|deprecation| deprecation.replaced_by.as_ref()));
    let docs = option(operation.docs_url.as_ref());
    let sent_to = option(operation.sent_to.as_ref());
    let server = option(operation.server.as_ref());
    quote!(OperationInfo {
        id: #id,
        method: Method::#method,
        path: #path,
        version: ApiVersion::#version,
        resource: #resource,
        token_cost: #token_cost,
        scopes: &[#(#scopes),*],
        auth: Auth::#auth,
        body: BodyKind::#body,
        reply: ReplyKind::#reply,
        pagination: #pagination,
        search: #search,
        deprecated: #deprecated,
        replaced_by: #replaced_by,
        docs: #docs,
        sent_to: #sent_to,
        server: #server,
    })
}

fn option(value: Option<impl quote::ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
