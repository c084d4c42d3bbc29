//! The names of all public items.

use crate::ir::{TypeId, Version};

/// The names, in the order of the model.
#[derive(Clone, Debug, Default)]
pub struct NamePlan {
    /// One per type of [`crate::ir::Api::types`].
    pub types: Vec<TypeNames>,
    /// One per operation of [`crate::ir::Api::operations`].
    pub operations: Vec<OperationNames>,
    /// One per resource and version, sorted.
    pub resources: Vec<ResourceNames>,
    /// Variants of `webhooks::Item`, one per item of [`crate::ir::Api::webhook_items`].
    pub webhook_items: Vec<String>,
}

impl NamePlan {
    /// Returns the names of a type.
    pub fn type_names(&self, id: TypeId) -> &TypeNames {
        &self.types[id.index()]
    }
}

/// A module of the emitted crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Module {
    /// Path segments from the crate root, such as `v2` and `deals`.
    pub segments: Vec<String>,
}

impl Module {
    /// Returns the module of a resource.
    pub fn of_resource(version: Version, resource: &str) -> Self {
        Self { segments: vec![version.name().to_owned(), resource.to_owned()] }
    }

    /// Returns the module of the requests of this resource.
    #[must_use]
    pub fn requests(&self) -> Self {
        self.child("requests")
    }

    /// Returns the path of a child module.
    #[must_use]
    pub fn child(&self, name: &str) -> Self {
        Self { segments: self.segments.iter().map(String::as_str).chain([name]).map(str::to_owned).collect() }
    }

    /// Returns the path from the crate root, such as `v2::deals`.
    pub fn path(&self) -> String {
        self.segments.join("::")
    }
}

/// The names of a type.
#[derive(Clone, Debug)]
pub struct TypeNames {
    /// Module that contains the type.
    pub module: Module,
    /// Identifier.
    pub ident: String,
    /// Fields or variants, in the order of the model.
    pub members: Vec<String>,
    /// For request-only objects, per field: the setter that sends `null`, if the field is nullable.
    pub clears: Vec<Option<String>>,
}

/// The names of an operation.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// Method of the resource accessor.
    pub method: String,
    /// Request type that the method returns.
    pub builder: String,
    /// Constant with the `OperationInfo`.
    pub constant: String,
    /// Arguments or setters, one per parameter.
    pub parameters: Vec<String>,
    /// Arguments or setters, one per property of the body.
    pub body: Vec<String>,
    /// Per property of the body: the setter that clears it, if it can be cleared.
    pub clears: Vec<Option<String>>,
}

/// The names of a resource.
#[derive(Clone, Debug)]
pub struct ResourceNames {
    /// API version.
    pub version: Version,
    /// Name in the description.
    pub resource: String,
    /// Module that contains the resource.
    pub module: Module,
    /// Method of the version accessor that returns the resource accessor.
    pub method: String,
    /// Accessor: the type whose methods are the operations.
    pub accessor: String,
}
