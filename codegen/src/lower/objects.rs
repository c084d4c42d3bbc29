//! Object schemas to objects: the parts of an `allOf` merged into one list of properties.

use indexmap::IndexMap;
use openapiv3::Schema;

use super::Lowering;
use super::shape::{Child, Shape};
use super::types::Context;
use crate::diag::codes;
use crate::ir::{CustomFields, Deprecation, Object, Property};
use crate::load::Pointer;
use crate::load::extensions::{self, SchemaExtensions};

/// The properties of a schema before their types are known.
#[derive(Default)]
pub(super) struct Members<'a> {
    pub properties: IndexMap<&'a str, (Pointer, Child<'a>)>,
    pub required: Vec<&'a str>,
    pub custom_fields: Option<CustomFields>,
}

impl<'a> Lowering<'a> {
    /// Collects the properties of a schema and of the parts of its `allOf`; a later part wins.
    pub(super) fn members(&mut self, at: &Pointer, schema: &'a Schema) -> Members<'a> {
        let mut members = Members::default();
        self.collect(at, schema, &mut members, 0);
        members
    }

    fn collect(&mut self, at: &Pointer, schema: &'a Schema, members: &mut Members<'a>, depth: usize) {
        if depth > 16 {
            self.error(codes::UNSUPPORTED, at, "`allOf` contains itself", "remove the circle");
            return;
        }
        let shape = Shape::of(schema);
        for (index, part) in shape.all_of.iter().enumerate() {
            let here = at.child("allOf").index(index);
            if let Some((at, part)) = self.resolve(&here, *part) {
                self.collect(&at, part, members, depth + 1);
            }
        }
        for (name, property) in shape.properties.into_iter().flatten() {
            let at = at.child("properties").child(name);
            members.properties.insert(name, (at, Child::from(property)));
        }
        members.required.extend(shape.required.iter().map(String::as_str));
        if let Some(style) = SchemaExtensions::of(&schema.schema_data.extensions).custom_fields {
            members.custom_fields = Some(match style {
                extensions::CustomFieldsPlacement::Nested => CustomFields::Nested,
                extensions::CustomFieldsPlacement::Flat => CustomFields::Flat,
            });
        }
    }

    /// Lowers an object schema.
    pub(super) fn object(&mut self, at: &Pointer, schema: &'a Schema, context: &Context) -> Object {
        let members = self.members(at, schema);
        let mut properties = Vec::new();
        for (name, (at, child)) in members.properties {
            if name == "custom_fields" && members.custom_fields == Some(CustomFields::Nested) {
                continue;
            }
            let required = members.required.contains(&name);
            properties.extend(self.property(&at, name, child, required, context));
        }
        Object { properties, custom_fields: members.custom_fields }
    }

    /// Lowers one property, or the schema of a parameter.
    pub(super) fn property(
        &mut self,
        at: &Pointer,
        name: &str,
        child: Child<'a>,
        required: bool,
        context: &Context,
    ) -> Option<Property> {
        let (schema_at, schema) = self.resolve(at, child)?;
        let ty = self.ty(at, child, &context.child(name))?;
        let shape = Shape::of(schema);
        let extensions = SchemaExtensions::of(&schema.schema_data.extensions);
        let data = &schema.schema_data;
        let constant = match shape.enumeration.as_slice() {
            [serde_json::Value::String(only)] => Some(only.clone()),
            _ => None,
        };
        Some(Property {
            wire: name.to_owned(),
            docs: data.description.clone(),
            ty,
            required,
            nullable: data.nullable,
            proven: extensions.proven,
            sensitive: extensions.sensitive,
            boxed: false,
            constant,
            deprecated: data.deprecated.then(|| Deprecation { replaced_by: extensions.replaced_by.clone() }),
            limits: shape.limits(data.default.as_ref()),
            sample: self.sample(&schema_at, schema),
            at: at.clone(),
        })
    }
}
