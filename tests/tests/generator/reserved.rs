//! The names that no item of a description has: those that emitted code uses are read from the sources that it comes from.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pipedrive_codegen::idents::{ACCESSOR_METHODS, BUILDER_METHODS, MODEL_METHODS, REQUEST_METHODS, RESERVED_TYPES};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{Item, TraitItem, UseTree, Visibility};

/// The types, traits and variants that the prelude of Rust 2024 has, by
/// [its documentation](https://doc.rust-lang.org/std/prelude/index.html).
const PRELUDE: &str = "Send Sync Sized Copy Drop Fn FnMut FnOnce AsyncFn AsyncFnMut AsyncFnOnce Unpin Box ToOwned Clone PartialEq \
    PartialOrd Eq Ord AsRef AsMut Into From Default Iterator Extend IntoIterator DoubleEndedIterator ExactSizeIterator Option Some None \
    Result Ok Err String ToString Vec TryFrom TryInto FromIterator Future IntoFuture";

/// The methods of the prelude that take any value, and so precede a method that takes a reference.
const BY_VALUE: [&str; 2] = ["into", "try_into"];

/// Templates of files that contain or import the types of a description.
const TEMPLATES: [&str; 11] = [
    "exercise",
    "ids",
    "models",
    "operations",
    "requests",
    "models/enum",
    "models/input",
    "models/object",
    "models/union",
    "operations/pagination",
    "operations/request",
];

type Names = BTreeSet<String>;

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen");
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn parsed(path: &str) -> Vec<Item> {
    syn::parse_file(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}")).items
}

fn template(name: &str) -> String {
    read(&format!("templates/{name}.rs.askama"))
}

fn set<'a>(names: impl IntoIterator<Item = &'a str>) -> Names {
    names.into_iter().map(str::to_owned).collect()
}

fn is_type(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(|c: char| c.is_ascii_lowercase()) && name != "Self"
}

/// The names that a `use` brings into scope.
fn used(tree: &UseTree, into: &mut Names) {
    match tree {
        UseTree::Path(path) => used(&path.tree, into),
        UseTree::Name(name) => drop(into.insert(name.ident.to_string())),
        UseTree::Rename(renamed) => drop(into.insert(renamed.rename.to_string())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| used(tree, into)),
        UseTree::Glob(_) => panic!("the names of a glob are unknown: list them"),
    }
}

/// The names that `use runtime::MODULE::*` brings into scope.
fn exported(items: &[Item]) -> Names {
    let mut names = Names::new();
    for item in items {
        match item {
            Item::Use(item) if matches!(item.vis, Visibility::Public(_)) => used(&item.tree, &mut names),
            Item::Type(item) => drop(names.insert(item.ident.to_string())),
            Item::Struct(item) => drop(names.insert(item.ident.to_string())),
            Item::Enum(item) => drop(names.insert(item.ident.to_string())),
            Item::Trait(item) => drop(names.insert(item.ident.to_string())),
            Item::Fn(item) if matches!(item.vis, Visibility::Public(_)) => drop(names.insert(item.sig.ident.to_string())),
            _ => {}
        }
    }
    names
}

fn module(name: &str) -> Names {
    let modules = parsed("runtime/src/lib.rs");
    let found = modules.iter().find_map(|item| match item {
        Item::Mod(module) if module.ident == name => module.content.as_ref().map(|(_, items)| exported(items)),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("the runtime has no module `{name}`"))
}

/// The types that code names without a path. Associated types and variants, which are definitions, are not among them.
fn bare(code: TokenStream, into: &mut Names) {
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    let is_sign =
        |token: Option<&TokenTree>, sign: char| matches!(token, Some(TokenTree::Punct(found)) if found.as_char() == sign);
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| tokens.get(index));
        let after = tokens.get(index + 1);
        match token {
            // Not an attribute.
            TokenTree::Group(group) if !is_sign(before, '#') => bare(group.stream(), into),
            TokenTree::Ident(name) if is_type(&name.to_string()) => {
                let is_path = is_sign(before, ':') && index > 1 && is_sign(tokens.get(index - 2), ':');
                let is_parameter = is_sign(before, '$') || is_sign(before, '#');
                let is_associated = matches!(before, Some(TokenTree::Ident(word)) if word == "type") || is_sign(after, '=');
                let is_variant = matches!(after, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
                if !(is_path || is_parameter || is_associated || is_variant) {
                    into.insert(name.to_string());
                }
            }
            _ => {}
        }
    }
}

/// What the macros of the form `NAME!(…)` in code contain.
fn macros(code: TokenStream, name: &str, each: &mut impl FnMut(TokenStream)) {
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        match &tokens[..index] {
            [.., TokenTree::Ident(ident), TokenTree::Punct(_)] if ident == name => each(group.stream()),
            _ => macros(group.stream(), name, each),
        }
    }
}

/// All words of code.
fn words(code: TokenStream, into: &mut Names) {
    for token in code {
        match token {
            TokenTree::Group(group) => words(group.stream(), into),
            TokenTree::Ident(word) => drop(into.insert(word.to_string())),
            _ => {}
        }
    }
}

/// A template without documentation, and without what is filled in.
fn fixed(template: &str) -> TokenStream {
    let mut code = String::new();
    let mut rest = template;
    while let Some(start) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        code.push_str(&rest[..start]);
        let end = if rest[start..].starts_with("{{") { "}}" } else { "%}" };
        rest = rest[start..].split_once(end).expect("closed").1;
        code.push_str(" filled ");
    }
    code.push_str(rest);
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code = code.lines().filter(is_code).collect::<Vec<_>>().join("\n");
    code.parse().unwrap_or_else(|error| panic!("{error} in:\n{code}"))
}

/// The functions and methods outside of traits that code defines. Those of traits have no visibility.
fn functions(code: TokenStream, into: &mut Names) {
    let (mut is_public, mut after_fn) = (false, false);
    for token in code {
        match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {}
            TokenTree::Group(group) => functions(group.stream(), into),
            TokenTree::Ident(word) if word == "pub" => is_public = true,
            TokenTree::Ident(word) if word == "fn" => after_fn = is_public,
            TokenTree::Ident(name) if std::mem::take(&mut after_fn) && name != "filled" => {
                into.insert(name.to_string());
                is_public = false;
            }
            _ => is_public = false,
        }
    }
}

/// The methods of the public traits in a file.
fn trait_methods(path: &str) -> Names {
    let traits = parsed(path).into_iter().filter_map(|item| match item {
        Item::Trait(item) if matches!(item.vis, Visibility::Public(_)) => Some(item.items),
        _ => None,
    });
    let methods = traits.flatten().filter_map(|item| match item {
        TraitItem::Fn(method) => Some(method.sig.ident.to_string()),
        _ => None,
    });
    methods.collect()
}

fn assert_reserved(what: &str, reserved: &[&str], derived: &Names) {
    let known = set(reserved.iter().copied());
    let missing: Vec<&String> = derived.difference(&known).collect();
    let stale: Vec<&String> = known.difference(derived).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "`{what}` in codegen/src/idents/reserved.rs: add {missing:?} and remove {stale:?}"
    );
    assert!(reserved.is_sorted(), "sort `{what}`");
}

#[test]
fn types_that_emitted_code_uses_are_reserved() {
    let mut names = set(PRELUDE.split_whitespace());
    names.extend(module("models"));
    names.extend(module("operations"));
    names.extend(exported(&parsed("runtime/src/testing/exercise.rs")));
    for name in TEMPLATES {
        bare(fixed(&template(name)), &mut names);
    }
    // Names in macros are resolved where these are called.
    let code: TokenStream = read("runtime/src/macros.rs").parse().expect("Rust");
    bare(code, &mut names);
    for path in quoting(Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/src/emit").as_path()) {
        let code: TokenStream = fs::read_to_string(&path).expect("UTF-8").parse().expect("Rust");
        // A single word is a part of a path, or one of the types above.
        macros(code, "quote", &mut |code| {
            if code.clone().into_iter().nth(1).is_some() {
                bare(code, &mut names);
            }
        });
    }
    names.retain(|name| is_type(name));
    assert!(names.len() > 60 && names.contains("ClientCore") && names.contains("CustomFieldChange"), "{names:?}");
    assert_reserved("RESERVED_TYPES", RESERVED_TYPES, &names);
}

/// The sources of the generator whose quoted code is beside types of a description.
fn quoting(directory: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).expect("a directory").map(|entry| entry.expect("an entry")) {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(quoting(&path));
        } else if !["access.rs", "crate_files.rs", "webhooks.rs"].contains(&name.as_str()) {
            files.push(path);
        }
    }
    files
}

#[test]
fn methods_of_requests_are_reserved() {
    let mut names = set(["clone", "into_future", "r#await"]);
    names.extend(trait_methods("runtime/src/request/send.rs"));
    names.extend(trait_methods("runtime/src/request/paging/mod.rs"));
    functions(fixed(&template("operations/pagination")), &mut names);
    functions(fixed(&template("operations/request")), &mut names);
    assert!(names.len() > 15, "{names:?}");
    assert_reserved("REQUEST_METHODS", REQUEST_METHODS, &names);
}

#[test]
fn methods_of_accessors_are_reserved() {
    let mut names = set(BY_VALUE);
    names.insert("clone".to_owned());
    functions(fixed(&template("operations")), &mut names);
    functions(fixed(&template("version")), &mut names);
    // Functions with the names of the operations are beside these.
    let mut quoted = Names::new();
    macros(read("src/emit/exercise.rs").parse().expect("Rust"), "quote", &mut |code| words(code, &mut quoted));
    names.extend(
        exported(&parsed("runtime/src/testing/exercise.rs")).intersection(&quoted).filter(|name| !is_type(name)).cloned(),
    );
    assert_reserved("ACCESSOR_METHODS", ACCESSOR_METHODS, &names);
}

#[test]
fn methods_of_objects_are_reserved() {
    let mut names = set(["new"]);
    let setters = parsed("runtime/src/macros.rs").into_iter().find_map(|item| match item {
        Item::Macro(item) if item.ident.as_ref().is_some_and(|name| name == "setters") => Some(item.mac.tokens),
        _ => None,
    });
    functions(setters.expect("the macro of setters"), &mut names);
    assert_reserved("MODEL_METHODS", MODEL_METHODS, &names);
}

#[test]
fn methods_of_the_builder_are_reserved() {
    let mut names = Names::new();
    functions(fixed(&template("crate/builder")), &mut names);
    assert!(names.contains("base_url"), "{names:?}");
    assert_reserved("BUILDER_METHODS", BUILDER_METHODS, &names);
}
