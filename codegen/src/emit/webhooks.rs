//! `webhooks.rs`: the events of webhooks with the types of their items.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use quote::{ToTokens, quote};

use super::docs::doc;
use super::format;
use super::rust_types::{EmitContext, Scope};
use crate::diag::Diagnostics;
use crate::inert::markdown;
use crate::ir::{Type, TypeId, TypeKind, Version, WebhookItemType};
use crate::names::{Module, TypeNames};

#[derive(Template)]
#[template(path = "webhooks.rs.askama", escape = "none")]
struct WebhooksView {
    is_foreign: bool,
    root: String,
    /// The `#[cfg]` attribute of what all types need.
    condition: String,
    variants: Vec<ItemVariantView>,
    types: Vec<ItemTypeView>,
}

/// A variant of the items.
pub(super) struct ItemVariantView {
    condition: String,
    docs: String,
    pub(super) ident: String,
    pub(super) ty: String,
    /// Version and entity of the events as a pattern.
    kind: String,
}

/// A type of the items.
struct ItemTypeView {
    condition: String,
    ty: String,
    id: String,
    kinds: Vec<String>,
}

pub(super) fn file(context: EmitContext<'_>, diagnostics: &mut Diagnostics) -> String {
    let module = Module { segments: vec!["webhooks".to_owned()] };
    let mut scope = Scope::qualified(context, &module);
    let mut types: BTreeMap<TypeId, Vec<String>> = BTreeMap::new();
    for item in &context.api.webhook_items {
        types.entry(item.ty).or_default().push(kind(item));
    }
    let types = types.into_iter().map(|(id, kinds)| ItemTypeView {
        condition: condition(context, id),
        ty: scope.named(id).to_string(),
        id: id_type(&mut scope, id),
        kinds,
    });
    let rendered = super::render(&WebhooksView {
        is_foreign: context.options.package.is_some(),
        types: types.collect(),
        variants: variants(&mut scope),
        root: context.options.root().to_string(),
        condition: any_version(context),
    });
    format::rust("webhooks.rs.askama", "webhooks", &rendered, diagnostics)
}

/// Returns the views of the variants, in the order of the description.
pub(super) fn variants(scope: &mut Scope<'_>) -> Vec<ItemVariantView> {
    let context = scope.context;
    let items = context.api.webhook_items.iter().zip(&context.names.webhook_items);
    let views = items.map(|(item, ident)| ItemVariantView {
        condition: condition(context, item.ty),
        docs: doc(&[format!(
            "A change of a {}, in an event of version {}.",
            markdown::code(&item.entity),
            &item.version.name()[1..]
        )])
        .to_string(),
        ident: ident.clone(),
        ty: scope.named(item.ty).to_string(),
        kind: kind(item),
    });
    views.collect()
}

fn kind(item: &WebhookItemType) -> String {
    let entity = item.entity.as_str();
    match item.version {
        Version::V1 => quote!((ApiVersion::V1, #entity)),
        Version::V2 => quote!((ApiVersion::V2, #entity)),
    }
    .to_string()
}

/// Returns the `#[cfg]` attribute for the version that the type belongs to. The feature `webhooks` enables the modules of all items.
fn condition(context: EmitContext<'_>, id: TypeId) -> String {
    let TypeNames { module, .. } = context.names.type_names(id);
    match module.segments.first().filter(|_| context.options.features && module.segments.len() > 1) {
        Some(version) => format!("#[cfg(feature = {})]", version.to_token_stream()),
        None => String::new(),
    }
}

/// Returns the `#[cfg]` attribute for any of the versions that the types belong to.
fn any_version(context: EmitContext<'_>) -> String {
    let items = context.api.webhook_items.iter();
    let modules = items.map(|item| &context.names.type_names(item.ty).module);
    let versions: BTreeSet<&String> =
        modules.filter(|module| module.segments.len() > 1).filter_map(|module| module.segments.first()).collect();
    match versions.len() {
        0 => String::new(),
        _ if !context.options.features => String::new(),
        _ => quote!(#[cfg(any(#(feature = #versions),*))]).to_string(),
    }
}

/// Returns the type of the property `id`.
fn id_type(scope: &mut Scope<'_>, id: TypeId) -> String {
    let TypeKind::Object(object) = &scope.def(id).kind else { return String::new() };
    let ty = object.properties.iter().find(|property| property.wire == "id").map(|property| &property.ty);
    match ty {
        Some(Type::Named(id)) if matches!(scope.def(*id).kind, TypeKind::Id(_)) => scope.named(*id).to_string(),
        Some(Type::Integer) => "i64".to_owned(),
        _ => "String".to_owned(),
    }
}
