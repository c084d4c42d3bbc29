//! Whose description it is.

use super::{Node, NodeValue, Pointer, SpecSource, reader};
use crate::diag::Diagnostics;

/// Whose description it is, and so what may be expected of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flavour {
    /// Ours: many files, with our extensions, written after the rules of lint. What does not fit is an error.
    #[default]
    Curated,
    /// Anybody's: one file, written in any way. What does not fit is made to, or left out, with a warning.
    Foreign,
}

impl Flavour {
    /// Whose description a file looks like. Ours has operations called `v2.deals.list`, or paths that lead to other files.
    ///
    /// Commands that take either ask for this; a file that cannot be read counts as ours, whose faults are errors.
    pub fn of(source: &dyn SpecSource, root: &str) -> Self {
        let Ok(text) = source.read(root) else { return Self::Curated };
        let Some(node) = reader::parse(root, &text, &mut Diagnostics::new()) else { return Self::Curated };
        let paths = Pointer::root(root).child("paths");
        let paths = node.find(&paths).map(|(paths, _)| paths.entries()).unwrap_or_default();
        if paths.iter().any(|path| is_ours(&path.value)) { Self::Curated } else { Self::Foreign }
    }
}

fn is_ours(item: &Node) -> bool {
    let leads_away = item.get("$ref").and_then(Node::as_str).is_some_and(|target| !target.starts_with('#'));
    let is_ours =
        |id: &str| id.split_once('.').is_some_and(|(version, rest)| matches!(version, "v1" | "v2") && rest.contains('.'));
    let operations = item.entries().iter().filter(|entry| matches!(entry.value.value, NodeValue::Map(_)));
    let mut ids = operations.filter_map(|entry| entry.value.get("operationId").and_then(Node::as_str));
    leads_away || ids.any(is_ours)
}

#[cfg(test)]
mod tests {
    use super::Flavour;
    use crate::load::Memory;

    fn of(path_item: &str) -> Flavour {
        Flavour::of(&Memory::new().with("a.yaml", format!("paths: {{ /lamps: {path_item} }}")), "a.yaml")
    }

    #[test]
    fn ours_is_known_by_its_ids_or_its_files() {
        assert_eq!(of("{ get: { operationId: v2.lamps.list } }"), Flavour::Curated);
        assert_eq!(of("{ $ref: 'v2/lamps.yaml#/paths/lamps' }"), Flavour::Curated);
        assert_eq!(of("{ get: { operationId: getLamps } }"), Flavour::Foreign);
        assert_eq!(of("{ $ref: '#/components/pathItems/Lamps' }"), Flavour::Foreign);
        assert_eq!(Flavour::of(&Memory::new(), "a.yaml"), Flavour::Curated);
    }
}
