//! The inputs of an operation, brought in line with its path and with one another.

use std::collections::BTreeSet;

use super::Adopting;
use super::bodies::{Body, Content};
use super::parameters::Parameter;
use crate::diag::codes;
use crate::load::{Method, Span};
use crate::names;

impl Adopting<'_> {
    /// Makes the parameters of the path those that stand in it.
    pub(super) fn fit_to_path(&mut self, path: &mut String, parameters: &mut Vec<Parameter>, at: Span) {
        let in_path: Vec<String> =
            path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect();
        for parameter in parameters.iter().filter(|parameter| parameter.in_path && !in_path.contains(&parameter.name)) {
            let message = format!("the path has no parameter `{}`", parameter.name);
            self.warn(codes::REPAIRED, parameter.at, message, "take it out, or put it into the path");
        }
        parameters.retain(|parameter| !parameter.in_path || in_path.contains(&parameter.name));
        for (index, name) in in_path.iter().enumerate() {
            if in_path[..index].contains(name) {
                let renamed = format!("{{{name}_{}}}", index + 1);
                if let Some(start) = path.rfind(&format!("{{{name}}}")) {
                    path.replace_range(start..start + name.len() + 2, &renamed);
                }
                let message = format!("the path has `{name}` twice");
                self.warn(codes::REPAIRED, at, message, "give each parameter its own name");
                parameters.push(Parameter::of_path(renamed.trim_matches(['{', '}']), at));
            } else if !parameters.iter().any(|parameter| parameter.in_path && parameter.name == *name) {
                let message = format!("the parameter `{name}` of the path is not described, and is taken as text");
                self.warn(codes::REPAIRED, at, message, format!("add `{{ name: {name}, in: path, required: true, schema: … }}`"));
                parameters.push(Parameter::of_path(name, at));
            }
        }
    }

    /// Leaves out the inputs that Rust cannot tell apart from earlier ones, or cannot spell.
    pub(super) fn tell_apart(
        &mut self,
        method: Method,
        path: &mut String,
        parameters: &mut Vec<Parameter>,
        body: &mut Option<Body>,
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
        if let Some(Body { content: Content::Fields(object), .. }) = body {
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
