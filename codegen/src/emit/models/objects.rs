//! Objects that replies hold: a struct with a field per property and its table.

use askama::Template;
use quote::{ToTokens, quote};

use super::super::docs::{deprecated, doc, property_text, sentence};
use super::super::rust_types::{Conversion, Scope, codec, ident};
use crate::ir::{CustomFields, Object, Property, Type, TypeId, TypeKind};

#[derive(Template)]
#[template(path = "models/object.rs.askama", escape = "none")]
#[allow(clippy::struct_excessive_bools, reason = "switches of the template")]
struct View {
    docs: String,
    ident: String,
    fields: Vec<Field>,
    proven: Vec<usize>,
    has_custom_fields: bool,
    is_nested: bool,
    is_flat: bool,
    is_request: bool,
    required: Vec<Setter>,
    setters: Vec<Setter>,
    is_page: bool,
    page_item: String,
    page_list: String,
}

struct Field {
    docs: String,
    deprecated: String,
    ident: String,
    ty: String,
    wire: String,
    /// The method of the table's reader and writer: `optional_as::<wire::Flag01, _>`.
    access: String,
}

struct Setter {
    docs: String,
    ident: String,
    param: String,
    value: String,
}

pub(super) fn render(scope: &mut Scope<'_>, id: TypeId) -> String {
    let def = scope.def(id);
    let TypeKind::Object(object) = &def.kind else { return String::new() };
    let names = scope.source.names.type_names(id);
    let fields = object.properties.iter().zip(&names.members).map(|(property, name)| field(scope, property, name)).collect();
    let (required, setters) = if def.usage.request { setters(scope, object, &names.members) } else { Default::default() };
    let page = super::paged_item(scope.source, id);
    let (page_list, page_item) = page.map_or_else(Default::default, |(list, item)| (list, scope.ty(&item).to_string()));
    let proven = object.properties.iter().enumerate().filter(|(_, property)| property.proven).map(|(index, _)| index);
    let docs = def.docs.as_deref().map_or_else(|| format!("`{}`.", def.name), sentence);
    super::super::render(&View {
        docs: doc(&[docs]).to_string(),
        ident: names.ident.clone(),
        fields,
        proven: proven.collect(),
        has_custom_fields: object.custom_fields.is_some(),
        is_nested: object.custom_fields == Some(CustomFields::Nested),
        is_flat: object.custom_fields == Some(CustomFields::Flat),
        is_request: !required.is_empty() || !setters.is_empty(),
        required,
        setters,
        is_page: !page_list.is_empty(),
        page_item,
        page_list,
    })
}

fn field(scope: &mut Scope<'_>, property: &Property, name: &str) -> Field {
    let inner = scope.property_ty(property);
    let (ty, reader, codec) = match &property.ty {
        Type::List(item) => (inner, quote!(list), codec(item)),
        Type::Map(value) => (inner, quote!(map), codec(value)),
        other if property.proven => (inner, quote!(proven), codec(other)),
        other if property.boxed => (quote!(Option<Box<#inner>>), quote!(optional), codec(other)),
        other => (quote!(Option<#inner>), quote!(optional), codec(other)),
    };
    let access = match codec {
        None => reader,
        Some(codec) => {
            let reader = quote::format_ident!("{reader}_as", reader = reader.to_string());
            quote!(#reader::<#codec, _>)
        }
    };
    let source = scope.source;
    Field {
        docs: doc(&[property_text(property)]).to_string(),
        deprecated: deprecated(source.api, source.names, property.deprecated.as_ref()).to_string(),
        ident: name.to_owned(),
        ty: ty.to_string(),
        wire: property.wire.to_token_stream().to_string(),
        access: access.to_string(),
    }
}

/// For objects that requests hold too: what `new` takes, and the setters of the rest.
fn setters(scope: &mut Scope<'_>, object: &Object, names: &[String]) -> (Vec<Setter>, Vec<Setter>) {
    let (mut required, mut optional) = (Vec::new(), Vec::new());
    for (property, name) in object.properties.iter().zip(names) {
        if property.deprecated.is_some() {
            continue;
        }
        let taken = scope.taken(&property.ty);
        let name_ident = ident(name);
        let value = match taken.conversion {
            Conversion::None => quote!(#name_ident),
            Conversion::Into => quote!(#name_ident.into()),
            Conversion::Each => quote!(#name_ident.into_iter().map(Into::into).collect()),
        };
        let value = match property.ty {
            Type::List(_) | Type::Map(_) => value,
            _ if property.proven => value,
            _ if property.boxed => quote!(Some(Box::new(#value))),
            _ => quote!(Some(#value)),
        };
        let setter = Setter {
            docs: doc(&[property_text(property)]).to_string(),
            ident: name.clone(),
            param: taken.param.to_string(),
            value: value.to_string(),
        };
        if property.required { required.push(setter) } else { optional.push(setter) }
    }
    (required, optional)
}
