//! Reports types that requests cannot contain.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::ir::{Api, Type, TypeKind, leaf_type};
use crate::load::{Document, Flavour, Pointer};

pub(super) fn run(api: &Api, document: &Document, diagnostics: &mut Diagnostics) {
    let mut report = |at: &Pointer, message: &str, help: &str| {
        diagnostics.push(Diagnostic::new(codes::UNSUPPORTED, message).at(document.locate(at)).help(help));
    };
    for def in &api.types {
        match &def.kind {
            // Those of external descriptions contain their discriminator as a constant.
            TypeKind::Union(_) if def.usage.request && document.flavour() == Flavour::Curated => {
                report(&def.at, "`oneOf` is not supported in requests", "use a single object, or `{}` for any JSON");
            }
            TypeKind::Object(object) => {
                for property in object.properties.iter().filter(|property| contains_file(&property.ty)) {
                    report(
                        &property.at,
                        "a file is only supported as a property of a multipart body",
                        "move the property to the body",
                    );
                }
            }
            _ => {}
        }
    }
}

fn contains_file(ty: &Type) -> bool {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => contains_file(inner),
        Type::Named(_) | Type::IdList(_) | Type::IdOrObject { .. } => false,
        leaf_type!() => *ty == Type::Binary,
    }
}
