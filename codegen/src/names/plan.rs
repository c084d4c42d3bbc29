//! The names of everything public, beside the model that they belong to.

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
}

impl NamePlan {
    /// The names of a type.
    pub fn type_names(&self, id: TypeId) -> &TypeNames {
        &self.types[id.index()]
    }
}

/// A module of the emitted crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Module {
    /// From the root of the crate: `v2`, `deals`.
    pub segments: Vec<String>,
}

impl Module {
    /// The module of a resource.
    pub fn of_resource(version: Version, resource: &str) -> Self {
        Self { segments: vec![version.name().to_owned(), resource.to_owned()] }
    }

    /// A module inside this one.
    #[must_use]
    pub fn child(&self, name: &str) -> Self {
        Self { segments: self.segments.iter().map(String::as_str).chain([name]).map(str::to_owned).collect() }
    }

    /// Its path from the root of the crate: `v2::deals`.
    pub fn path(&self) -> String {
        self.segments.join("::")
    }
}

/// The names of a type.
#[derive(Clone, Debug)]
pub struct TypeNames {
    /// Where it stands.
    pub module: Module,
    /// What it is called.
    pub ident: String,
    /// Its fields or variants, in the order of the model.
    pub members: Vec<String>,
    /// For objects that are only sent, per field: the setter that sends null, where null may be sent.
    pub clears: Vec<Option<String>>,
}

/// The names of an operation.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// The method of the accessor.
    pub method: String,
    /// The request that it returns.
    pub builder: String,
    /// The constant that describes it.
    pub constant: String,
    /// Arguments or setters, one per parameter.
    pub parameters: Vec<String>,
    /// Arguments or setters, one per property of the body.
    pub body: Vec<String>,
    /// Per property of the body: the setter that clears it, where it can be cleared.
    pub clears: Vec<Option<String>>,
}

/// The names of a resource.
#[derive(Clone, Debug)]
pub struct ResourceNames {
    /// The version that it belongs to.
    pub version: Version,
    /// What the description calls it.
    pub resource: String,
    /// Where it stands.
    pub module: Module,
    /// The method that gives access to it.
    pub method: String,
    /// The type that holds its operations.
    pub accessor: String,
}
