//! Objects with the properties of all their `allOf` parts, and the schemas of requests and responses.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, Parameter, ReferenceOr, Schema, StatusCode};

use crate::load::extensions::{CustomFieldsPlacement, SchemaExtensions};
use crate::load::{Document, LoadedOperation, Pointer, Referable, facets};

/// A property with the location of its schema.
#[derive(Debug, Clone)]
pub(super) struct MergedProperty<'a> {
    pub at: Pointer,
    pub schema: &'a ReferenceOr<Box<Schema>>,
}

/// A schema merged with its `allOf` parts.
#[derive(Debug, Default)]
pub(super) struct MergedObject<'a> {
    pub properties: IndexMap<&'a str, MergedProperty<'a>>,
    /// The required names, with their locations in `required`.
    pub required: Vec<(&'a str, Pointer)>,
    pub additional: Option<(Pointer, &'a AdditionalProperties)>,
    pub custom_fields: Option<CustomFieldsPlacement>,
    /// The schema itself, then its parts.
    pub parts: Vec<(Pointer, &'a Schema)>,
}

impl<'a> MergedObject<'a> {
    /// Merges the schema at `at`. Parts that do not resolve are missing; see [`Document::is_intact`].
    pub fn of(document: &'a Document, at: &Pointer, schema: &'a Schema) -> Self {
        let mut object = Self::default();
        object.add(document, at, schema, &mut BTreeSet::new());
        object
    }

    fn add(&mut self, document: &'a Document, at: &Pointer, schema: &'a Schema, seen: &mut BTreeSet<Pointer>) {
        // An object can be a part of itself.
        if !seen.insert(at.clone()) {
            return;
        }
        self.parts.push((at.clone(), schema));
        for (index, part) in facets::all_of(schema).iter().enumerate() {
            if let Some((at, part)) = document.schema(&at.child("allOf").index(index), part) {
                self.add(document, &at, part, seen);
            }
        }
        for (name, property) in facets::properties(schema).into_iter().flatten() {
            // Later parts, and the schema itself, override earlier parts.
            self.properties.insert(name, MergedProperty { at: at.child("properties").child(name), schema: property });
        }
        for (index, name) in facets::required(schema).iter().enumerate() {
            self.required.push((name, at.child("required").index(index)));
        }
        if let Some(additional) = facets::additional(schema) {
            self.additional = Some((at.child("additionalProperties"), additional));
        }
        let extensions = SchemaExtensions::of(&schema.schema_data.extensions);
        self.custom_fields = self.custom_fields.or(extensions.custom_fields);
    }
}

/// The JSON schema of the first success response, with its location.
pub(super) fn success_schema<'a>(
    document: &'a Document,
    operation: &'a LoadedOperation,
) -> Option<(Pointer, &'a ReferenceOr<Schema>)> {
    let (status, response) = operation.operation.responses.responses.iter().find(|(status, _)| is_success(status))?;
    let at = operation.at.child("responses").child(&status.to_string());
    let (at, response) = document.response(&at, response)?;
    let schema = response.content.get("application/json")?.schema.as_ref()?;
    Some((at.child("content").child("application/json").child("schema"), schema))
}

/// Whether the operation has a success response, or the redirect that some downloads have instead.
pub(super) fn has_success(operation: &LoadedOperation) -> bool {
    let is_redirect = |status: &StatusCode| matches!(status, StatusCode::Code(300..=399));
    operation.operation.responses.responses.keys().any(|status| is_success(status) || is_redirect(status))
}

pub(super) fn is_success(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2))
}

/// The schemas of the request body, one for each media type.
pub(super) fn body_schemas<'a>(document: &'a Document, operation: &'a LoadedOperation) -> Vec<(Pointer, &'a Schema)> {
    let body = operation.operation.request_body.as_ref();
    let Some((at, body)) = body.and_then(|body| document.request_body(&operation.at.child("requestBody"), body)) else {
        return Vec::new();
    };
    body.content
        .iter()
        .filter_map(|(media, value)| {
            let at = at.child("content").child(media).child("schema");
            document.schema(&at, value.schema.as_ref()?)
        })
        .collect()
}

/// The parameters of the operation and of its path item.
pub(super) fn parameters<'a>(document: &'a Document, operation: &'a LoadedOperation) -> Vec<(Pointer, &'a Parameter)> {
    let lists = [
        (operation.at.child("parameters"), &operation.operation.parameters),
        (operation.item_at.child("parameters"), &operation.item.parameters),
    ];
    lists
        .into_iter()
        .flat_map(|(at, list)| list.iter().enumerate().map(move |(index, parameter)| (at.index(index), parameter)))
        .filter_map(|(at, parameter)| document.parameter(&at, parameter))
        .collect()
}

/// Resolves a JSON pointer into the values of a schema. The error is the location of the object without the next property.
pub(super) fn resolve_pointer<'a>(
    document: &'a Document,
    at: &Pointer,
    schema: &'a impl Referable<Schema>,
    pointer: &str,
) -> Result<(Pointer, &'a Schema), Pointer> {
    let (mut at, mut schema) = document.schema(at, schema).ok_or_else(|| at.clone())?;
    for key in pointer.split('/').skip(1) {
        let object = MergedObject::of(document, &at, schema);
        let property = object.properties.get(key).ok_or_else(|| at.clone())?;
        (at, schema) = document.schema(&property.at, property.schema).ok_or_else(|| property.at.clone())?;
    }
    Ok((at, schema))
}
