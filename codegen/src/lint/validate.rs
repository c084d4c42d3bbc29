//! Whether a JSON value is what a schema says, and which properties it shows.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};
use serde_json::{Map, Value};

use super::object::MergedObject;
use crate::load::extensions::{CustomFieldsPlacement, Lenient, SchemaExtensions};
use crate::load::{Document, Pointer, Referable, did_you_mean, facets};

mod formats;

/// Where a value does not fit.
#[derive(Debug, Clone)]
pub(super) struct Mismatch {
    pub at: Pointer,
    pub message: String,
    pub help: String,
    /// A property that no schema describes: it does not belong there, but it does no harm to whoever reads the value.
    pub undescribed: bool,
}

/// What was found on the way through one value.
#[derive(Debug, Default)]
pub(super) struct Validation {
    pub mismatches: Vec<Mismatch>,
    /// Where the schema of each property stands, and the first object that could show it.
    declared: BTreeMap<Pointer, Pointer>,
    shown: BTreeSet<Pointer>,
}

impl Validation {
    /// The properties that no object shows, with the first object that could have.
    pub fn missing(&self) -> impl Iterator<Item = (Pointer, Pointer)> {
        self.declared.iter().filter(|(at, _)| !self.shown.contains(at)).map(|(at, object)| (at.clone(), object.clone()))
    }

    fn fault(&mut self, at: &Pointer, message: String, help: impl Into<String>) {
        self.mismatches.push(Mismatch { at: at.clone(), message, help: help.into(), undescribed: false });
    }

    /// Holds the value at `here` against the schema at `at`.
    pub fn value(&mut self, document: &Document, at: &Pointer, schema: &impl Referable<Schema>, value: &Value, here: &Pointer) {
        // What cannot be resolved, load has reported.
        let Some((at, schema)) = document.schema(at, schema) else { return };
        let object = MergedObject::of(document, &at, schema);
        if value.is_null() {
            if !accepts_null(&object) {
                let help = format!("show a value, or add `nullable: true` at {at}");
                self.fault(here, "this is null, and the schema does not say that it may be".to_owned(), help);
            }
            return;
        }
        let lenient = object.parts.iter().find_map(|(_, part)| SchemaExtensions::of(&part.schema_data.extensions).lenient);
        if lenient == Some(Lenient::MapOrEmptyList) && value.as_array().is_some_and(Vec::is_empty) {
            return;
        }
        for (_, part) in &object.parts {
            if !self.simple(part, value, here) {
                return;
            }
        }
        for (part_at, part) in &object.parts {
            self.variants(document, part_at, part, value, here);
            if let (Value::Array(items), Some(schema)) = (value, facets::items(part)) {
                for (index, item) in items.iter().enumerate() {
                    self.value(document, &part_at.child("items"), schema, item, &here.index(index));
                }
            }
        }
        if let Value::Object(map) = value {
            self.object(document, &object, map, here);
        }
    }

    /// Type, enum and format. `false` if there is no point in looking further.
    fn simple(&mut self, schema: &Schema, value: &Value, here: &Pointer) -> bool {
        if let Some(wanted) = facets::type_name(schema)
            && !facets::fits(value, wanted)
        {
            self.fault(
                here,
                format!("this is {}, but the schema says {wanted}", describe(value)),
                "correct the value or the schema",
            );
            return false;
        }
        let values = facets::enum_values(schema);
        if !values.is_empty() && !values.iter().any(|known| same(known, value)) {
            let known: Vec<String> = values.iter().map(|value| format!("`{}`", plain(value))).collect();
            let message = format!("`{}` is not among the values of the enum", plain(value));
            self.fault(here, message, format!("write one of {}, or add it to the enum", known.join(", ")));
        }
        if let (Some(format), Some(text)) = (facets::format(schema), value.as_str())
            && let Some(wanted) = formats::wrong(&format, text)
        {
            self.fault(here, format!("`{text}` is not of the format `{format}`"), format!("write it as in `{wanted}`"));
        }
        let lenient = SchemaExtensions::of(&schema.schema_data.extensions).lenient;
        if let (Some(Lenient::Digits), Some(text)) = (lenient, value.as_str())
            && text.parse::<i64>().is_err()
        {
            self.fault(here, format!("`{text}` is not a string of digits"), "write a whole number in quotes");
        }
        true
    }

    fn object(&mut self, document: &Document, object: &MergedObject<'_>, map: &Map<String, Value>, here: &Pointer) {
        let has_variants =
            object.parts.iter().any(|(_, part)| !facets::one_of(part).is_empty() || !facets::any_of(part).is_empty());
        for (name, property) in &object.properties {
            self.declared.entry(property.at.clone()).or_insert_with(|| here.clone());
            let Some(value) = map.get(*name) else {
                let proven =
                    property.schema.as_item().is_some_and(|schema| SchemaExtensions::of(&schema.schema_data.extensions).proven);
                if proven {
                    let help = format!("add it, or take `x-proven` away at {}", property.at);
                    self.fault(here, format!("`{name}` is always there, says the schema, but not here"), help);
                    // Told once is enough.
                    self.shown.insert(property.at.clone());
                }
                continue;
            };
            self.shown.insert(property.at.clone());
            // The values of custom fields have whatever type the account gave them.
            if *name == "custom_fields" && object.custom_fields == Some(CustomFieldsPlacement::Nested) {
                continue;
            }
            self.value(document, &property.at, property.schema, value, &here.child(name));
        }
        let free = object.properties.is_empty() && object.additional.is_none();
        for (key, value) in map.iter().filter(|(key, _)| !object.properties.contains_key(key.as_str())) {
            match &object.additional {
                Some((at, AdditionalProperties::Schema(schema))) => {
                    self.value(document, at, &**schema, value, &here.child(key));
                }
                Some((_, AdditionalProperties::Any(true))) => {}
                _ if free || has_variants => {}
                _ if object.custom_fields == Some(CustomFieldsPlacement::Flat) && is_custom_field(key) => {}
                _ => {
                    let hint = did_you_mean(key, object.properties.keys().copied());
                    let first = object.parts.first().map(|(at, _)| at.to_string()).unwrap_or_default();
                    let message = format!("the schema has no `{key}`{hint}");
                    let help = format!("describe it at {first}, or take it out");
                    self.mismatches.push(Mismatch { at: here.child(key), message, help, undescribed: true });
                }
            }
        }
    }

    fn variants(&mut self, document: &Document, at: &Pointer, schema: &Schema, value: &Value, here: &Pointer) {
        let lists = [("oneOf", facets::one_of(schema)), ("anyOf", facets::any_of(schema))];
        for (keyword, variants) in lists.into_iter().filter(|(_, variants)| !variants.is_empty()) {
            if let Some(discriminator) = &schema.schema_data.discriminator {
                let tag = value.get(&discriminator.property_name).map(plain).unwrap_or_default();
                let Some(reference) = discriminator.mapping.get(&tag) else {
                    let known: Vec<&str> = discriminator.mapping.keys().map(String::as_str).collect();
                    let message = format!("`{}` says `{tag}`, which is no variant", discriminator.property_name);
                    self.fault(here, message, format!("write one of {}", known.join(", ")));
                    continue;
                };
                let variant: ReferenceOr<Schema> = ReferenceOr::Reference { reference: reference.clone() };
                if let Some((at, schema)) = document.schema(at, &variant).map(|(at, schema)| (at, schema.clone())) {
                    self.value(document, &at, &ReferenceOr::Item(schema), value, here);
                }
                continue;
            }
            let mut best: Option<Validation> = None;
            for (index, variant) in variants.iter().enumerate() {
                let mut trial = Validation::default();
                trial.value(document, &at.child(keyword).index(index), variant, value, here);
                if best.as_ref().is_none_or(|best| trial.mismatches.len() < best.mismatches.len()) {
                    best = Some(trial);
                }
            }
            let Some(best) = best else { continue };
            if !best.mismatches.is_empty() {
                let help = format!("correct the value, or the variants at {}", at.child(keyword));
                self.fault(here, "this fits none of the variants".to_owned(), help);
            }
            self.mismatches.extend(best.mismatches);
            self.declared.extend(best.declared);
            self.shown.extend(best.shown);
        }
    }
}

/// Every part must accept null, since `allOf` means all. Only, `allOf: [$ref], nullable: true` is how one writes "this or null" here.
fn accepts_null(object: &MergedObject<'_>) -> bool {
    let accepts = |schema: &Schema| {
        schema.schema_data.nullable
            || facets::type_name(schema).is_none() && facets::all_of(schema).is_empty() && {
                let no_variants = facets::one_of(schema).is_empty() && facets::any_of(schema).is_empty();
                no_variants && facets::properties(schema).is_none() && facets::enum_values(schema).is_empty()
            }
    };
    let Some(((_, whole), parts)) = object.parts.split_first() else { return true };
    accepts(whole) || !parts.is_empty() && facets::type_name(whole).is_none() && parts.iter().all(|(_, part)| accepts(part))
}

fn same(a: &Value, b: &Value) -> bool {
    a == b || a.is_number() && b.is_number() && a.as_f64() == b.as_f64()
}

fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number with a fraction",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Forty hexadecimal digits, and maybe a suffix such as `_currency`.
fn is_custom_field(key: &str) -> bool {
    let digits = key.split('_').next().unwrap_or_default();
    digits.len() == 40 && digits.chars().all(|c| c.is_ascii_hexdigit())
}
