//! The lines of a crate's public API, one per item.

use std::collections::{BTreeMap, BTreeSet};

use super::attributes::Attributes;
use super::paths::PublicPaths;
use super::resolve::{Modules, PathTarget};
use super::source::{Signature, SourceImpl, SourceItem};
use super::tokens::SignatureCode;

/// A line, with what it is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ApiLine {
    /// The path of the type or trait that it belongs to.
    pub owner: String,
    pub rank: LineRank,
    pub text: String,
}

/// The order of the lines of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LineRank {
    Item,
    Member,
    Impl,
}

/// The lines of a crate.
#[derive(Default)]
pub(super) struct CrateLines {
    pub lines: BTreeSet<ApiLine>,
    /// The types that are arguments of a macro of another crate.
    pub calls: BTreeMap<String, BTreeSet<String>>,
}

/// Writes the lines of one crate.
pub(super) struct Writer<'a> {
    pub modules: &'a Modules,
    pub krate: &'a str,
    /// The public paths of all crates.
    pub paths: &'a BTreeMap<String, PublicPaths>,
}

impl Writer<'_> {
    pub fn lines(&self) -> CrateLines {
        let mut found = CrateLines::default();
        let own = &self.paths[self.krate];
        for (path, (target, features)) in &own.all {
            self.path(path, target, features, own, &mut found.lines);
        }
        for (module, source) in self.modules.of_crate(self.krate) {
            for block in &source.impls {
                self.implementation(module, block, &mut found.lines);
            }
            for (name, ty) in &source.calls {
                if let Some(path) = self.visible(module, std::slice::from_ref(ty)) {
                    found.calls.entry(name.clone()).or_default().insert(path);
                }
            }
        }
        found
    }

    fn path(&self, path: &str, target: &PathTarget, features: &[String], own: &PublicPaths, lines: &mut BTreeSet<ApiLine>) {
        let note = features_note(features);
        let mut add = |rank, text: String| {
            lines.insert(ApiLine { owner: path.to_owned(), rank, text });
        };
        let is_own = match target {
            PathTarget::Module(module) | PathTarget::Item(module, _) => self.modules.get(*module).krate == self.krate,
            PathTarget::Elsewhere(_) => false,
        };
        if !is_own || own.best(target) != Some(path) {
            let original = if is_own { own.best(target).unwrap_or_default().to_owned() } else { self.foreign(target) };
            add(LineRank::Item, format!("pub use {path} = {original}{note}"));
            return;
        }
        match target {
            PathTarget::Item(module, name) => {
                for item in self.modules.items(*module, name).filter(|item| item.is_public) {
                    add(LineRank::Item, self.line(*module, path, &item.attributes, &item.signature) + &note);
                    self.members(*module, path, item, &mut add);
                }
            }
            _ => add(LineRank::Item, format!("pub mod {path}{note}")),
        }
    }

    fn members(&self, module: usize, path: &str, item: &SourceItem, add: &mut impl FnMut(LineRank, String)) {
        for member in item.members.iter().filter(|member| !member.attributes.is_hidden && member.attributes.is_compiled) {
            let line = self.line(module, &format!("{path}::{}", member.name), &member.attributes, &member.signature);
            add(LineRank::Member, line + &features_note(&member.attributes.features));
        }
        for derived in &item.attributes.derives {
            let name = derived.last().map(String::as_str).unwrap_or_default();
            let name = if derived.len() == 1 { name.to_owned() } else { self.name(module, derived) };
            add(LineRank::Impl, format!("impl {name} for {path}"));
        }
    }

    /// Writes an item: `pub fn path(arguments) -> Output`.
    fn line(&self, module: usize, path: &str, attributes: &Attributes, signature: &Signature) -> String {
        let marks = [(attributes.is_deprecated, "#[deprecated] "), (attributes.is_non_exhaustive, "#[non_exhaustive] ")];
        let marks: String = marks.iter().filter(|(is_set, _)| *is_set).map(|(_, mark)| *mark).collect();
        let Signature { before, join, code, after } = signature;
        let space = if before.is_empty() { "" } else { " " };
        let code = self.code(module, code);
        let code = if code.starts_with("where") || code.starts_with('=') { format!(" {code}") } else { code };
        format!("{marks}pub {before}{space}{path}{join}{code}{after}")
    }

    fn implementation(&self, module: usize, block: &SourceImpl, lines: &mut BTreeSet<ApiLine>) {
        let note = features_note(&block.attributes.features);
        let (generics, bounds) = (self.code(module, &block.generics), self.code(module, &block.bounds));
        let bounds = if bounds.is_empty() { bounds } else { format!(" {bounds}") };
        let target = self.code(module, &block.target);
        let Some(of_trait) = &block.of_trait else {
            let Some(owner) = block.target.leading_path().and_then(|path| self.visible(module, path)) else { return };
            let context =
                if generics.contains(':') || !bounds.is_empty() { format!(" // impl{generics}{bounds}") } else { String::new() };
            for member in block.members.iter().filter(|member| !member.attributes.is_hidden && member.attributes.is_compiled) {
                let line = self.line(module, &format!("{target}::{}", member.name), &member.attributes, &member.signature);
                let note = features_note(&[&block.attributes.features[..], &member.attributes.features[..]].concat());
                lines.insert(ApiLine { owner: owner.clone(), rank: LineRank::Member, text: line + &note + &context });
            }
            return;
        };
        if self.has_private_path(module, of_trait) || self.has_private_path(module, &block.target) {
            return;
        }
        let bindings: Vec<String> =
            block.bindings.iter().map(|(name, code)| format!("{name} = {}", self.code(module, code))).collect();
        let bindings = if bindings.is_empty() { String::new() } else { format!(" {{ {} }}", bindings.join(", ")) };
        let name = self.code(module, of_trait);
        // An `impl` for a type of another crate belongs to the first type of this crate that it names.
        let paths = block.target.paths().chain(of_trait.paths().skip(1)).chain(of_trait.paths().take(1));
        let owner = paths.into_iter().find_map(|path| self.own(module, path)).unwrap_or_else(|| target.clone());
        let text = format!("impl{generics} {name} for {target}{bounds}{bindings}{note}");
        lines.insert(ApiLine { owner, rank: LineRank::Impl, text });
    }

    fn code(&self, module: usize, code: &SignatureCode) -> String {
        code.print(&|path| self.name(module, path))
    }

    /// Returns the path that users write for a path in a module.
    fn name(&self, module: usize, path: &[String]) -> String {
        let Some((target, rest)) = self.modules.resolve(module, path) else {
            return path.join("::").trim_start_matches("::").to_owned();
        };
        let name = self.paths[self.krate].best(&target).map_or_else(|| self.foreign(&target), str::to_owned);
        rest.iter().fold(name, |name, segment| format!("{name}::{segment}"))
    }

    /// Returns the path of an item that this crate does not make public under a path of its own.
    fn foreign(&self, target: &PathTarget) -> String {
        let (krate, path, name) = match target {
            PathTarget::Elsewhere(path) => return shortened(path),
            PathTarget::Module(module) => (&self.modules.get(*module).krate, &self.modules.get(*module).source.path, None),
            PathTarget::Item(module, name) => {
                (&self.modules.get(*module).krate, &self.modules.get(*module).source.path, Some(name))
            }
        };
        let paths = self.paths.get(krate);
        if let Some(known) = paths.and_then(|paths| paths.best(target).or_else(|| paths.hidden(target))) {
            return known.to_owned();
        }
        [krate].into_iter().chain(path).chain(name).cloned().collect::<Vec<_>>().join("::")
    }

    /// Returns the public path of an item of any crate.
    fn visible(&self, module: usize, path: &[String]) -> Option<String> {
        let (target, _) = self.modules.resolve(module, path)?;
        let PathTarget::Item(home, _) = &target else { return None };
        let own = self.paths[self.krate].best(&target);
        own.or_else(|| self.paths.get(&self.modules.get(*home).krate)?.best(&target)).map(str::to_owned)
    }

    /// Returns the public path of an item of this crate.
    fn own(&self, module: usize, path: &[String]) -> Option<String> {
        match self.modules.resolve(module, path)? {
            (PathTarget::Item(home, _), _) if self.modules.get(home).krate == self.krate => self.visible(module, path),
            _ => None,
        }
    }

    /// Whether code names an item that users cannot name.
    fn has_private_path(&self, module: usize, code: &SignatureCode) -> bool {
        code.paths().any(|path| {
            matches!(self.modules.resolve(module, path), Some((PathTarget::Item(..), _))) && self.visible(module, path).is_none()
        })
    }
}

/// Writes the path of an item of another crate. Those of the standard library are written as in most programs.
fn shortened(path: &[String]) -> String {
    match path {
        [krate, .., module, name] if matches!(krate.as_str(), "std" | "core" | "alloc") => {
            let is_ambiguous = matches!(name.as_str(), "Result" | "Error") && module != "result";
            if is_ambiguous { format!("{module}::{name}") } else { name.clone() }
        }
        path => path.join("::"),
    }
}

fn features_note(features: &[String]) -> String {
    if features.is_empty() { String::new() } else { format!(" // features: {}", features.join(", ")) }
}
