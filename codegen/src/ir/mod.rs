//! The model of the API that everything after `lower` works on.
//!
//! Plain data: no tokens, no `openapiv3`, no Rust names. It serialises, so that golden tests can store it.

mod operation;
mod types;

pub use operation::{
    BodyEncoding, Deprecation, EnvelopeTypes, Operation, OperationAuth, OperationPagination, OperationResponse, PagingStyle,
    Parameter, ParameterLocation, RequestBody, Version, WaitCondition,
};
pub use types::{
    CustomFieldLayout, DateTimeForm, EnumType, EnumValue, IdKind, ObjectType, Property, TimeForm, Type, TypeDef, TypeId,
    TypeKind, TypeModule, UnionType, UnionVariant, Usage, WireValue,
};

use std::collections::BTreeMap;

use serde::Serialize;

pub use crate::load::Method;

/// Everything that the description says, with references resolved.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Api {
    /// The title of the description.
    pub title: String,
    /// The version of the description.
    pub version: String,
    /// What the tags of the description say, by resource.
    pub resources: BTreeMap<String, String>,
    /// The operations, in the order of the description.
    pub operations: Vec<Operation>,
    /// Every named type; a [`TypeId`] is an index into this arena.
    pub types: Vec<TypeDef>,
}

impl Api {
    /// The type behind an id.
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.index()]
    }

    /// What a resource is about.
    pub fn resource_docs(&self, resource: &str) -> Option<&str> {
        self.resources.get(resource).map(String::as_str)
    }

    /// Every type with its id, in arena order.
    pub fn types_with_ids(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.types.iter().enumerate().map(|(index, def)| (TypeId::new(index), def))
    }
}
