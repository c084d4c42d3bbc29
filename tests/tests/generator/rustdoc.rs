//! The emitted documentation: the words that operations are found by, and the links of the front page. `.ci/search.js` tests the search itself.

use std::collections::BTreeMap;
use std::path::Path;

use pipedrive::test_util::OPERATIONS;
use pipedrive_codegen::output;

fn generated(directory: &str) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated");
    output::read_tree(&root.join(directory), "").expect("the generated crate is there")
}

/// The aliases of every method of the accessors, by version, resource and method.
fn aliases() -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for (file, content) in generated("src").iter().filter(|(file, _)| file.ends_with("/operations.rs")) {
        let mut aliases = Vec::new();
        for line in content.lines().map(str::trim) {
            if let Some(alias) = line.strip_prefix("#[doc(alias = \"").and_then(|rest| rest.strip_suffix("\")]")) {
                aliases.push(alias.to_owned());
            } else if let Some(method) = line.strip_prefix("pub fn ") {
                let name = method.split(['(', '<']).next().unwrap_or_default().trim_start_matches("r#");
                let module = file.trim_end_matches("/operations.rs").replace('/', ".");
                found.insert(format!("{module}.{name}"), std::mem::take(&mut aliases));
            }
        }
    }
    found
}

#[test]
fn every_operation_is_found_by_its_endpoint_and_by_the_id_of_the_vendor() {
    let aliases = aliases();
    assert_eq!(aliases.len(), OPERATIONS.len());
    for info in OPERATIONS.iter() {
        let found = &aliases[info.id];
        assert!(found.contains(&format!("{} {}", info.method, info.path)), "{}: {found:?}", info.id);
        // The documentation of retired operations has been removed.
        let Some(id) = info.docs.and_then(|url| url.split('#').nth(1)) else {
            assert!(info.deprecated, "{} has no page", info.id);
            continue;
        };
        assert!(found.iter().any(|alias| alias == id) || info.id.ends_with(&format!(".{id}")), "{}: {found:?}", info.id);
    }
}

/// Names in the README that are not items of the crate, or only with a feature that is not enabled by default.
const FOREIGN: &[&str] = &[
    "Clone",
    "Decimal",
    "DecimalMoney",
    "Deserialize",
    "Display",
    "None",
    "Option",
    "Other",
    "Send",
    "Serialize",
    "Stream",
    "Unknown",
];

#[test]
fn the_front_page_links_every_type_that_it_names() {
    let readme = generated("")["README.md"].clone();
    let outside: String = readme.split("```").step_by(2).collect();
    let prose = outside.lines().filter(|line| !line.starts_with("[`")).collect::<Vec<_>>().join("\n");
    let parts: Vec<&str> = prose.split('`').collect();
    let is_type = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.contains(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_alphanumeric() || c == ':')
    };
    let mut linked = 0;
    for (before, name) in parts.iter().zip(&parts[1..]).step_by(2) {
        let is_link = before.ends_with('[');
        linked += usize::from(is_link);
        let is_foreign = FOREIGN.contains(name) || name.starts_with("String::");
        assert!(is_link || !is_type(name) || is_foreign, "`{name}` is not a link");
    }
    assert!(linked > 100, "{linked} links");
    for module in generated("src").keys().filter_map(|file| file.strip_suffix("/operations.rs")) {
        let module = module.replace('/', "::");
        assert!(prose.contains(&format!("[`{module}`]")), "{module} is not in the table of resources");
    }
}

#[test]
fn the_guide_has_all_pages_and_every_program_in_it_is_compiled() {
    let files = generated("src");
    let index = &files["guide.rs"];
    let readme = generated("")["README.md"].clone();
    let mut pages = 0;
    for (file, page) in files.iter().filter(|(file, _)| file.starts_with("guide/")) {
        let name = file.trim_start_matches("guide/").trim_end_matches(".md");
        assert!(
            index.contains(&format!("include_str!(\"{file}\")")) && index.contains(&format!("pub mod {name} {{}}")),
            "{name} is not a page"
        );
        assert!(readme.contains(&format!("[`guide::{name}`] |")), "the front page does not link {name}");
        // What is between the fences of Markdown; the program is the first piece of Rust.
        let languages = page.split("\n```").skip(1).step_by(2).map(|code| code.lines().next().unwrap_or_default());
        for language in languages {
            assert!(["rust", "rust,no_run", "console", "text"].contains(&language), "{name}: `{language}` is not compiled");
        }
        let programs = page.split("\n```rust").skip(1).filter(|code| code.contains("fn main() ") || code.contains("assert_eq!"));
        assert!(programs.count() > 0, "{name} has no complete program");
        pages += 1;
    }
    assert!(pages > 10, "{pages} pages");
    assert_eq!(index.matches("pub mod ").count(), pages, "a page of the guide does not exist");
}
