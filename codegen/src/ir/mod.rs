//! The intermediate representation: the API model that every stage after `lower` reads.
//!
//! Plain data without tokens, `openapiv3` types or Rust names. It implements `Serialize` so that golden tests can store it.

mod access;
mod constraint;
mod operation;
mod types;
mod webhooks;

pub use access::{Access, AuthScheme, AuthSchemeKind, OAuthUrls, RequestLimits};
pub use constraint::{Constraint, ConstraintRule};
pub use operation::{
    BodyEncoding, Deprecation, EnvelopeTypes, Operation, OperationAuth, OperationBody, OperationPagination, OperationResponse,
    PagingStyle, Parameter, ParameterLocation, Version, WaitCondition,
};
pub(crate) use types::leaf_type;
pub use types::{
    CustomFieldLayout, DateTimeForm, EnumType, EnumValue, IdKind, ListForm, ObjectType, Property, TimeForm, Type, TypeDef,
    TypeId, TypeKind, TypeModule, UnionType, UnionVariant, Usage, WireValue,
};

pub use webhooks::WebhookItemType;

use std::collections::BTreeMap;

use serde::Serialize;

pub use crate::load::Method;

/// The whole API with all references resolved.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Api {
    /// `info.title` of the description.
    pub title: String,
    /// `info.version` of the description.
    pub version: String,
    /// What an external description states about the API as a whole, a line each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// How the API is reached.
    #[serde(skip_serializing_if = "Access::is_empty")]
    pub access: Access,
    /// Descriptions of the tags, by resource.
    pub resources: BTreeMap<String, String>,
    /// The operations, in the order of the description.
    pub operations: Vec<Operation>,
    /// The items of webhook events, by version and entity.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub webhook_items: Vec<WebhookItemType>,
    /// Whether integers can have more than 64 bits, so that numbers must keep all digits.
    #[serde(skip)]
    pub unlimited_integers: bool,
    /// Every named type. A [`TypeId`] is an index into this list.
    pub types: Vec<TypeDef>,
}

impl Api {
    /// Returns the definition of a type.
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.index()]
    }

    /// Returns the description of a resource.
    pub fn resource_docs(&self, resource: &str) -> Option<&str> {
        self.resources.get(resource).map(String::as_str)
    }

    /// Iterates over all types with their ids, in the order of [`Api::types`].
    pub fn types_with_ids(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.types.iter().enumerate().map(|(index, def)| (TypeId::new(index), def))
    }
}
