//! What users of the emitted crate see of it: methods, types and their members, with their signatures.
//!
//! The templates and this read the same views, so a signature is decided in one place only. Every name carries its path.

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use super::models::{enums, inputs, objects, unions};
use super::rust_types::{Scope, Source};
use super::{modules, operations};
use crate::ir::{Api, Operation, Property, TypeId, TypeKind};
use crate::load::Pointer;
use crate::names::{Module, NamePlan, OperationNames, ResourceNames};

/// Everything public that follows from the description.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The methods of the accessors, in the order of the description.
    pub calls: Vec<Call>,
    /// The types, in the order of the model.
    pub types: Vec<Item>,
    /// The features that turn each module on, any one of them.
    pub modules: BTreeMap<String, BTreeSet<String>>,
}

/// A method of an accessor and the request that it returns.
#[derive(Clone, Debug)]
pub struct Call {
    /// How it is called: `client.v2().deals().list`.
    pub call: String,
    /// The request that it returns: `v2::deals::ListRequest`.
    pub builder: String,
    /// Its arguments, then the setters of the request.
    pub members: Vec<Member>,
    /// What awaiting it gives.
    pub output: String,
    /// The items of the pages, where it can be walked.
    pub page_item: Option<String>,
    /// Whether one can wait for the job that it tells about.
    pub waits: bool,
    /// Whether users are warned off it.
    pub deprecated: bool,
    /// Where it is described.
    pub at: Pointer,
}

/// A type.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its path: `v2::deals::Deal`.
    pub path: String,
    /// What kind of type it is.
    pub kind: Kind,
    /// Its fields, variants, setters and the arguments of its `new`.
    pub members: Vec<Member>,
    /// Where it is described.
    pub at: Pointer,
}

/// What kind of type an [`Item`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A struct with public fields, `#[non_exhaustive]`.
    Struct,
    /// A struct with setters only.
    Input,
    /// An enum with a variant for what is not known, `#[non_exhaustive]`.
    OpenEnum,
    /// An enum that users may match in full.
    ClosedEnum,
    /// An enum of objects, `#[non_exhaustive]`.
    Union,
    /// A newtype of a number.
    NumberId,
    /// A newtype of a text.
    TextId,
}

/// A part of a method or type.
#[derive(Clone, Debug)]
pub struct Member {
    /// What it is.
    pub role: Role,
    /// Its name.
    pub name: String,
    /// The type of a field, argument or variant; what stands between the parentheses of a setter.
    pub ty: String,
    /// Its name on the wire.
    pub wire: Option<String>,
    /// Whether users are warned off it.
    pub deprecated: bool,
    /// Where it is described.
    pub at: Option<Pointer>,
}

/// What a [`Member`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// An argument of a method, or of `new`.
    Argument,
    /// A method that sets something.
    Setter,
    /// A public field.
    Field,
    /// A variant of an enum.
    Variant,
}

/// The public side of what [`emit`](super::emit) would write.
pub fn surface(api: &Api, names: &NamePlan) -> Surface {
    let options = Options::default();
    let source = Source { api, names, options: &options };
    let nowhere = Module { segments: Vec::new() };
    let mut scope = Scope::qualified(source, &nowhere);
    let mut surface = Surface::default();
    for resource in &names.resources {
        for (operation, names) in operations::of_resource(source, resource) {
            surface.calls.push(call(&mut scope, resource, operation, names));
        }
    }
    for (id, _) in api.types_with_ids() {
        surface.types.push(item(&mut scope, id));
    }
    surface.modules = modules::modules(source).into_iter().map(|(module, features)| (module.path(), features)).collect();
    surface
}

fn call(scope: &mut Scope<'_>, resource: &ResourceNames, operation: &Operation, names: &OperationNames) -> Call {
    let view = operations::view(scope, resource, operation, names);
    let origins =
        Origins::of(operations::inputs(operation).map(|(_, property)| property), names.parameters.iter().chain(&names.body))
            .with_clears(operation.body.iter().flat_map(|body| &body.object.properties), &names.clears);
    let arguments = view.arguments.into_iter().map(|argument| {
        let ty = argument.param;
        origins.member(Role::Argument, argument.ident, &ty, false)
    });
    let waits = view.request.waits();
    let mut members: Vec<Member> = arguments.collect();
    members.extend(view.request.setters.into_iter().map(|setter| {
        let deprecated = !setter.deprecated.is_empty();
        origins.member(Role::Setter, setter.ident, &setter.params, deprecated)
    }));
    Call {
        call: format!("client.{}().{}().{}", operation.version.name(), resource.method, view.method),
        builder: format!("{}::{}", resource.module.path(), view.builder),
        waits,
        members,
        output: tidy(&view.request.output),
        page_item: view.request.is_paged.then(|| tidy(&view.request.page_item)),
        deprecated: !view.deprecated.is_empty(),
        at: operation.at.clone(),
    }
}

fn item(scope: &mut Scope<'_>, id: TypeId) -> Item {
    let def = scope.def(id);
    let names = scope.source.names.type_names(id);
    let (kind, members) = match &def.kind {
        TypeKind::Id(crate::ir::IdKind::Integer) => (Kind::NumberId, Vec::new()),
        TypeKind::Id(crate::ir::IdKind::Text) => (Kind::TextId, Vec::new()),
        TypeKind::Enum(set) => {
            let view = enums::view(scope, id);
            let closed = view.as_ref().is_some_and(|view| view.closed);
            let ty = view.as_ref().map(|view| view.getter_ty).unwrap_or_default();
            let variants = view.into_iter().flat_map(|view| view.variants).zip(&set.values).map(|(variant, value)| Member {
                role: Role::Variant,
                name: variant.ident,
                ty: ty.to_owned(),
                wire: Some(value.wire.to_string()),
                deprecated: false,
                at: Some(def.at.clone()),
            });
            (if closed { Kind::ClosedEnum } else { Kind::OpenEnum }, variants.collect())
        }
        TypeKind::Union(union) => {
            let variants = unions::view(scope, id).into_iter().flat_map(|view| view.variants).zip(&union.variants);
            let variants = variants.map(|(view, variant)| Member {
                role: Role::Variant,
                name: view.ident,
                ty: tidy(&view.ty),
                wire: Some(variant.tag.clone()),
                deprecated: false,
                at: Some(def.at.clone()),
            });
            (Kind::Union, variants.collect())
        }
        TypeKind::Object(object) => {
            let origins = Origins::of(&object.properties, &names.members).with_clears(&object.properties, &names.clears);
            if def.is_only_sent() {
                (Kind::Input, input(scope, id, &origins))
            } else {
                (Kind::Struct, record(scope, id, &origins))
            }
        }
    };
    Item { path: format!("{}::{}", names.module.path(), names.ident), kind, members, at: def.at.clone() }
}

fn input(scope: &mut Scope<'_>, id: TypeId, origins: &Origins<'_>) -> Vec<Member> {
    let Some(view) = inputs::view(scope, id) else { return Vec::new() };
    let member = |role, field: inputs::Field| {
        let deprecated = !field.deprecated.is_empty();
        origins.member(role, field.ident, &field.params, deprecated)
    };
    let mut members: Vec<Member> = view.required.into_iter().map(|field| member(Role::Argument, field)).collect();
    members.extend(view.optional.into_iter().map(|field| member(Role::Setter, field)));
    if view.has_custom_fields {
        members.push(origins.member(Role::Setter, "custom_field".to_owned(), "key, value", false));
    }
    members
}

fn record(scope: &mut Scope<'_>, id: TypeId, origins: &Origins<'_>) -> Vec<Member> {
    let Some(view) = objects::view(scope, id) else { return Vec::new() };
    let mut members: Vec<Member> = view
        .fields
        .into_iter()
        .map(|field| {
            let deprecated = !field.deprecated.is_empty();
            origins.member(Role::Field, field.ident, &field.ty, deprecated)
        })
        .collect();
    if view.has_custom_fields {
        members.push(origins.member(Role::Field, "custom_fields".to_owned(), "CustomFields", false));
    }
    members.extend(view.required.into_iter().map(|setter| origins.member(Role::Argument, setter.ident, &setter.param, false)));
    members.extend(view.setters.into_iter().map(|setter| origins.member(Role::Setter, setter.ident, &setter.param, false)));
    members
}

/// The properties that members come from, by the Rust name of the member.
struct Origins<'a>(BTreeMap<&'a str, &'a Property>);

impl<'a> Origins<'a> {
    fn of(properties: impl IntoIterator<Item = &'a Property>, names: impl IntoIterator<Item = &'a String>) -> Self {
        Self(names.into_iter().map(String::as_str).zip(properties).collect())
    }

    fn with_clears(mut self, properties: impl IntoIterator<Item = &'a Property>, clears: &'a [Option<String>]) -> Self {
        let clears = clears.iter().zip(properties).filter_map(|(clear, property)| Some((clear.as_deref()?, property)));
        self.0.extend(clears);
        self
    }

    fn member(&self, role: Role, name: String, ty: &str, deprecated: bool) -> Member {
        let origin = self.0.get(name.as_str());
        Member {
            role,
            ty: tidy(ty),
            wire: origin.map(|property| property.wire.clone()),
            deprecated,
            at: origin.map(|property| property.at.clone()),
            name,
        }
    }
}

/// Tokens as people write them: `Option<Vec<String>>` instead of `Option < Vec < String > >`.
fn tidy(tokens: &str) -> String {
    let mut text = tokens.replace("crate :: ", "").replace(" :: ", "::").replace(" ,", ",").replace(" :", ":");
    for (spaced, tight) in [("< ", "<"), (" <", "<"), (" >", ">"), ("& ", "&"), ("( ", "("), (" )", ")")] {
        text = text.replace(spaced, tight);
    }
    text
}
