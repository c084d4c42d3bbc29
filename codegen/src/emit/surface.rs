//! The public API of the emitted crate: methods, types and their members, with signatures.
//!
//! Signatures are taken from the views that the templates render. All names are written with their full path.

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use super::index::EmitIndex;
use super::models::{enums, inputs, objects, unions};
use super::rust_types::{EmitContext, Scope};
use super::{modules, operations, webhooks};
use crate::ir::{Api, Operation, Property, TypeId, TypeKind};
use crate::load::Pointer;
use crate::names::{Module, NamePlan, OperationNames, ResourceNames};

/// The public API that is derived from a description.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Methods of the resource accessors, in the order of the description.
    pub methods: Vec<SurfaceMethod>,
    /// Types, in the order of the model.
    pub types: Vec<SurfaceType>,
    /// Features that enable each module. Any one of them is sufficient.
    pub modules: BTreeMap<String, BTreeSet<String>>,
}

/// A method of a resource accessor, and the request that it returns.
#[derive(Clone, Debug)]
pub struct SurfaceMethod {
    /// Call path, such as `client.v2().deals().list`.
    pub call: String,
    /// Request type, such as `v2::deals::requests::ListRequest`.
    pub builder: String,
    /// Arguments, followed by the setters of the request.
    pub members: Vec<SurfaceMember>,
    /// Type that awaiting the request returns.
    pub output: String,
    /// Type of the items, if the request is paginated.
    pub page_item: Option<String>,
    /// Whether the request has a `wait` method.
    pub waits: bool,
    /// Whether the method has a `#[deprecated]` attribute.
    pub deprecated: bool,
    /// Location in the description.
    pub at: Pointer,
}

/// A public type.
#[derive(Clone, Debug)]
pub struct SurfaceType {
    /// Path, such as `v2::deals::Deal`.
    pub path: String,
    /// Kind of the type.
    pub kind: SurfaceTypeKind,
    /// Fields, variants, setters and the arguments of `new`.
    pub members: Vec<SurfaceMember>,
    /// Location in the description.
    pub at: Pointer,
}

/// The kind of a [`SurfaceType`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurfaceTypeKind {
    /// A `#[non_exhaustive]` struct with public fields.
    Struct,
    /// A struct with setters only.
    Input,
    /// A `#[non_exhaustive]` enum with a variant for unknown values.
    OpenEnum,
    /// An enum without a variant for unknown values.
    ClosedEnum,
    /// A `#[non_exhaustive]` enum of objects.
    Union,
    /// A newtype of an integer.
    NumberId,
    /// A newtype of a string.
    StringId,
}

/// A part of a method or type.
#[derive(Clone, Debug)]
pub struct SurfaceMember {
    /// Role of the member.
    pub role: MemberRole,
    /// Identifier.
    pub name: String,
    /// Type of a field, argument or variant; parameter list of a setter.
    pub ty: String,
    /// Name on the wire.
    pub wire: Option<String>,
    /// Whether the member has a `#[deprecated]` attribute.
    pub deprecated: bool,
    /// Location in the description.
    pub at: Option<Pointer>,
}

/// The role of a [`SurfaceMember`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MemberRole {
    /// An argument of a method or of `new`.
    Argument,
    /// A setter method.
    Setter,
    /// A public field.
    Field,
    /// A variant of an enum.
    Variant,
}

/// Returns the public API of the crate that [`emit`](super::emit) generates.
pub fn surface(api: &Api, names: &NamePlan) -> Surface {
    let options = Options::default();
    let index = EmitIndex::new(api, names);
    let context = EmitContext { api, names, index: &index, options: &options };
    let root = Module { segments: Vec::new() };
    let mut scope = Scope::qualified(context, &root);
    let mut surface = Surface::default();
    for resource in &names.resources {
        for (operation, names) in operations::of_resource(context, resource) {
            surface.methods.push(method(&mut scope, resource, operation, names));
        }
    }
    for (id, _) in api.types_with_ids() {
        surface.types.push(surface_type(&mut scope, id));
    }
    surface.types.extend(webhook_item(&mut scope));
    surface.modules = modules::modules(context).into_iter().map(|(module, features)| (module.path(), features)).collect();
    surface
}

/// Returns `webhooks::Item`, if the description states the items of events.
fn webhook_item(scope: &mut Scope<'_>) -> Option<SurfaceType> {
    let items = &scope.context.api.webhook_items;
    let at = items.first()?.at.parent()?.parent()?;
    let members = items.iter().zip(webhooks::variants(scope)).map(|(item, variant)| SurfaceMember {
        role: MemberRole::Variant,
        name: variant.ident,
        ty: tidy(&variant.ty),
        wire: Some(format!("{} {}", item.version.name(), item.entity)),
        deprecated: false,
        at: Some(item.at.clone()),
    });
    let members = members.collect();
    Some(SurfaceType { path: "webhooks::Item".to_owned(), kind: SurfaceTypeKind::Union, members, at })
}

fn method(scope: &mut Scope<'_>, resource: &ResourceNames, operation: &Operation, names: &OperationNames) -> SurfaceMethod {
    let view = operations::view(scope, resource, operation, names);
    let request = operations::request::view(scope, resource, operation, names);
    let properties = MemberProperties::of(
        operations::inputs(operation).map(|(_, property)| property),
        names.parameters.iter().chain(&names.body),
    )
    .with_clear_setters(operation.body.iter().flat_map(|body| &body.object.properties), &names.clears);
    let arguments = view.arguments.into_iter().map(|argument| {
        let ty = argument.param;
        properties.member(MemberRole::Argument, argument.ident, &ty, false)
    });
    let waits = request.waits();
    let mut members: Vec<SurfaceMember> = arguments.collect();
    members.extend(request.setters.into_iter().map(|setter| {
        let deprecated = !setter.deprecated.is_empty();
        properties.member(MemberRole::Setter, setter.ident, &setter.params, deprecated)
    }));
    SurfaceMethod {
        call: format!("client.{}().{}().{}", operation.version.name(), resource.method, view.method),
        builder: format!("{}::{}", resource.module.requests().path(), view.builder),
        waits,
        members,
        output: tidy(&request.output),
        page_item: request.is_paged.then(|| tidy(&request.page_item)),
        deprecated: !view.deprecated.is_empty(),
        at: operation.at.clone(),
    }
}

fn surface_type(scope: &mut Scope<'_>, id: TypeId) -> SurfaceType {
    let def = scope.def(id);
    let names = scope.context.names.type_names(id);
    let (kind, members) = match &def.kind {
        TypeKind::Id(crate::ir::IdKind::Integer) => (SurfaceTypeKind::NumberId, Vec::new()),
        TypeKind::Id(crate::ir::IdKind::String) => (SurfaceTypeKind::StringId, Vec::new()),
        TypeKind::Enum(set) => {
            let view = enums::view(scope, id);
            let closed = view.as_ref().is_some_and(|view| view.closed);
            let ty = view.as_ref().map(|view| view.getter_ty).unwrap_or_default();
            let variants =
                view.into_iter().flat_map(|view| view.variants).zip(&set.values).map(|(variant, value)| SurfaceMember {
                    role: MemberRole::Variant,
                    name: variant.ident,
                    ty: ty.to_owned(),
                    wire: Some(value.wire.to_string()),
                    deprecated: false,
                    at: Some(def.at.clone()),
                });
            (if closed { SurfaceTypeKind::ClosedEnum } else { SurfaceTypeKind::OpenEnum }, variants.collect())
        }
        TypeKind::Union(union) => {
            let variants = unions::view(scope, id).into_iter().flat_map(|view| view.variants).zip(&union.variants);
            let variants = variants.map(|(view, variant)| SurfaceMember {
                role: MemberRole::Variant,
                name: view.ident,
                ty: tidy(&view.ty),
                wire: Some(variant.tag.clone()),
                deprecated: false,
                at: Some(def.at.clone()),
            });
            (SurfaceTypeKind::Union, variants.collect())
        }
        TypeKind::Object(object) => {
            let properties =
                MemberProperties::of(&object.properties, &names.members).with_clear_setters(&object.properties, &names.clears);
            if def.is_request_only() {
                (SurfaceTypeKind::Input, input_members(scope, id, &properties))
            } else {
                (SurfaceTypeKind::Struct, struct_members(scope, id, &properties))
            }
        }
    };
    SurfaceType { path: format!("{}::{}", names.module.path(), names.ident), kind, members, at: def.at.clone() }
}

fn input_members(scope: &mut Scope<'_>, id: TypeId, properties: &MemberProperties<'_>) -> Vec<SurfaceMember> {
    let Some(view) = inputs::view(scope, id) else { return Vec::new() };
    let member = |role, field: inputs::InputFieldView| {
        let deprecated = !field.deprecated.is_empty();
        properties.member(role, field.ident, &field.params, deprecated)
    };
    let mut members: Vec<SurfaceMember> = view.required.into_iter().map(|field| member(MemberRole::Argument, field)).collect();
    members.extend(view.optional.into_iter().map(|field| member(MemberRole::Setter, field)));
    if view.has_custom_fields {
        members.push(properties.member(MemberRole::Setter, "custom_field".to_owned(), "key, value", false));
    }
    members
}

fn struct_members(scope: &mut Scope<'_>, id: TypeId, properties: &MemberProperties<'_>) -> Vec<SurfaceMember> {
    let Some(view) = objects::view(scope, id) else { return Vec::new() };
    let mut members: Vec<SurfaceMember> = view
        .fields
        .into_iter()
        .map(|field| {
            let deprecated = !field.deprecated.is_empty();
            properties.member(MemberRole::Field, field.ident, &field.ty, deprecated)
        })
        .collect();
    if view.has_custom_fields {
        members.push(properties.member(MemberRole::Field, "custom_fields".to_owned(), "CustomFields", false));
    }
    members.extend(
        view.required.into_iter().map(|setter| properties.member(MemberRole::Argument, setter.ident, &setter.param, false)),
    );
    members
        .extend(view.setters.into_iter().map(|setter| properties.member(MemberRole::Setter, setter.ident, &setter.param, false)));
    members
}

/// Properties by the Rust name of the member that represents them.
struct MemberProperties<'a>(BTreeMap<&'a str, &'a Property>);

impl<'a> MemberProperties<'a> {
    fn of(properties: impl IntoIterator<Item = &'a Property>, names: impl IntoIterator<Item = &'a String>) -> Self {
        Self(names.into_iter().map(String::as_str).zip(properties).collect())
    }

    fn with_clear_setters(mut self, properties: impl IntoIterator<Item = &'a Property>, clears: &'a [Option<String>]) -> Self {
        let clears = clears.iter().zip(properties).filter_map(|(clear, property)| Some((clear.as_deref()?, property)));
        self.0.extend(clears);
        self
    }

    fn member(&self, role: MemberRole, name: String, ty: &str, deprecated: bool) -> SurfaceMember {
        let property = self.0.get(name.as_str());
        SurfaceMember {
            role,
            ty: tidy(ty),
            wire: property.map(|property| property.wire.clone()),
            deprecated,
            at: property.map(|property| property.at.clone()),
            name,
        }
    }
}

/// Removes the spaces between tokens: `Option < Vec < String > >` becomes `Option<Vec<String>>`.
fn tidy(tokens: &str) -> String {
    let mut code = tokens.replace("crate :: ", "").replace(" :: ", "::").replace(" ,", ",").replace(" :", ":");
    for (spaced, tight) in [("< ", "<"), (" <", "<"), (" >", ">"), ("& ", "&"), ("( ", "("), (" )", ")")] {
        code = code.replace(spaced, tight);
    }
    code
}
