//! From the loaded description to the model: references resolved, `allOf` merged, looseness made explicit.

mod objects;
mod operations;
mod sample;
mod shape;
mod types;

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use openapiv3::Schema;

use self::shape::Child;
use crate::diag::{Diagnostic, DiagnosticCode, Diagnostics};
use crate::ir::{Api, Home, TypeDef, TypeId, Version};
use crate::load::{Document, Pointer};

/// Lowers the whole description. What has no place in the model is reported and left out; what load and lint have reported
/// already is left out without a word.
pub fn lower(document: &Document, diagnostics: &mut Diagnostics) -> Api {
    let mut lowering =
        Lowering { document, diagnostics, types: Vec::new(), known: BTreeMap::new(), ids: BTreeMap::new(), open: Vec::new() };
    lowering.named_schemas();
    let operations = lowering.operations();
    Api {
        title: document.root().info.title.clone(),
        version: document.root().info.version.clone(),
        resources: resources(document),
        operations,
        types: lowering.types,
    }
}

struct Lowering<'a> {
    document: &'a Document,
    diagnostics: &'a mut Diagnostics,
    types: Vec<TypeDef>,
    /// The types of the schemas that are types of their own.
    known: BTreeMap<Pointer, TypeId>,
    /// The id types by name.
    ids: BTreeMap<String, TypeId>,
    /// The schemas without a type of their own that are being lowered; one that comes again is a circle.
    open: Vec<Pointer>,
}

impl<'a> Lowering<'a> {
    fn error(&mut self, code: DiagnosticCode, at: &Pointer, message: impl Into<String>, help: impl Into<String>) {
        // What is missing here can be in the part that load could not read.
        if !self.document.is_intact(at) {
            return;
        }
        let location = self.document.locate(at);
        self.diagnostics.push(Diagnostic::new(code, message).at(location).help(help));
    }

    /// The schema behind a child and where it stands; `None` for a dangling reference, which `load` has reported.
    fn resolve(&self, at: &Pointer, child: Child<'a>) -> Option<(Pointer, &'a Schema)> {
        match child {
            Child::Inline(schema) => Some((at.clone(), schema)),
            Child::Direct(schema) => self.document.schema(at, schema),
            Child::Boxed(schema) => self.document.schema(at, schema),
        }
    }
}

/// What the tags say, by the name of the resource: the tag `DealProducts` is about `deal_products`.
fn resources(document: &Document) -> BTreeMap<String, String> {
    let tags = document.root().tags.iter();
    tags.filter_map(|tag| Some((tag.name.to_snake_case(), tag.description.clone()?))).collect()
}

/// The module that the types of a file live in.
fn home_of(file: &str) -> Home {
    let mut parts = file.split('/');
    let resource = match (parts.next().and_then(Version::from_name), parts.next()) {
        (Some(version), Some(name)) => name.split('.').next().map(|resource| (version, resource)),
        _ => None,
    };
    match resource {
        Some((version, resource)) => Home::Resource { version, resource: resource.to_owned() },
        None => Home::Common,
    }
}
