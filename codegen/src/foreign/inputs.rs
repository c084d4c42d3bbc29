//! The inputs of an operation, brought in line with its path and with one another.

use std::collections::BTreeSet;

use super::Normalizer;
use super::bodies::{BodyContent, BodySchema};
use super::parameters::ParameterSchema;
use crate::diag::codes;
use crate::load::{Method, Span};
use crate::names;

impl Normalizer<'_> {
    /// Makes the parameters of the path those that stand in it.
    pub(super) fn match_path_parameters(&mut self, path: &mut String, parameters: &mut Vec<ParameterSchema>, at: Span) {
        let in_path: Vec<String> =
            path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect();
        for parameter in parameters.iter().filter(|parameter| parameter.in_path && !in_path.contains(&parameter.name)) {
            let message = format!("the path has no parameter `{}`", parameter.name);
            self.warn(codes::MENDED, parameter.at, message, "take it out, or put it into the path");
        }
        parameters.retain(|parameter| !parameter.in_path || in_path.contains(&parameter.name));
        for (index, name) in in_path.iter().enumerate() {
            if in_path[..index].contains(name) {
                let renamed = format!("{{{name}_{}}}", index + 1);
                if let Some(start) = path.rfind(&format!("{{{name}}}")) {
                    path.replace_range(start..start + name.len() + 2, &renamed);
                }
                let message = format!("the path has `{name}` twice");
                self.warn(codes::MENDED, at, message, "give each parameter its own name");
                parameters.push(ParameterSchema::undescribed_path_parameter(renamed.trim_matches(['{', '}']), at));
            } else if !parameters.iter().any(|parameter| parameter.in_path && parameter.name == *name) {
                let message = format!("the parameter `{name}` of the path is not described, and is taken as text");
                self.warn(codes::MENDED, at, message, format!("add `{{ name: {name}, in: path, required: true, schema: … }}`"));
                parameters.push(ParameterSchema::undescribed_path_parameter(name, at));
            }
        }
    }

    /// Leaves out the inputs that Rust cannot tell apart from earlier ones, or cannot spell.
    pub(super) fn drop_colliding_inputs(
        &mut self,
        method: Method,
        path: &mut String,
        parameters: &mut Vec<ParameterSchema>,
        body: &mut Option<BodySchema>,
    ) {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut claim =
            |name: &str, required: bool, clears: bool| match names::snake(name).map(|ident| names::setter(ident, required)) {
                None => Err("makes no Rust identifier"),
                Some(setter) => {
                    let clear = format!("clear_{}", setter.trim_start_matches("r#"));
                    if taken.contains(&setter) || (clears && taken.contains(&clear)) {
                        return Err("has the same Rust name as another input");
                    }
                    taken.insert(setter);
                    if clears {
                        taken.insert(clear);
                    }
                    Ok(())
                }
            };
        // In the order of the arguments: those of the path come first.
        parameters.sort_by_key(|parameter| !parameter.in_path);
        let mut refused: Vec<(String, Span, &str)> = Vec::new();
        let mut count = 0;
        parameters.retain_mut(|parameter| match claim(&parameter.name, parameter.required, false) {
            Ok(()) => true,
            Err(_) if parameter.in_path => {
                // What it is called in the path is between us and the template.
                let renamed = loop {
                    count += 1;
                    let name = format!("path_part_{count}");
                    if claim(&name, true, false).is_ok() {
                        break name;
                    }
                };
                *path = path.replace(&format!("{{{}}}", parameter.name), &format!("{{{renamed}}}"));
                parameter.name = renamed;
                true
            }
            Err(why) => {
                refused.push((parameter.name.clone(), parameter.at, why));
                false
            }
        });
        if let Some(BodySchema { content: BodyContent::Fields(object), .. }) = body {
            let is_update = matches!(method, Method::Put | Method::Patch);
            let required = object.required.clone();
            object.properties.retain(|name, property| {
                let required = required.contains(name);
                let outcome = claim(name, required, is_update && property.nullable && !required);
                refused.extend(outcome.err().map(|why| (name.clone(), property.at, why)));
                outcome.is_ok()
            });
        }
        for (name, at, why) in refused {
            let message = format!("`{name}` {why}, and is left out");
            self.warn(codes::NOT_GENERATED, at, message, "it can be sent with `.query_extra(..)` or `.body_extra(..)`");
        }
    }
}
