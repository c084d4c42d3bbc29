//! Lowers enums and unions.

use std::collections::BTreeMap;

use openapiv3::Schema;
use serde_json::Value;

use super::Lowering;
use super::keywords::{SchemaKeywords, SchemaRef};
use super::types::NamingContext;
use crate::diag::codes;
use crate::ir::{EnumType, EnumValue, Type, UnionType, UnionVariant, WireValue};
use crate::load::Pointer;
use crate::load::extensions::SchemaExtensions;

impl<'a> Lowering<'a> {
    pub(super) fn enumeration(&mut self, at: &Pointer, keywords: &SchemaKeywords<'a>, extensions: &SchemaExtensions) -> EnumType {
        let entry = |list: &Option<Vec<String>>, index: usize| list.as_ref().and_then(|list| list.get(index)).cloned();
        let mut values = Vec::new();
        for (index, value) in keywords.enumeration.iter().enumerate() {
            let wire = match value {
                Value::String(string) => WireValue::String(string.clone()),
                Value::Number(number) => match number.as_i64() {
                    Some(number) => WireValue::Number(number),
                    None => continue,
                },
                Value::Null => continue,
                _ => {
                    self.error(
                        codes::UNSUPPORTED,
                        &at.child("enum"),
                        format!("enum value `{value}` is not a string or an integer"),
                        "use only strings or only integers",
                    );
                    continue;
                }
            };
            let (name, docs) = (entry(&extensions.enum_varnames, index), entry(&extensions.enum_descriptions, index));
            values.push(EnumValue { wire, name, docs, at: at.child("enum").index(index) });
        }
        EnumType { values, closed: extensions.closed }
    }

    pub(super) fn union(
        &mut self,
        at: &Pointer,
        schema: &'a Schema,
        keywords: &SchemaKeywords<'a>,
        context: &NamingContext,
    ) -> UnionType {
        let Some(discriminator) = &schema.schema_data.discriminator else {
            self.error(
                codes::UNION_WITHOUT_TAG,
                at,
                "missing field `discriminator` for `oneOf`",
                "add `discriminator: { propertyName: …, mapping: { … } }`, or `x-lenient` for a known irregularity",
            );
            return UnionType { tag: String::new(), variants: Vec::new() };
        };
        // The discriminator values by the schema that each is mapped to.
        let mut mapped: BTreeMap<Pointer, Vec<String>> = BTreeMap::new();
        for (tag, reference) in &discriminator.mapping {
            if let Some(target) = self.document.follow(at, reference) {
                mapped.entry(target).or_default().push(tag.clone());
            }
        }
        let mut variants = Vec::new();
        for (index, child) in keywords.one_of.iter().enumerate() {
            let part = at.child("oneOf").index(index);
            let Some(ty) = self.lower_type(&part, *child, &context.child(&format!("Variant{index}"))) else { continue };
            let Type::Named(ty) = ty else {
                self.error(codes::UNION_WITHOUT_TAG, &part, "variant of `oneOf` is not an object", "refer to an object schema");
                continue;
            };
            let tags = self.tags_of(&mapped, discriminator, &part, *child);
            if tags.is_empty() {
                self.error(
                    codes::UNION_WITHOUT_TAG,
                    &part,
                    "variant is missing in `discriminator.mapping`",
                    "add an entry that maps its discriminator value to this schema",
                );
            }
            let mapping = at.child("discriminator").child("mapping");
            variants.extend(tags.into_iter().map(|tag| {
                let at = if discriminator.mapping.contains_key(&tag) { mapping.child(&tag) } else { part.clone() };
                UnionVariant { tag, ty, at }
            }));
        }
        UnionType { tag: discriminator.property_name.clone(), variants }
    }

    /// Returns the discriminator values of a variant: those mapped to it, or else the name of its schema.
    fn tags_of(
        &self,
        mapped: &BTreeMap<Pointer, Vec<String>>,
        discriminator: &openapiv3::Discriminator,
        part: &Pointer,
        child: SchemaRef<'a>,
    ) -> Vec<String> {
        let Some((target, _)) = self.resolve(part, child) else { return Vec::new() };
        if discriminator.mapping.is_empty() {
            return target.key().into_iter().collect();
        }
        mapped.get(&target).cloned().unwrap_or_default()
    }
}
