//! Reads a file into modules, and expands the macros that write items.

use std::collections::BTreeMap;

use proc_macro2::TokenTree;
use syn::{Item, UseTree, Visibility};

use super::super::attributes::Attributes;
use super::super::expand::{self, Macro, MacroSource};
use super::outline::outline;
use super::{Import, Signature, SourceItem, SourceModule, items};

/// Macros of the standard library whose calls contain no public items.
const IGNORED: [&str; 2] = ["thread_local", "compile_error"];

/// The most calls of macros inside of one another, which is far more than the crates need.
const MAX_DEPTH: usize = 32;

/// The macros of all crates.
#[derive(Debug, Default)]
pub(in super::super) struct MacroTable {
    /// By the file in which they are in scope, and by name.
    local: BTreeMap<(String, String), MacroSource>,
    exported: BTreeMap<String, MacroSource>,
}

/// A macro of a file.
pub(in super::super) struct FoundMacro {
    name: String,
    is_exported: bool,
    source: MacroSource,
}

impl MacroTable {
    /// Adds the macros of a file.
    pub fn add(&mut self, krate: &str, file: &str, macros: Vec<FoundMacro>) {
        for FoundMacro { name, is_exported, source } in macros {
            if is_exported {
                self.exported.insert(name.clone(), source.clone());
            }
            self.local.insert((format!("{krate}/{file}"), name), source);
        }
    }

    fn get(&self, file: &str, name: &str) -> Option<&MacroSource> {
        self.local.get(&(file.to_owned(), name.to_owned())).or_else(|| self.exported.get(name))
    }
}

/// Returns the macros that a file defines.
pub(in super::super) fn macros_in(krate: &str, content: &str) -> Result<Vec<FoundMacro>, String> {
    if !content.contains("macro_rules!") {
        return Ok(Vec::new());
    }
    let file = syn::parse_file(content).map_err(|error| error.to_string())?;
    let macros = file.items.iter().filter_map(|item| {
        let Item::Macro(item) = item else { return None };
        let attributes = Attributes::of(&item.attrs);
        let name = item.ident.as_ref().filter(|_| attributes.is_compiled)?.to_string();
        Some(FoundMacro { name, is_exported: attributes.is_exported, source: expand::source(krate, item) })
    });
    Ok(macros.collect())
}

/// Reads the module of a file, and those that are blocks in it. `file` is the path in the crate, such as `src/json/mod.rs`.
pub(in super::super) fn modules_in(
    krate: &str,
    file: &str,
    content: &str,
    macros: &MacroTable,
) -> Result<Vec<SourceModule>, String> {
    // Code that is not formatted may have no outline.
    let parsed = syn::parse_file(&outline(content)).or_else(|_| syn::parse_file(content)).map_err(|error| error.to_string())?;
    let name = format!("{krate}/{file}");
    let mut reader = Reader { krate, file: &name, macros, parsed: BTreeMap::new(), modules: Vec::new() };
    reader.module(module_path(file), parsed.items)?;
    Ok(reader.modules)
}

fn module_path(file: &str) -> Vec<String> {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if path == "lib" { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

struct Reader<'a> {
    krate: &'a str,
    file: &'a str,
    macros: &'a MacroTable,
    /// The macros that are called in this file.
    parsed: BTreeMap<String, Macro>,
    modules: Vec<SourceModule>,
}

impl Reader<'_> {
    fn module(&mut self, path: Vec<String>, items: Vec<Item>) -> Result<(), String> {
        let mut module = SourceModule { path, ..SourceModule::default() };
        for item in items {
            self.item(&mut module, item, 0)?;
        }
        self.modules.push(module);
        Ok(())
    }

    fn item(&mut self, module: &mut SourceModule, item: Item, depth: usize) -> Result<(), String> {
        match item {
            Item::Macro(item) => self.call(module, &item, depth)?,
            Item::Use(item) => {
                let attributes = Attributes::of(&item.attrs);
                if attributes.is_compiled {
                    let start = if item.leading_colon.is_some() { vec![String::new()] } else { Vec::new() };
                    let is_public = matches!(item.vis, Visibility::Public(_));
                    imports(&item.tree, &start, &mut |path, name| {
                        module.imports.push(Import { path, name, is_public, attributes: attributes.clone() });
                    });
                }
            }
            Item::Impl(item) => {
                let found = items::implementation(&item);
                if found.attributes.is_compiled && !found.attributes.is_hidden {
                    module.impls.push(found);
                }
            }
            item => {
                let found = items::named(&item).filter(|found| found.attributes.is_compiled);
                if let (Some(found), Item::Mod(syn::ItemMod { content: Some((_, items)), .. })) = (&found, item) {
                    let path = module.path.iter().cloned().chain([found.name.clone()]).collect();
                    self.module(path, items)?;
                }
                module.items.extend(found);
            }
        }
        Ok(())
    }

    /// Reads a definition of a macro, or the items that a call stands for.
    fn call(&mut self, module: &mut SourceModule, item: &syn::ItemMacro, depth: usize) -> Result<(), String> {
        let attributes = Attributes::of(&item.attrs);
        if !attributes.is_compiled {
            return Ok(());
        }
        if let Some(name) = &item.ident {
            if attributes.is_exported {
                let signature = Signature { before: "macro".to_owned(), ..Signature::default() };
                // A module may have the same name.
                let (name, is_public) = (format!("{name}!"), true);
                module.items.push(SourceItem { name, is_public, attributes, signature, members: Vec::new() });
            }
            return Ok(());
        }
        let name = item.mac.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        if IGNORED.contains(&name.as_str()) {
            return Ok(());
        }
        let source = self.macros.get(self.file, &name).ok_or_else(|| format!("the macro `{name}!` is not known"))?;
        let failed = |why: &str| format!("cannot expand `{name}!({})`: {why}", item.mac.tokens);
        if depth > MAX_DEPTH {
            return Err(failed("too many macros call one another"));
        }
        let first = item.mac.tokens.clone().into_iter().next();
        if let (0, Some(TokenTree::Ident(ty))) = (depth, first.filter(|_| source.krate != self.krate)) {
            module.calls.push((name.clone(), ty.to_string()));
        }
        if !self.parsed.contains_key(&name) {
            self.parsed.insert(name.clone(), Macro::parse(source).map_err(|why| failed(&why))?);
        }
        let expanded = self.parsed[&name].expand(item.mac.tokens.clone()).map_err(|why| failed(&why))?;
        let file: syn::File = syn::parse2(expanded).map_err(|error| failed(&error.to_string()))?;
        for mut found in file.items {
            inherit(&mut found, &item.attrs);
            self.item(module, found, depth + 1)?;
        }
        Ok(())
    }
}

/// Adds the conditions of a call to an item that it stands for.
fn inherit(item: &mut Item, attributes: &[syn::Attribute]) {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).cloned();
    match item {
        Item::Impl(item) => item.attrs.extend(conditions),
        Item::Macro(item) => item.attrs.extend(conditions),
        Item::Struct(item) => item.attrs.extend(conditions),
        Item::Enum(item) => item.attrs.extend(conditions),
        _ => {}
    }
}

/// Reports each import of a tree: the path, and the name that it introduces.
fn imports(tree: &UseTree, prefix: &[String], add: &mut impl FnMut(Vec<String>, Option<String>)) {
    let joined = |name: &dyn ToString| prefix.iter().cloned().chain([name.to_string()]).collect::<Vec<_>>();
    match tree {
        UseTree::Path(tree) => imports(&tree.tree, &joined(&tree.ident), add),
        UseTree::Group(group) => group.items.iter().for_each(|tree| imports(tree, prefix, add)),
        UseTree::Glob(_) => add(prefix.to_vec(), None),
        UseTree::Name(name) if name.ident == "self" => add(prefix.to_vec(), prefix.last().cloned()),
        UseTree::Name(name) => add(joined(&name.ident), Some(name.ident.to_string())),
        UseTree::Rename(rename) if rename.rename == "_" => {}
        UseTree::Rename(rename) if rename.ident == "self" => add(prefix.to_vec(), Some(rename.rename.to_string())),
        UseTree::Rename(rename) => add(joined(&rename.ident), Some(rename.rename.to_string())),
    }
}
