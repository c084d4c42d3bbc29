//! Lowers `style`, `explode`, `allowReserved` and `encoding`: how lists and objects are written in queries and forms.

use openapiv3::{Encoding, Parameter, QueryStyle};

use super::Lowering;
use crate::ir::{Constraint, ConstraintRule, Property, Type, TypeKind};

impl Lowering<'_> {
    /// Adds the rules for a query parameter, or for a list in a cookie. Without any, the items of a list are separated by commas and an
    /// object is sent as JSON.
    pub(super) fn style_parameter(&self, parameter: &Parameter, is_json: bool, property: &mut Property) {
        if let Parameter::Cookie { parameter_data, .. } = parameter {
            // By default, each item is a cookie.
            let is_joined = parameter_data.explode == Some(false) && matches!(property.ty, Type::List(_));
            property.constraints.extend(is_joined.then(|| whole(ConstraintRule::Separated(','))));
        }
        let Parameter::Query { parameter_data, allow_reserved, style, .. } = parameter else { return };
        if is_json {
            return property.constraints.push(whole(ConstraintRule::Json));
        }
        let is_list = matches!(property.ty, Type::List(_));
        let explode = parameter_data.explode == Some(true);
        let rule = match style {
            // A curated list is always separated by commas.
            QueryStyle::Form if is_list && !explode => None,
            QueryStyle::Form if parameter_data.explode.is_none() => None,
            style => Some(style_rule(style, explode)),
        };
        let rules = rule.filter(|_| self.is_composite(&property.ty)).into_iter();
        let reserved = allow_reserved.then_some(ConstraintRule::AllowReserved);
        property.constraints.extend(rules.chain(reserved).map(whole));
    }

    /// Adds the rules for a field of a form.
    pub(super) fn style_field(&self, encoding: &Encoding, property: &mut Property) {
        let style = encoding.style.as_ref().filter(|_| self.is_composite(&property.ty));
        let style = style.map(|style| style_rule(style, encoding.explode));
        let content_type = encoding.content_type.clone().map(ConstraintRule::ContentType);
        property.constraints.extend(style.into_iter().chain(content_type).map(whole));
    }

    fn is_composite(&self, ty: &Type) -> bool {
        match ty {
            Type::List(_) | Type::Map(_) | Type::Any => true,
            Type::Named(id) => matches!(self.types[id.index()].kind, TypeKind::Object(_) | TypeKind::Union(_)),
            _ => false,
        }
    }
}

fn whole(rule: ConstraintRule) -> Constraint {
    Constraint { inside: String::new(), rule }
}

fn style_rule(style: &QueryStyle, explode: bool) -> ConstraintRule {
    match style {
        QueryStyle::DeepObject => ConstraintRule::DeepObject,
        _ if explode => ConstraintRule::Exploded,
        QueryStyle::Form => ConstraintRule::Separated(','),
        QueryStyle::SpaceDelimited => ConstraintRule::Separated(' '),
        QueryStyle::PipeDelimited => ConstraintRule::Separated('|'),
    }
}
