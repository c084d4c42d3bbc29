//! The flavours of descriptions.

use super::{Node, NodeValue, Pointer, SpecSource, reader};
use crate::diag::Diagnostics;
use crate::openapi::yaml::Dialect;

/// The flavour of a description, which determines how strictly it is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flavour {
    /// Many files with the extensions of `spec/README.md`, checked by lint. Problems are errors.
    #[default]
    Curated,
    /// A third-party OpenAPI document in one file. Problems are warnings: the construct is changed or skipped.
    Foreign,
}

impl Flavour {
    /// Detects the flavour of a file. A curated description has operation ids such as `v2.deals.list`, or paths in other files.
    ///
    /// A file that cannot be read counts as curated, so that the problem is an error.
    pub fn of(source: &dyn SpecSource, root: &str) -> Self {
        let Ok(content) = source.read(root) else { return Self::Curated };
        let Some(node) = reader::parse(root, &content, Dialect::Lenient, &mut Diagnostics::new()) else { return Self::Curated };
        let paths = Pointer::root(root).child("paths");
        let paths = node.find(&paths).map(|(paths, _)| paths.entries()).unwrap_or_default();
        if paths.iter().any(|path| is_curated(&path.value)) { Self::Curated } else { Self::Foreign }
    }
}

fn is_curated(item: &Node) -> bool {
    let leads_to_file = item.get("$ref").and_then(Node::as_str).is_some_and(|target| !target.starts_with('#'));
    let is_curated =
        |id: &str| id.split_once('.').is_some_and(|(version, rest)| matches!(version, "v1" | "v2") && rest.contains('.'));
    let operations = item.entries().iter().filter(|entry| matches!(entry.value.value, NodeValue::Map(_)));
    let mut ids = operations.filter_map(|entry| entry.value.get("operationId").and_then(Node::as_str));
    leads_to_file || ids.any(is_curated)
}

#[cfg(test)]
mod tests {
    use super::Flavour;
    use crate::load::Memory;

    fn of(path_item: &str) -> Flavour {
        Flavour::of(&Memory::new().with("a.yaml", format!("paths: {{ /lamps: {path_item} }}")), "a.yaml")
    }

    #[test]
    fn curated_descriptions_are_detected_by_ids_or_files() {
        assert_eq!(of("{ get: { operationId: v2.lamps.list } }"), Flavour::Curated);
        assert_eq!(of("{ $ref: 'v2/lamps.yaml#/paths/lamps' }"), Flavour::Curated);
        assert_eq!(of("{ get: { operationId: getLamps } }"), Flavour::Foreign);
        assert_eq!(of("{ $ref: '#/components/pathItems/Lamps' }"), Flavour::Foreign);
        assert_eq!(Flavour::of(&Memory::new(), "a.yaml"), Flavour::Curated);
    }
}
