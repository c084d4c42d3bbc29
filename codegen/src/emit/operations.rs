//! `operations.rs` and `requests.rs` of a resource: its accessor, and one request type per operation.

pub(super) mod describe;
mod info;
pub(super) mod request;
mod rules;
mod waiting;

use askama::Template;
use proc_macro2::TokenStream;
use quote::quote;

use self::describe::TypeLinks;
use super::docs::{deprecated, doc, operation_paragraphs, property_text, sentence};
use super::rust_types::{EmitContext, Scope};
use super::store::{StoreTarget, store, store_constant};
use super::{format, lints};
use crate::diag::Diagnostics;
use crate::ir::{BodyEncoding, Operation, ParameterLocation, Property, Type, TypeKind, leaf_type};
use crate::names::{OperationNames, ResourceNames};

#[derive(Template)]
#[template(path = "operations.rs.askama", escape = "none")]
struct OperationsView {
    imports: String,
    accessor_docs: String,
    accessor: String,
    operations: Vec<OperationView>,
}

#[derive(Template)]
#[template(path = "requests.rs.askama", escape = "none")]
struct RequestsView {
    accessor: String,
    has_deprecated: bool,
    imports: String,
    requests: Vec<request::RequestView>,
}

pub(super) struct OperationView {
    docs: String,
    aliases: String,
    pub(super) deprecated: String,
    /// `#[allow]` attribute for clippy lints.
    allow: &'static str,
    pub(super) method: String,
    pub(super) builder: String,
    constant: String,
    pub(super) arguments: Vec<ArgumentView>,
    /// Statements of the accessor's method before it returns the request.
    statements: Vec<String>,
}

pub(super) struct ArgumentView {
    pub(super) ident: String,
    pub(super) param: String,
}

/// Returns the operations of a resource with their names, in the order of the description.
pub(super) fn of_resource<'a>(context: EmitContext<'a>, resource: &ResourceNames) -> Vec<(&'a Operation, &'a OperationNames)> {
    let positions = context.index.of_resource(resource.version, &resource.resource).iter();
    positions.map(|&position| (&context.api.operations[position], &context.names.operations[position])).collect()
}

/// Renders the file with the accessor of a resource.
pub(super) fn accessor_file(context: EmitContext<'_>, resource: &ResourceNames, diagnostics: &mut Diagnostics) -> String {
    let here = resource.module.child("operations");
    let operations = of_resource(context, resource);
    let beside = builders(&operations).chain([resource.accessor.as_str()]);
    let mut scope = Scope::new(context, &here, "operations").beside(beside);
    let views = operations.iter().map(|(operation, names)| view(&mut scope, resource, operation, names)).collect();
    let about = context.api.resource_docs(&resource.resource).map_or_else(
        || format!("Operations of the resource `{}` in version {} of the API.", resource.resource, &resource.version.name()[1..]),
        sentence,
    );
    let rendered = super::render(&OperationsView {
        imports: scope.imports().to_string(),
        accessor_docs: doc(&[about]).to_string(),
        accessor: resource.accessor.clone(),
        operations: views,
    });
    format::rust("operations.rs.askama", &resource.module.path(), &rendered, diagnostics)
}

/// Renders the file with the requests of a resource.
pub(super) fn requests_file(context: EmitContext<'_>, resource: &ResourceNames, diagnostics: &mut Diagnostics) -> String {
    let here = resource.module.requests();
    let operations = of_resource(context, resource);
    let mut scope = Scope::new(context, &here, "operations").beside(builders(&operations));
    let requests = operations.iter().map(|(operation, names)| request::view(&mut scope, resource, operation, names)).collect();
    let rendered = super::render(&RequestsView {
        accessor: resource.accessor.clone(),
        has_deprecated: operations.iter().any(|(operation, _)| has_deprecated_input(operation)),
        imports: scope.imports().to_string(),
        requests,
    });
    format::rust("requests.rs.askama", &here.path(), &rendered, diagnostics)
}

/// Returns the names of the request types, which both files have in scope.
fn builders<'a>(operations: &[(&Operation, &'a OperationNames)]) -> impl Iterator<Item = &'a str> {
    operations.iter().map(|(_, names)| names.builder.as_str())
}

/// Returns the type of `data` in an envelope. Scalar types are optional because they have no value for missing data.
pub(super) fn data_type(scope: &mut Scope<'_>, ty: &Type) -> TokenStream {
    let is_optional = is_optional(scope.context, ty);
    let ty = scope.ty(ty);
    if is_optional { quote!(Option<#ty>) } else { ty }
}

fn is_optional(context: EmitContext<'_>, ty: &Type) -> bool {
    match ty {
        Type::Named(id) => !matches!(context.api.type_def(*id).kind, TypeKind::Object(_)),
        Type::List(_) | Type::Map(_) | Type::IdList(_) => false,
        Type::Nullable(_) | Type::IdOrObject { .. } => true,
        leaf_type!() => *ty != Type::Any,
    }
}

/// Returns the type of the data that a deletion returns. It has a value for missing data, because any success means that the item is
/// deleted.
pub(super) fn deleted_type(scope: &mut Scope<'_>, ty: &Type) -> TokenStream {
    let has_proven = has_proven(scope.context, ty);
    let ty = data_type(scope, ty);
    if has_proven { quote!(Option<#ty>) } else { ty }
}

/// Returns whether a type has properties without which it has no value.
fn has_proven(context: EmitContext<'_>, ty: &Type) -> bool {
    match ty {
        Type::Named(id) => match &context.api.type_def(*id).kind {
            TypeKind::Object(object) => object.properties.iter().any(|property| property.proven),
            _ => false,
        },
        _ => false,
    }
}

fn has_deprecated_input(operation: &Operation) -> bool {
    inputs(operation).any(|(_, property)| property.deprecated.is_some())
}

/// Iterates over all inputs of an operation with the part of the request that they belong to.
pub(super) fn inputs(operation: &Operation) -> impl Iterator<Item = (StoreTarget, &Property)> {
    let parameters = operation.parameters.iter().map(|parameter| {
        let into = match parameter.location {
            ParameterLocation::Path => StoreTarget::Path,
            ParameterLocation::Query => StoreTarget::Query,
            ParameterLocation::Header => StoreTarget::Header,
            ParameterLocation::Cookie => StoreTarget::Cookie,
        };
        (into, &parameter.property)
    });
    let body = operation.body.iter().flat_map(|body| {
        let target = match (body.is_whole, body.kind) {
            (true, BodyEncoding::Content) => StoreTarget::Content,
            (true, _) => StoreTarget::WholeBody,
            (false, _) => StoreTarget::Body,
        };
        body.object.properties.iter().map(move |property| (target, property))
    });
    parameters.chain(body)
}

/// Returns the documentation of the envelope's other typed parts.
fn envelope_docs(links: &TypeLinks<'_>, operation: &Operation) -> String {
    let types =
        [("related_objects_as", operation.envelope.related_objects), ("additional_data_as", operation.envelope.additional_data)];
    let mut parts = Vec::new();
    for (method, part) in types {
        if let Some(id) = part {
            parts.push(format!("{} with [`Response::{method}`]", links.link(id)));
        }
    }
    if parts.is_empty() { String::new() } else { format!("Other typed parts of the response: {}.", parts.join(", ")) }
}

/// Returns the operation for the templates.
pub(super) fn view(
    scope: &mut Scope<'_>,
    resource: &ResourceNames,
    operation: &Operation,
    names: &OperationNames,
) -> OperationView {
    let context = scope.context;
    let (mut arguments, mut statements, mut argument_docs) = (Vec::new(), Vec::new(), Vec::new());
    let receiver = quote::quote!(call);
    for ((into, property), name) in inputs(operation).zip(names.parameters.iter().chain(&names.body)) {
        if !property.required {
            continue;
        }
        if let Some(constant) = &property.constant {
            statements.push(store_constant(&receiver, into, property, constant).to_string());
            continue;
        }
        let stored = store(scope, &receiver, into, property, name);
        statements.push(stored.statement.to_string());
        arguments.push(ArgumentView { ident: name.clone(), param: stored.param.to_string() });
        argument_docs.push(format!("- `{}`: {}", name.trim_start_matches("r#"), property_text(property)));
    }
    let links = TypeLinks { context, module: &resource.module, own: "super" };
    let mut paragraphs = operation_paragraphs(context, operation);
    let facts = paragraphs.pop().unwrap_or_default();
    paragraphs.push(describe::resolves(&links, operation, names));
    if operation.wait.is_some() {
        paragraphs.push(format!("[`wait`]({}::wait) polls until the job is finished.", names.builder));
    }
    paragraphs.push(argument_docs.join("\n"));
    paragraphs.push(describe::settings(operation, names));
    paragraphs.push(envelope_docs(&links, operation));
    paragraphs.push(facts);
    OperationView {
        docs: doc(&paragraphs).to_string(),
        aliases: describe::aliases(operation, names).to_string(),
        deprecated: deprecated(context, operation.deprecated.as_ref()).to_string(),
        allow: lints::for_arguments(arguments.len()),
        method: names.method.clone(),
        builder: names.builder.clone(),
        constant: names.constant.clone(),
        arguments,
        statements,
    }
}
