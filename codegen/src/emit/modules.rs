//! The `mod.rs` files and the features that enable each module.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use super::docs::{doc, inner_doc, sentence};
use super::rust_types::EmitContext;
use super::{format, resource_page};
use crate::diag::Diagnostics;
use crate::ir::{TypeModule, Version};
use crate::names::{Module, ResourceNames};

/// Returns every module of types or operations with the features that need its types.
pub(super) fn modules(context: EmitContext<'_>) -> BTreeMap<Module, BTreeSet<String>> {
    let mut modules: BTreeMap<Module, BTreeSet<String>> = BTreeMap::new();
    for (def, names) in context.api.types.iter().zip(&context.names.types) {
        if def.module != TypeModule::Ids {
            modules.entry(names.module.clone()).or_default().extend(def.features.iter().cloned());
        }
    }
    for resource in &context.names.resources {
        modules.entry(resource.module.clone()).or_default().insert(resource.resource.clone());
    }
    propagate(&imports(context), &mut modules);
    modules
}

/// Returns pairs of modules whose first one imports types of the second. A module is compiled as a whole, so all its types count.
fn imports(context: EmitContext<'_>) -> BTreeSet<(Module, Module)> {
    let mut imports = BTreeSet::new();
    for (def, names) in context.api.types.iter().zip(&context.names.types) {
        def.kind.for_each_type(&mut |part| {
            let module = &context.names.type_names(part).module;
            if *module != names.module {
                imports.insert((names.module.clone(), module.clone()));
            }
        });
    }
    imports
}

/// Adds the features of each module to the modules that it imports.
fn propagate(imports: &BTreeSet<(Module, Module)>, modules: &mut BTreeMap<Module, BTreeSet<String>>) {
    loop {
        let mut grown = false;
        for (importer, imported) in imports {
            let features = modules.get(importer).cloned().unwrap_or_default();
            if let Some(known) = modules.get_mut(imported) {
                let before = known.len();
                known.extend(features);
                grown |= known.len() > before;
            }
        }
        if !grown {
            return;
        }
    }
}

/// Returns the `#[cfg]` attribute of a module.
fn condition(context: EmitContext<'_>, features: &BTreeSet<String>) -> String {
    if !context.options.features {
        return String::new();
    }
    let features: Vec<String> = features.iter().map(|feature| format!("feature = \"{feature}\"")).collect();
    match features.as_slice() {
        [] => String::new(),
        [only] => format!("#[cfg({only})]"),
        several => format!("#[cfg(any({}))]", several.join(", ")),
    }
}

#[derive(Template)]
#[template(path = "resource.rs.askama", escape = "none")]
struct ResourceModuleView {
    docs: String,
    has_models: bool,
    has_operations: bool,
    test_util: String,
    condition: String,
    accessor: String,
}

/// Renders `mod.rs` of a resource.
pub(super) fn resource(context: EmitContext<'_>, module: &Module, has_models: bool, diagnostics: &mut Diagnostics) -> String {
    let resource = context.index.resource_of(module);
    let feature = resource.map(|resource| BTreeSet::from([resource.resource.clone()]));
    let mut docs = vec![about(context, module)];
    docs.extend(resource.into_iter().flat_map(|resource| resource_page::paragraphs(context, resource)));
    let rendered = super::render(&ResourceModuleView {
        docs: inner_doc(&docs).to_string(),
        has_models,
        has_operations: resource.is_some(),
        test_util: match resource {
            Some(resource) if context.options.features => {
                format!("#[cfg(all(feature = \"{}\", feature = \"test-util\"))]", resource.resource)
            }
            _ => String::new(),
        },
        condition: feature.map(|feature| condition(context, &feature)).unwrap_or_default(),
        accessor: resource.map(|resource| resource.accessor.clone()).unwrap_or_default(),
    });
    format::rust("resource.rs.askama", &module.path(), &rendered, diagnostics)
}

/// Returns what a module contains.
fn about(context: EmitContext<'_>, module: &Module) -> String {
    let name = module.segments.last().map_or("", String::as_str);
    if name == "common" && module.segments.len() == 1 {
        return "Types that both versions of the API share.".to_owned();
    }
    let about = context.api.resource_docs(name).map(sentence).filter(|docs| !docs.is_empty());
    about.unwrap_or_else(|| format!("Types of {} that other resources use.", name.replace('_', " ")))
}

#[derive(Template)]
#[template(path = "version.rs.askama", escape = "none")]
struct VersionModuleView {
    number: &'static str,
    accessor: String,
    /// Only resources read the client, and all of them can be disabled.
    allow_unused: &'static str,
    modules: Vec<ModuleEntryView>,
    resources: Vec<AccessorView>,
}

struct ModuleEntryView {
    condition: String,
    module: String,
}

/// A method of a version.
struct AccessorView {
    condition: String,
    docs: String,
    module: String,
    method: String,
    accessor: String,
}

/// Renders `mod.rs` of a version.
pub(super) fn version(context: EmitContext<'_>, version: Version, diagnostics: &mut Diagnostics) -> String {
    let in_version = |module: &Module| module.segments.len() == 2 && module.segments[0] == version.name();
    let modules = modules(context).into_iter().filter(|(module, _)| in_version(module)).map(|(module, features)| {
        ModuleEntryView { condition: condition(context, &features), module: module.segments[1].clone() }
    });
    let resources = context.names.resources.iter().filter(|resource| resource.version == version);
    let rendered = super::render(&VersionModuleView {
        number: &version.name()[1..],
        accessor: version.name().to_ascii_uppercase(),
        allow_unused: if context.options.features {
            "#[allow(dead_code, reason = \"only read if a resource is enabled\")]"
        } else {
            ""
        },
        modules: modules.collect(),
        resources: resources.map(|resource| resource_entry(context, resource)).collect(),
    });
    format::rust("version.rs.askama", version.name(), &rendered, diagnostics)
}

fn resource_entry(context: EmitContext<'_>, resource: &ResourceNames) -> AccessorView {
    let about = context.api.resource_docs(&resource.resource).map(sentence).filter(|docs| !docs.is_empty());
    let docs = about.unwrap_or_else(|| format!("The resource `{}`.", resource.resource));
    AccessorView {
        condition: condition(context, &BTreeSet::from([resource.resource.clone()])),
        docs: doc(&[docs]).to_string(),
        module: resource.module.segments[1].clone(),
        method: resource.method.clone(),
        accessor: resource.accessor.clone(),
    }
}
