//! Finds the item that a path means, across the published crates.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use super::source::{Import, SourceItem, SourceModule};

/// What a path means.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum PathTarget {
    /// A module of a published crate, by its index.
    Module(usize),
    /// An item of a module.
    Item(usize, String),
    /// An item of another crate, by its path.
    Elsewhere(Vec<String>),
}

/// A module with its crate.
pub(super) struct CrateModule {
    pub krate: String,
    pub source: SourceModule,
    imports: BTreeMap<String, usize>,
}

/// The modules of all published crates.
pub(super) struct Modules {
    all: Vec<CrateModule>,
    by_path: BTreeMap<(String, Vec<String>), usize>,
    known: RefCell<HashMap<(usize, String), Option<PathTarget>>>,
}

impl Modules {
    pub fn of(mut sources: Vec<(String, SourceModule)>) -> Self {
        let macros: Vec<(String, SourceItem)> = sources
            .iter_mut()
            .flat_map(|(krate, source)| source.take_macros().into_iter().map(move |item| (krate.clone(), item)))
            .collect();
        // Exported macros belong to the root of their crate.
        for (krate, item) in macros {
            let root = sources.iter_mut().find(|(name, source)| *name == krate && source.path.is_empty());
            if let Some((_, root)) = root {
                root.items.push(item);
            }
        }
        let mut modules = Self { all: Vec::new(), by_path: BTreeMap::new(), known: RefCell::default() };
        for (krate, source) in sources {
            modules.by_path.insert((krate.clone(), source.path.clone()), modules.all.len());
            let imports = source.imports.iter().enumerate().filter_map(|(index, import)| Some((import.name.clone()?, index)));
            modules.all.push(CrateModule { krate, imports: imports.collect(), source });
        }
        modules
    }

    pub fn get(&self, module: usize) -> &CrateModule {
        &self.all[module]
    }

    /// Returns the modules of a crate.
    pub fn of_crate<'a>(&'a self, krate: &'a str) -> impl Iterator<Item = (usize, &'a SourceModule)> {
        self.all
            .iter()
            .enumerate()
            .filter(move |(_, module)| module.krate == krate)
            .map(|(index, module)| (index, &module.source))
    }

    pub fn root(&self, krate: &str) -> Option<usize> {
        self.by_path.get(&(krate.to_owned(), Vec::new())).copied()
    }

    /// Returns the items with this name: at most one type, one function and one macro.
    pub fn items<'a>(&'a self, module: usize, name: &'a str) -> impl Iterator<Item = &'a SourceItem> {
        self.all[module].source.items.iter().filter(move |item| item.name == name)
    }

    /// Returns what an item is: a module, or another item.
    pub fn target(&self, module: usize, item: &SourceItem) -> PathTarget {
        let parent = &self.all[module];
        let path: Vec<String> = parent.source.path.iter().cloned().chain([item.name.clone()]).collect();
        match self.by_path.get(&(parent.krate.clone(), path)) {
            Some(inner) if item.signature.before == "mod" => PathTarget::Module(*inner),
            _ => PathTarget::Item(module, item.name.clone()),
        }
    }

    /// Finds what a path in a module means, and the segments after the item, such as an associated type.
    pub fn resolve<'a>(&self, module: usize, path: &'a [String]) -> Option<(PathTarget, &'a [String])> {
        let krate = &self.all[module].krate;
        let (first, mut rest) = path.split_first()?;
        let mut target = match first.as_str() {
            "crate" => PathTarget::Module(self.root(krate)?),
            "self" => PathTarget::Module(module),
            "super" => PathTarget::Module(self.parent(module)?),
            "" => {
                let (name, after) = rest.split_first()?;
                rest = after;
                self.external(name)
            }
            name => match self.find(module, name) {
                Some(target) => target,
                None if rest.is_empty() && self.root(name).is_none() => return None,
                None => self.external(name),
            },
        };
        while let Some((name, after)) = rest.split_first() {
            target = match target {
                PathTarget::Module(module) if name == "super" => PathTarget::Module(self.parent(module)?),
                PathTarget::Module(module) => self.find(module, name)?,
                PathTarget::Item(..) => break,
                PathTarget::Elsewhere(path) => PathTarget::Elsewhere(path.into_iter().chain([name.clone()]).collect()),
            };
            rest = after;
        }
        Some((target, rest))
    }

    /// Finds what an import means. A single name that the module does not contain is that of a crate.
    pub fn imported(&self, module: usize, import: &Import) -> Option<PathTarget> {
        match (self.resolve(module, &import.path), import.path.as_slice()) {
            (Some((target, [])), _) => Some(target),
            (None, [name]) => Some(self.external(name)),
            _ => None,
        }
    }

    fn external(&self, name: &str) -> PathTarget {
        self.root(name).map_or_else(|| PathTarget::Elsewhere(vec![name.to_owned()]), PathTarget::Module)
    }

    fn parent(&self, module: usize) -> Option<usize> {
        let CrateModule { krate, source, .. } = &self.all[module];
        let (_, parent) = source.path.split_last()?;
        self.by_path.get(&(krate.clone(), parent.to_vec())).copied()
    }

    /// Finds a name in a module: an item, an import, or a name of a module that is imported as a whole.
    fn find(&self, module: usize, name: &str) -> Option<PathTarget> {
        let key = (module, name.to_owned());
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        // Ends the search if modules import one another.
        self.known.borrow_mut().insert(key.clone(), None);
        let node = &self.all[module];
        let own = self.items(module, name).next().map(|item| self.target(module, item));
        let found = own.or_else(|| self.imported(module, &node.source.imports[*node.imports.get(name)?])).or_else(|| {
            node.source.imports.iter().filter(|import| import.name.is_none()).find_map(|import| {
                match self.imported(module, import)? {
                    PathTarget::Module(other) => self.find(other, name),
                    _ => None,
                }
            })
        });
        self.known.borrow_mut().insert(key, found.clone());
        found
    }
}
