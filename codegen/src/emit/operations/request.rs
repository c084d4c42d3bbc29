//! The request type of an operation: setters, output type and pagination.

use std::iter;

use askama::Template;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::super::docs::{deprecated, doc, endpoint, property_text};
use super::super::lints;
use super::super::rust_types::{Scope, codec, ident};
use super::super::store::store;
use super::describe::{self, TypeLinks};
use super::{info, inputs, waiting};
use crate::inert::markdown;
use crate::ir::{CustomFieldLayout, Operation, OperationResponse, Property, Type, TypeKind};
use crate::names::{OperationNames, ResourceNames};

#[derive(Template)]
#[template(path = "operations/request.rs.askama", escape = "none")]
pub(in crate::emit) struct RequestView {
    constant: String,
    info: String,
    docs: String,
    builder: String,
    allow: &'static str,
    pub(in crate::emit) setters: Vec<RequestSetterView>,
    pub(in crate::emit) output: String,
    decode: String,
    pub(in crate::emit) is_paged: bool,
    pub(in crate::emit) page_item: String,
    page_data: String,
    wait: Option<waiting::WaitView>,
    /// Where the request sends custom fields, if it returns an item with these fields.
    custom_fields: Option<&'static str>,
}

impl RequestView {
    /// Returns whether the request has a `wait` method.
    pub(in crate::emit) fn waits(&self) -> bool {
        self.wait.is_some()
    }
}

pub(in crate::emit) struct RequestSetterView {
    docs: String,
    pub(in crate::emit) deprecated: String,
    pub(in crate::emit) ident: String,
    pub(in crate::emit) params: String,
    statement: String,
}

pub(in crate::emit) fn view(
    scope: &mut Scope<'_>,
    resource: &ResourceNames,
    operation: &Operation,
    names: &OperationNames,
) -> RequestView {
    let links = TypeLinks { context: scope.context, module: &resource.module, own: "super" };
    let endpoint = format!("{} · returns {}", endpoint(operation), describe::output(&links, operation));
    let about =
        format!("The request of [`{0}::{1}`](super::{0}::{1}).", resource.accessor, names.method.trim_start_matches("r#"));
    let output_type = output_type(scope, operation);
    let page = operation.pagination.as_ref();
    let setters = setters(scope, operation, names);
    RequestView {
        constant: names.constant.clone(),
        info: info::tokens(scope.context, operation).to_string(),
        docs: doc(&[endpoint, about, describe::pages(operation)]).to_string(),
        builder: names.builder.clone(),
        allow: lints::for_setters(setters.iter().map(|setter| setter.ident.as_str())),
        setters,
        output: output_type.output.to_string(),
        decode: output_type.decode.to_string(),
        is_paged: page.is_some(),
        page_item: page.map(|page| scope.ty(&page.item).to_string()).unwrap_or_default(),
        page_data: output_type.data.to_string(),
        wait: waiting::view(scope, operation),
        custom_fields: custom_fields(scope, operation),
    }
}

/// The type that awaiting a request returns, and how it is decoded.
struct OutputType {
    output: TokenStream,
    decode: TokenStream,
    /// Type of `data` in the envelope.
    data: TokenStream,
}

fn output_type(scope: &mut Scope<'_>, operation: &Operation) -> OutputType {
    let plain = |output, decode| OutputType { output, decode, data: TokenStream::new() };
    match (&operation.response, &operation.pagination) {
        (OperationResponse::Data(ty), None) if operation.is_deletion() => {
            let data = super::deleted_type(scope, ty);
            OutputType { output: data.clone(), decode: quote!(deleted), data }
        }
        (OperationResponse::Root(ty), _) if operation.is_deletion() => {
            plain(super::deleted_type(scope, ty), quote!(deleted_root))
        }
        (OperationResponse::Done | OperationResponse::Empty, _) if operation.is_deletion() => {
            plain(quote!(()), quote!(deleted_empty))
        }
        (OperationResponse::Data(ty), Some(pagination)) => {
            let (item, data) = (scope.ty(&pagination.item), scope.ty(ty));
            let output = if matches!(ty, Type::List(_)) { quote!(Page<#item>) } else { quote!(Page<#item, #data>) };
            OutputType { output, decode: quote!(page), data }
        }
        (OperationResponse::Data(ty), None) => {
            let data = super::data_type(scope, ty);
            let decode = codec(ty).map_or_else(|| quote!(data), |codec| quote!(data_as::<#codec, _>));
            OutputType { output: data.clone(), decode, data }
        }
        (OperationResponse::Root(ty), _) => {
            let decode = codec(ty).map_or_else(|| quote!(root), |codec| quote!(root_as::<#codec, _>));
            plain(scope.ty(ty), decode)
        }
        (OperationResponse::Done | OperationResponse::Empty, _) => plain(quote!(()), quote!(empty)),
        (OperationResponse::Text, _) => plain(quote!(String), quote!(text)),
        (OperationResponse::Binary, _) => plain(quote!(Download), quote!(download)),
    }
}

fn custom_fields(scope: &Scope<'_>, operation: &Operation) -> Option<&'static str> {
    let layout = operation.body.as_ref()?.object.custom_fields?;
    let OperationResponse::Data(Type::Named(id)) = &operation.response else { return None };
    let TypeKind::Object(output) = &scope.def(*id).kind else { return None };
    output.custom_fields.map(|_| suffix(layout))
}

fn setters(scope: &mut Scope<'_>, operation: &Operation, names: &OperationNames) -> Vec<RequestSetterView> {
    let receiver = quote!(self.call);
    let mut setters = Vec::new();
    let clears = iter::repeat_n(&None, names.parameters.len()).chain(&names.clears);
    for (((into, property), name), clears) in inputs(operation).zip(names.parameters.iter().chain(&names.body)).zip(clears) {
        if property.required {
            continue;
        }
        let stored = store(scope, &receiver, into, property, name);
        let (name_ident, param) = (ident(name), stored.param);
        setters.push(RequestSetterView {
            docs: doc(&[property_text(property)]).to_string(),
            deprecated: deprecated_property(scope, property),
            ident: name.clone(),
            params: quote!(#name_ident: #param).to_string(),
            statement: stored.statement.to_string(),
        });
        setters.extend(clears.as_ref().map(|clears| clear(scope, property, clears)));
    }
    let custom_fields = operation.body.as_ref().and_then(|body| body.object.custom_fields);
    setters.extend(custom_fields.into_iter().flat_map(|layout| custom_field_setters(layout, operation.is_update())));
    setters
}

fn deprecated_property(scope: &Scope<'_>, property: &Property) -> String {
    deprecated(scope.context, property.deprecated.as_ref()).to_string()
}

fn clear(scope: &Scope<'_>, property: &Property, name: &str) -> RequestSetterView {
    let wire = &property.wire;
    RequestSetterView {
        docs: doc(&[format!("Clears {}.", markdown::code(wire))]).to_string(),
        deprecated: deprecated_property(scope, property),
        ident: name.to_owned(),
        params: String::new(),
        statement: quote!(self.call.body_null(#wire);).to_string(),
    }
}

fn suffix(layout: CustomFieldLayout) -> &'static str {
    match layout {
        CustomFieldLayout::Nested => "nested",
        CustomFieldLayout::Flat => "flat",
    }
}

fn custom_field_setters(layout: CustomFieldLayout, clearable: bool) -> Vec<RequestSetterView> {
    let suffix = suffix(layout);
    let (set, unset) = (format_ident!("custom_field_{suffix}"), format_ident!("clear_custom_field_{suffix}"));
    let several = format_ident!("custom_fields_{suffix}");
    let mut setters = vec![
        RequestSetterView {
            docs: doc(&["Sets a custom field by its key.".to_owned()]).to_string(),
            deprecated: String::new(),
            ident: "custom_field".to_owned(),
            params: quote!(key: impl Into<String>, value: impl Into<CustomFieldValue>).to_string(),
            statement: quote!(self.call.#set(key, value);).to_string(),
        },
        RequestSetterView {
            docs: doc(&["Sets or clears several custom fields.".to_owned()]).to_string(),
            deprecated: String::new(),
            ident: "custom_fields_from".to_owned(),
            params: quote!(changes: impl IntoIterator<Item = impl Into<CustomFieldChange>>).to_string(),
            statement: quote!(self.call.#several(changes);).to_string(),
        },
    ];
    if clearable {
        setters.push(RequestSetterView {
            docs: doc(&["Clears a custom field by its key.".to_owned()]).to_string(),
            deprecated: String::new(),
            ident: "clear_custom_field".to_owned(),
            params: quote!(key: impl Into<String>).to_string(),
            statement: quote!(self.call.#unset(key);).to_string(),
        });
    }
    setters
}
