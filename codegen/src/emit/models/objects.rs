//! Objects that responses contain: a struct with a field per property, and its `Model` implementation.

use std::collections::HashSet;

use askama::Template;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::super::docs::{deprecated, described, doc, property_text};
use super::super::lints;
use super::super::rust_types::{ArgumentType, Scope, SetterConversion, codec, ident};
use super::addresses::{self, AddressPartView};
use crate::ir::{CustomFieldLayout, ListForm, ObjectType, Property, Type, TypeId, TypeKind};

#[derive(Template)]
#[template(path = "models/object.rs.askama", escape = "none")]
#[allow(clippy::struct_excessive_bools, reason = "switches of the template")]
pub(in crate::emit) struct ObjectView {
    docs: String,
    ident: String,
    pub(in crate::emit) fields: Vec<FieldView>,
    proven: Vec<usize>,
    /// The fields with numbers: the method that returns the exact number, the name of the field, and that on the wire.
    decimals: Vec<(String, String, String)>,
    pub(in crate::emit) has_custom_fields: bool,
    /// The type of the ids of items with custom fields; empty if they may be items of any type.
    id_type: String,
    is_nested: bool,
    is_flat: bool,
    is_request: bool,
    /// Whether a string is all that `new` takes.
    is_string: bool,
    /// The fields that are set from the parts of an address, if the object is one.
    address: Vec<AddressPartView>,
    or_true: bool,
    allow: &'static str,
    pub(in crate::emit) required: Vec<ObjectSetterView>,
    constants: Vec<ObjectSetterView>,
    pub(in crate::emit) setters: Vec<ObjectSetterView>,
    is_page: bool,
    page_item: String,
    page_list: String,
    page_wire: String,
}

pub(in crate::emit) struct FieldView {
    docs: String,
    pub(in crate::emit) deprecated: String,
    pub(in crate::emit) ident: String,
    pub(in crate::emit) ty: String,
    wire: String,
    /// The property that is the key if a list is a map, with a comma.
    map_key: String,
    /// Method of `Field` that reads the value, such as `optional_as::<wire::Flag01, _>`.
    read: String,
    /// Method of `Fields` that writes the value.
    write: String,
}

pub(in crate::emit) struct ObjectSetterView {
    docs: String,
    pub(in crate::emit) ident: String,
    pub(in crate::emit) param: String,
    value: String,
}

/// Returns the view of an object. Returns `None` for other kinds of types.
pub(in crate::emit) fn view(scope: &mut Scope<'_>, id: TypeId) -> Option<ObjectView> {
    let def = scope.def(id);
    let TypeKind::Object(object) = &def.kind else { return None };
    let names = scope.context.names.type_names(id);
    let fields = object
        .properties
        .iter()
        .zip(&names.members)
        .map(|(property, name)| field(scope, property, name, def.usage.request))
        .collect();
    let ObjectSetters { required, constants, optional } =
        if def.usage.request { setters(scope, object, &names.members) } else { ObjectSetters::default() };
    let page = super::paged_item(scope.context, id);
    let page = page.and_then(|(list, item)| {
        let index = object.properties.iter().position(|property| property.wire == list)?;
        Some((names.members[index].clone(), list.to_token_stream().to_string(), scope.ty(&item).to_string()))
    });
    let (page_list, page_wire, page_item) = page.unwrap_or_default();
    let proven = object.properties.iter().enumerate().filter(|(_, property)| property.proven).map(|(index, _)| index);
    let docs = described(def.docs.as_deref(), &def.name);
    Some(ObjectView {
        docs: doc(&[docs]).to_string(),
        ident: names.ident.clone(),
        fields,
        proven: proven.collect(),
        decimals: decimals(object, &names.members),
        has_custom_fields: object.custom_fields.is_some(),
        id_type: id_type(scope, object).to_string(),
        is_nested: object.custom_fields == Some(CustomFieldLayout::Nested),
        is_flat: object.custom_fields == Some(CustomFieldLayout::Flat),
        address: addresses::view(object, &names.members, def.usage.request),
        or_true: object.or_true,
        is_request: !required.is_empty() || !constants.is_empty() || !optional.is_empty(),
        is_string: is_string(object),
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

/// Returns the id type, which identifies the type of the items. Items of any type have none.
fn id_type(scope: &mut Scope<'_>, object: &ObjectType) -> TokenStream {
    let id = object.properties.iter().find(|property| property.wire == "id").map(|property| &property.ty);
    match id {
        Some(ty @ Type::Named(id)) if matches!(scope.def(*id).kind, TypeKind::Id(_)) => scope.ty(ty),
        _ => TokenStream::new(),
    }
}

/// Returns whether a string is all that requests need of an object, so that it converts to the object.
pub(super) fn is_string(object: &ObjectType) -> bool {
    let mut required = object.properties.iter().filter(|property| property.required && property.constant.is_none());
    required.next().is_some_and(|property| property.ty == Type::String) && required.next().is_none()
}

fn field(scope: &mut Scope<'_>, property: &Property, name: &str, in_requests: bool) -> FieldView {
    let inner = scope.property_ty(property);
    let (ty, access, codec) = match &property.ty {
        Type::List(_) if property.list_form == Some(ListForm::Item) => (inner, "one_or_list", None),
        Type::List(_) if property.list_form.is_some() => (inner, "keyed_list", None),
        Type::IdList(_) => (inner, "id_list", None),
        Type::List(item) => (inner, "list", codec(item)),
        Type::Map(value) => (inner, "map", codec(value)),
        other if property.proven => (inner, "proven", codec(other)),
        other if property.boxed => (quote!(Option<Box<#inner>>), "optional", codec(other)),
        other => (quote!(Option<#inner>), "optional", codec(other)),
    };
    // A required list is sent even if it is empty, and a required value that may be null even if there is none.
    let write = match access {
        "list" if in_requests && property.required => "required_list",
        "optional" if in_requests && property.takes_null => "nullable",
        _ => access,
    };
    let context = scope.context;
    FieldView {
        docs: doc(&[property_text(property)]).to_string(),
        deprecated: deprecated(context, property.deprecated.as_ref()).to_string(),
        ident: name.to_owned(),
        ty: ty.to_string(),
        wire: property.wire.to_token_stream().to_string(),
        map_key: match &property.list_form {
            Some(ListForm::MapBy(key)) => quote!(#key,).to_string(),
            _ => String::new(),
        },
        read: method(access, codec.as_ref()),
        write: method(write, codec.as_ref()),
    }
}

/// Returns the fields with numbers. A field that has the name of such a method, and so a setter with it, takes precedence.
fn decimals(object: &ObjectType, names: &[String]) -> Vec<(String, String, String)> {
    let numbers = object.properties.iter().zip(names).filter(|(property, _)| property.ty == Type::Number && !property.boxed);
    let methods = numbers.map(|(property, name)| {
        // Without what makes an identifier of a keyword or a reserved name.
        let plain = name.trim_start_matches("r#").trim_end_matches('_');
        (format!("{plain}_decimal"), name.clone(), property.wire.to_token_stream().to_string())
    });
    let mut taken: HashSet<String> = names.iter().cloned().collect();
    methods.filter(|(method, ..)| taken.insert(method.clone())).collect()
}

/// Returns the call of a `Field` or `Fields` method, with the codec if there is one.
fn method(name: &str, codec: Option<&TokenStream>) -> String {
    match codec {
        None => name.to_owned(),
        Some(codec) => format!("{name}_as::<{codec}, _>"),
    }
}

/// The constructor and setters of an object that requests contain too.
#[derive(Default)]
struct ObjectSetters {
    /// Arguments of `new`.
    required: Vec<ObjectSetterView>,
    /// Constants that `new` sets.
    constants: Vec<ObjectSetterView>,
    optional: Vec<ObjectSetterView>,
}

/// Returns the arguments of `new` and the setters of the optional fields.
fn setters(scope: &mut Scope<'_>, object: &ObjectType, names: &[String]) -> ObjectSetters {
    let ObjectSetters { mut required, mut constants, mut optional } = ObjectSetters::default();
    for (property, name) in object.properties.iter().zip(names) {
        if property.deprecated.is_some() && !property.required {
            continue;
        }
        let argument = match &property.ty {
            _ if is_collection(&property.ty) || property.proven || !property.takes_null => scope.property_argument(property),
            _ => {
                let ty = scope.property_ty(property);
                ArgumentType { param: quote!(impl Into<Option<#ty>>), conversion: SetterConversion::Into }
            }
        };
        let name_ident = ident(name);
        let value = match argument.conversion {
            SetterConversion::None | SetterConversion::Integer => quote!(#name_ident),
            SetterConversion::Float => quote!(#name_ident.into().into()),
            SetterConversion::Into => quote!(#name_ident.into()),
            SetterConversion::Each => quote!(#name_ident.into_iter().map(Into::into).collect()),
        };
        let setter = ObjectSetterView {
            docs: doc(&[property_text(property)]).to_string(),
            ident: name.clone(),
            param: argument.param.to_string(),
            value: stored(property, &value).to_string(),
        };
        match (&property.constant, property.required) {
            (Some(constant), true) => {
                let value = if property.sensitive { quote!(#constant.into()) } else { quote!(#constant.to_owned()) };
                constants.push(ObjectSetterView { value: stored(property, &value).to_string(), ..setter });
            }
            (None, true) => required.push(setter),
            (_, false) => optional.push(setter),
        }
    }
    ObjectSetters { required, constants, optional }
}

/// Wraps a value in the type of the property's field.
fn stored(property: &Property, value: &TokenStream) -> TokenStream {
    match property.ty {
        _ if is_collection(&property.ty) || property.proven => value.clone(),
        _ if property.boxed && property.takes_null => quote!(#value.map(Box::new)),
        _ if property.boxed => quote!(Some(Box::new(#value))),
        _ if property.takes_null => value.clone(),
        _ => quote!(Some(#value)),
    }
}

/// Returns whether the field of a missing value is empty instead of `None`.
pub(in crate::emit) fn is_collection(ty: &Type) -> bool {
    matches!(ty, Type::List(_) | Type::Map(_) | Type::IdList(_))
}
