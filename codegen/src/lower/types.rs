//! Lowers schemas to types.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use openapiv3::{AdditionalProperties, Schema};

use super::keywords::{SchemaKeywords, SchemaRef};
use super::{Lowering, module_of};
use crate::diag::codes;
use crate::ir::{DateTimeForm, IdKind, ObjectType, TimeForm, Type, TypeDef, TypeId, TypeKind, TypeModule, Usage};
use crate::load::Pointer;
use crate::load::extensions::{Lenient, SchemaExtensions};

/// Maximum length of a chain of aliases. A longer chain is a cycle.
const MAX_ALIASES: usize = 16;

/// Maximum nesting depth of schemas without a named type.
const MAX_LEVELS: usize = 128;

/// Module and name of the enclosing item, from which the name of an inline type is derived.
#[derive(Clone)]
pub(super) struct NamingContext {
    pub module: TypeModule,
    pub name: String,
}

impl NamingContext {
    pub(super) fn child(&self, name: &str) -> Self {
        Self { module: self.module.clone(), name: format!("{}{}", self.name, name.to_upper_camel_case()) }
    }
}

impl<'a> Lowering<'a> {
    /// Declares a type for every named schema that needs one, in the order of the description, and then lowers the schemas.
    pub(super) fn named_schemas(&mut self) {
        let document = self.document;
        let mut declared = Vec::new();
        for (at, name, schema) in document.schemas() {
            let extensions = SchemaExtensions::of(&schema.schema_data.extensions);
            if self.is_named_type(at, schema) {
                let id = self.declare(at, name.to_owned(), module_of(at.file()), schema);
                if extensions.id.as_deref() == Some(name) {
                    self.types[id.index()].module = TypeModule::Ids;
                    self.ids.insert(name.to_owned(), id);
                }
                declared.push((id, at, schema));
            }
        }
        for (id, at, schema) in declared {
            self.define(id, at, schema);
        }
    }

    fn declare(&mut self, at: &Pointer, name: String, module: TypeModule, schema: &Schema) -> TypeId {
        let id = TypeId::new(self.types.len());
        self.types.push(TypeDef {
            name,
            module,
            docs: schema.schema_data.description.clone(),
            kind: TypeKind::Object(ObjectType::default()),
            usage: Usage::default(),
            features: BTreeSet::new(),
            at: at.clone(),
        });
        self.by_pointer.insert(at.clone(), id);
        id
    }

    /// Returns whether a schema becomes a named type instead of a built-in one.
    fn is_named_type(&self, at: &Pointer, schema: &'a Schema) -> bool {
        let keywords = SchemaKeywords::of(schema);
        let extensions = SchemaExtensions::of(&schema.schema_data.extensions);
        extensions.id.is_some() && at.key() == extensions.id
            || is_enum(&keywords, &extensions)
            || (!keywords.one_of.is_empty() && extensions.lenient.is_none())
            || self.is_object(at, schema, 0)
    }

    /// Returns whether a schema has properties, directly or through an `allOf` with several parts.
    fn is_object(&self, at: &Pointer, schema: &'a Schema, depth: usize) -> bool {
        let keywords = SchemaKeywords::of(schema);
        if keywords.properties.is_some() {
            return true;
        }
        if depth > MAX_ALIASES || alias(&keywords).is_some() {
            return false;
        }
        keywords.all_of.iter().enumerate().any(|(index, part)| {
            self.resolve(&at.child("allOf").index(index), *part).is_some_and(|(at, part)| self.is_object(&at, part, depth + 1))
        })
    }

    fn define(&mut self, id: TypeId, at: &Pointer, schema: &'a Schema) {
        let keywords = SchemaKeywords::of(schema);
        let extensions = SchemaExtensions::of(&schema.schema_data.extensions);
        let context = {
            let def = &self.types[id.index()];
            NamingContext { module: def.module.clone(), name: def.name.clone() }
        };
        let kind = if self.ids.values().any(|&known| known == id) {
            TypeKind::Id(if keywords.ty == Some("integer") { IdKind::Integer } else { IdKind::String })
        } else if is_enum(&keywords, &extensions) {
            TypeKind::Enum(self.enumeration(at, &keywords, &extensions))
        } else if !keywords.one_of.is_empty() {
            TypeKind::Union(self.union(at, schema, &keywords, &context))
        } else {
            TypeKind::Object(self.object(at, schema, &context))
        };
        self.types[id.index()].kind = kind;
    }

    /// Lowers the schema at `at`, or the one that it refers to.
    pub(super) fn lower_type(&mut self, at: &Pointer, child: SchemaRef<'a>, context: &NamingContext) -> Option<Type> {
        let (target, schema) = self.resolve(at, child)?;
        if let Some(&id) = self.by_pointer.get(&target) {
            return Some(Type::Named(id));
        }
        if self.in_progress.contains(&target) {
            self.error(
                codes::UNSUPPORTED,
                &target,
                "recursive lists, maps and aliases have no Rust type",
                "use an object schema with `properties` for the items, which becomes a named type",
            );
            return None;
        }
        if self.in_progress.len() >= MAX_LEVELS {
            let message = format!("more than {MAX_LEVELS} lists, maps and aliases in each other");
            self.error(codes::UNSUPPORTED, &target, message, "use an object schema with `properties` between them");
            return None;
        }
        self.in_progress.push(target.clone());
        let ty = self.inline_type(&target, schema, context);
        self.in_progress.pop();
        ty
    }

    /// Lowers a schema that has no named type yet.
    fn inline_type(&mut self, target: &Pointer, schema: &'a Schema, context: &NamingContext) -> Option<Type> {
        let keywords = SchemaKeywords::of(schema);
        let extensions = SchemaExtensions::of(&schema.schema_data.extensions);
        if let Some(name) = &extensions.id {
            return self.id_type(target, name, &extensions);
        }
        if let Some((index, part)) = alias(&keywords) {
            return self.lower_type(&target.child("allOf").index(index), part, context);
        }
        if self.is_named_type(target, schema) {
            let name =
                schema.schema_data.title.as_deref().map_or_else(|| context.name.clone(), ToUpperCamelCase::to_upper_camel_case);
            let id = self.declare(target, name, context.module.clone(), schema);
            self.define(id, target, schema);
            return Some(Type::Named(id));
        }
        self.built_in(target, &keywords, &extensions, context)
    }

    /// Returns the named type of a schema. Returns `None` for inline schemas, such as the pagination of the shared envelopes:
    /// names are not invented for them.
    pub(super) fn named_type(&self, at: &Pointer, child: SchemaRef<'a>) -> Option<TypeId> {
        let (mut target, mut schema) = self.resolve(at, child)?;
        for _ in 0..MAX_ALIASES {
            if let Some(&id) = self.by_pointer.get(&target) {
                return (Some(&self.types[id.index()].name) == target.key().as_ref()).then_some(id);
            }
            let [only] = SchemaKeywords::of(schema).all_of[..] else { return None };
            (target, schema) = self.resolve(&target.child("allOf").index(0), only)?;
        }
        None
    }

    fn id_type(&mut self, at: &Pointer, name: &str, extensions: &SchemaExtensions) -> Option<Type> {
        let &id = self.ids.get(name)?;
        if extensions.lenient == Some(Lenient::Digits) && matches!(self.types[id.index()].kind, TypeKind::Id(IdKind::String)) {
            self.error(codes::MISPLACED_LENIENT, at, "`x-lenient: digits` requires an integer id", "remove `x-lenient`");
        }
        Some(Type::Named(id))
    }

    fn built_in(
        &mut self,
        at: &Pointer,
        keywords: &SchemaKeywords<'a>,
        extensions: &SchemaExtensions,
        context: &NamingContext,
    ) -> Option<Type> {
        if let Some(lenient) = extensions.lenient {
            if !applies(lenient, keywords) {
                let message = format!("`x-lenient: {}` does not apply to this schema", lenient.word());
                self.error(codes::MISPLACED_LENIENT, at, message, lenient_help(lenient));
                return None;
            }
            match lenient {
                Lenient::Flag01 => return Some(Type::Flag01),
                Lenient::Digits => return Some(Type::Digits),
                Lenient::IntOrString => return Some(Type::IntegerOrString),
                Lenient::OptionId => return Some(Type::OptionId),
                Lenient::FlagOrConditions => return Some(Type::FlagOrConditions),
                Lenient::IdOrObject => return self.id_or_object(at, keywords, context),
                Lenient::IdList => return self.id_list(at, keywords, context),
                // The type is that of the schema without it.
                Lenient::OneOrList | Lenient::MapOrEmptyList | Lenient::ObjectOrTrue => {}
            }
        }
        if !keywords.any_of.is_empty() || keywords.not {
            self.error(
                codes::UNSUPPORTED,
                at,
                format!("`{}` has no Rust type", if keywords.not { "not" } else { "anyOf" }),
                "use a single schema, a `oneOf` with a `discriminator`, or `{}` for any JSON",
            );
            return None;
        }
        match keywords.ty {
            Some("string") => self.string_type(at, keywords.format.as_deref()),
            Some("integer") => self.integer_type(at, keywords.format.as_deref()),
            Some("number") => Some(Type::Number),
            Some("boolean") => Some(Type::Boolean),
            Some("array") => {
                let Some(items) = keywords.items else { return Some(Type::List(Box::new(Type::Any))) };
                let item = self.element(&at.child("items"), items, &context.child("Item"))?;
                Some(Type::List(Box::new(item)))
            }
            Some("object") | None => match keywords.additional {
                Some(AdditionalProperties::Schema(schema)) => {
                    let at = at.child("additionalProperties");
                    let value = self.element(&at, SchemaRef::from(schema.as_ref()), &context.child("Value"))?;
                    Some(Type::Map(Box::new(value)))
                }
                _ => Some(Type::Any),
            },
            Some(other) => {
                self.error(
                    codes::UNSUPPORTED,
                    at,
                    format!("unknown type `{other}`"),
                    "use `string`, `integer`, `number`, `boolean`, `array` or `object`",
                );
                None
            }
        }
    }

    /// Lowers the schema of the items of a list or the values of a map, which may be nullable.
    fn element(&mut self, at: &Pointer, child: SchemaRef<'a>, context: &NamingContext) -> Option<Type> {
        let (_, schema) = self.resolve(at, child)?;
        let ty = self.lower_type(at, child, context)?;
        let has_null = schema.schema_data.nullable && ty != Type::Any;
        Some(if has_null { Type::Nullable(Box::new(ty)) } else { ty })
    }

    fn string_type(&mut self, at: &Pointer, format: Option<&str>) -> Option<Type> {
        Some(match format {
            None | Some("uuid" | "uri" | "email" | "byte" | "password" | "html") => Type::String,
            Some("date") => Type::Date,
            Some("date-time") => Type::DateTime(DateTimeForm::Rfc3339),
            Some("datetime-space") => Type::DateTime(DateTimeForm::Space),
            Some("datetime-minute") => Type::DateTime(DateTimeForm::Minute),
            Some("time") => Type::Time(TimeForm::Second),
            Some("time-minute") => Type::Time(TimeForm::Minute),
            Some("duration") => Type::Duration(TimeForm::Second),
            Some("duration-minute") => Type::Duration(TimeForm::Minute),
            Some("binary") => Type::Binary,
            Some(format) => {
                self.unknown_format(at, format);
                return None;
            }
        })
    }

    fn integer_type(&mut self, at: &Pointer, format: Option<&str>) -> Option<Type> {
        Some(match format {
            None | Some("int32" | "int64") => Type::Integer,
            Some("uint64") => Type::Unsigned,
            Some("unix-seconds") => Type::DateTime(DateTimeForm::UnixSeconds),
            Some("unix-milliseconds") => Type::DateTime(DateTimeForm::UnixMilliseconds),
            Some(format) => {
                self.unknown_format(at, format);
                return None;
            }
        })
    }

    fn unknown_format(&mut self, at: &Pointer, format: &str) {
        self.error(
            codes::UNKNOWN_FORMAT,
            &at.child("format"),
            format!("unknown format `{format}`"),
            "remove `format`, or use one of the formats in spec/README.md",
        );
    }

    fn id_or_object(&mut self, at: &Pointer, keywords: &SchemaKeywords<'a>, context: &NamingContext) -> Option<Type> {
        let part = |index: usize| at.child("oneOf").index(index);
        let first = self.lower_type(&part(0), keywords.one_of[0], &context.child("Id"))?;
        let second = self.lower_type(&part(1), keywords.one_of[1], &context.child("Object"))?;
        if let (Type::Named(id), Type::Named(object)) = (first, second)
            && matches!(self.types[id.index()].kind, TypeKind::Id(_))
        {
            return Some(Type::IdOrObject { id, object });
        }
        self.error(
            codes::MISPLACED_LENIENT,
            at,
            "`x-lenient: id-or-object` requires an id and an object, in this order",
            "write `oneOf: [{ type: integer, x-id: … }, { $ref: … }]`",
        );
        None
    }

    fn id_list(&mut self, at: &Pointer, keywords: &SchemaKeywords<'a>, context: &NamingContext) -> Option<Type> {
        let id = self.lower_type(&at.child("oneOf").index(0), keywords.one_of[0], &context.child("Id"))?;
        if let Type::Named(id) = id
            && matches!(self.types[id.index()].kind, TypeKind::Id(IdKind::Integer))
        {
            return Some(Type::IdList(id));
        }
        self.error(
            codes::MISPLACED_LENIENT,
            at,
            "`x-lenient: id-list` requires an integer id and a string, in this order",
            lenient_help(Lenient::IdList),
        );
        None
    }
}

/// Returns whether a schema is an enum. It needs at least two values; a single value is a constant.
fn is_enum(keywords: &SchemaKeywords<'_>, extensions: &SchemaExtensions) -> bool {
    keywords.enumeration.iter().filter(|value| !value.is_null()).count() > 1
        && matches!(keywords.ty, Some("string" | "integer"))
        && extensions.lenient.is_none()
}

/// Returns the part of an `allOf` that the schema is an alias of, with its index: the only part, or the only one that constrains
/// the value.
fn alias<'a>(keywords: &SchemaKeywords<'a>) -> Option<(usize, SchemaRef<'a>)> {
    if keywords.properties.is_some() || !keywords.required.is_empty() {
        return None;
    }
    let is_alone = keywords.all_of.len() == 1;
    let mut typed = keywords.all_of.iter().copied().enumerate().filter(|(_, part)| is_alone || !part.is_annotation_only());
    let first = typed.next()?;
    typed.next().is_none().then_some(first)
}

/// Returns whether a schema that has no named type has the structure that `x-lenient` requires.
fn applies(lenient: Lenient, keywords: &SchemaKeywords<'_>) -> bool {
    match lenient {
        Lenient::Flag01 => keywords.ty == Some("integer"),
        Lenient::Digits => keywords.ty == Some("string"),
        Lenient::IntOrString | Lenient::OptionId | Lenient::FlagOrConditions => !keywords.one_of.is_empty(),
        Lenient::IdOrObject | Lenient::IdList => keywords.one_of.len() == 2,
        Lenient::OneOrList => keywords.ty == Some("array"),
        Lenient::MapOrEmptyList => true,
        // An object with properties has a named type.
        Lenient::ObjectOrTrue => false,
    }
}

fn lenient_help(lenient: Lenient) -> &'static str {
    match lenient {
        Lenient::Flag01 => "use it with `type: integer`",
        Lenient::Digits => "use it with `type: string`",
        Lenient::IntOrString => "use it with `oneOf: [{ type: integer }, { type: string }]`",
        Lenient::IdOrObject => "use it with `oneOf: [{ type: integer, x-id: … }, { $ref: … }]`",
        Lenient::MapOrEmptyList => "use it with `additionalProperties`",
        Lenient::ObjectOrTrue => "use it with `properties`",
        Lenient::OneOrList => "use it with `type: array`",
        Lenient::IdList => "write `oneOf: [{ type: integer, x-id: … }, { type: string }]`",
        Lenient::OptionId => "use it with `oneOf: [{ type: integer }, { type: string }, { type: boolean }]`",
        Lenient::FlagOrConditions => "use it with `oneOf: [{ type: boolean }, { type: object }]`",
    }
}
