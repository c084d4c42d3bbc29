//! Objects that only requests contain: setters over a JSON map.

use askama::Template;
use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs::{deprecated, described, doc, property_text};
use super::super::lints;
use super::super::rust_types::{Scope, ident};
use super::super::store::{StoreTarget, store, store_constant};
use super::objects::is_string;
use crate::inert::markdown;
use crate::ir::{CustomFieldLayout, Property, TypeId, TypeKind};

#[derive(Template)]
#[template(path = "models/input.rs.askama", escape = "none")]
pub(in crate::emit) struct InputView {
    docs: String,
    ident: String,
    allow: &'static str,
    pub(in crate::emit) required: Vec<InputFieldView>,
    /// Whether a string is all that `new` takes.
    is_string: bool,
    /// Statements of `new`.
    statements: Vec<String>,
    pub(in crate::emit) optional: Vec<InputFieldView>,
    pub(in crate::emit) has_custom_fields: bool,
    custom_fields: &'static str,
    /// Whether there is a setter for properties that are not described.
    is_open: bool,
}

pub(in crate::emit) struct InputFieldView {
    docs: String,
    pub(in crate::emit) deprecated: String,
    pub(in crate::emit) ident: String,
    /// Parameter list without `self`.
    pub(in crate::emit) params: String,
    statement: String,
}

/// Returns the view of an object. Returns `None` for other kinds of types.
pub(in crate::emit) fn view(scope: &mut Scope<'_>, id: TypeId) -> Option<InputView> {
    let def = scope.def(id);
    let TypeKind::Object(object) = &def.kind else { return None };
    let context = scope.context;
    let names = context.names.type_names(id);
    let (mut required, mut optional, mut statements) = (Vec::new(), Vec::new(), Vec::new());
    for ((property, name), clears) in object.properties.iter().zip(&names.members).zip(&names.clears) {
        if let (true, Some(constant)) = (property.required, &property.constant) {
            statements.push(store_constant(&quote!(fields), StoreTarget::Input, property, constant));
            continue;
        }
        let receiver = if property.required { quote!(fields) } else { quote!(self.fields) };
        let stored = store(scope, &receiver, StoreTarget::Input, property, name);
        let field = InputFieldView {
            docs: doc(&[property_text(property)]).to_string(),
            deprecated: deprecated(context, property.deprecated.as_ref()).to_string(),
            ident: name.clone(),
            params: parameter(name, &stored.param),
            statement: stored.statement.to_string(),
        };
        if property.required {
            statements.push(stored.statement);
            required.push(field);
        } else {
            optional.push(field);
            optional.extend(clears.as_ref().map(|clears| clear(property, clears)));
        }
    }
    let is_open = object.is_open && !names.members.iter().any(|name| name == "extra");
    let docs = described(def.docs.as_deref(), &def.name);
    Some(InputView {
        docs: doc(&[docs]).to_string(),
        ident: names.ident.clone(),
        allow: lints::for_setters(optional.iter().map(|field: &InputFieldView| field.ident.as_str())),
        required,
        is_string: is_string(object),
        statements: super::strings(statements),
        optional,
        is_open,
        has_custom_fields: object.custom_fields.is_some(),
        custom_fields: match object.custom_fields {
            Some(CustomFieldLayout::Flat) => "custom_field_flat",
            _ => "custom_field_nested",
        },
    })
}

fn parameter(name: &str, ty: &TokenStream) -> String {
    let name = ident(name);
    quote!(#name: #ty).to_string()
}

/// Returns the setter that sends `null`.
fn clear(property: &Property, name: &str) -> InputFieldView {
    let wire = &property.wire;
    InputFieldView {
        docs: doc(&[format!("Sends `null` for {}.", markdown::code(wire))]).to_string(),
        deprecated: String::new(),
        ident: name.to_owned(),
        params: String::new(),
        statement: quote!(self.fields.set_null(#wire);).to_string(),
    }
}
