//! The names of all public items as a string, which the golden tests store.

use std::fmt::Write;

use super::NamePlan;
use crate::ir::{Api, TypeKind};

const HEADER: &str = "\
# Rust names of all public items, written by `cargo xtask generate`.
# A changed line is a rename that users of the crate see.
";

/// Renders the file: each name in the description with its Rust name.
pub fn lock_file(api: &Api, names: &NamePlan) -> String {
    let mut content = HEADER.to_owned();
    for (operation, names) in api.operations.iter().zip(&names.operations) {
        let module = super::Module::of_resource(operation.version, &operation.resource).requests().path();
        entry(&mut content, "operation", &operation.id, &format!("{module}::{}", names.builder));
        members(&mut content, operation.parameters.iter().map(|parameter| parameter.property.wire.as_str()), &names.parameters);
        let body = operation.body.iter().flat_map(|body| &body.object.properties);
        members(&mut content, body.clone().map(|property| property.wire.as_str()), &names.body);
        clears(&mut content, body.map(|property| property.wire.as_str()), &names.clears);
    }
    for (def, names) in api.types.iter().zip(&names.types) {
        entry(&mut content, "schema", &def.at.to_string(), &format!("{}::{}", names.module.path(), names.ident));
        match &def.kind {
            TypeKind::Object(object) => {
                members(&mut content, object.properties.iter().map(|property| property.wire.as_str()), &names.members);
                clears(&mut content, object.properties.iter().map(|property| property.wire.as_str()), &names.clears);
            }
            TypeKind::Enum(set) => {
                let values: Vec<String> = set.values.iter().map(|value| value.wire.to_string()).collect();
                members(&mut content, values.iter().map(String::as_str), &names.members);
            }
            TypeKind::Union(union) => {
                members(&mut content, union.variants.iter().map(|variant| variant.tag.as_str()), &names.members);
            }
            TypeKind::Id(_) => {}
        }
    }
    if !api.webhook_items.is_empty() {
        entry(&mut content, "extension", "x-webhook-items", "webhooks::Item");
        let items: Vec<String> =
            api.webhook_items.iter().map(|item| format!("{} {}", item.version.name(), item.entity)).collect();
        members(&mut content, items.iter().map(String::as_str), &names.webhook_items);
    }
    content
}

fn entry(content: &mut String, kind: &str, description_name: &str, rust_name: &str) {
    let _ = writeln!(content, "\n{kind} {description_name} = {rust_name}");
}

fn members<'a>(content: &mut String, wires: impl Iterator<Item = &'a str>, names: &[String]) {
    for (wire, name) in wires.zip(names) {
        let _ = writeln!(content, "  {wire} = {name}");
    }
}

fn clears<'a>(content: &mut String, wires: impl Iterator<Item = &'a str>, names: &[Option<String>]) {
    for (wire, name) in wires.zip(names) {
        if let Some(name) = name {
            let _ = writeln!(content, "  {wire}: null = {name}");
        }
    }
}
