//! Lookups in the model and its names, which every file needs for each of its items.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::access;
use crate::ir::{Api, OperationResponse, Type, TypeId, TypeKind, Version};
use crate::names::{Module, NamePlan, ResourceNames};

/// Positions in the model by what other items refer to.
pub(super) struct EmitIndex<'a> {
    names: &'a NamePlan,
    /// Operations by id.
    operations: HashMap<&'a str, usize>,
    /// Operations by version and resource, in the order of the description.
    by_resource: BTreeMap<(Version, &'a str), Vec<usize>>,
    /// Resources by version and name.
    resources: BTreeMap<(Version, &'a str), usize>,
    /// Setters of the builder by security scheme.
    setters: HashMap<&'a str, String>,
    types: BTreeSet<(&'a Module, &'a str)>,
    /// Types by module, in the order of the description.
    by_module: BTreeMap<&'a Module, Vec<TypeId>>,
    /// The first paginated operation that returns a type.
    pages: HashMap<TypeId, usize>,
    /// Whether values of a type, or values in them, are checked before they are sent.
    has_rules: Vec<bool>,
    /// Files of the description by module.
    origins: BTreeMap<Module, BTreeSet<&'a str>>,
}

impl<'a> EmitIndex<'a> {
    pub(super) fn new(api: &'a Api, names: &'a NamePlan) -> Self {
        let mut by_resource: BTreeMap<(Version, &str), Vec<usize>> = BTreeMap::new();
        let mut origins: BTreeMap<Module, BTreeSet<&str>> = BTreeMap::new();
        for (position, operation) in api.operations.iter().enumerate() {
            by_resource.entry((operation.version, &operation.resource)).or_default().push(position);
            let module = Module::of_resource(operation.version, &operation.resource);
            origins.entry(module).or_default().insert(operation.at.file());
        }
        for (def, names) in api.types.iter().zip(&names.types) {
            origins.entry(names.module.clone()).or_default().insert(def.at.file());
        }
        let mut by_module: BTreeMap<&Module, Vec<TypeId>> = BTreeMap::new();
        for (id, _) in api.types_with_ids() {
            by_module.entry(&names.type_names(id).module).or_default().push(id);
        }
        let mut pages = HashMap::new();
        for (position, operation) in api.operations.iter().enumerate() {
            if let (Some(_), OperationResponse::Data(Type::Named(data))) = (&operation.pagination, &operation.response) {
                pages.entry(*data).or_insert(position);
            }
        }
        let resources = names.resources.iter().enumerate();
        let schemes = api.access.schemes.iter().map(|scheme| scheme.name.as_str());
        Self {
            names,
            operations: api.operations.iter().enumerate().rev().map(|(position, known)| (known.id.as_str(), position)).collect(),
            by_resource,
            resources: resources.map(|(position, known)| ((known.version, known.resource.as_str()), position)).collect(),
            setters: schemes.zip(access::setters(&api.access)).collect(),
            types: names.types.iter().map(|names| (&names.module, names.ident.as_str())).collect(),
            by_module,
            pages,
            has_rules: has_rules(api),
            origins,
        }
    }

    /// Returns whether values of a type, or values in them, are checked before they are sent.
    pub(super) fn has_rules(&self, id: TypeId) -> bool {
        self.has_rules[id.index()]
    }

    /// Returns the types of a module.
    pub(super) fn types_of(&self, module: &Module) -> &[TypeId] {
        self.by_module.get(module).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the position of the paginated operation that returns a type.
    pub(super) fn page(&self, id: TypeId) -> Option<usize> {
        self.pages.get(&id).copied()
    }

    /// Returns the position of an operation.
    pub(super) fn operation(&self, id: &str) -> Option<usize> {
        self.operations.get(id).copied()
    }

    /// Returns the positions of the operations of a resource.
    pub(super) fn of_resource<'s>(&'s self, version: Version, resource: &'s str) -> &'s [usize] {
        self.by_resource.get(&(version, resource)).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn resource(&self, version: Version, resource: &str) -> Option<&'a ResourceNames> {
        self.resources.get(&(version, resource)).and_then(|position| self.names.resources.get(*position))
    }

    /// Returns the resource whose module this is.
    pub(super) fn resource_of(&self, module: &Module) -> Option<&'a ResourceNames> {
        let [version, resource] = module.segments.as_slice() else { return None };
        let versions = [Version::V1, Version::V2].into_iter().find(|known| known.name() == version);
        versions.and_then(|version| self.resource(version, resource))
    }

    /// Returns the setter of the builder for a security scheme.
    pub(super) fn setter(&self, scheme: &str) -> Option<&str> {
        self.setters.get(scheme).map(String::as_str)
    }

    /// Whether a module defines a type.
    pub(super) fn has_type(&self, module: &Module, ident: &str) -> bool {
        self.types.contains(&(module, ident))
    }

    /// Returns the files of the description that a module comes from.
    pub(super) fn origins(&self, module: &Module) -> impl ExactSizeIterator<Item = &'a str> {
        self.origins.get(module).map(|files| files.iter().copied().collect::<Vec<_>>()).unwrap_or_default().into_iter()
    }
}

/// Returns, for each type, whether it has constraints, or contains a type that has.
fn has_rules(api: &Api) -> Vec<bool> {
    let mut containing: Vec<Vec<usize>> = vec![Vec::new(); api.types.len()];
    let mut found = vec![false; api.types.len()];
    let mut open = Vec::new();
    for (index, def) in api.types.iter().enumerate() {
        def.kind.for_each_type(&mut |part| containing[part.index()].push(index));
        if let TypeKind::Object(object) = &def.kind
            && (object.min_properties.is_some() || object.properties.iter().any(|property| !property.constraints.is_empty()))
        {
            open.push(index);
        }
    }
    while let Some(index) = open.pop() {
        if !std::mem::replace(&mut found[index], true) {
            open.extend(&containing[index]);
        }
    }
    found
}
