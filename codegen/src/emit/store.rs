//! Statements that add a value to the path, query or body of a request, or to an input type.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::rust_types::{Scope, SetterConversion, codec, ident};
use crate::ir::{ConstraintRule, Property, Type};

/// The destination of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum StoreTarget {
    /// `call.path(…)`
    Path,
    /// `call.query(…)`
    Query,
    /// `call.header_value(…)`
    Header,
    /// `call.cookie(…)`
    Cookie,
    /// `call.body(…)`
    Body,
    /// `call.body_root(…)`
    WholeBody,
    /// `call.body_content(…)` or `call.body_text(…)`
    Content,
    /// `fields.set(…)`
    Input,
}

impl StoreTarget {
    fn verb(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header_value",
            Self::Cookie => "cookie",
            Self::Body => "body",
            Self::WholeBody => "body_root",
            Self::Content => "body_content",
            Self::Input => "set",
        }
    }
}

/// An argument and the statement that stores it.
pub(super) struct StoredArgument {
    /// Type of the argument.
    pub param: TokenStream,
    /// Statement that stores the argument.
    pub statement: TokenStream,
}

/// Returns the argument `name` for `property` and the statement that stores it in `receiver`.
pub(super) fn store(
    scope: &mut Scope<'_>,
    receiver: &TokenStream,
    into: StoreTarget,
    property: &Property,
    name: &str,
) -> StoredArgument {
    let name = ident(name);
    let wire = &property.wire;
    let argument = scope.argument(&property.ty);
    let is_joined = into == StoreTarget::Cookie
        && property.constraints.iter().any(|constraint| constraint.rule == ConstraintRule::Separated(','));
    let verb = if is_joined { format_ident!("cookie_joined") } else { format_ident!("{}", into.verb()) };
    if into == StoreTarget::Content {
        let verb = if property.ty == Type::Binary { verb } else { format_ident!("body_text") };
        return StoredArgument { param: argument.param, statement: quote!(#receiver.#verb(#name);) };
    }
    if property.ty == Type::List(Box::new(Type::Binary)) {
        return StoredArgument { param: argument.param, statement: quote!(#receiver.files(#wire, #name);) };
    }
    if property.ty == Type::Binary {
        return StoredArgument { param: argument.param, statement: quote!(#receiver.file(#wire, #name);) };
    }
    if property.takes_null && matches!(into, StoreTarget::Body | StoreTarget::Input) {
        let (ty, value) = (scope.ty(&property.ty), quote!(&#name.into()));
        let statement = match codec(&property.ty) {
            None => quote!(#receiver.#verb::<Option<#ty>>(#wire, #value);),
            Some(codec) => {
                let verb = format_ident!("{verb}_as");
                quote!(#receiver.#verb::<wire::Nullable<#codec>, Option<#ty>>(#wire, #value);)
            }
        };
        return StoredArgument { param: quote!(impl Into<Option<#ty>>), statement };
    }
    if let (StoreTarget::WholeBody, Type::List(item)) = (into, &property.ty) {
        let convert = scope.integer_from(item).unwrap_or_else(|| quote!(Into::into));
        let item = scope.stored_ty(item);
        let statement = quote!(#receiver.#verb(&#name.into_iter().map(#convert).collect::<Vec<#item>>()););
        return StoredArgument { param: argument.param, statement };
    }
    if into == StoreTarget::WholeBody {
        let ty = scope.stored_ty(&property.ty);
        let value = converted(scope, &name, property, argument.conversion);
        return StoredArgument { param: argument.param, statement: quote!(#receiver.#verb::<#ty>(&#value);) };
    }
    let statement = match (&property.ty, argument.conversion) {
        // Headers and cookies have no forms of lists.
        (Type::List(item), SetterConversion::Each) if matches!(into, StoreTarget::Header | StoreTarget::Cookie) => {
            let ty = scope.stored_ty(item);
            let convert = scope.integer_from(item).unwrap_or_else(|| quote!(Into::into));
            quote!(#receiver.#verb(#wire, &#name.into_iter().map(#convert).collect::<Vec<#ty>>());)
        }
        (Type::List(item), SetterConversion::Each) => {
            let ty = scope.stored_ty(item);
            let values = scope.integer_from(item).map_or_else(|| quote!(#name), |of| quote!(#name.into_iter().map(#of)));
            match codec(item) {
                None => {
                    let verb = format_ident!("{verb}_list");
                    quote!(#receiver.#verb::<#ty, _>(#wire, #values);)
                }
                Some(codec) => {
                    let verb = format_ident!("{verb}_list_as");
                    quote!(#receiver.#verb::<#codec, #ty, _>(#wire, #values);)
                }
            }
        }
        (ty, conversion) => {
            let value = converted(scope, &name, property, conversion);
            match codec(ty) {
                None => quote!(#receiver.#verb(#wire, &#value);),
                Some(codec) => {
                    let verb = format_ident!("{verb}_as");
                    quote!(#receiver.#verb::<#codec, _>(#wire, &#value);)
                }
            }
        }
    };
    StoredArgument { param: argument.param, statement }
}

/// Returns the expression that converts an argument.
fn converted(scope: &Scope<'_>, name: &Ident, property: &Property, conversion: SetterConversion) -> TokenStream {
    match conversion {
        SetterConversion::Into => quote!(#name.into()),
        SetterConversion::Integer => {
            let of = scope.integer_from(&property.ty);
            quote!(#of(#name))
        }
        SetterConversion::None | SetterConversion::Float | SetterConversion::Each => quote!(#name),
    }
}

/// Returns the statement that stores a constant.
pub(super) fn store_constant(receiver: &TokenStream, into: StoreTarget, property: &Property, constant: &str) -> TokenStream {
    let verb = format_ident!("{}", into.verb());
    let wire = &property.wire;
    quote!(#receiver.#verb(#wire, #constant);)
}
