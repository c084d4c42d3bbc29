//! The structure of the source code: imports run from upper floors to lower ones, no ring of modules exists, files are short, and a type
//! name stands for one thing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The folders of the runtime, from the bottom up. Each uses only those before it.
const RUNTIME: &[&str] =
    &["json", "protocol", "http", "policy", "response", "call", "request", "custom_fields", "oauth", "webhooks", "testing"];

/// The modules of the generator, from the bottom up.
const GENERATOR: &[&str] = &[
    "parallel",
    "fingerprint",
    "diag",
    "openapi",
    "idents",
    "foreign",
    "load",
    "value",
    "ir",
    "lint",
    "lower",
    "passes",
    "names",
    "emit",
    "output",
    "pipeline",
    "public_api",
    "bundle",
    "diff",
    "drift",
];

/// The modules of the crate of accounts, from the bottom up.
const ACCOUNT: &[&str] = &["files", "snapshot", "types", "responses", "fetch", "emit", "check", "command", "main"];

/// The modules of the mock account, from the bottom up.
const MOCK: &[&str] =
    &["http", "description", "store", "views", "policy", "resources", "webhooks", "account", "seed", "server", "main"];

/// The sources of all crates that are written by hand.
const SOURCES: [&str; 9] = [
    "codegen/src",
    "codegen/account/src",
    "codegen/idents/src",
    "codegen/inert/src",
    "codegen/mock/src",
    "codegen/runtime/src",
    "xtask/src",
    "tests/src",
    "tests/fuzz/src",
];

/// Files that are one table, and may be longer than the others.
const TABLES: &[&str] = &["codegen/src/diag/code.rs"];

const MAX_LINES: usize = 400;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every Rust file below a directory, by its path in the workspace.
fn rust_files(directory: &str) -> BTreeMap<String, String> {
    fn collect(directory: &Path, name: &str, files: &mut BTreeMap<String, String>) {
        let entries = fs::read_dir(directory).unwrap_or_else(|error| panic!("{name}: {error}"));
        for entry in entries.map(|entry| entry.expect("an entry")) {
            let name = format!("{name}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                collect(&entry.path(), &name, files);
            } else if entry.path().extension().is_some_and(|extension| extension == "rs") {
                files.insert(name, fs::read_to_string(entry.path()).expect("UTF-8"));
            }
        }
    }
    let mut files = BTreeMap::new();
    collect(&root().join(directory), directory, &mut files);
    assert!(files.len() > 3, "{directory} contains hardly any file");
    files
}

/// An import: the line it begins in, and the module that it names, from the root of the crate.
type Import = (usize, Vec<String>);

/// The `use` items of a file, and every other path that begins with `crate::`, outside of comments and macros.
fn imports(module: &[String], text: &str) -> Vec<Import> {
    let mut found = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let code = line.split("//").next().unwrap_or_default();
        let trimmed = code.trim();
        let item = trimmed.strip_prefix("pub(crate) ").or(trimmed.strip_prefix("pub(super) ")).unwrap_or(trimmed);
        let item = item.strip_prefix("pub ").unwrap_or(item);
        if let Some(first) = item.strip_prefix("use ") {
            let mut whole = first.to_owned();
            while !whole.contains(';') {
                let Some((_, line)) = lines.next() else { break };
                whole.push_str(line.trim());
            }
            let whole = whole.trim_end_matches(';');
            let (prefix, names) = whole.split_once('{').unwrap_or((whole, ""));
            for name in names.trim_end_matches('}').split(',') {
                let path = format!("{prefix}{}", name.trim());
                found.extend(resolved(module, &path).map(|path| (number + 1, path)));
            }
        } else {
            for (at, _) in code
                .match_indices("crate::")
                .filter(|(at, _)| !code[..*at].ends_with(['$', '_', '(']) || code[..*at].ends_with("(("))
            {
                found.extend(resolved(module, &code[at..]).map(|path| (number + 1, path)));
            }
        }
    }
    found
}

/// The path from the root of the crate; `None` for one into another crate.
fn resolved(module: &[String], path: &str) -> Option<Vec<String>> {
    let end = path.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(path.len());
    let mut segments = path[..end].split("::").peekable();
    let mut resolved = match *segments.peek()? {
        "crate" => Vec::new(),
        "self" => module.to_vec(),
        "super" => {
            let mut parent = module.to_vec();
            while segments.next_if_eq(&"super").is_some() {
                parent.pop();
            }
            return Some(parent.into_iter().chain(segments.map(str::to_owned)).filter(|segment| !segment.is_empty()).collect());
        }
        _ => return None,
    };
    segments.next();
    resolved.extend(segments.filter(|segment| !segment.is_empty()).map(str::to_owned));
    Some(resolved)
}

/// The path of the module that a file is.
fn module_of(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').map(str::to_owned).filter(|segment| segment != "lib").collect()
}

/// What is wrong with the imports of a crate whose modules have this order.
fn upward_imports(directory: &str, order: &[&str], files: &BTreeMap<String, String>) -> Vec<String> {
    let floor = |module: &[String]| module.first().and_then(|first| order.iter().position(|known| known == first));
    let mut wrong = Vec::new();
    for (file, text) in files {
        let module = module_of(file.strip_prefix(directory).unwrap_or(file).trim_start_matches('/'));
        let Some(own) = floor(&module) else {
            if !module.is_empty() && !file.ends_with("/macros.rs") {
                wrong.push(format!("{file}: is on no floor; add its module to the order"));
            }
            continue;
        };
        for (line, path) in imports(&module, text) {
            match floor(&path) {
                Some(other) if other > own => {
                    wrong.push(format!("{file}:{line}: `{}` is above `{}`", path.join("::"), order[own]));
                }
                None if directory.ends_with("runtime/src") && !path.is_empty() => {
                    wrong.push(format!("{file}:{line}: import `{}` from the module that defines it", path.join("::")));
                }
                _ => {}
            }
        }
    }
    wrong
}

#[test]
fn imports_run_from_upper_floors_to_lower_ones() {
    let crates = [
        ("codegen/account/src", ACCOUNT),
        ("codegen/runtime/src", RUNTIME),
        ("codegen/src", GENERATOR),
        ("codegen/mock/src", MOCK),
    ];
    for (directory, order) in crates {
        let wrong = upward_imports(directory, order, &rust_files(directory));
        assert!(wrong.is_empty(), "imports against the order of ARCHITECTURE.md:\n{}", wrong.join("\n"));
    }
}

#[test]
fn an_upward_import_is_found() {
    let report = |file: &str, text: &str| {
        let files = BTreeMap::from([(format!("codegen/runtime/src/{file}"), text.to_owned())]);
        upward_imports("codegen/runtime/src", RUNTIME, &files)
    };
    assert_eq!(report("http/url.rs", "use crate::json::log;\nuse super::transport;\nuse http::Method;\n"), Vec::<String>::new());
    assert_eq!(
        report("http/url.rs", "\npub(crate) use crate::{\n    json::log,\n    call::Call,\n};\n"),
        ["codegen/runtime/src/http/url.rs:2: `call::Call` is above `http`"]
    );
    assert_eq!(report("json/mod.rs", "use super::request::send;\n").len(), 1);
    assert_eq!(report("json/a/b.rs", "use super::super::super::oauth::App;\n").len(), 1);
    assert_eq!(report("json/a.rs", "fn a() -> crate::oauth::App {}\n").len(), 1);
    assert_eq!(report("json/a.rs", "/// [`App`](crate::oauth::App)\n"), Vec::<String>::new());
    assert_eq!(report("json/a.rs", "use crate::Error;\n").len(), 1);
    assert_eq!(report("attic/a.rs", "").len(), 1);
}

/// The folders that import each other, directly or through others, among the folders and files next to each other.
fn rings(directory: &str, files: &BTreeMap<String, String>) -> Vec<String> {
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, text) in files {
        let module = module_of(file.strip_prefix(directory).unwrap_or(file).trim_start_matches('/'));
        let Some(own) = module.first() else { continue };
        for (_, path) in imports(&module, text) {
            let other = path.first().filter(|other| {
                *other != own
                    && files.keys().any(|file| {
                        file.starts_with(&format!("{directory}/{other}/")) || *file == format!("{directory}/{other}.rs")
                    })
            });
            uses.entry(own.clone()).or_default().extend(other.cloned());
        }
    }
    let reaches = |from: &String| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(next) = open.pop() {
            for other in uses.get(&next).into_iter().flatten() {
                if seen.insert(other.clone()) {
                    open.push(other.clone());
                }
            }
        }
        seen
    };
    uses.keys().filter(|module| reaches(module).contains(*module)).cloned().collect()
}

#[test]
fn no_ring_of_modules_exists() {
    for directory in ["codegen/account/src", "codegen/runtime/src", "codegen/src", "codegen/mock/src"] {
        assert_eq!(rings(directory, &rust_files(directory)), Vec::<String>::new(), "{directory}");
    }
}

#[test]
fn files_are_short() {
    for directory in SOURCES {
        for (file, text) in rust_files(directory) {
            let lines = text.lines().count();
            assert!(
                lines <= MAX_LINES || TABLES.contains(&file.as_str()),
                "{file} has {lines} lines; split it (at most {MAX_LINES})"
            );
        }
    }
}

#[test]
fn a_type_name_stands_for_one_thing() {
    let mut defined: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for directory in SOURCES {
        for (file, text) in rust_files(directory) {
            // Associated types are indented deeper than the items of a file or of an inline module of conditional code.
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            for line in code.lines() {
                if let Some(name) = type_name(line) {
                    defined.entry(name).or_default().push(file.clone());
                }
            }
        }
    }
    let twice: Vec<String> = defined
        .iter()
        .filter(|(_, files)| files.iter().collect::<BTreeSet<_>>().len() > 1)
        .map(|(name, files)| format!("{name}: {}", files.join(", ")))
        .collect();
    assert!(twice.is_empty(), "rename all but one of each:\n{}", twice.join("\n"));
}

/// The name of the type that an unindented line defines.
fn type_name(line: &str) -> Option<String> {
    let line = line.strip_prefix("pub").map_or(line, |rest| rest.trim_start_matches("(crate)").trim_start_matches("(super)"));
    let line = line.strip_prefix("(in ").and_then(|rest| rest.split_once(')')).map_or(line, |(_, rest)| rest);
    let rest = ["struct ", "enum ", "trait ", "type ", "union "]
        .iter()
        .find_map(|word| line.strip_prefix(' ').unwrap_or(line).strip_prefix(word))?;
    if line.starts_with("  ") {
        return None;
    }
    Some(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
}

/// The sort keys of the lines of a block in the root file of the description.
fn listed<'a>(text: &'a str, start: &str, end: &str, key: impl Fn(&'a str) -> Option<Vec<&'a str>>) -> Vec<Vec<&'a str>> {
    let (_, rest) = text.split_once(start).expect("the start of the block");
    let (block, _) = rest.split_once(end).expect("the end of the block");
    block.lines().filter_map(key).collect()
}

#[test]
fn the_root_file_is_sorted_by_resource() {
    let text = fs::read_to_string(root().join("spec/openapi.yaml")).expect("readable");
    let tags = listed(&text, "\ntags:\n", "\npaths:\n", |line| {
        let (name, _) = line.strip_prefix("  - { name: ")?.split_once(',')?;
        Some(vec![name])
    });
    let paths = listed(&text, "\npaths:\n", "\ncomponents:\n", |line| {
        let (path, target) = line.strip_prefix("  ")?.split_once(": { $ref: '")?;
        let (version, file) = target.split_once('/')?;
        Some(vec![version, file.split('.').next()?, path])
    });
    assert!(tags.len() > 40 && paths.len() > 200, "{} tags, {} paths", tags.len(), paths.len());
    assert!(tags.is_sorted(), "sort `tags` by name");
    let misplaced = paths.windows(2).find(|pair| pair[0] > pair[1]);
    assert_eq!(misplaced, None, "sort `paths` by version, resource and path");
}
