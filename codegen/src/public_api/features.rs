//! The features of a crate, from its `Cargo.toml`.

/// Returns each feature with the other features of the crate that it enables, sorted by name. What it enables in dependencies is not public.
pub(super) fn of(manifest: &str) -> Vec<(String, Vec<String>)> {
    let lines = manifest.lines().skip_while(|line| line.trim() != "[features]").skip(1).take_while(|line| !line.starts_with('['));
    let content: String = lines.filter(|line| !line.trim_start().starts_with('#')).collect::<Vec<_>>().join("\n");
    let mut features = Vec::new();
    for entry in content.split_inclusive(']') {
        let Some((name, enables)) = entry.split_once('=') else { continue };
        let enables = enables.trim().trim_matches(['[', ']']);
        let mut names: Vec<String> = enables
            .split(',')
            .map(|name| name.trim().trim_matches('"').to_owned())
            .filter(|name| !name.is_empty() && !name.contains(['/', ':']))
            .collect();
        names.sort();
        features.push((name.trim().trim_matches('"').to_owned(), names));
    }
    features.sort();
    features
}

#[cfg(test)]
mod tests {
    #[test]
    fn features_are_listed_with_those_that_they_enable() {
        let manifest = "[package]\nname = \"a\"\n\n[features]\n# About.\nb = [\"dep:c\", \"a/c\"]\na = [\n  \"b\",\n  \"a2\",\n]\na2 = []\n\n[dependencies]\nx = \"1\"\n";
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let expected = [("a".to_owned(), names(&["a2", "b"])), ("a2".to_owned(), names(&[])), ("b".to_owned(), names(&[]))];
        assert_eq!(super::of(manifest), expected);
    }
}
