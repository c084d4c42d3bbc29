//! Assigns a Rust name to every public item. Later stages do not create identifiers.

mod claims;
mod lock;
mod plan;

pub use lock::lock_file;
pub use plan::{Module, NamePlan, OperationNames, ResourceNames, TypeNames};

use std::collections::BTreeMap;

use self::claims::{Claims, ItemKind, NamedItem};
use crate::diag::{Diagnostic, DiagnosticCode, Diagnostics, codes};
use crate::idents::{RESERVED_TYPES, camel, screaming, setter, snake};
use crate::ir::{
    Api, EnumType, ObjectType, Operation, Property, TypeDef, TypeKind, TypeModule, UnionType, UnionVariant, Usage, Version,
    WebhookItemType,
};
use crate::load::{Document, Pointer};

/// Placeholder for a name that could not be derived, so that later stages can run.
const UNNAMED: &str = "unnamed";

const ADD_IRREGULAR: &str = "add an entry for it to `IRREGULAR` in `codegen/src/idents/ident.rs`";

/// Assigns all names. Invalid names and collisions are reported; later stages still get a name for each item.
pub fn plan(api: &Api, document: &Document, diagnostics: &mut Diagnostics) -> NamePlan {
    let mut planner = NamePlanner { document, diagnostics, claims: Claims::default() };
    let types = api.types.iter().map(|def| planner.type_names(def)).collect();
    let operations = api.operations.iter().map(|operation| planner.operation_names(operation)).collect();
    let resources = planner.resources(api);
    let webhook_items = planner.webhook_items(api);
    NamePlan { types, operations, resources, webhook_items }
}

/// Returns the name of a variant that does not collide with the one for unknown values.
fn variant(ident: String, fallback: &str) -> String {
    if ident == fallback { ident + "Value" } else { ident }
}

struct NamePlanner<'a> {
    document: &'a Document,
    diagnostics: &'a mut Diagnostics,
    claims: Claims,
}

impl NamePlanner<'_> {
    fn type_names(&mut self, def: &TypeDef) -> TypeNames {
        let module = Module::of(&def.module);
        self.check_module(&module, &def.at);
        let help = "rename the schema: use ASCII letters, digits and `_`, and start with a letter";
        let ident = self.identifier_or_report(camel(&def.name), &def.name, &def.at, help);
        if RESERVED_TYPES.contains(&ident.as_str()) {
            let prefix = match &def.module {
                TypeModule::Resource { resource, .. } => camel(resource).unwrap_or_default(),
                TypeModule::Ids | TypeModule::Common => "Shared".to_owned(),
            };
            let message = format!("`{ident}` is the name of a type that the generated code imports");
            let help = format!("rename the schema, for example to `{prefix}{ident}`");
            self.report(codes::RESERVED_NAME, &def.at, message, help);
        }
        self.claim(&module.path(), &ident, ItemKind::Schema, &def.name, &def.at);
        let scope = format!("{}::{ident}", module.path());
        let members = match &def.kind {
            TypeKind::Object(object) => self.fields(&scope, object, def.usage),
            TypeKind::Enum(set) => self.enum_variants(&scope, set),
            TypeKind::Union(union) => self.union_variants(&scope, union),
            TypeKind::Id(_) => Vec::new(),
        };
        let clears = match &def.kind {
            TypeKind::Object(object) if def.is_request_only() => {
                let properties = object.properties.iter().zip(&members);
                let clears = properties.map(|(property, name)| {
                    (property.nullable && !property.required).then(|| self.clear(&scope, property, name))
                });
                clears.collect()
            }
            _ => vec![None; members.len()],
        };
        TypeNames { module, ident, members, clears }
    }

    fn fields(&mut self, scope: &str, object: &ObjectType, usage: Usage) -> Vec<String> {
        let mut names = Vec::new();
        for property in &object.properties {
            let name = self.snake(&property.wire, &property.at);
            let name = match name.as_str() {
                "extra" => "extra_".to_owned(),
                "custom_fields" if object.custom_fields.is_some() => "custom_fields_".to_owned(),
                // `new` is the constructor of types that requests contain.
                "new" if usage.request => "new_".to_owned(),
                // The generated `new` has a local variable `fields`.
                "fields" if usage.request && !usage.response && property.required => "fields_".to_owned(),
                _ => name,
            };
            self.claim(scope, &name, ItemKind::Property, &property.wire, &property.at);
            names.push(name);
        }
        names
    }

    fn enum_variants(&mut self, scope: &str, set: &EnumType) -> Vec<String> {
        let help = "set `x-enum-varnames` to a list with a name for each value";
        let mut names = Vec::new();
        for value in &set.values {
            let wire = value.wire.to_string();
            let ident = camel(value.name.as_ref().unwrap_or(&wire));
            let ident = variant(self.identifier_or_report(ident, &wire, &value.at, help), "Unknown");
            self.claim(scope, &ident, ItemKind::EnumValue, &wire, &value.at);
            names.push(ident);
        }
        names
    }

    fn union_variants(&mut self, scope: &str, union: &UnionType) -> Vec<String> {
        let mut names = Vec::new();
        for UnionVariant { tag, at, .. } in &union.variants {
            let ident = variant(self.identifier_or_report(camel(tag), tag, at, ADD_IRREGULAR), "Other");
            self.claim(scope, &ident, ItemKind::UnionVariant, tag, at);
            names.push(ident);
        }
        names
    }

    fn operation_names(&mut self, operation: &Operation) -> OperationNames {
        let module = Module::of_resource(operation.version, &operation.resource);
        let at = operation.at.child("operationId");
        self.check_module(&module, &at);
        let help = "write the last part of the `operationId` in snake_case";
        let method = self.identifier_or_report(snake(&operation.action), &operation.action, &at, help);
        let builder = format!("{}Request", camel(&operation.action).unwrap_or_else(|| UNNAMED.to_owned()));
        let requests = module.requests().path();
        // Methods with the same name also have the same request type.
        self.claim(&requests, &builder, ItemKind::Operation, &operation.id, &at);
        let scope = format!("{requests}::{builder}");
        let parameters: Vec<String> =
            operation.parameters.iter().map(|parameter| self.setter(&scope, &parameter.property, ItemKind::Parameter)).collect();
        let properties = operation.body.iter().flat_map(|body| &body.object.properties);
        let body: Vec<String> = properties.clone().map(|property| self.setter(&scope, property, ItemKind::Property)).collect();
        let clears = properties.zip(&body).map(|(property, name)| {
            let clearable = operation.is_update() && property.nullable && !property.required;
            clearable.then(|| self.clear(&scope, property, name))
        });
        let clears = clears.collect();
        if operation.body.as_ref().is_some_and(|body| body.object.custom_fields.is_some()) {
            for name in ["custom_field", "custom_fields_from", "clear_custom_field"] {
                self.claim(&scope, name, ItemKind::CustomFieldSetter, &operation.id, &at);
            }
        }
        OperationNames { constant: screaming(&method), method, builder, parameters, body, clears }
    }

    /// Names the setter that sends `null`.
    fn clear(&mut self, scope: &str, property: &Property, name: &str) -> String {
        let name = format!("clear_{}", name.trim_start_matches("r#"));
        self.claim(scope, &name, ItemKind::ClearSetter, &property.wire, &property.at);
        name
    }

    fn setter(&mut self, scope: &str, property: &Property, kind: ItemKind) -> String {
        let name = setter(self.snake(&property.wire, &property.at), property.required);
        self.claim(scope, &name, kind, &property.wire, &property.at);
        name
    }

    fn resources(&mut self, api: &Api) -> Vec<ResourceNames> {
        let mut resources: BTreeMap<_, ResourceNames> = BTreeMap::new();
        for operation in &api.operations {
            let key = (operation.version, operation.resource.clone());
            if resources.contains_key(&key) {
                continue;
            }
            let module = Module::of_resource(operation.version, &operation.resource);
            let at = operation.at.child("operationId");
            let method = self.snake(&operation.resource, &at);
            let accessor = camel(&operation.resource).unwrap_or_else(|| UNNAMED.to_owned());
            self.claim(&module.path(), &accessor, ItemKind::Resource, &operation.resource, &at);
            resources.insert(
                key,
                ResourceNames { version: operation.version, resource: operation.resource.clone(), module, method, accessor },
            );
        }
        resources.into_values().collect()
    }

    /// Names the variants of the items of webhook events. Version 2 is the default version of webhooks.
    fn webhook_items(&mut self, api: &Api) -> Vec<String> {
        let mut names = Vec::new();
        for WebhookItemType { version, entity, at, .. } in &api.webhook_items {
            let ident = variant(self.identifier_or_report(camel(entity), entity, at, ADD_IRREGULAR), "Other");
            let ident = if *version == Version::V1 { ident + "V1" } else { ident };
            self.claim("webhooks::Item", &ident, ItemKind::WebhookItem, entity, at);
            names.push(ident);
        }
        names
    }

    /// Module names are the names of files and resources, so these must be valid identifiers.
    fn check_module(&mut self, module: &Module, at: &Pointer) {
        for segment in &module.segments {
            if snake(segment).as_deref() != Some(segment) {
                let message = format!("`{segment}` is not a valid name of a Rust module");
                self.report(
                    codes::NO_IDENTIFIER,
                    at,
                    message,
                    "name the file and the resource in snake_case, and avoid keywords",
                );
            }
        }
    }

    fn snake(&mut self, wire: &str, at: &Pointer) -> String {
        self.identifier_or_report(snake(wire), wire, at, ADD_IRREGULAR)
    }

    fn identifier_or_report(&mut self, ident: Option<String>, wire: &str, at: &Pointer, help: &str) -> String {
        ident.unwrap_or_else(|| {
            self.report(codes::NO_IDENTIFIER, at, format!("cannot derive a Rust identifier from `{wire}`"), help);
            UNNAMED.to_owned()
        })
    }

    /// Reports a collision if another item of the scope has the same name.
    fn claim(&mut self, scope: &str, name: &str, kind: ItemKind, wire: &str, at: &Pointer) {
        if name != UNNAMED {
            let item = NamedItem { kind, wire: wire.to_owned(), at: at.clone() };
            if let Some(collision) = self.claims.claim(scope, name, item, self.document) {
                self.diagnostics.push(collision);
            }
        }
    }

    fn report(&mut self, code: DiagnosticCode, at: &Pointer, message: String, help: impl Into<String>) {
        // Names can be incomplete in an object that load could not read.
        if !self.document.is_intact(at) {
            return;
        }
        let location = self.document.locate_key(at);
        self.diagnostics.push(Diagnostic::new(code, message).at(location).help(help));
    }
}

impl Module {
    fn of(module: &TypeModule) -> Self {
        match module {
            TypeModule::Ids => Self { segments: vec!["ids".to_owned()] },
            TypeModule::Common => Self { segments: vec!["common".to_owned()] },
            TypeModule::Resource { version, resource } => Self::of_resource(*version, resource),
        }
    }
}
