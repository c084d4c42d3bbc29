//! Visits every schema of the description, named or inline.

use openapiv3::{
    AdditionalProperties, Header, MediaType, Parameter, ParameterSchemaOrContent, ReferenceOr, RequestBody, Response, Schema,
};

use super::{Document, Pointer, Referable, facets};

/// The role of a schema in the object that contains it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaRole<'a> {
    /// An entry under `schemas`.
    Named(&'a str),
    /// A property of an object.
    Property(&'a str),
    /// The items of a list.
    Items,
    /// The values of a map.
    Values,
    /// A part of an `allOf`.
    Part,
    /// A variant of a `oneOf` or `anyOf`.
    Variant,
    /// The schema under `not`.
    Not,
    /// The value of a parameter.
    Parameter(&'a str),
    /// The root of a request body, with its media type.
    Body(&'a str),
    /// The root of a response, with its media type.
    Response(&'a str),
    /// The value of a header.
    Header(&'a str),
}

/// A schema that is visited.
#[derive(Debug)]
pub struct VisitedSchema<'a> {
    /// Its location.
    pub at: Pointer,
    /// The schema.
    pub schema: &'a Schema,
    /// Its role there.
    pub role: SchemaRole<'a>,
    /// Whether this is a named schema, the root of a body or of a response, or a part of one of those in an `allOf`. Such a schema does not
    /// become a type of its own and needs no name.
    pub is_root_part: bool,
}

impl Document {
    /// Calls `visit` for every schema, file by file. References are not followed. An operation with two paths is visited once.
    pub fn visit_schemas<'a>(&'a self, visit: &mut dyn FnMut(&VisitedSchema<'a>)) {
        let mut visitor = SchemaVisitor { visit };
        for (at, name, schema) in self.schemas() {
            visitor.schema(at.clone(), schema, SchemaRole::Named(name), true);
        }
        for (at, _, parameter) in self.parameters() {
            visitor.parameter(at, parameter);
        }
        for (at, _, response) in self.responses() {
            visitor.response(at, response);
        }
        for (at, _, body) in self.request_bodies() {
            visitor.body(at, body);
        }
        let mut seen = std::collections::BTreeSet::new();
        for operation in self.operations() {
            if !seen.insert(&operation.at) {
                continue;
            }
            if seen.insert(&operation.item_at) {
                visitor.parameters(&operation.item_at, &operation.item.parameters);
            }
            visitor.parameters(&operation.at, &operation.operation.parameters);
            if let Some(ReferenceOr::Item(body)) = &operation.operation.request_body {
                visitor.body(&operation.at.child("requestBody"), body);
            }
            let responses = operation.at.child("responses");
            let all = &operation.operation.responses;
            for (status, response) in &all.responses {
                if let ReferenceOr::Item(response) = response {
                    visitor.response(&responses.child(&status.to_string()), response);
                }
            }
            if let Some(ReferenceOr::Item(response)) = &all.default {
                visitor.response(&responses.child("default"), response);
            }
        }
    }
}

struct SchemaVisitor<'v, 'a> {
    visit: &'v mut dyn FnMut(&VisitedSchema<'a>),
}

impl<'a> SchemaVisitor<'_, 'a> {
    fn maybe(&mut self, at: Pointer, schema: &'a impl Referable<Schema>, role: SchemaRole<'a>, is_root_part: bool) {
        if let Ok(schema) = schema.item_or_reference() {
            self.schema(at, schema, role, is_root_part);
        }
    }

    fn schema(&mut self, at: Pointer, schema: &'a Schema, role: SchemaRole<'a>, is_root_part: bool) {
        let visited = VisitedSchema { at, schema, role, is_root_part };
        (self.visit)(&visited);
        let at = visited.at;
        for (name, property) in facets::properties(schema).into_iter().flatten() {
            self.maybe(at.child("properties").child(name), property, SchemaRole::Property(name), false);
        }
        if let Some(items) = facets::items(schema) {
            self.maybe(at.child("items"), items, SchemaRole::Items, false);
        }
        if let Some(AdditionalProperties::Schema(values)) = facets::additional(schema) {
            self.maybe(at.child("additionalProperties"), &**values, SchemaRole::Values, false);
        }
        for (index, part) in facets::all_of(schema).iter().enumerate() {
            self.maybe(at.child("allOf").index(index), part, SchemaRole::Part, is_root_part);
        }
        for (index, variant) in facets::one_of(schema).iter().enumerate() {
            self.maybe(at.child("oneOf").index(index), variant, SchemaRole::Variant, false);
        }
        for (index, variant) in facets::any_of(schema).iter().enumerate() {
            self.maybe(at.child("anyOf").index(index), variant, SchemaRole::Variant, false);
        }
        if let Some(not) = facets::not(schema) {
            self.maybe(at.child("not"), not, SchemaRole::Not, false);
        }
    }

    fn parameters(&mut self, at: &Pointer, parameters: &'a [ReferenceOr<Parameter>]) {
        for (index, parameter) in parameters.iter().enumerate() {
            if let ReferenceOr::Item(parameter) = parameter {
                self.parameter(&at.child("parameters").index(index), parameter);
            }
        }
    }

    fn parameter(&mut self, at: &Pointer, parameter: &'a Parameter) {
        let data = parameter.parameter_data_ref();
        match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                self.maybe(at.child("schema"), schema, SchemaRole::Parameter(&data.name), false);
            }
            ParameterSchemaOrContent::Content(content) => {
                for (media, value) in content {
                    let at = at.child("content").child(media).child("schema");
                    if let Some(schema) = &value.schema {
                        self.maybe(at, schema, SchemaRole::Parameter(&data.name), false);
                    }
                }
            }
        }
    }

    fn body(&mut self, at: &Pointer, body: &'a RequestBody) {
        for (media, value) in &body.content {
            self.media(at, media, value, SchemaRole::Body(media));
        }
    }

    fn response(&mut self, at: &Pointer, response: &'a Response) {
        for (media, value) in &response.content {
            self.media(at, media, value, SchemaRole::Response(media));
        }
        for (name, header) in &response.headers {
            if let ReferenceOr::Item(Header { format: ParameterSchemaOrContent::Schema(schema), .. }) = header {
                self.maybe(at.child("headers").child(name).child("schema"), schema, SchemaRole::Header(name), false);
            }
        }
    }

    fn media(&mut self, at: &Pointer, media: &'a str, value: &'a MediaType, role: SchemaRole<'a>) {
        if let Some(schema) = &value.schema {
            self.maybe(at.child("content").child(media).child("schema"), schema, role, true);
        }
    }
}
