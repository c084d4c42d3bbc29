//! `ids.rs`: the id types.

use askama::Template;

use super::docs::{described, doc};
use super::format;
use super::rust_types::EmitContext;
use crate::diag::Diagnostics;
use crate::ir::{IdKind, TypeKind};

#[derive(Template)]
#[template(path = "ids.rs.askama", escape = "none")]
struct IdsView {
    ids: Vec<IdView>,
}

struct IdView {
    docs: String,
    ident: String,
    is_integer: bool,
}

pub(super) fn file(context: EmitContext<'_>, diagnostics: &mut Diagnostics) -> String {
    let ids = context.api.types.iter().zip(&context.names.types).filter_map(|(def, names)| {
        let TypeKind::Id(kind) = def.kind else { return None };
        let docs = described(def.docs.as_deref(), &def.name);
        Some(IdView { docs: doc(&[docs]).to_string(), ident: names.ident.clone(), is_integer: kind == IdKind::Integer })
    });
    let rendered = super::render(&IdsView { ids: ids.collect() });
    format::rust("ids.rs.askama", "ids", &rendered, diagnostics)
}
