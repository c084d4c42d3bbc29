//! Unions: one of several objects, selected by a discriminator.

use std::collections::BTreeSet;

use askama::Template;
use quote::ToTokens;

use super::super::docs::{described, doc};
use super::super::rust_types::Scope;
use crate::ir::{TypeId, TypeKind};

#[derive(Template)]
#[template(path = "models/union.rs.askama", escape = "none")]
pub(in crate::emit) struct UnionView {
    docs: String,
    ident: String,
    tag: String,
    pub(in crate::emit) variants: Vec<UnionVariantView>,
    /// One pattern per type, with all variants of that type.
    same: Vec<String>,
}

pub(in crate::emit) struct UnionVariantView {
    docs: String,
    pub(in crate::emit) ident: String,
    pub(in crate::emit) ty: String,
    pub(in crate::emit) tag: String,
}

/// Returns the view of a union. Returns `None` for other kinds of types.
pub(in crate::emit) fn view(scope: &mut Scope<'_>, id: TypeId) -> Option<UnionView> {
    let def = scope.def(id);
    let TypeKind::Union(union) = &def.kind else { return None };
    let names = scope.context.names.type_names(id);
    let mut variants: Vec<UnionVariantView> = Vec::new();
    for (variant, name) in union.variants.iter().zip(&names.members) {
        let docs = described(scope.def(variant.ty).docs.as_deref(), &variant.tag);
        variants.push(UnionVariantView {
            docs: doc(&[docs]).to_string(),
            ident: name.clone(),
            ty: scope.named(variant.ty).to_string(),
            tag: variant.tag.to_token_stream().to_string(),
        });
    }
    let mut seen = BTreeSet::new();
    let same = variants.iter().enumerate().filter(|(_, one)| seen.insert(&one.ty));
    let same = same.map(|(_, one)| {
        let alike = variants.iter().filter(|other| other.ty == one.ty);
        alike.map(|other| format!("Self::{}(item)", other.ident)).collect::<Vec<_>>().join(" | ")
    });
    let same = same.collect();
    let docs = described(def.docs.as_deref(), &def.name);
    Some(UnionView {
        docs: doc(&[docs]).to_string(),
        ident: names.ident.clone(),
        tag: union.tag.to_token_stream().to_string(),
        variants,
        same,
    })
}
