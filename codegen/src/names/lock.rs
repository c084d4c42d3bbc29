//! `spec/names.lock`: the names of all public items, so that renames are visible in reviews.

use std::fmt::Write;

use super::NamePlan;
use crate::ir::{Api, TypeKind};

const HEADER: &str = "\
# Rust names of all public items, written by `cargo xtask generate`.
# A changed line is a rename that users of the crate see.
";

/// Renders the file: each name in the description with its Rust name.
pub fn lock_file(api: &Api, names: &NamePlan) -> String {
    let mut text = HEADER.to_owned();
    for (operation, names) in api.operations.iter().zip(&names.operations) {
        let module = super::Module::of_resource(operation.version, &operation.resource).path();
        entry(&mut text, "operation", &operation.id, &format!("{module}::{}", names.builder));
        members(&mut text, operation.parameters.iter().map(|parameter| parameter.property.wire.as_str()), &names.parameters);
        let body = operation.body.iter().flat_map(|body| &body.object.properties);
        members(&mut text, body.clone().map(|property| property.wire.as_str()), &names.body);
        clears(&mut text, body.map(|property| property.wire.as_str()), &names.clears);
    }
    for (def, names) in api.types.iter().zip(&names.types) {
        entry(&mut text, "schema", &def.at.to_string(), &format!("{}::{}", names.module.path(), names.ident));
        match &def.kind {
            TypeKind::Object(object) => {
                members(&mut text, object.properties.iter().map(|property| property.wire.as_str()), &names.members);
                clears(&mut text, object.properties.iter().map(|property| property.wire.as_str()), &names.clears);
            }
            TypeKind::Enum(set) => {
                let values: Vec<String> = set.values.iter().map(|value| value.wire.to_string()).collect();
                members(&mut text, values.iter().map(String::as_str), &names.members);
            }
            TypeKind::Union(union) => {
                members(&mut text, union.variants.iter().map(|variant| variant.tag.as_str()), &names.members);
            }
            TypeKind::Id(_) => {}
        }
    }
    text
}

fn entry(text: &mut String, kind: &str, described: &str, named: &str) {
    let _ = writeln!(text, "\n{kind} {described} = {named}");
}

fn members<'a>(text: &mut String, wires: impl Iterator<Item = &'a str>, names: &[String]) {
    for (wire, name) in wires.zip(names) {
        let _ = writeln!(text, "  {wire} = {name}");
    }
}

fn clears<'a>(text: &mut String, wires: impl Iterator<Item = &'a str>, names: &[Option<String>]) {
    for (wire, name) in wires.zip(names) {
        if let Some(name) = name {
            let _ = writeln!(text, "  {wire}: null = {name}");
        }
    }
}
