//! `models.rs` of a module: objects, enums, unions and inputs.

pub(super) mod addresses;
pub(super) mod enums;
pub(super) mod inputs;
pub(super) mod objects;
pub(super) mod unions;

use askama::Template;
use proc_macro2::TokenStream;

use super::format;
use super::rust_types::{EmitContext, Scope};
use crate::diag::Diagnostics;
use crate::ir::{Type, TypeId, TypeKind};
use crate::names::Module;

#[derive(Template)]
#[template(path = "models.rs.askama", escape = "none")]
struct ModelsView {
    imports: String,
    has_deprecated: bool,
    items: Vec<String>,
}

/// Renders the types of `module`. Returns `None` if it has none.
pub(super) fn file(context: EmitContext<'_>, module: &Module, diagnostics: &mut Diagnostics) -> Option<String> {
    let mut scope = Scope::new(context, module, "models");
    let mut items = Vec::new();
    let mut has_deprecated = false;
    for &id in context.index.types_of(module) {
        let def = context.api.type_def(id);
        let rendered = match &def.kind {
            TypeKind::Object(_) if def.is_request_only() => inputs::view(&mut scope, id).map(|view| super::render(&view)),
            TypeKind::Object(object) => {
                has_deprecated |= object.properties.iter().any(|property| property.deprecated.is_some());
                objects::view(&mut scope, id).map(|view| super::render(&view))
            }
            TypeKind::Enum(_) => enums::view(&mut scope, id).map(|view| super::render(&view)),
            TypeKind::Union(_) => unions::view(&mut scope, id).map(|view| super::render(&view)),
            TypeKind::Id(_) => continue,
        };
        items.extend(rendered);
    }
    if items.is_empty() {
        return None;
    }
    let models = ModelsView { imports: scope.imports().to_string(), has_deprecated, items };
    Some(format::rust("models.rs.askama", &module.path(), &super::render(&models), diagnostics))
}

/// Returns the property with the list and the item type, if this is the data of a paginated operation.
fn paged_item(context: EmitContext<'_>, id: TypeId) -> Option<(String, Type)> {
    let pagination = context.api.operations[context.index.page(id)?].pagination.as_ref()?;
    Some((pagination.items.strip_prefix("/data/")?.to_owned(), pagination.item.clone()))
}

fn strings(tokens: impl IntoIterator<Item = TokenStream>) -> Vec<String> {
    tokens.into_iter().map(|tokens| tokens.to_string()).collect()
}
