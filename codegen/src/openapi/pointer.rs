//! Locations in the description: a file and a JSON pointer into it.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// A location such as `v2/deals.yaml#/schemas/Deal`. Cheap to clone; ordered by file, then path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer {
    file: Arc<str>,
    path: Arc<str>,
}

impl Pointer {
    /// Points to a whole file.
    pub fn root(file: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), path: Arc::from("") }
    }

    /// Points into a file, as in `Pointer::new("v2/deals.yaml", "/schemas/Deal")`.
    pub fn new(file: impl Into<Arc<str>>, path: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), path: path.into() }
    }

    /// The path of the file, relative to the directory of the description.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The JSON pointer, empty or starting with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Points to the value of `key` in the mapping at this location.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        let mut path = String::with_capacity(self.path.len() + 1 + key.len());
        path.push_str(&self.path);
        path.push('/');
        if key.contains(['~', '/']) {
            path.push_str(&key.replace('~', "~0").replace('/', "~1"));
        } else {
            path.push_str(key);
        }
        Self { file: self.file.clone(), path: path.into() }
    }

    /// Points to the item `index` of the list at this location.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.child(&index.to_string())
    }

    /// Points to the mapping or list that contains this location; `None` for a whole file.
    pub fn parent(&self) -> Option<Self> {
        let (head, _) = self.path.rsplit_once('/')?;
        Some(Self { file: self.file.clone(), path: head.into() })
    }

    /// The last key, unescaped; `None` for a whole file.
    pub fn key(&self) -> Option<String> {
        self.path.rsplit_once('/').map(|(_, last)| unescape(last))
    }

    /// All keys from the root of the file, unescaped.
    pub fn keys(&self) -> Vec<String> {
        self.path.split('/').skip(1).map(unescape).collect()
    }

    /// Whether this is `other` or a location inside it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.file == other.file
            && self.path.strip_prefix(&*other.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether one of the locations is this one or inside it.
    pub(crate) fn contains_any(&self, locations: &BTreeSet<Self>) -> bool {
        // Those inside are next to each other: their paths begin with this path and a slash.
        let inside = locations.range(self.child("")..).next();
        locations.contains(self) || inside.is_some_and(|first| first.is_within(self))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.file, self.path)
    }
}

fn unescape(key: &str) -> String {
    if key.contains('~') { key.replace("~1", "/").replace("~0", "~") } else { key.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn keys_are_escaped_and_unescaped() {
        let at = Pointer::root("a.yaml").child("paths").child("/api/{id}~").index(3);
        assert_eq!(at.to_string(), "a.yaml#/paths/~1api~1{id}~0/3");
        assert_eq!(at.keys(), ["paths", "/api/{id}~", "3"]);
        assert_eq!(at.parent().and_then(|at| at.key()).as_deref(), Some("/api/{id}~"));
        assert!(at.is_within(&Pointer::new("a.yaml", "/paths")));
        assert!(!Pointer::new("a.yaml", "/pathsX").is_within(&Pointer::new("a.yaml", "/paths")));
    }

    #[test]
    fn locations_inside_of_another_are_found() {
        let at = |path: &str| Pointer::new("a.yaml", path);
        let all = ["/a!", "/a/b/c", "/ab", "/d"].map(at).into();
        for (path, is_found) in
            [("/a", true), ("/a/b", true), ("/a/b/c", true), ("/d", true), ("", true), ("/b", false), ("/a/c", false)]
        {
            assert_eq!(at(path).contains_any(&all), is_found, "{path}");
        }
        assert!(!Pointer::root("b.yaml").contains_any(&all));
    }
}
