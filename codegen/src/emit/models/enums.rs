//! Enums of strings and of integers. They are open unless the description has `x-closed`.

use askama::Template;
use proc_macro2::Literal;

use super::super::docs::{described, doc, named, sentence};
use super::super::rust_types::Scope;
use crate::inert::markdown;
use crate::ir::{EnumValue, TypeId, TypeKind, WireValue};

#[derive(Template)]
#[template(path = "models/enum.rs.askama", escape = "none")]
pub(in crate::emit) struct EnumView {
    docs: String,
    ident: String,
    pub(in crate::emit) closed: bool,
    pub(in crate::emit) variants: Vec<EnumVariantView>,
    table: &'static str,
    getter: &'static str,
    pub(in crate::emit) getter_ty: &'static str,
    unknown: &'static str,
    unknown_getter: &'static str,
    macro_name: &'static str,
}

pub(in crate::emit) struct EnumVariantView {
    docs: String,
    pub(in crate::emit) ident: String,
    pub(in crate::emit) wire: String,
}

/// Returns the view of an enum. Returns `None` for other kinds of types.
pub(in crate::emit) fn view(scope: &mut Scope<'_>, id: TypeId) -> Option<EnumView> {
    let def = scope.def(id);
    let TypeKind::Enum(set) = &def.kind else { return None };
    let names = scope.context.names.type_names(id);
    let variants = set.values.iter().zip(&names.members).map(|(value, name)| variant(value, name)).collect();
    let of_numbers = set.values.iter().any(|value| matches!(value.wire, WireValue::Number(_)));
    let docs = described(def.docs.as_deref(), &def.name);
    let (table, getter, getter_ty, unknown, unknown_getter) = if of_numbers {
        ("NumberEnum", "number", "i64", "UnknownNumber", "get")
    } else {
        ("StringEnum", "as_str", "&str", "UnknownString", "as_str")
    };
    Some(EnumView {
        docs: doc(&[docs]).to_string(),
        ident: names.ident.clone(),
        closed: set.closed,
        variants,
        table,
        getter,
        getter_ty,
        unknown,
        unknown_getter,
        macro_name: match (of_numbers, set.closed) {
            (true, true) => "closed_number_enum",
            (true, false) => "number_enum",
            (false, true) => "closed_string_enum",
            (false, false) => "string_enum",
        },
    })
}

fn variant(value: &EnumValue, name: &str) -> EnumVariantView {
    // An empty string is not valid inside a code span.
    let shown = match value.wire.to_string() {
        value if value.is_empty() => "\"\"".to_owned(),
        value => value,
    };
    let docs = match &value.docs {
        Some(docs) if !docs.is_empty() => format!("{} ({})", sentence(docs), markdown::code(&shown)).trim_start().to_owned(),
        _ => named(&shown),
    };
    let wire = match &value.wire {
        WireValue::String(string) => Literal::string(string),
        WireValue::Number(number) => Literal::i64_unsuffixed(*number),
    };
    EnumVariantView { docs: doc(&[docs]).to_string(), ident: name.to_owned(), wire: wire.to_string() }
}
