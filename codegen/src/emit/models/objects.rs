//! Objects that replies hold: a struct with a field per property and its table.

use askama::Template;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::super::docs::{deprecated, doc, property_text, sentence};
use super::super::lints;
use super::super::rust_types::{Conversion, Scope, codec, ident};
use crate::ir::{CustomFields, Object, Property, Type, TypeId, TypeKind};

#[derive(Template)]
#[template(path = "models/object.rs.askama", escape = "none")]
#[allow(clippy::struct_excessive_bools, reason = "switches of the template")]
pub(in crate::emit) struct View {
    docs: String,
    ident: String,
    pub(in crate::emit) fields: Vec<Field>,
    proven: Vec<usize>,
    pub(in crate::emit) has_custom_fields: bool,
    is_nested: bool,
    is_flat: bool,
    is_request: bool,
    allow: &'static str,
    pub(in crate::emit) required: Vec<Setter>,
    constants: Vec<Setter>,
    pub(in crate::emit) setters: Vec<Setter>,
    is_page: bool,
    page_item: String,
    page_list: String,
    page_wire: String,
}

pub(in crate::emit) struct Field {
    docs: String,
    pub(in crate::emit) deprecated: String,
    pub(in crate::emit) ident: String,
    pub(in crate::emit) ty: String,
    wire: String,
    /// The method of the table's reader: `optional_as::<wire::Flag01, _>`.
    read: String,
    /// The method of its writer.
    write: String,
}

pub(in crate::emit) struct Setter {
    docs: String,
    pub(in crate::emit) ident: String,
    pub(in crate::emit) param: String,
    value: String,
}

/// The type as its template needs it; `None` for types of another kind.
pub(in crate::emit) fn view(scope: &mut Scope<'_>, id: TypeId) -> Option<View> {
    let def = scope.def(id);
    let TypeKind::Object(object) = &def.kind else { return None };
    let names = scope.source.names.type_names(id);
    let fields = object
        .properties
        .iter()
        .zip(&names.members)
        .map(|(property, name)| field(scope, property, name, def.usage.request))
        .collect();
    let Setters { required, constants, optional } =
        if def.usage.request { setters(scope, object, &names.members) } else { Setters::default() };
    let page = super::paged_item(scope.source, id);
    let page = page.and_then(|(list, item)| {
        let place = object.properties.iter().position(|property| property.wire == list)?;
        Some((names.members[place].clone(), list.to_token_stream().to_string(), scope.ty(&item).to_string()))
    });
    let (page_list, page_wire, page_item) = page.unwrap_or_default();
    let proven = object.properties.iter().enumerate().filter(|(_, property)| property.proven).map(|(index, _)| index);
    let docs = def.docs.as_deref().map_or_else(|| format!("`{}`.", def.name), sentence);
    Some(View {
        docs: doc(&[docs]).to_string(),
        ident: names.ident.clone(),
        fields,
        proven: proven.collect(),
        has_custom_fields: object.custom_fields.is_some(),
        is_nested: object.custom_fields == Some(CustomFields::Nested),
        is_flat: object.custom_fields == Some(CustomFields::Flat),
        is_request: !required.is_empty() || !optional.is_empty(),
        allow: lints::for_setters(optional.iter().map(|setter| setter.ident.as_str())),
        required,
        constants,
        setters: optional,
        is_page: !page_list.is_empty(),
        page_item,
        page_list,
        page_wire,
    })
}

fn field(scope: &mut Scope<'_>, property: &Property, name: &str, in_requests: bool) -> Field {
    let inner = scope.property_ty(property);
    let (ty, access, codec) = match &property.ty {
        Type::List(item) => (inner, "list", codec(item)),
        Type::Map(value) => (inner, "map", codec(value)),
        other if property.proven => (inner, "proven", codec(other)),
        other if property.boxed => (quote!(Option<Box<#inner>>), "optional", codec(other)),
        other => (quote!(Option<#inner>), "optional", codec(other)),
    };
    // What a request must have is sent even when it is an empty list.
    let write = if in_requests && property.required && access == "list" { "required_list" } else { access };
    let source = scope.source;
    Field {
        docs: doc(&[property_text(property)]).to_string(),
        deprecated: deprecated(source.api, source.names, property.deprecated.as_ref()).to_string(),
        ident: name.to_owned(),
        ty: ty.to_string(),
        wire: property.wire.to_token_stream().to_string(),
        read: method(access, codec.as_ref()),
        write: method(write, codec.as_ref()),
    }
}

/// The method of the table that handles a field, with the codec where there is one.
fn method(name: &str, codec: Option<&TokenStream>) -> String {
    match codec {
        None => name.to_owned(),
        Some(codec) => format!("{name}_as::<{codec}, _>"),
    }
}

/// How an object that requests hold too is made.
#[derive(Default)]
struct Setters {
    /// What `new` takes.
    required: Vec<Setter>,
    /// What `new` sets by itself.
    constants: Vec<Setter>,
    optional: Vec<Setter>,
}

/// For objects that requests hold too: what `new` takes, and the setters of the rest.
fn setters(scope: &mut Scope<'_>, object: &Object, names: &[String]) -> Setters {
    let Setters { mut required, mut constants, mut optional } = Setters::default();
    for (property, name) in object.properties.iter().zip(names) {
        if property.deprecated.is_some() && !property.required {
            continue;
        }
        let taken = scope.taken_property(property);
        let name_ident = ident(name);
        let value = match taken.conversion {
            Conversion::None => quote!(#name_ident),
            Conversion::Into => quote!(#name_ident.into()),
            Conversion::Each => quote!(#name_ident.into_iter().map(Into::into).collect()),
        };
        let setter = Setter {
            docs: doc(&[property_text(property)]).to_string(),
            ident: name.clone(),
            param: taken.param.to_string(),
            value: stored(property, &value).to_string(),
        };
        match (&property.constant, property.required) {
            (Some(constant), true) => {
                let value = if property.sensitive { quote!(#constant.into()) } else { quote!(#constant.to_owned()) };
                constants.push(Setter { value: stored(property, &value).to_string(), ..setter });
            }
            (None, true) => required.push(setter),
            (_, false) => optional.push(setter),
        }
    }
    Setters { required, constants, optional }
}

/// A value as the field of a property holds it.
fn stored(property: &Property, value: &TokenStream) -> TokenStream {
    match property.ty {
        Type::List(_) | Type::Map(_) => value.clone(),
        _ if property.proven => value.clone(),
        _ if property.boxed => quote!(Some(Box::new(#value))),
        _ => quote!(Some(#value)),
    }
}
