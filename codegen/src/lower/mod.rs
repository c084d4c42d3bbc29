//! Converts the loaded description into the API model: resolves references, merges `allOf` and makes lenient types explicit.

mod access;
mod constraints;
mod keywords;
mod objects;
mod operations;
mod sample;
mod styles;
mod types;
mod variants;
mod webhooks;

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use openapiv3::Schema;

use self::keywords::SchemaRef;
use crate::diag::{Diagnostic, DiagnosticCode, Diagnostics};
use crate::ir::{Access, Api, TypeDef, TypeId, TypeModule, Version};
use crate::load::{Document, Flavour, Pointer};

/// Lowers the whole description.
///
/// Constructs that the model cannot represent are reported and skipped. Constructs that load or lint has already reported are
/// skipped silently.
pub fn lower(document: &Document, diagnostics: &mut Diagnostics) -> Api {
    let mut lowering = Lowering {
        document,
        diagnostics,
        types: Vec::new(),
        by_pointer: BTreeMap::new(),
        ids: BTreeMap::new(),
        in_progress: Vec::new(),
        access: access::access(document),
    };
    lowering.named_schemas();
    let operations = lowering.operations();
    let webhook_items = lowering.webhook_items();
    Api {
        title: document.root().info.title.clone(),
        version: document.root().info.version.clone(),
        about: about(document),
        access: lowering.access,
        resources: resources(document),
        operations,
        webhook_items,
        unlimited_integers: document.has_unlimited_integers(),
        types: lowering.types,
    }
}

struct Lowering<'a> {
    access: Access,
    document: &'a Document,
    diagnostics: &'a mut Diagnostics,
    types: Vec<TypeDef>,
    /// Named types, by the location of their schema.
    by_pointer: BTreeMap<Pointer, TypeId>,
    /// Id types, by name.
    ids: BTreeMap<String, TypeId>,
    /// Schemas without a named type that are being lowered. Reaching one of them again is a cycle.
    in_progress: Vec<Pointer>,
}

impl<'a> Lowering<'a> {
    fn error(&mut self, code: DiagnosticCode, at: &Pointer, message: impl Into<String>, help: impl Into<String>) {
        // A missing part can be in an object that load could not read.
        if !self.document.is_intact(at) {
            return;
        }
        let location = self.document.locate(at);
        self.diagnostics.push(Diagnostic::new(code, message).at(location).help(help));
    }

    /// Resolves a schema and returns its location. Returns `None` for a dangling reference, which `load` has reported.
    fn resolve(&self, at: &Pointer, child: SchemaRef<'a>) -> Option<(Pointer, &'a Schema)> {
        match child {
            SchemaRef::Inline(schema) => Some((at.clone(), schema)),
            SchemaRef::Direct(schema) => self.document.schema(at, schema),
            SchemaRef::Boxed(schema) => self.document.schema(at, schema),
        }
    }
}

/// Returns the lines about the API. The crate of the curated description has a README written by hand.
fn about(document: &Document) -> Vec<String> {
    let about = document.root().info.description.as_deref().filter(|_| document.flavour() == Flavour::Foreign);
    about.unwrap_or_default().lines().map(str::to_owned).collect()
}

/// Returns the descriptions of the tags, by resource: the tag `DealProducts` describes `deal_products`.
fn resources(document: &Document) -> BTreeMap<String, String> {
    let tags = document.root().tags.iter();
    tags.filter_map(|tag| Some((tag.name.to_snake_case(), tag.description.clone()?))).collect()
}

/// Returns the module for the types of a file.
fn module_of(file: &str) -> TypeModule {
    let mut parts = file.split('/');
    let resource = match (parts.next().and_then(Version::from_name), parts.next()) {
        (Some(version), Some(name)) => name.split('.').next().map(|resource| (version, resource)),
        _ => None,
    };
    match resource {
        Some((version, resource)) => TypeModule::Resource { version, resource: resource.to_owned() },
        None => TypeModule::Common,
    }
}
