//! Validates a JSON value against a schema, and records which properties it contains.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::shared::SharedFact;
use crate::load::{Pointer, facets};
use crate::openapi::nearest;
use crate::value::{Choice, MergedSchema, NodeCursor, OtherProperties, canonical, listed, plain, tags};

mod formats;
mod loose;
#[cfg(test)]
mod tests;

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

    /// Validates the value at `here` against a schema.
    pub fn value(&mut self, schema: &MergedSchema<'_>, value: &Value, here: &Pointer) {
        if value.is_null() {
            if !schema.allows_null() {
                let help = "write a value, or add `nullable: true` to the schema".to_owned();
                let schema_help = "add `nullable: true`, or correct the examples".to_owned();
                let schema_message = "schema is not nullable, but its examples contain null".to_owned();
                self.mismatch(
                    here,
                    ("null for a schema that is not nullable".to_owned(), help),
                    schema.at().unwrap_or(here),
                    (schema_message, schema_help),
                );
            }
            return;
        }
        if schema.parts.iter().find_map(loose::form).is_some_and(|form| loose::fit(form, value) == LooseFit::Valid) {
            return;
        }
        if self.list_as_object(schema, value, here) {
            return;
        }
        for part in &schema.parts {
            if !self.simple(part, value, here) {
                return;
            }
        }
        for choice in schema.choices() {
            self.variants(&choice, value, here);
        }
        let items: Vec<NodeCursor<'_>> = schema.every("items").collect();
        if let (Value::Array(values), false) = (value, items.is_empty()) {
            let items = MergedSchema::all(items);
            for (index, item) in values.iter().enumerate() {
                self.value(&items, item, &here.index(index));
            }
        }
        if let Value::Object(map) = value {
            self.object(schema, map, here);
        }
    }

    /// Validates type, enum and format. Returns false if the type is wrong, and so the other keywords do not apply.
    fn simple(&mut self, schema: &NodeCursor<'_>, value: &Value, here: &Pointer) -> bool {
        if let Some(wanted) = schema.string("type")
            && !facets::fits(value, wanted)
        {
            let (found, of_type) = (describe(value), type_of(value));
            let message = format!("expected {}, found {found}", with_article(wanted));
            let help = format!("correct the value, or write `type: {of_type}` in the schema");
            let schema_message = format!("`type: {wanted}` does not match the examples, which contain {found}");
            let schema_help = format!("write `type: {of_type}`, or correct the examples");
            self.mismatch(here, (message, help), &schema.at.child("type"), (schema_message, schema_help));
            return false;
        }
        let values = schema.raw("enum").map(|list| listed(&list)).unwrap_or_default();
        if !values.is_empty() && !values.iter().any(|(_, known)| canonical(known) == canonical(value)) {
            let known: Vec<String> = values.iter().map(|(_, value)| plain(value)).collect();
            let found = plain(value);
            let help = match nearest(&found, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`? Otherwise add `{found}` to the enum"),
                None => format!("write one of `{}`, or add `{found}` to the enum", known.join("`, `")),
            };
            let schema_message = format!("enum has no value `{found}`, which its examples contain");
            let schema_help = format!("add `{found}` to the enum, or correct the examples");
            let message = format!("`{found}` is not a value of the enum");
            self.mismatch(here, (message, help), &schema.at.child("enum"), (schema_message, schema_help));
        }
        if let (Some(format), Some(found)) = (schema.string("format"), value.as_str())
            && let Some(sample) = formats::sample_for_invalid(format, found)
        {
            let value = (format!("`{found}` does not match `format: {format}`"), format!("write a value such as `{sample}`"));
            let schema_message = format!("`format: {format}` does not match the examples");
            let schema_help = format!("correct the format, or write values such as `{sample}`");
            self.mismatch(here, value, &schema.at.child("format"), (schema_message, schema_help));
        }
        if let Some(form) = loose::form(schema)
            && let LooseFit::Invalid { instead } = loose::fit(form, value)
        {
            let form = form.word();
            let value = (format!("`{}` does not match `x-lenient: {form}`", plain(value)), format!("write {instead}"));
            let schema_message = format!("`x-lenient: {form}` does not match the examples");
            let schema_help = format!("remove it, or write {instead}");
            self.mismatch(here, value, &schema.at.child("x-lenient"), (schema_message, schema_help));
        }
        true
    }

    /// Validates the items of a list that is represented by an object. Returns false if the schema does not allow that.
    fn list_as_object(&mut self, list: &MergedSchema<'_>, value: &Value, here: &Pointer) -> bool {
        let Value::Object(map) = value else { return false };
        for part in &list.parts {
            let Some(items) = part.raw("items").map(MergedSchema::of) else { continue };
            if part.raw("x-map-key").is_some() {
                map.iter().for_each(|(key, item)| self.value(&items, item, &here.child(key)));
                return true;
            }
            if loose::form(part).is_some_and(|form| loose::fit(form, value) == LooseFit::Item) {
                self.value(&items, value, here);
                return true;
            }
        }
        false
    }

    fn object(&mut self, object: &MergedSchema<'_>, map: &Map<String, Value>, here: &Pointer) {
        let properties = object.properties();
        let custom_fields = object.every("x-custom-fields").next().and_then(|at| at.node.as_str());
        for (name, places) in &properties {
            let Some(property) = places.last() else { continue };
            self.declared.entry(property.at.clone()).or_insert_with(|| here.clone());
            let Some(value) = map.get(*name) else {
                if property.flag("x-proven") {
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
            if *name == "custom_fields" && custom_fields == Some("nested") {
                continue;
            }
            self.value(&MergedSchema::all(places.clone()), value, &here.child(name));
        }
        let has_variants = !object.choices().is_empty();
        let others = object.other_properties();
        for (key, value) in map.iter().filter(|(key, _)| !properties.contains_key(key.as_str())) {
            match &others {
                OtherProperties::Matching(schemas) => {
                    self.value(&MergedSchema::all(schemas.clone()), value, &here.child(key));
                }
                OtherProperties::Any => {}
                OtherProperties::Unstated if properties.is_empty() => {}
                _ if has_variants => {}
                _ if custom_fields == Some("flat") && is_custom_field(key) => {}
                _ => self.undefined(object, &properties, map, key, here),
            }
        }
    }

    /// Adds the mismatch of a property without a schema.
    fn undefined(
        &mut self,
        object: &MergedSchema<'_>,
        properties: &IndexMap<&str, Vec<NodeCursor<'_>>>,
        map: &Map<String, Value>,
        key: &str,
        here: &Pointer,
    ) {
        let absent = properties.keys().copied().filter(|name| !map.contains_key(*name));
        let message = format!("undefined property `{key}`");
        let schema_message = format!("undefined property `{key}`, which the examples contain");
        let near = nearest(key, absent).and_then(|near| Some((near, properties.get(near)?.last()?)));
        if let Some((near, property)) = near {
            let value = (message, format!("did you mean `{near}`? Otherwise add `{key}` to the schema"));
            let schema_help = format!("rename `{near}` to `{key}`, or correct the examples");
            self.mismatch(&here.child(key), value, &property.at, (schema_message, schema_help));
            // One of the two names is wrong, so it is not missing as well.
            self.shown.insert(property.at.clone());
        } else {
            let value = (message, "add it to the schema, or remove it".to_owned());
            let schema_help = format!("add `{key}` to `properties`, or remove it from the examples");
            self.mismatch(&here.child(key), value, object.at().unwrap_or(here), (schema_message, schema_help));
        }
        self.mismatches.iter_mut().next_back().into_iter().for_each(|last| last.undefined = true);
    }

    fn variants(&mut self, choice: &Choice<'_>, value: &Value, here: &Pointer) {
        if let Some(discriminator) = choice.schema.raw("discriminator") {
            let property = discriminator.string("propertyName").unwrap_or_default();
            let tag = value.get(property).map(plain).unwrap_or_default();
            let tags = tags(choice, &discriminator);
            let Some(selected) = tags.iter().find(|known| known.value == tag) else {
                let known: Vec<&str> = tags.iter().map(|tag| tag.value.as_str()).collect();
                let message = format!("`{tag}` is not a value of the discriminator `{property}`");
                let help = format!("write one of `{}`, or add it to the mapping", known.join("`, `"));
                let schema_message = format!("mapping has no `{tag}`, which the examples contain");
                let schema_help = format!("add `{tag}` to the mapping, or correct the examples");
                return self.mismatch(here, (message, help), &discriminator.at, (schema_message, schema_help));
            };
            if let Some(schema) = &selected.schema {
                self.value(&MergedSchema::of(schema.clone()), value, here);
            }
            return;
        }
        let trials = choice.variants.iter().map(|variant| {
            let mut trial = Self::default();
            trial.value(&MergedSchema::of(variant.clone()), value, here);
            trial
        });
        let Some(best) = trials.min_by_key(|trial| trial.mismatches.len()) else { return };
        // A mismatch inside the value belongs to the right variant; one of the value as a whole belongs to any.
        if best.mismatches.iter().any(|mismatch| mismatch.at == *here) {
            let (found, keyword) = (describe(value), if choice.is_exclusive { "oneOf" } else { "anyOf" });
            let value = (format!("{found} matches no variant of `{keyword}`"), "correct the value, or add a variant".to_owned());
            let schema_message = format!("no variant of `{keyword}` matches the examples, which contain {found}");
            let schema_help = "add a variant, or correct the examples".to_owned();
            self.mismatch(here, value, &choice.list.at, (schema_message, schema_help));
        } else {
            self.mismatches.extend(best.mismatches);
        }
        self.declared.extend(best.declared);
        self.shown.extend(best.shown);
    }
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

/// Whether a key is that of a custom field: 40 hexadecimal digits, and possibly a suffix such as `_currency`.
fn is_custom_field(key: &str) -> bool {
    let digits = key.split('_').next().unwrap_or_default();
    digits.len() == 40 && digits.chars().all(|c| c.is_ascii_hexdigit())
}
