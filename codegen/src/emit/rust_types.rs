//! Rust types and codecs of values, as tokens.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::index::EmitIndex;
use super::models::addresses;
use crate::ir::{Api, DateTimeForm, IdKind, Property, TimeForm, Type, TypeDef, TypeId, TypeKind, leaf_type};
use crate::names::{Module, NamePlan};

/// The input of `emit`.
#[derive(Clone, Copy)]
pub(super) struct EmitContext<'a> {
    pub api: &'a Api,
    pub names: &'a NamePlan,
    pub index: &'a EmitIndex<'a>,
    pub options: &'a super::Options,
}

impl EmitContext<'_> {
    /// Returns the path of a module in the emitted code.
    pub(super) fn path(&self, module: &Module) -> TokenStream {
        let root = self.options.root();
        let segments = module.segments.iter().map(|segment| ident(segment));
        quote!(#root #(::#segments)*)
    }
}

/// Converts model types to tokens for one file and collects the imports that the file needs.
pub(super) struct Scope<'a> {
    pub context: EmitContext<'a>,
    module: &'a Module,
    /// Runtime module that every file of this kind imports.
    prelude: &'static str,
    imports: BTreeMap<String, Module>,
    /// Types of the file that are not of the description. Types with the same names are written with their path.
    taken: BTreeSet<&'a str>,
    /// Whether names are written with their full path.
    qualified: bool,
}

impl<'a> Scope<'a> {
    pub(super) fn new(context: EmitContext<'a>, module: &'a Module, prelude: &'static str) -> Self {
        Self { context, module, prelude, imports: BTreeMap::new(), taken: BTreeSet::new(), qualified: false }
    }

    /// Adds types that the file has in scope besides those of the description.
    pub(super) fn beside(self, taken: impl Iterator<Item = &'a str>) -> Self {
        Self { taken: taken.collect(), ..self }
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
        let own = self.context.index.has_type(self.module, &names.ident);
        let imported = self.imports.get(&names.ident);
        if own || self.taken.contains(names.ident.as_str()) || imported.is_some_and(|module| *module != names.module) {
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
        self.context.path(module)
    }

    /// Returns the Rust type of a value.
    pub(super) fn ty(&mut self, ty: &Type) -> TokenStream {
        match ty {
            Type::String => quote!(String),
            Type::Integer | Type::Digits => quote!(i64),
            Type::Unsigned => quote!(u64),
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
            Type::Nullable(inner) => {
                let inner = self.ty(inner);
                quote!(Option<#inner>)
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

    /// Returns the argument type of the setter of a struct's field. Secrets have a dedicated type.
    ///
    /// An integer must fit, because a field cannot contain one that does not.
    pub(super) fn property_argument(&mut self, property: &Property) -> ArgumentType {
        let into = |ty| ArgumentType { param: quote!(impl Into<#ty>), conversion: SetterConversion::Into };
        match &property.ty {
            Type::String if property.sensitive => into(quote!(Secret)),
            Type::Number => ArgumentType { param: quote!(impl Into<Number>), conversion: SetterConversion::Float },
            Type::List(inner) => {
                let inner = self.ty(inner);
                ArgumentType { param: quote!(impl IntoIterator<Item = impl Into<#inner>>), conversion: SetterConversion::Each }
            }
            // A literal is not of this type by itself.
            Type::Unsigned => ArgumentType { param: self.ty(&Type::Unsigned), conversion: SetterConversion::None },
            ty if self.is_integer(ty) => into(self.ty(ty)),
            ty => self.argument(ty),
        }
    }

    /// Returns the argument type of a value that is stored as JSON.
    pub(super) fn argument(&mut self, ty: &Type) -> ArgumentType {
        match ty {
            Type::List(inner) => {
                let bound = self.conversion_to(inner);
                ArgumentType { param: quote!(impl IntoIterator<Item = impl #bound>), conversion: SetterConversion::Each }
            }
            _ if self.is_integer(ty) => {
                let bound = self.conversion_to(ty);
                ArgumentType { param: quote!(impl #bound), conversion: SetterConversion::Integer }
            }
            _ if self.is_convertible(ty) => {
                let bound = self.conversion_to(ty);
                ArgumentType { param: quote!(impl #bound), conversion: SetterConversion::Into }
            }
            _ => ArgumentType { param: self.ty(ty), conversion: SetterConversion::None },
        }
    }

    /// Returns the trait that converts an argument: `Into`, or `TryInto` for integers and ids, which not every integer fits into.
    fn conversion_to(&mut self, ty: &Type) -> TokenStream {
        let target = self.stored_ty(ty);
        match ty {
            _ if self.is_integer(ty) => {
                let ty = self.ty(ty);
                quote!(TryInto<#ty>)
            }
            Type::Binary => quote!(Into<Upload>),
            _ => quote!(Into<#target>),
        }
    }

    /// Returns the type that an argument is converted to before it is stored as JSON.
    pub(super) fn stored_ty(&mut self, ty: &Type) -> TokenStream {
        match ty {
            Type::Number => quote!(Number),
            _ if self.is_integer(ty) => quote!(Integer),
            _ => self.ty(ty),
        }
    }

    /// Returns whether this is an integer or an id that is one.
    pub(super) fn is_integer(&self, ty: &Type) -> bool {
        match ty {
            Type::Named(id) => matches!(self.def(*id).kind, TypeKind::Id(IdKind::Integer)),
            Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::IdList(_) | Type::IdOrObject { .. } => false,
            leaf_type!() => matches!(ty, Type::Integer | Type::Unsigned | Type::Digits),
        }
    }

    /// Returns the function of the runtime that converts an argument to an integer of this type, if it is one.
    pub(super) fn integer_from(&self, ty: &Type) -> Option<TokenStream> {
        self.is_integer(ty).then(|| if *ty == Type::Unsigned { quote!(Integer::unsigned) } else { quote!(Integer::of) })
    }

    /// Returns whether other types convert into this one with `Into`.
    fn is_convertible(&self, ty: &Type) -> bool {
        match ty {
            Type::String
            | Type::Integer
            | Type::Unsigned
            | Type::Digits
            | Type::Number
            | Type::Nullable(_)
            | Type::Any
            | Type::Binary
            | Type::IntegerOrString
            | Type::OptionId
            | Type::FlagOrConditions => true,
            Type::Named(id) => match &self.def(*id).kind {
                TypeKind::Id(_) => true,
                TypeKind::Enum(set) => !set.closed,
                TypeKind::Object(object) => addresses::is_address(object),
                TypeKind::Union(_) => false,
            },
            Type::Boolean
            | Type::Flag01
            | Type::Date
            | Type::DateTime(_)
            | Type::Time(_)
            | Type::Duration(_)
            | Type::List(_)
            | Type::Map(_)
            | Type::IdList(_)
            | Type::IdOrObject { .. } => false,
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
    /// By `Integer::of` of the runtime.
    Integer,
    /// To a `Number`, and then to an `f64`.
    Float,
    /// `Into` or `Integer::of` for each element.
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
        Type::Nullable(inner) => {
            let inner = codec(inner)?;
            quote!(wire::Nullable<#inner>)
        }
        Type::List(inner) => {
            let inner = codec(inner)?;
            quote!(wire::List<#inner>)
        }
        Type::Map(inner) => {
            let inner = codec(inner)?;
            quote!(wire::Map<#inner>)
        }
        Type::String
        | Type::Integer
        | Type::Unsigned
        | Type::Number
        | Type::Boolean
        | Type::Date
        | Type::DateTime(DateTimeForm::Rfc3339)
        | Type::Time(TimeForm::Second)
        | Type::Duration(TimeForm::Second)
        | Type::Any
        | Type::Binary
        | Type::IntegerOrString
        | Type::OptionId
        | Type::FlagOrConditions
        | Type::Named(_)
        | Type::IdOrObject { .. } => return None,
    })
}

/// Parses an identifier of the name plan, including raw identifiers.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, proc_macro2::Span::call_site()),
        None => format_ident!("{name}"),
    }
}
