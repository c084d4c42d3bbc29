//! Rust types and codecs of values, as tokens.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use crate::ir::{Api, DateTimeForm, Property, TimeForm, Type, TypeDef, TypeId, TypeKind};
use crate::names::{Module, NamePlan};

/// The input of `emit`.
#[derive(Clone, Copy)]
pub(super) struct EmitContext<'a> {
    pub api: &'a Api,
    pub names: &'a NamePlan,
    pub options: &'a super::Options,
}

/// Converts model types to tokens for one file and collects the imports that the file needs.
pub(super) struct Scope<'a> {
    pub context: EmitContext<'a>,
    module: &'a Module,
    /// Runtime module that every file of this kind imports.
    prelude: &'static str,
    imports: BTreeMap<String, Module>,
    /// Whether names are written with their full path.
    qualified: bool,
}

impl<'a> Scope<'a> {
    pub(super) fn new(context: EmitContext<'a>, module: &'a Module, prelude: &'static str) -> Self {
        Self { context, module, prelude, imports: BTreeMap::new(), qualified: false }
    }

    /// Creates a scope that writes full paths, so that signatures from different files can be compared.
    pub(super) fn qualified(context: EmitContext<'a>, module: &'a Module) -> Self {
        Self { qualified: true, ..Self::new(context, module, "") }
    }

    pub(super) fn def(&self, id: TypeId) -> &'a TypeDef {
        self.context.api.type_def(id)
    }

    /// Returns the name of a type as this file writes it.
    pub(super) fn named(&mut self, id: TypeId) -> TokenStream {
        let names = self.context.names.type_names(id);
        let name = ident(&names.ident);
        if self.qualified {
            let path = self.path(&names.module);
            return quote!(#path::#name);
        }
        if names.module == *self.module {
            return quote!(#name);
        }
        let own = self.context.names.types.iter().any(|other| other.module == *self.module && other.ident == names.ident);
        let imported = self.imports.get(&names.ident);
        if own || imported.is_some_and(|module| *module != names.module) {
            let path = self.path(&names.module);
            return quote!(#path::#name);
        }
        self.imports.insert(names.ident.clone(), names.module.clone());
        quote!(#name)
    }

    /// Returns the sorted `use` declarations of the file.
    pub(super) fn imports(&self) -> TokenStream {
        let mut by_module: BTreeMap<&Module, Vec<Ident>> = BTreeMap::new();
        for (name, module) in &self.imports {
            by_module.entry(module).or_default().push(ident(name));
        }
        let mut lines: Vec<TokenStream> = by_module
            .into_iter()
            .map(|(module, names)| {
                let path = self.path(module);
                if let [only] = names.as_slice() { quote!(use #path::#only;) } else { quote!(use #path::{#(#names),*};) }
            })
            .collect();
        let prelude = ident(self.prelude);
        lines.push(quote!(use crate::runtime::#prelude::*;));
        lines.sort_by_key(ToString::to_string);
        quote!(#(#lines)*)
    }

    pub(super) fn path(&self, module: &Module) -> TokenStream {
        let root = self.context.options.root();
        let segments = module.segments.iter().map(|segment| ident(segment));
        quote!(#root #(::#segments)*)
    }

    /// Returns the Rust type of a value.
    pub(super) fn ty(&mut self, ty: &Type) -> TokenStream {
        match ty {
            Type::String => quote!(String),
            Type::Integer | Type::Digits => quote!(i64),
            Type::Number => quote!(f64),
            Type::Boolean | Type::Flag01 => quote!(bool),
            Type::Date => quote!(Date),
            Type::DateTime(_) => quote!(Timestamp),
            Type::Time(_) => quote!(Time),
            Type::Duration(_) => quote!(SignedDuration),
            Type::Any => quote!(Value),
            Type::Binary => quote!(Upload),
            Type::IntegerOrString => quote!(IntOrString),
            Type::OptionId => quote!(OptionId),
            Type::FlagOrConditions => quote!(ConditionalFlag),
            Type::IdList(id) => {
                let id = self.named(*id);
                quote!(Vec<#id>)
            }
            Type::Named(id) => self.named(*id),
            Type::List(inner) => {
                let inner = self.ty(inner);
                quote!(Vec<#inner>)
            }
            Type::Map(inner) => {
                let inner = self.ty(inner);
                quote!(BTreeMap<String, #inner>)
            }
            Type::IdOrObject { id, object } => {
                let (id, object) = (self.named(*id), self.named(*object));
                quote!(Linked<#id, #object>)
            }
        }
    }

    /// Returns the Rust type of a property without `Option`. Secrets have a dedicated type.
    pub(super) fn property_ty(&mut self, property: &Property) -> TokenStream {
        match property.ty {
            Type::String if property.sensitive => quote!(Secret),
            _ => self.ty(&property.ty),
        }
    }

    /// Returns the argument type of a field's setter. Secrets have a dedicated type.
    pub(super) fn property_argument(&mut self, property: &Property) -> ArgumentType {
        match property.ty {
            Type::String if property.sensitive => {
                ArgumentType { param: quote!(impl Into<Secret>), conversion: SetterConversion::Into }
            }
            _ => self.argument(&property.ty),
        }
    }

    /// Returns the argument type of a value.
    pub(super) fn argument(&mut self, ty: &Type) -> ArgumentType {
        match ty {
            Type::List(inner) => {
                let inner = self.ty(inner);
                ArgumentType { param: quote!(impl IntoIterator<Item = impl Into<#inner>>), conversion: SetterConversion::Each }
            }
            Type::Binary => ArgumentType { param: quote!(impl Into<Upload>), conversion: SetterConversion::Into },
            _ if self.is_convertible(ty) => {
                let ty = self.ty(ty);
                ArgumentType { param: quote!(impl Into<#ty>), conversion: SetterConversion::Into }
            }
            _ => ArgumentType { param: self.ty(ty), conversion: SetterConversion::None },
        }
    }

    /// Returns whether other types convert into this one with `Into`.
    fn is_convertible(&self, ty: &Type) -> bool {
        match ty {
            Type::String
            | Type::Integer
            | Type::Digits
            | Type::Number
            | Type::Any
            | Type::IntegerOrString
            | Type::OptionId
            | Type::FlagOrConditions => true,
            Type::Named(id) => match &self.def(*id).kind {
                TypeKind::Id(_) => true,
                TypeKind::Enum(set) => !set.closed,
                TypeKind::Object(_) | TypeKind::Union(_) => false,
            },
            _ => false,
        }
    }
}

/// The type of an argument and its conversion to the stored type.
pub(super) struct ArgumentType {
    pub param: TokenStream,
    pub conversion: SetterConversion,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum SetterConversion {
    None,
    Into,
    Each,
}

/// Returns the codec of a value, if its Rust type does not determine the representation on the wire.
pub(super) fn codec(ty: &Type) -> Option<TokenStream> {
    Some(match ty {
        Type::Flag01 => quote!(wire::Flag01),
        Type::Digits => quote!(wire::Digits),
        Type::DateTime(DateTimeForm::Space) => quote!(wire::DateTimeSpace),
        Type::DateTime(DateTimeForm::Minute) => quote!(wire::DateTimeMinute),
        Type::DateTime(DateTimeForm::UnixSeconds) => quote!(wire::UnixSeconds),
        Type::DateTime(DateTimeForm::UnixMilliseconds) => quote!(wire::UnixMilliseconds),
        Type::Time(TimeForm::Minute) => quote!(wire::TimeMinute),
        Type::Duration(TimeForm::Minute) => quote!(wire::DurationMinute),
        Type::IdList(_) => quote!(wire::IdList),
        Type::List(inner) => {
            let inner = codec(inner)?;
            quote!(wire::List<#inner>)
        }
        Type::Map(inner) => {
            let inner = codec(inner)?;
            quote!(wire::Map<#inner>)
        }
        _ => return None,
    })
}

/// Parses an identifier of the name plan, including raw identifiers.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, proc_macro2::Span::call_site()),
        None => format_ident!("{name}"),
    }
}
