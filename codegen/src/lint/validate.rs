//! Validates a JSON value against a schema, and records which properties it contains.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};
use serde_json::{Map, Value};

use super::object::MergedObject;
use super::shared::SharedFact;
use crate::load::extensions::{CustomFieldsPlacement, SchemaExtensions};
use crate::load::{Document, Pointer, Referable, facets};
use crate::openapi::nearest;

mod formats;
mod loose;

use loose::LooseFit;

/// A value that does not match its schema.
#[derive(Debug, Clone)]
pub(super) struct SchemaViolation {
    pub at: Pointer,
    pub message: String,
    pub help: String,
    /// The same from the view of the schema, for the case that several values do not match it.
    pub fact: SharedFact,
    /// Whether this is a property without a schema, which decoders ignore.
    pub undefined: bool,
}

/// The result of the validation of one value.
#[derive(Debug, Default)]
pub(super) struct Validation {
    pub mismatches: Vec<SchemaViolation>,
    /// The locations of the properties, each with the first object that could contain it.
    declared: BTreeMap<Pointer, Pointer>,
    shown: BTreeSet<Pointer>,
}

impl Validation {
    /// The properties that no object contains, each with the first object that could.
    pub fn missing(&self) -> impl Iterator<Item = (Pointer, Pointer)> {
        self.declared.iter().filter(|(at, _)| !self.shown.contains(at)).map(|(at, object)| (at.clone(), object.clone()))
    }

    /// Adds a mismatch: a message and a help for the value at `here`, and another message and help for `definition`.
    fn mismatch(&mut self, here: &Pointer, value: (String, String), definition: &Pointer, schema: (String, String)) {
        let fact = SharedFact { definition: definition.clone(), message: schema.0, help: schema.1 };
        self.mismatches.push(SchemaViolation { at: here.clone(), message: value.0, help: value.1, fact, undefined: false });
    }

    /// Validates the value at `here` against the schema at `at`.
    pub fn value(&mut self, document: &Document, at: &Pointer, schema: &impl Referable<Schema>, value: &Value, here: &Pointer) {
        // Load has reported a reference that does not resolve.
        let Some((at, schema)) = document.schema(at, schema) else { return };
        let object = MergedObject::of(document, &at, schema);
        if value.is_null() {
            if !accepts_null(&object) {
                let help = "write a value, or add `nullable: true` to the schema".to_owned();
                let schema_help = "add `nullable: true`, or correct the examples".to_owned();
                let schema_message = "schema is not nullable, but its examples contain null".to_owned();
                self.mismatch(
                    here,
                    ("null for a schema that is not nullable".to_owned(), help),
                    &at,
                    (schema_message, schema_help),
                );
            }
            return;
        }
        let lenient = object.parts.iter().find_map(|(_, part)| SchemaExtensions::of(&part.schema_data.extensions).lenient);
        if lenient.map(|form| loose::fit(form, value)) == Some(LooseFit::Valid) {
            return;
        }
        if self.list_as_object(document, &object, value, here) {
            return;
        }
        for (part_at, part) in &object.parts {
            if !self.simple(part_at, part, value, here) {
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

    /// Validates type, enum and format. Returns false if the type is wrong, and so the other keywords do not apply.
    fn simple(&mut self, at: &Pointer, schema: &Schema, value: &Value, here: &Pointer) -> bool {
        if let Some(wanted) = facets::type_name(schema)
            && !facets::fits(value, wanted)
        {
            let (found, of_type) = (describe(value), type_of(value));
            let message = format!("expected {}, found {found}", with_article(wanted));
            let help = format!("correct the value, or write `type: {of_type}` in the schema");
            let schema_message = format!("`type: {wanted}` does not match the examples, which contain {found}");
            let schema_help = format!("write `type: {of_type}`, or correct the examples");
            self.mismatch(here, (message, help), &at.child("type"), (schema_message, schema_help));
            return false;
        }
        let values = facets::enum_values(schema);
        if !values.is_empty() && !values.iter().any(|known| same(known, value)) {
            let known: Vec<String> = values.iter().map(plain).collect();
            let found = plain(value);
            let help = match nearest(&found, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`? Otherwise add `{found}` to the enum"),
                None => format!("write one of `{}`, or add `{found}` to the enum", known.join("`, `")),
            };
            let schema_message = format!("enum has no value `{found}`, which its examples contain");
            let schema_help = format!("add `{found}` to the enum, or correct the examples");
            let message = format!("`{found}` is not a value of the enum");
            self.mismatch(here, (message, help), &at.child("enum"), (schema_message, schema_help));
        }
        if let (Some(format), Some(found)) = (facets::format(schema), value.as_str())
            && let Some(sample) = formats::sample_for_invalid(&format, found)
        {
            let value = (format!("`{found}` does not match `format: {format}`"), format!("write a value such as `{sample}`"));
            let schema_message = format!("`format: {format}` does not match the examples");
            let schema_help = format!("correct the format, or write values such as `{sample}`");
            self.mismatch(here, value, &at.child("format"), (schema_message, schema_help));
        }
        let lenient = SchemaExtensions::of(&schema.schema_data.extensions).lenient;
        if let (Some(LooseFit::Invalid), Some(found)) = (lenient.map(|form| loose::fit(form, value)), value.as_str()) {
            let value = (
                format!("`{found}` does not match `x-lenient: digits`"),
                "write an integer in quotes, such as \"12\"".to_owned(),
            );
            let schema_message = "`x-lenient: digits` does not match the examples".to_owned();
            let schema_help = "remove it, or write integers in quotes, such as \"12\"".to_owned();
            self.mismatch(here, value, &at.child("x-lenient"), (schema_message, schema_help));
        }
        true
    }

    /// Validates the items of a list that is represented by an object. Returns false if the schema does not allow that.
    fn list_as_object(&mut self, document: &Document, list: &MergedObject<'_>, value: &Value, here: &Pointer) -> bool {
        let Value::Object(map) = value else { return false };
        for (at, part) in &list.parts {
            let Some(items) = facets::items(part) else { continue };
            let extensions = SchemaExtensions::of(&part.schema_data.extensions);
            let at = at.child("items");
            if extensions.map_key.is_some() {
                map.iter().for_each(|(key, item)| self.value(document, &at, items, item, &here.child(key)));
                return true;
            }
            if extensions.lenient.map(|form| loose::fit(form, value)) == Some(LooseFit::Item) {
                self.value(document, &at, items, value, here);
                return true;
            }
        }
        false
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
                    let help = format!("add `{name}`, or remove `x-proven` from the schema");
                    let value = (format!("missing property `{name}`, which has `x-proven: true`"), help);
                    let schema_message = format!("property `{name}` has `x-proven: true`, but is missing in its examples");
                    let schema_help = format!("remove `x-proven`, or add `{name}` to the examples");
                    self.mismatch(here, value, &property.at, (schema_message, schema_help));
                    // It must not be reported again as missing in the example.
                    self.shown.insert(property.at.clone());
                }
                continue;
            };
            self.shown.insert(property.at.clone());
            // The types of custom fields depend on the account.
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
                _ => self.undefined(object, map, key, here),
            }
        }
    }

    /// Adds the mismatch of a property without a schema.
    fn undefined(&mut self, object: &MergedObject<'_>, map: &Map<String, Value>, key: &str, here: &Pointer) {
        let absent = object.properties.keys().copied().filter(|name| !map.contains_key(*name));
        let first = object.parts.first().map_or_else(|| here.clone(), |(at, _)| at.clone());
        let message = format!("undefined property `{key}`");
        let schema_message = format!("undefined property `{key}`, which the examples contain");
        let near = nearest(key, absent).and_then(|near| object.properties.get_key_value(near));
        if let Some((near, property)) = near {
            let value = (message, format!("did you mean `{near}`? Otherwise add `{key}` to the schema"));
            let schema_help = format!("rename `{near}` to `{key}`, or correct the examples");
            self.mismatch(&here.child(key), value, &property.at, (schema_message, schema_help));
            // One of the two names is wrong, so it is not missing as well.
            self.shown.insert(property.at.clone());
        } else {
            let value = (message, "add it to the schema, or remove it".to_owned());
            let schema_help = format!("add `{key}` to `properties`, or remove it from the examples");
            self.mismatch(&here.child(key), value, &first, (schema_message, schema_help));
        }
        self.mismatches.iter_mut().next_back().into_iter().for_each(|last| last.undefined = true);
    }

    fn variants(&mut self, document: &Document, at: &Pointer, schema: &Schema, value: &Value, here: &Pointer) {
        let lists = [("oneOf", facets::one_of(schema)), ("anyOf", facets::any_of(schema))];
        for (keyword, variants) in lists.into_iter().filter(|(_, variants)| !variants.is_empty()) {
            if let Some(discriminator) = &schema.schema_data.discriminator {
                let tag = value.get(&discriminator.property_name).map(plain).unwrap_or_default();
                let Some(reference) = discriminator.mapping.get(&tag) else {
                    let known: Vec<&str> = discriminator.mapping.keys().map(String::as_str).collect();
                    let message = format!("`{tag}` is not a value of the discriminator `{}`", discriminator.property_name);
                    let help = format!("write one of `{}`, or add it to the mapping", known.join("`, `"));
                    let schema_message = format!("mapping has no `{tag}`, which the examples contain");
                    let schema_help = format!("add `{tag}` to the mapping, or correct the examples");
                    self.mismatch(here, (message, help), &at.child("discriminator"), (schema_message, schema_help));
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
            // A mismatch inside the value belongs to the right variant; one of the value as a whole belongs to any.
            if best.mismatches.iter().any(|mismatch| mismatch.at == *here) {
                let found = describe(value);
                let value =
                    (format!("{found} matches no variant of `{keyword}`"), "correct the value, or add a variant".to_owned());
                let schema_message = format!("no variant of `{keyword}` matches the examples, which contain {found}");
                let schema_help = "add a variant, or correct the examples".to_owned();
                self.mismatch(here, value, &at.child(keyword), (schema_message, schema_help));
            } else {
                self.mismatches.extend(best.mismatches);
            }
            self.declared.extend(best.declared);
            self.shown.extend(best.shown);
        }
    }
}

/// Whether an object accepts null. All parts must, since `allOf` means all; but `allOf: [$ref], nullable: true` means "this or null".
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

/// The type of a value for messages.
fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number with a fraction",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The OpenAPI type of a value that is not null.
fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::String(_) | Value::Null => "string",
    }
}

fn with_article(of_type: &str) -> String {
    let article = if of_type.starts_with(['a', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {of_type}")
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Whether a key is that of a custom field: 40 hexadecimal digits, and possibly a suffix such as `_currency`.
fn is_custom_field(key: &str) -> bool {
    let digits = key.split('_').next().unwrap_or_default();
    digits.len() == 40 && digits.chars().all(|c| c.is_ascii_hexdigit())
}
