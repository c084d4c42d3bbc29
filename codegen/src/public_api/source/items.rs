//! Signatures of items.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Fields, FnArg, GenericParam, Generics, ImplItem, Item, ReturnType, TraitItem, Visibility};

use super::super::attributes::Attributes;
use super::super::tokens::SignatureCode;
use super::{MORE, Member, Signature, SourceImpl, SourceItem};

/// Reads a named item; `None` for others.
pub(super) fn named(item: &Item) -> Option<SourceItem> {
    let (name, visibility, attributes, signature, members) = match item {
        Item::Mod(item) => (&item.ident, &item.vis, &item.attrs, plain("mod", SignatureCode::default()), Vec::new()),
        Item::Fn(item) => {
            let signature = function(&item.sig, &GenericScope::default(), false);
            (&item.sig.ident, &item.vis, &item.attrs, signature, Vec::new())
        }
        Item::Struct(item) => {
            let (members, is_complete) = fields(&item.fields, &GenericScope::of(&item.generics));
            let mut signature = plain("struct", generics(&item.generics));
            signature.after = if is_complete { "" } else { MORE };
            (&item.ident, &item.vis, &item.attrs, signature, members)
        }
        Item::Enum(item) => {
            let scope = GenericScope::of(&item.generics);
            let members = item.variants.iter().map(|variant| variant_of(variant, &scope)).collect();
            (&item.ident, &item.vis, &item.attrs, plain("enum", generics(&item.generics)), members)
        }
        Item::Trait(item) => {
            let scope = GenericScope::of(&item.generics);
            let mut code = item.generics.to_token_stream();
            code.extend(bounds(&item.supertraits));
            code.extend(item.generics.where_clause.to_token_stream());
            let members: Vec<(Member, bool)> = item.items.iter().filter_map(|item| of_trait(item, &scope)).collect();
            let mut signature = plain("trait", scope.code(&code));
            let is_closed = members.iter().any(|(member, is_required)| *is_required && member.attributes.is_hidden);
            signature.after = if is_closed { MORE } else { "" };
            let members = members.into_iter().map(|(member, _)| member).collect();
            (&item.ident, &item.vis, &item.attrs, signature, members)
        }
        Item::Type(item) => {
            let (parameters, ty) = (&item.generics, &item.ty);
            let code = GenericScope::of(&item.generics).code(&quote!(#parameters = #ty));
            (&item.ident, &item.vis, &item.attrs, plain("type", code), Vec::new())
        }
        Item::Const(item) => (&item.ident, &item.vis, &item.attrs, typed("const", &item.ty), Vec::new()),
        Item::Static(item) => (&item.ident, &item.vis, &item.attrs, typed("static", &item.ty), Vec::new()),
        _ => return None,
    };
    let (name, is_public) = (name.to_string(), is_public(visibility));
    Some(SourceItem { name, is_public, attributes: Attributes::of(attributes), signature, members })
}

/// Reads an `impl` block.
pub(super) fn implementation(item: &syn::ItemImpl) -> SourceImpl {
    let scope = GenericScope::of(&item.generics);
    let mut bindings = Vec::new();
    let mut members = Vec::new();
    for member in &item.items {
        match member {
            ImplItem::Type(member) => bindings.push((member.ident.to_string(), scope.code(&member.ty))),
            ImplItem::Fn(member) if item.trait_.is_none() && is_public(&member.vis) => {
                let (name, signature) = (member.sig.ident.to_string(), function(&member.sig, &scope, false));
                members.push(Member { name, attributes: Attributes::of(&member.attrs), signature });
            }
            ImplItem::Const(member) if item.trait_.is_none() && is_public(&member.vis) => {
                let signature = Signature { before: "const".to_owned(), join: ": ", code: scope.code(&member.ty), after: "" };
                members.push(Member { name: member.ident.to_string(), attributes: Attributes::of(&member.attrs), signature });
            }
            _ => {}
        }
    }
    SourceImpl {
        attributes: Attributes::of(&item.attrs),
        generics: scope.code(&item.generics),
        of_trait: item.trait_.as_ref().map(|(path, _)| scope.code(path)),
        target: scope.code(&item.self_ty),
        bounds: scope.code(&item.generics.where_clause.to_token_stream()),
        bindings,
        members,
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The generic parameters in scope.
#[derive(Clone, Default)]
struct GenericScope(BTreeSet<String>);

impl GenericScope {
    fn of(generics: &Generics) -> Self {
        Self::default().and(generics)
    }

    fn and(&self, generics: &Generics) -> Self {
        let names = generics.params.iter().filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(parameter.ident.to_string()),
            GenericParam::Const(parameter) => Some(parameter.ident.to_string()),
            GenericParam::Lifetime(_) => None,
        });
        Self(self.0.iter().cloned().chain(names).collect())
    }

    fn code(&self, tokens: &impl ToTokens) -> SignatureCode {
        SignatureCode::of(tokens, &self.0)
    }
}

fn plain(keyword: &str, code: SignatureCode) -> Signature {
    Signature { before: keyword.to_owned(), code, ..Signature::default() }
}

fn typed(keyword: &str, ty: &syn::Type) -> Signature {
    Signature { before: keyword.to_owned(), join: ": ", code: GenericScope::default().code(ty), after: "" }
}

fn generics(generics: &Generics) -> SignatureCode {
    let bounds = &generics.where_clause;
    GenericScope::of(generics).code(&quote!(#generics #bounds))
}

/// Returns `: A + B`, or nothing.
fn bounds<T: ToTokens, P: ToTokens>(bounds: &syn::punctuated::Punctuated<T, P>) -> TokenStream {
    if bounds.is_empty() { TokenStream::new() } else { quote!(: #bounds) }
}

/// Reads the signature of a function, with the names of the arguments but without their patterns.
fn function(signature: &syn::Signature, outer: &GenericScope, is_provided: bool) -> Signature {
    let scope = outer.and(&signature.generics);
    let inputs = signature.inputs.iter().map(|input| match input {
        FnArg::Receiver(receiver) => without_mut(receiver.to_token_stream()),
        FnArg::Typed(argument) => {
            let ty = &argument.ty;
            if let syn::Pat::Ident(name) = &*argument.pat {
                let name = &name.ident;
                quote!(#name: #ty)
            } else {
                quote!(_: #ty)
            }
        }
    });
    let (parameters, bounds) = (&signature.generics, &signature.generics.where_clause);
    let output = match &signature.output {
        ReturnType::Default => TokenStream::new(),
        output @ ReturnType::Type(..) => output.to_token_stream(),
    };
    let code = scope.code(&quote!(#parameters (#(#inputs),*) #output #bounds));
    let words = [(signature.constness.is_some(), "const "), (signature.asyncness.is_some(), "async ")];
    let before: String = words.iter().filter(|(is_present, _)| *is_present).map(|(_, word)| *word).collect();
    Signature { before: before + "fn", join: "", code, after: if is_provided { MORE } else { "" } }
}

/// Removes `mut` from `mut self`, which does not concern callers.
fn without_mut(receiver: TokenStream) -> TokenStream {
    let mut tokens = receiver.into_iter().peekable();
    tokens.next_if(|token| matches!(token, TokenTree::Ident(word) if word == "mut"));
    tokens.collect()
}

/// Reads the public fields, and whether there are no others.
fn fields(fields: &Fields, scope: &GenericScope) -> (Vec<Member>, bool) {
    let mut members = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        if is_public(&field.vis) {
            let name = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
            let signature = Signature { before: String::new(), join: ": ", code: scope.code(&field.ty), after: "" };
            members.push(Member { name, attributes: Attributes::of(&field.attrs), signature });
        }
    }
    let is_complete = members.len() == fields.len() && members.iter().all(|member| !member.attributes.is_hidden);
    (members, is_complete)
}

fn variant_of(variant: &syn::Variant, scope: &GenericScope) -> Member {
    let types = variant.fields.iter().map(|field| {
        let ty = &field.ty;
        field.ident.as_ref().map_or_else(|| quote!(#ty), |name| quote!(#name: #ty))
    });
    let (join, code) = match &variant.fields {
        Fields::Named(_) => (" ", quote!({ #(#types),* })),
        Fields::Unnamed(_) => ("", quote!((#(#types),*))),
        Fields::Unit => ("", TokenStream::new()),
    };
    let signature = Signature { before: "variant".to_owned(), join, code: scope.code(&code), after: "" };
    Member { name: variant.ident.to_string(), attributes: Attributes::of(&variant.attrs), signature }
}

/// Reads an item of a trait, and whether implementations must contain it.
fn of_trait(item: &TraitItem, scope: &GenericScope) -> Option<(Member, bool)> {
    let (name, attributes, signature, is_required) = match item {
        TraitItem::Fn(item) => {
            let is_provided = item.default.is_some();
            (&item.sig.ident, &item.attrs, function(&item.sig, scope, is_provided), !is_provided)
        }
        TraitItem::Type(item) => {
            let mut code = item.generics.to_token_stream();
            code.extend(bounds(&item.bounds));
            (&item.ident, &item.attrs, plain("type", scope.and(&item.generics).code(&code)), item.default.is_none())
        }
        TraitItem::Const(item) => {
            let after = if item.default.is_some() { MORE } else { "" };
            let signature = Signature { before: "const".to_owned(), join: ": ", code: scope.code(&item.ty), after };
            (&item.ident, &item.attrs, signature, item.default.is_none())
        }
        _ => return None,
    };
    Some((Member { name: name.to_string(), attributes: Attributes::of(attributes), signature }, is_required))
}
