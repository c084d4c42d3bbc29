//! Decides the Rust name of everything public. After this stage nobody invents an identifier.

mod ident;
mod lock;
mod plan;

pub(crate) use ident::{camel, snake};
pub use lock::lock_file;
pub use plan::{Module, NamePlan, OperationNames, ResourceNames, TypeNames};

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::ir::{Api, Home, Object, Operation, Property, TypeDef, TypeKind, Usage};
use crate::load::{Document, Pointer};

/// Types that every emitted file uses under these names.
pub(crate) const RESERVED_TYPES: &[&str] = &[
    "ApiVersion",
    "Auth",
    "BTreeMap",
    "BodyKind",
    "Box",
    "Call",
    "Client",
    "Clone",
    "CustomFieldValue",
    "CustomFields",
    "Date",
    "Default",
    "Download",
    "Envelope",
    "Error",
    "Extra",
    "Field",
    "Fields",
    "Form",
    "From",
    "Input",
    "Into",
    "IntOrString",
    "IntoFuture",
    "IntoIterator",
    "Items",
    "Iterator",
    "Job",
    "Linked",
    "Method",
    "Model",
    "NumberEnum",
    "Ok",
    "Operation",
    "OperationInfo",
    "Option",
    "OtherItem",
    "Output",
    "Page",
    "PageData",
    "Paged",
    "Pages",
    "PaginationInfo",
    "PaginationStyle",
    "Pending",
    "RawItem",
    "RawReply",
    "Read",
    "Reply",
    "ReplyKind",
    "Result",
    "Secret",
    "SignedDuration",
    "Some",
    "None",
    "Err",
    "String",
    "Tagged",
    "TextEnum",
    "Time",
    "Timestamp",
    "ToOwned",
    "ToString",
    "UnknownNumber",
    "UnknownText",
    "Upload",
    "Value",
    "Vec",
    "Wait",
];

/// Stands in for a name that could not be made, so that the stages after this one can go on.
const UNNAMED: &str = "unnamed";

/// Methods that every request has; a setter with the same name is called `with_…`. Arguments do not mind.
const REQUEST_METHODS: &[&str] = &[
    "body_extra",
    "call_mut",
    "clone",
    "decode",
    "header",
    "into_call",
    "into_future",
    "items",
    "max_items",
    "pages",
    "query_extra",
    "r#await",
    "read_ahead",
    "retry",
    "send",
    "send_blocking",
    "starting_at",
    "strict",
    "timeout",
    "url",
    "wait",
    "with_response",
];

/// Names everything. Collisions and unspeakable names are reported; a name is still made up for them, so that later
/// stages can go on.
pub fn plan(api: &Api, document: &Document, diagnostics: &mut Diagnostics) -> NamePlan {
    let mut naming = Naming { document, diagnostics, taken: BTreeMap::new() };
    let types = api.types.iter().map(|def| naming.type_names(def)).collect();
    let operations = api.operations.iter().map(|operation| naming.operation_names(operation)).collect();
    let resources = naming.resources(api);
    NamePlan { types, operations, resources }
}

/// The argument or setter of an input, by the name that Rust would give it.
pub(crate) fn setter(mut name: String, required: bool) -> String {
    if required {
        // An argument of the accessor's method, which has a variable of that name.
        if name == "call" {
            name.push('_');
        }
    } else if REQUEST_METHODS.contains(&name.as_str()) {
        name = format!("with_{}", name.trim_start_matches("r#"));
    }
    name
}

struct Naming<'a> {
    document: &'a Document,
    diagnostics: &'a mut Diagnostics,
    /// What already has a name, by scope and name.
    taken: BTreeMap<(String, String), Pointer>,
}

impl Naming<'_> {
    fn type_names(&mut self, def: &TypeDef) -> TypeNames {
        let module = Module::of(&def.home);
        self.check_module(&module, &def.at);
        let ident = self.speakable(ident::camel(&def.name), &def.name, &def.at, "give the schema a name made of letters");
        if RESERVED_TYPES.contains(&ident.as_str()) {
            self.report(
                codes::RESERVED_NAME,
                &def.at,
                format!("`{ident}` is the name of a type that the emitted code uses"),
                "give the schema a longer name, such as that of the resource in front of it",
            );
        }
        self.claim(&module.path(), &ident, &def.at);
        let scope = format!("{}::{ident}", module.path());
        let members = match &def.kind {
            TypeKind::Object(object) => self.fields(&scope, object, def.usage),
            TypeKind::Enum(set) => {
                let values = set.values.iter().map(|value| {
                    let wire = value.wire.to_string();
                    (value.name.clone().unwrap_or_else(|| wire.clone()), wire)
                });
                self.variants(&scope, values.collect(), "Unknown", &def.at)
            }
            TypeKind::Union(union) => {
                let tags = union.variants.iter().map(|variant| (variant.tag.clone(), variant.tag.clone()));
                self.variants(&scope, tags.collect(), "Other", &def.at)
            }
            TypeKind::Id(_) => Vec::new(),
        };
        let clears = match &def.kind {
            TypeKind::Object(object) if def.is_only_sent() => {
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

    fn fields(&mut self, scope: &str, object: &Object, usage: Usage) -> Vec<String> {
        let mut names = Vec::new();
        for property in &object.properties {
            let name = self.snake(&property.wire, &property.at);
            let name = match name.as_str() {
                "extra" => "extra_".to_owned(),
                "custom_fields" if object.custom_fields.is_some() => "custom_fields_".to_owned(),
                // The constructor of what requests hold.
                "new" if usage.request => "new_".to_owned(),
                // An argument of `new`, which has a variable of that name.
                "fields" if usage.request && !usage.reply && property.required => "fields_".to_owned(),
                _ => name,
            };
            self.claim(scope, &name, &property.at);
            names.push(name);
        }
        names
    }

    fn variants(&mut self, scope: &str, values: Vec<(String, String)>, fallback: &str, at: &Pointer) -> Vec<String> {
        let mut names = Vec::new();
        for (name, wire) in values {
            let help = "name the values with `x-enum-varnames`";
            let mut ident = self.speakable(ident::camel(&name), &wire, at, help);
            if ident == fallback {
                ident.push_str("Value");
            }
            self.claim(scope, &ident, at);
            names.push(ident);
        }
        names
    }

    fn operation_names(&mut self, operation: &Operation) -> OperationNames {
        let module = Module::of_resource(operation.version, &operation.resource);
        self.check_module(&module, &operation.at);
        let method = self.snake(&operation.action, &operation.at);
        let builder = format!("{}Request", ident::camel(&operation.action).unwrap_or_else(|| UNNAMED.to_owned()));
        self.claim(&module.path(), &builder, &operation.at);
        self.claim(&format!("{}::methods", module.path()), &method, &operation.at);
        let scope = format!("{}::{builder}", module.path());
        let parameters: Vec<String> =
            operation.parameters.iter().map(|parameter| self.setter(&scope, &parameter.property)).collect();
        let properties = operation.body.iter().flat_map(|body| &body.object.properties);
        let body: Vec<String> = properties.clone().map(|property| self.setter(&scope, property)).collect();
        let clears = properties.zip(&body).map(|(property, name)| {
            let clearable = operation.is_update() && property.nullable && !property.required;
            clearable.then(|| self.clear(&scope, property, name))
        });
        let clears = clears.collect();
        if operation.body.as_ref().is_some_and(|body| body.object.custom_fields.is_some()) {
            self.claim(&scope, "custom_field", &operation.at);
            self.claim(&scope, "custom_fields_from", &operation.at);
            self.claim(&scope, "clear_custom_field", &operation.at);
        }
        OperationNames { constant: ident::screaming(&method), method, builder, parameters, body, clears }
    }

    /// The setter that sends null in place of a value.
    fn clear(&mut self, scope: &str, property: &Property, name: &str) -> String {
        let name = format!("clear_{}", name.trim_start_matches("r#"));
        self.claim(scope, &name, &property.at);
        name
    }

    fn setter(&mut self, scope: &str, property: &Property) -> String {
        let name = setter(self.snake(&property.wire, &property.at), property.required);
        self.claim(scope, &name, &property.at);
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
            let method = self.snake(&operation.resource, &operation.at);
            let accessor = ident::camel(&operation.resource).unwrap_or_else(|| UNNAMED.to_owned());
            self.claim(&module.path(), &accessor, &operation.at);
            resources.insert(
                key,
                ResourceNames { version: operation.version, resource: operation.resource.clone(), module, method, accessor },
            );
        }
        resources.into_values().collect()
    }

    /// Modules are named as files and resources are, which therefore must be names that Rust can spell.
    fn check_module(&mut self, module: &Module, at: &Pointer) {
        for segment in &module.segments {
            if ident::snake(segment).as_deref() != Some(segment) {
                let message = format!("`{segment}` makes no Rust module");
                self.report(
                    codes::NO_IDENTIFIER,
                    at,
                    message,
                    "name the file and the resource in snake_case, and after no keyword",
                );
            }
        }
    }

    fn snake(&mut self, wire: &str, at: &Pointer) -> String {
        self.speakable(
            ident::snake(wire),
            wire,
            at,
            "this needs an entry in the table of irregular names (codegen/src/names/ident.rs)",
        )
    }

    fn speakable(&mut self, ident: Option<String>, wire: &str, at: &Pointer, help: &str) -> String {
        ident.unwrap_or_else(|| {
            self.report(codes::NO_IDENTIFIER, at, format!("`{wire}` makes no Rust identifier"), help);
            UNNAMED.to_owned()
        })
    }

    fn claim(&mut self, scope: &str, name: &str, at: &Pointer) {
        if name == UNNAMED {
            return;
        }
        let Some(other) = self.taken.insert((scope.to_owned(), name.to_owned()), at.clone()) else { return };
        let place = self.document.locate(&other);
        self.report(
            codes::NAME_COLLISION,
            at,
            format!("`{scope}::{name}` is already the name of something else"),
            format!("the other one stands at {}:{}; rename one of the two", place.file, place.line),
        );
    }

    fn report(&mut self, code: crate::diag::DiagnosticCode, at: &Pointer, message: String, help: impl Into<String>) {
        // Names can be incomplete where load found an error.
        if !self.document.is_intact(at) {
            return;
        }
        let location = self.document.locate_key(at);
        self.diagnostics.push(Diagnostic::new(code, message).at(location).help(help));
    }
}

impl Module {
    fn of(home: &Home) -> Self {
        match home {
            Home::Ids => Self { segments: vec!["ids".to_owned()] },
            Home::Common => Self { segments: vec!["common".to_owned()] },
            Home::Resource { version, resource } => Self::of_resource(*version, resource),
        }
    }
}
