//! The constraints on the inputs of an operation, as rules of its `OperationInfo`.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::super::rust_types::EmitContext;
use crate::ir::{Constraint, ConstraintRule, ObjectType, Operation, ParameterLocation, Type, TypeId, TypeKind, leaf_type};

/// The maximum number of types in each other whose values are checked. Types that contain others several times multiply.
const MAX_DEPTH: usize = 16;

/// The maximum number of values inside of the inputs of an operation that are checked.
const MAX_NESTED: usize = 10_000;

/// Returns the rules: for each, the input that it applies to and what it requires.
pub(super) fn of(context: EmitContext<'_>, operation: &Operation) -> Vec<TokenStream> {
    let mut rules = Rules { context, enclosing: Vec::new(), nested: 0, collected: Vec::new() };
    for parameter in operation.parameters.iter().filter(|parameter| parameter.location == ParameterLocation::Query) {
        let property = &parameter.property;
        // The elements of a list in the query are not checked one by one.
        for constraint in property.constraints.iter().filter(|constraint| constraint.inside.is_empty()) {
            rules.push(&property.wire, &constraint.rule);
        }
    }
    match &operation.body {
        Some(body) if body.is_whole => {
            for property in &body.object.properties {
                rules.value("", &property.constraints, &property.ty);
            }
        }
        Some(body) => rules.object("", &body.object),
        None => {}
    }
    rules.collected
}

/// Collects the rules of a request body.
struct Rules<'a> {
    context: EmitContext<'a>,
    /// The types that contain the current value, which may contain themselves.
    enclosing: Vec<TypeId>,
    /// The number of values inside of others so far.
    nested: usize,
    collected: Vec<TokenStream>,
}

impl Rules<'_> {
    fn push(&mut self, input: &str, rule: &ConstraintRule) {
        let count = |name: &str, count: u32| {
            let (name, count) = (format_ident!("{name}"), Literal::u32_unsuffixed(count));
            quote!(#name(#input, #count))
        };
        let rule = match rule {
            ConstraintRule::MinLength(length) => count("min_length", *length),
            ConstraintRule::MaxLength(length) => count("max_length", *length),
            ConstraintRule::MinItems(items) => count("min_items", *items),
            ConstraintRule::MaxItems(items) => count("max_items", *items),
            ConstraintRule::MinProperties(properties) => count("min_properties", *properties),
            ConstraintRule::EmptyMatchesNothing { unless: None } => quote!(empty_matches_nothing(#input, None)),
            ConstraintRule::EmptyMatchesNothing { unless: Some(other) } => quote!(empty_matches_nothing(#input, Some(#other))),
            ConstraintRule::OmitIfEmpty => quote!(omit_if_empty(#input)),
            ConstraintRule::RoundDown => quote!(round_down(#input)),
            ConstraintRule::RoundUp => quote!(round_up(#input)),
            ConstraintRule::Exploded => quote!(exploded(#input)),
            ConstraintRule::Separated(separator) => quote!(separated(#input, #separator)),
            ConstraintRule::DeepObject => quote!(deep_object(#input)),
            ConstraintRule::Json => quote!(json(#input)),
            ConstraintRule::AllowReserved => quote!(allow_reserved(#input)),
            ConstraintRule::ContentType(content_type) => quote!(content_type(#input, #content_type)),
        };
        self.collected.push(quote!(InputRule::#rule));
    }

    fn value(&mut self, input: &str, constraints: &[Constraint], ty: &Type) {
        for constraint in constraints {
            self.push(&format!("{input}{}", constraint.inside), &constraint.rule);
        }
        match ty {
            Type::List(inner) | Type::Map(inner) => self.value(&format!("{input}/*"), &[], inner),
            Type::Nullable(inner) => self.value(input, &[], inner),
            Type::Named(id)
                if self.context.index.has_rules(*id) && self.enclosing.len() < MAX_DEPTH && !self.enclosing.contains(id) =>
            {
                if let TypeKind::Object(object) = &self.context.api.type_def(*id).kind {
                    self.enclosing.push(*id);
                    self.object(input, object);
                    self.enclosing.pop();
                }
            }
            Type::Named(_) | Type::IdList(_) | Type::IdOrObject { .. } | leaf_type!() => {}
        }
    }

    fn object(&mut self, input: &str, object: &ObjectType) {
        if let Some(properties) = object.min_properties {
            self.push(input, &ConstraintRule::MinProperties(properties));
        }
        // The runtime splits the path of an input at slashes. A property whose name contains one is not checked.
        for property in object.properties.iter().filter(|property| !property.wire.contains('/')) {
            self.nested += usize::from(!self.enclosing.is_empty());
            if self.nested > MAX_NESTED {
                return;
            }
            self.value(&format!("{input}/{}", property.wire), &property.constraints, &property.ty);
        }
    }
}
