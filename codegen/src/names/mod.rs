//! Assigns a Rust name to every public item. Later stages do not create identifiers.

mod assign;
mod claims;
mod lock;
mod plan;

pub use lock::lock_file;
pub use plan::{Module, NamePlan, OperationNames, ResourceNames, TypeNames};

use std::collections::{BTreeMap, BTreeSet};

use self::assign::{AssignedName, Naming};
use self::claims::{Claims, ItemKind, NamedItem};
use crate::diag::{Diagnostic, DiagnosticCode, Diagnostics, codes};
use crate::idents::{Case, FieldOwner, RESERVED_TYPES, camel, field, screaming, setter, snake};
use crate::ir::{
    Api, EnumType, ObjectType, Operation, ParameterLocation, Property, TypeDef, TypeKind, TypeModule, UnionType, UnionVariant,
    Version, WebhookItemType,
};
use crate::load::{Document, Pointer};

/// Placeholder for a name that could not be derived, so that later stages can run.
const UNNAMED: &str = "unnamed";

const ADD_IRREGULAR: &str = "add an entry for it to `IRREGULAR` in `codegen/src/idents/ident.rs`";

/// Assigns all names. Invalid names and collisions in a curated description are reported; later stages still get a name for each item. In
/// an external description every item gets a name of its own.
pub fn plan(api: &Api, document: &Document, diagnostics: &mut Diagnostics) -> NamePlan {
    let mut planner = NamePlanner { document, diagnostics, claims: Claims::default() };
    let idents = planner.type_idents(api);
    let types = api.types.iter().zip(idents).map(|(def, ident)| planner.type_names(def, ident)).collect();
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
    /// Names the types, by module.
    fn type_idents(&mut self, api: &Api) -> Vec<String> {
        let mut modules: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, def) in api.types.iter().enumerate() {
            let module = Module::of(&def.module);
            self.check_module(&module, &def.at);
            modules.entry(module.path()).or_default().push(index);
        }
        let mut idents = vec![String::new(); api.types.len()];
        for (module, indexes) in modules {
            let items = indexes.iter().map(|&index| {
                let def = &api.types[index];
                NamedItem::new(ItemKind::Schema, &def.name, &def.at)
            });
            let naming = Naming {
                scope: &module,
                case: Case::UpperCamel,
                fallback: "Type",
                help: "rename the schema: use ASCII letters, digits and `_`, and start with a letter",
                adapt: &|_, ident| ident,
                clears: &|_| false,
            };
            for (&index, name) in indexes.iter().zip(self.assign(&naming, items.collect())) {
                idents[index] = name.ident;
            }
        }
        idents
    }

    fn type_names(&mut self, def: &TypeDef, ident: String) -> TypeNames {
        let module = Module::of(&def.module);
        if RESERVED_TYPES.contains(&ident.as_str()) {
            let prefix = match &def.module {
                TypeModule::Resource { resource, .. } => camel(resource).unwrap_or_default(),
                TypeModule::Ids | TypeModule::Common => "Shared".to_owned(),
            };
            let message = format!("`{ident}` is the name of a type that the generated code imports");
            let help = format!("rename the schema, for example to `{prefix}{ident}`");
            self.report(codes::RESERVED_NAME, &def.at, message, help);
        }
        let scope = format!("{}::{ident}", module.path());
        let names = match &def.kind {
            TypeKind::Object(object) => self.fields(&scope, def, object),
            TypeKind::Enum(set) => self.enum_variants(&scope, set),
            TypeKind::Union(union) => self.union_variants(&scope, union),
            TypeKind::Id(_) => Vec::new(),
        };
        let (members, clears) = names.into_iter().map(|name| (name.ident, name.clear)).unzip();
        TypeNames { module, ident, members, clears }
    }

    fn fields(&mut self, scope: &str, def: &TypeDef, object: &ObjectType) -> Vec<AssignedName> {
        let items = object.properties.iter().map(|property| NamedItem::new(ItemKind::Property, &property.wire, &property.at));
        let owner = FieldOwner {
            in_requests: def.usage.request,
            is_input: def.is_request_only(),
            has_custom_fields: object.custom_fields.is_some(),
        };
        let naming = Naming {
            scope,
            case: Case::Snake,
            fallback: "field",
            help: ADD_IRREGULAR,
            adapt: &|index, ident| field(ident, owner, object.properties[index].required),
            clears: &|index| {
                let property = &object.properties[index];
                def.is_request_only() && property.nullable && !property.required
            },
        };
        self.assign(&naming, items.collect())
    }

    fn enum_variants(&mut self, scope: &str, set: &EnumType) -> Vec<AssignedName> {
        let items = set.values.iter().map(|value| {
            let item = NamedItem::new(ItemKind::EnumValue, &value.wire.to_string(), &value.at);
            match &value.name {
                Some(name) => item.spelled(name),
                None if self.is_external() && item.wire.is_empty() => item.spelled("empty"),
                None => item,
            }
        });
        let help = "set `x-enum-varnames` to a list with a name for each value";
        self.assign(&Naming::of_variants(scope, "Unknown", help), items.collect())
    }

    fn union_variants(&mut self, scope: &str, union: &UnionType) -> Vec<AssignedName> {
        let items =
            union.variants.iter().map(|UnionVariant { tag, at, .. }| NamedItem::new(ItemKind::UnionVariant, tag, at)).collect();
        self.assign(&Naming::of_variants(scope, "Other", ADD_IRREGULAR), items)
    }

    fn operation_names(&mut self, operation: &Operation) -> OperationNames {
        let module = Module::of_resource(operation.version, &operation.resource);
        let at = operation.at.child("operationId");
        self.check_module(&module, &at);
        let help = "write the last part of the `operationId` in snake_case";
        let method = self.identifier_or_report(snake(&operation.action), &operation.action, &at, help);
        let builder = camel(&format!("{}_request", operation.action)).unwrap_or_else(|| UNNAMED.to_owned());
        let requests = module.requests().path();
        // Methods with the same name also have the same request type.
        self.claim(&requests, &builder, NamedItem::new(ItemKind::Operation, &operation.id, &at));
        let scope = format!("{requests}::{builder}");
        // The setters for custom fields have their names before the inputs.
        if operation.body.as_ref().is_some_and(|body| body.object.custom_fields.is_some()) {
            for name in ["custom_field", "custom_fields_from", "clear_custom_field"] {
                self.claim(&scope, name, NamedItem::new(ItemKind::CustomFieldSetter, &operation.id, &at));
            }
        }
        let mut inputs = self.inputs(&scope, operation);
        let body = inputs.split_off(operation.parameters.len());
        let (body, clears) = body.into_iter().map(|name| (name.ident, name.clear)).unzip();
        let parameters = inputs.into_iter().map(|name| name.ident).collect();
        OperationNames { constant: screaming(&method), method, builder, parameters, body, clears }
    }

    /// Names the arguments and setters of the parameters and of the properties of the body.
    fn inputs(&mut self, scope: &str, operation: &Operation) -> Vec<AssignedName> {
        let parameters = operation.parameters.iter().map(|parameter| (&parameter.property, ItemKind::Parameter));
        let body = operation.body.iter().flat_map(|body| &body.object.properties);
        let inputs: Vec<(&Property, ItemKind)> = parameters.chain(body.map(|property| (property, ItemKind::Property))).collect();
        let mut seen = BTreeSet::new();
        let items = inputs.iter().enumerate().map(|(index, (property, kind))| {
            let item = NamedItem::new(*kind, &property.wire, &property.at);
            // The same name in another part of the request.
            let part = match operation.parameters.get(index).map(|parameter| parameter.location) {
                Some(ParameterLocation::Header) => "header",
                Some(ParameterLocation::Cookie) => "cookie",
                Some(ParameterLocation::Path | ParameterLocation::Query) => "query",
                None => "body",
            };
            if seen.insert(&property.wire) { item } else { item.spelled(&format!("{part}_{}", property.wire)) }
        });
        let naming = Naming {
            scope,
            case: Case::Snake,
            fallback: "input",
            help: ADD_IRREGULAR,
            adapt: &|index, ident| setter(ident, inputs[index].0.required),
            clears: &|index| {
                let property = inputs[index].0;
                index >= operation.parameters.len() && operation.is_update() && property.nullable && !property.required
            },
        };
        self.assign(&naming, items.collect())
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
            let accessor = self.accessor(&module, &operation.resource, &at);
            resources.insert(
                key,
                ResourceNames { version: operation.version, resource: operation.resource.clone(), module, method, accessor },
            );
        }
        resources.into_values().collect()
    }

    /// Names the type with the operations of a resource. In an external description it gives way to the schemas of the resource.
    fn accessor(&mut self, module: &Module, resource: &str, at: &Pointer) -> String {
        let path = module.path();
        let mut accessor = camel(resource).unwrap_or_else(|| UNNAMED.to_owned());
        if self.is_external() {
            let requests = module.requests().path();
            let is_taken = |name: &str| self.claims.contains(&path, name) || self.claims.contains(&requests, name);
            while is_taken(&accessor) {
                accessor.push_str("Api");
            }
        }
        self.claim(&path, &accessor, NamedItem::new(ItemKind::Resource, resource, at));
        accessor
    }

    /// Names the variants of the items of webhook events. Version 2 is the default version of webhooks.
    fn webhook_items(&mut self, api: &Api) -> Vec<String> {
        let mut names = Vec::new();
        for WebhookItemType { version, entity, at, .. } in &api.webhook_items {
            let ident = variant(self.identifier_or_report(camel(entity), entity, at, ADD_IRREGULAR), "Other");
            let ident = if *version == Version::V1 { ident + "V1" } else { ident };
            self.claim("webhooks::Item", &ident, NamedItem::new(ItemKind::WebhookItem, entity, at));
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
    fn claim(&mut self, scope: &str, name: &str, item: NamedItem) {
        if name != UNNAMED
            && let Some(collision) = self.claims.claim(scope, name, item, self.document)
        {
            self.diagnostics.push(collision);
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
