//! Every `x-id` names a type of `common/ids.yaml`.

use std::collections::BTreeMap;

use super::{LintReport, rule};
use crate::load::extensions::SchemaExtensions;
use crate::load::{Document, IDS, did_you_mean, facets};

rule!(IdTypes, ID_TYPE, "Id types exist and hold what the wire sends.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    let known: BTreeMap<&str, Option<&str>> = document
        .schemas()
        .filter(|(at, _, _)| at.file() == IDS)
        .map(|(_, name, schema)| (name, facets::type_name(schema)))
        .collect();
    document.visit_schemas(&mut |visited| {
        let Some(id) = SchemaExtensions::of(&visited.schema.schema_data.extensions).id else { return };
        let at = visited.at.child("x-id");
        let own = facets::type_name(visited.schema);
        match known.get(id.as_str()) {
            None => {
                let hint = did_you_mean(&id, known.keys().copied());
                let message = format!("there is no id type `{id}`{hint}");
                report.at(&at, message, format!("describe it in {IDS}, or correct the name"));
            }
            Some(defined) if *defined != own => {
                let (defined, own) = (defined.unwrap_or("something else"), own.unwrap_or("nothing"));
                let message = format!("`{id}` is of type {defined} in {IDS}, but {own} here");
                // Some replies carry numbers as text.
                report.at(&at, message, "use the type that the wire sends in both places");
            }
            Some(_) => {}
        }
        if visited.at.file() == IDS && visited.at.key().as_deref() != Some(id.as_str()) {
            report.at(&at, format!("`{id}` stands under another name"), "give the entry and its `x-id` one name");
        }
    });
}
