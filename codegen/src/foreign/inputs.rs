//! Makes the inputs of an operation consistent with its path.

use super::Normalizer;
use super::parameters::ParameterSchema;
use crate::diag::codes;
use crate::openapi::Span;

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
        // Arguments for the path precede the others.
        parameters.sort_by_key(|parameter| !parameter.is_in_path());
    }
}
