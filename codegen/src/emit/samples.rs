//! Sample values for `exercise`, as Rust expressions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::models::objects::is_collection;
use super::rust_types::{Scope, ident};
use crate::ir::{EnumValue, IdKind, ObjectType, Property, Type, TypeDef, TypeId, TypeKind, WireValue, leaf_type};

/// Nesting depth from which optional properties are not set, which ends recursive types.
const MAX_DEPTH: usize = 6;

/// Nesting depth from which lists of objects are empty. It is smaller because required lists would multiply.
const MAX_LIST_DEPTH: usize = 2;

/// Returns a sample for an argument or setter.
pub(super) fn sample(scope: &mut Scope<'_>, property: &Property) -> TokenStream {
    property_value(scope, property, 0)
}

fn property_value(scope: &mut Scope<'_>, property: &Property, depth: usize) -> TokenStream {
    if property.takes_null && depth >= MAX_DEPTH {
        return quote!(None);
    }
    if property.takes_null {
        let sample = owned_value(scope, &property.ty, &property.wire, depth);
        return quote!(Some(#sample));
    }
    value(scope, &property.ty, &property.wire, property.sample.as_ref(), depth)
}

fn value(scope: &mut Scope<'_>, ty: &Type, name: &str, example: Option<&Value>, depth: usize) -> TokenStream {
    match ty {
        Type::String => {
            let string = example.and_then(Value::as_str).unwrap_or_else(|| string_for(name));
            quote!(#string)
        }
        Type::Integer | Type::Digits => {
            let number = Literal::i64_suffixed(example.and_then(Value::as_i64).unwrap_or(1));
            quote!(#number)
        }
        Type::Unsigned => {
            let number = Literal::u64_suffixed(example.and_then(Value::as_u64).unwrap_or(1));
            quote!(#number)
        }
        Type::Nullable(inner) => {
            let sample = owned_value(scope, inner, name, depth);
            quote!(Some(#sample))
        }
        Type::Number => {
            let number = Literal::f64_suffixed(example.and_then(Value::as_f64).unwrap_or(12.5));
            quote!(#number)
        }
        Type::Boolean | Type::Flag01 => {
            let flag = example.and_then(Value::as_bool).unwrap_or(true);
            quote!(#flag)
        }
        Type::Date => quote!(Date::constant(2026, 1, 31)),
        Type::DateTime(_) => quote!(Timestamp::constant(1_769_868_300, 0)),
        Type::Time(_) => quote!(Time::constant(14, 5, 0, 0)),
        Type::Duration(_) => quote!(SignedDuration::from_secs(5_400)),
        Type::Any => quote!(Value::from("sample")),
        Type::Binary => quote!(Upload::from_bytes("sample.txt", "sample")),
        Type::IntegerOrString => quote!(IntOrString::from(1_i64)),
        Type::OptionId => quote!(OptionId::from(1_i64)),
        Type::FlagOrConditions => quote!(ConditionalFlag::from(true)),
        Type::IdList(id) => {
            let id = named(scope, *id, example, depth);
            quote!(Vec::from([#id]))
        }
        Type::List(_) | Type::Map(_) if depth >= MAX_LIST_DEPTH && holds_object(scope, ty) => {
            let ty = owned_type(scope, ty);
            quote!(<#ty>::new())
        }
        Type::List(item) => {
            let example = example.and_then(Value::as_array).and_then(|list| list.first());
            let item =
                if is_nested(item) { owned_value(scope, item, name, depth) } else { value(scope, item, name, example, depth) };
            quote!([#item])
        }
        Type::Map(inner) if is_nested(inner) => {
            let sample = owned_value(scope, inner, name, depth);
            quote!(BTreeMap::from([("sample".to_owned(), #sample)]))
        }
        Type::Map(inner) => {
            let sample = value(scope, inner, name, None, depth);
            match **inner {
                // Samples of these types are borrowed or arrays, so they need a conversion.
                Type::String | Type::List(_) => quote!(BTreeMap::from([("sample".to_owned(), #sample.into())])),
                _ => quote!(BTreeMap::from([("sample".to_owned(), #sample)])),
            }
        }
        Type::IdOrObject { id, .. } | Type::Named(id) => named(scope, *id, example, depth),
    }
}

/// Returns whether the items of a list or map are objects, which may contain the list again.
fn holds_object(scope: &Scope<'_>, ty: &Type) -> bool {
    match ty {
        Type::List(item) | Type::Map(item) | Type::Nullable(item) => holds_object(scope, item),
        Type::Named(id) | Type::IdOrObject { object: id, .. } => {
            matches!(scope.def(*id).kind, TypeKind::Object(_) | TypeKind::Union(_))
        }
        Type::IdList(_) | leaf_type!() => false,
    }
}

/// Returns the type of a list or map of objects.
fn owned_type(scope: &mut Scope<'_>, ty: &Type) -> TokenStream {
    match ty {
        Type::List(item) => {
            let item = owned_type(scope, item);
            quote!(Vec<#item>)
        }
        Type::Map(item) => {
            let item = owned_type(scope, item);
            quote!(BTreeMap<String, #item>)
        }
        Type::Nullable(item) => {
            let item = owned_type(scope, item);
            quote!(Option<#item>)
        }
        Type::Named(id) | Type::IdOrObject { id, .. } => {
            let path = scope.named(*id);
            quote!(#path)
        }
        Type::IdList(_) | leaf_type!() => quote!(_),
    }
}

/// Returns whether the type is a list whose sample items are borrowed or arrays. `Into` does not convert nested values.
fn is_nested(ty: &Type) -> bool {
    matches!(ty, Type::List(item) if matches!(**item, Type::String | Type::List(_)))
}

/// Returns a sample of exactly this type, for contexts without a conversion.
fn owned_value(scope: &mut Scope<'_>, ty: &Type, name: &str, depth: usize) -> TokenStream {
    let sample = match ty {
        Type::List(item) => owned_value(scope, item, name, depth),
        other => value(scope, other, name, None, depth),
    };
    match ty {
        Type::List(_) => quote!(Vec::from([#sample])),
        Type::String => quote!(String::from(#sample)),
        _ => sample,
    }
}

fn named(scope: &mut Scope<'_>, id: TypeId, example: Option<&Value>, depth: usize) -> TokenStream {
    let def = scope.def(id);
    let path = scope.named(id);
    match &def.kind {
        TypeKind::Id(IdKind::Integer) => {
            let number = Literal::i64_unsuffixed(example.and_then(Value::as_i64).unwrap_or(1));
            quote!(#path(#number))
        }
        TypeKind::Id(IdKind::String) => {
            let string = example.and_then(Value::as_str).unwrap_or("0f8fad5b-d9cb-469f-a165-70867728950e");
            quote!(#path::from(#string))
        }
        TypeKind::Enum(set) => {
            let index = set.values.iter().position(|known| is_example(known, example)).unwrap_or(0);
            let variant = scope.context.names.type_names(id).members.get(index).map(|name| ident(name));
            quote!(#path::#variant)
        }
        // It requires itself, so that no value of it is complete.
        TypeKind::Object(_) if depth > MAX_DEPTH + 2 => quote!(<#path as Default>::default()),
        TypeKind::Object(object) => built_object(scope, id, def, object, depth + 1),
        TypeKind::Union(union) => {
            let variants = union.variants.iter().zip(&scope.context.names.type_names(id).members);
            // Not a variant that contains the union again, as long as there is another one.
            let Some((variant, member)) = variants.min_by_key(|(variant, _)| {
                let mut is_recursive = false;
                scope.def(variant.ty).kind.for_each_type(&mut |part| is_recursive |= part == id);
                is_recursive
            }) else {
                return quote!(compile_error!("a union without variants"));
            };
            let member = ident(member);
            let sample = named(scope, variant.ty, None, depth + 1);
            quote!(#path::#member(Box::new(#sample)))
        }
    }
}

fn is_example(known: &EnumValue, example: Option<&Value>) -> bool {
    match (&known.wire, example) {
        (WireValue::String(string), Some(Value::String(example))) => string == example,
        (WireValue::Number(number), Some(example)) => example.as_i64() == Some(*number),
        _ => false,
    }
}

/// Builds an object with its constructor and setters.
fn built_object(scope: &mut Scope<'_>, id: TypeId, def: &TypeDef, object: &ObjectType, depth: usize) -> TokenStream {
    let path = scope.named(id);
    let names = &scope.context.names.type_names(id).members;
    let is_input = def.is_request_only();
    let (mut arguments, mut setters) = (Vec::new(), Vec::new());
    for (property, name) in object.properties.iter().zip(names) {
        if property.required {
            // A field with a list or map has no `null`.
            let takes_null = property.takes_null && (is_input || !is_collection(&property.ty));
            if property.constant.is_none() {
                arguments.push(property_value(scope, &Property { takes_null, ..property.clone() }, depth));
            }
        } else if depth < MAX_DEPTH && property.deprecated.is_none() {
            let (name, value) = (ident(name), value(scope, &property.ty, &property.wire, property.sample.as_ref(), depth));
            setters.push(quote!(.#name(#value)));
        }
    }
    let has_new = is_input || object.properties.iter().any(|property| property.required);
    if has_new { quote!(#path::new(#(#arguments),*) #(#setters)*) } else { quote!(<#path as Default>::default() #(#setters)*) }
}

/// Returns a valid string for a property with this name.
fn string_for(name: &str) -> &'static str {
    match name {
        "currency" => "EUR",
        "email" | "email_address" => "lamp@example.com",
        _ if name.ends_with("url") || name.ends_with("uri") => "https://example.com/lamp",
        _ => "sample",
    }
}
