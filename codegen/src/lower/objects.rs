//! Lowers object schemas and merges the parts of an `allOf` into one list of properties.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, Schema};

use super::Lowering;
use super::constraints;
use super::keywords::{SchemaKeywords, SchemaRef};
use super::types::NamingContext;
use crate::diag::codes;
use crate::ir::{ConstraintRule, CustomFieldLayout, Deprecation, ListForm, ObjectType, Property};
use crate::load::extensions::{self, Lenient, SchemaExtensions};
use crate::load::{Flavour, Pointer};

/// The properties of a schema before their types are lowered.
#[derive(Default)]
pub(super) struct ObjectMembers<'a> {
    pub properties: IndexMap<&'a str, (Pointer, SchemaRef<'a>)>,
    pub required: Vec<&'a str>,
    pub custom_fields: Option<CustomFieldLayout>,
    pub min_properties: Option<u32>,
}

impl<'a> Lowering<'a> {
    /// Collects the properties of a schema and of the parts of its `allOf`. Later parts override earlier ones.
    pub(super) fn object_members(&mut self, at: &Pointer, schema: &'a Schema) -> ObjectMembers<'a> {
        let mut members = ObjectMembers::default();
        self.collect(at, schema, &mut members, 0);
        members
    }

    fn collect(&mut self, at: &Pointer, schema: &'a Schema, members: &mut ObjectMembers<'a>, depth: usize) {
        if depth > 16 {
            self.error(
                codes::UNSUPPORTED,
                at,
                "cycle in `allOf`: the schema contains itself",
                "remove the reference that leads back to this schema",
            );
            return;
        }
        let keywords = SchemaKeywords::of(schema);
        for (index, part) in keywords.all_of.iter().enumerate() {
            let here = at.child("allOf").index(index);
            if let Some((at, part)) = self.resolve(&here, *part) {
                self.collect(&at, part, members, depth + 1);
            }
        }
        for (name, property) in keywords.properties.into_iter().flatten() {
            let at = at.child("properties").child(name);
            members.properties.insert(name, (at, SchemaRef::from(property)));
        }
        members.min_properties =
            constraints::count(keywords.min_properties).filter(|count| *count > 0).or(members.min_properties);
        members.required.extend(keywords.required.iter().map(String::as_str));
        if let Some(style) = SchemaExtensions::of(&schema.schema_data.extensions).custom_fields {
            members.custom_fields = Some(match style {
                extensions::CustomFieldsPlacement::Nested => CustomFieldLayout::Nested,
                extensions::CustomFieldsPlacement::Flat => CustomFieldLayout::Flat,
            });
        }
    }

    /// Lowers an object schema.
    pub(super) fn object(&mut self, at: &Pointer, schema: &'a Schema, context: &NamingContext) -> ObjectType {
        let members = self.object_members(at, schema);
        let mut properties = Vec::new();
        for (name, (at, child)) in members.properties {
            if name == "custom_fields" && members.custom_fields == Some(CustomFieldLayout::Nested) {
                continue;
            }
            let required = members.required.contains(&name);
            properties.extend(self.property(&at, name, child, required, context));
        }
        let lenient = SchemaExtensions::of(&schema.schema_data.extensions).lenient;
        ObjectType {
            properties,
            custom_fields: members.custom_fields,
            is_open: matches!(SchemaKeywords::of(schema).additional, Some(AdditionalProperties::Any(true)))
                && self.document.flavour() == Flavour::Foreign,
            or_true: lenient.map(in_place) == Some(InPlace::True),
            min_properties: members.min_properties,
        }
    }

    /// Reports an `x-map-key` that is not a property of the items of the list at `at`.
    fn check_map_key(&mut self, at: &Pointer, list: &SchemaKeywords<'a>, key: &str) {
        let items = list.items.and_then(|items| self.resolve(&at.child("items"), items));
        let is_known = items.is_some_and(|(at, items)| self.object_members(&at, items).properties.contains_key(key));
        if !is_known {
            self.error(
                codes::MISPLACED_LENIENT,
                &at.child("x-map-key"),
                format!("items have no property `{key}`"),
                "use a list of objects, and write the name of the property whose values are the keys of the map",
            );
        }
    }

    /// Lowers a property or the schema of a parameter.
    pub(super) fn property(
        &mut self,
        at: &Pointer,
        name: &str,
        child: SchemaRef<'a>,
        required: bool,
        context: &NamingContext,
    ) -> Option<Property> {
        let (schema_at, schema) = self.resolve(at, child)?;
        let ty = self.lower_type(at, child, &context.child(name))?;
        let keywords = SchemaKeywords::of(schema);
        let extensions = SchemaExtensions::of(&schema.schema_data.extensions);
        if let Some(key) = &extensions.map_key {
            self.check_map_key(&schema_at, &keywords, key);
        }
        let data = &schema.schema_data;
        // In a curated description, null is what responses contain, or clears the value in an update.
        let takes_null = required && data.nullable && self.document.flavour() == Flavour::Foreign;
        let constant = match keywords.enumeration.as_slice() {
            // With null there are two values to choose from.
            [serde_json::Value::String(only)] if !takes_null => Some(only.clone()),
            _ => None,
        };
        let constraints = self.constraints(&schema_at, schema);
        let mut limits = keywords.limits(data.default.as_ref());
        if constraints.iter().any(|constraint| matches!(constraint.rule, ConstraintRule::EmptyMatchesNothing { .. })) {
            limits.push("an empty list matches nothing".to_owned());
        }
        Some(Property {
            wire: name.to_owned(),
            docs: data.description.clone(),
            ty,
            required,
            nullable: data.nullable,
            takes_null,
            proven: extensions.proven,
            sensitive: extensions.sensitive,
            list_form: match extensions.map_key {
                Some(key) => Some(ListForm::MapBy(key)),
                None => (extensions.lenient.map(in_place) == Some(InPlace::Item)).then_some(ListForm::Item),
            },
            boxed: false,
            constant,
            deprecated: data.deprecated.then(|| Deprecation { replaced_by: extensions.replaced_by.clone(), retired: false }),
            limits,
            constraints,
            sample: self.sample(&schema_at, schema),
            at: at.clone(),
        })
    }
}

/// What may be sent in place of a list or an object.
#[derive(PartialEq, Eq)]
enum InPlace {
    /// Nothing, or the type of the value says so.
    OfType,
    /// The only item of a list.
    Item,
    /// `true` for an object.
    True,
}

fn in_place(lenient: Lenient) -> InPlace {
    match lenient {
        Lenient::OneOrList => InPlace::Item,
        Lenient::ObjectOrTrue => InPlace::True,
        Lenient::Flag01
        | Lenient::Digits
        | Lenient::IntOrString
        | Lenient::IdOrObject
        | Lenient::MapOrEmptyList
        | Lenient::IdList
        | Lenient::OptionId
        | Lenient::FlagOrConditions => InPlace::OfType,
    }
}
