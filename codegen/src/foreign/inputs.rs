//! Makes the inputs of an operation consistent with its path and resolves name collisions.

use std::collections::BTreeSet;

use super::Normalizer;
use super::bodies::{BodyMedia, BodySchema};
use super::parameters::ParameterSchema;
use crate::diag::codes;
use crate::idents;
use crate::openapi::{Method, Span};

impl Normalizer<'_> {
    /// Adds missing path parameters, renames duplicates, and removes parameters that the path does not contain.
    pub(super) fn match_path_parameters(&mut self, path: &mut String, parameters: &mut Vec<ParameterSchema>, at: Span) {
        let in_path: Vec<String> =
            path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect();
        for parameter in parameters.iter().filter(|parameter| parameter.is_in_path() && !in_path.contains(&parameter.name)) {
            let message = format!("parameter `{}` does not occur in the path", parameter.name);
            self.warn(codes::REPAIRED, parameter.at, message, format!("remove it, or add `{{{}}}` to the path", parameter.name));
        }
        parameters.retain(|parameter| !parameter.is_in_path() || in_path.contains(&parameter.name));
        for (index, name) in in_path.iter().enumerate() {
            if in_path[..index].contains(name) {
                let renamed = format!("{{{name}_{}}}", index + 1);
                if let Some(start) = path.rfind(&format!("{{{name}}}")) {
                    path.replace_range(start..start + name.len() + 2, &renamed);
                }
                let message = format!("duplicate parameter `{name}` in the path");
                self.warn(codes::REPAIRED, at, message, "use a distinct name for each parameter");
                parameters.push(ParameterSchema::undescribed_path_parameter(renamed.trim_matches(['{', '}']), at));
            } else if !parameters.iter().any(|parameter| parameter.is_in_path() && parameter.name == *name) {
                let message = format!("path parameter `{name}` is not declared: generated as a string");
                self.warn(codes::REPAIRED, at, message, format!("add `{{ name: {name}, in: path, required: true, schema: … }}`"));
                parameters.push(ParameterSchema::undescribed_path_parameter(name, at));
            }
        }
    }

    /// Removes inputs without a valid Rust identifier and inputs with the same name as an earlier one.
    pub(super) fn drop_colliding_inputs(
        &mut self,
        method: Method,
        path: &mut String,
        parameters: &mut Vec<ParameterSchema>,
        body: &mut Option<BodySchema>,
    ) {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut claim =
            |name: &str, required: bool, clears: bool| match idents::snake(name).map(|ident| idents::setter(ident, required)) {
                None => Err("has no valid Rust identifier"),
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
        // Arguments for the path precede the others.
        parameters.sort_by_key(|parameter| !parameter.is_in_path());
        let mut refused: Vec<(String, Span, &str)> = Vec::new();
        let mut count = 0;
        parameters.retain_mut(|parameter| match claim(&parameter.name, parameter.required, false) {
            Ok(()) => true,
            Err(_) if parameter.is_in_path() => {
                // The name in the path template is not sent, so it can be changed.
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
        if let Some(BodySchema { content: BodyMedia::Fields(object), .. }) = body {
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
            let message = format!("`{name}` {why}: skipped");
            self.warn(codes::NOT_GENERATED, at, message, "send it with `.query_extra(..)` or `.body_extra(..)`");
        }
    }
}
