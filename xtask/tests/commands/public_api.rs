//! Tests the stored public APIs in a small repository: what is written, and what the commands report about changes of the runtime and of templates.

use pipedrive_codegen::emit::FileSet;
use pipedrive_codegen::public_api::{self, CrateSource};

use crate::common::{LAMPS, Run, Workspace};

/// A runtime with the macro that every request uses.
const RUNTIME: &str = "\
//! The runtime.
#![deny(missing_docs)]

mod page;

pub use page::Page;
pub use api::*;

/// For users.
pub mod api {
    pub use super::page::{Page, Request};
}

#[doc(hidden)]
pub mod operations {
    pub use super::api::*;
}

/// For users.
#[macro_export]
macro_rules! lamp {
    () => {};
}

/// Implements `Request`.
#[doc(hidden)]
#[macro_export]
macro_rules! request {
    ($type:ident, $info:ident, $output:ty, $($decode:tt)+) => {
        impl $crate::Request for $type {
            type Output = $output;
        }
    };
}
";

const PAGE: &str = "\
use std::time::Duration as Time;

/// What all requests can do.
pub trait Request {
    /// The output.
    type Output;
    /// Waits.
    fn wait(self, time: Time) {}
}

/// A page.
#[derive(Clone)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    #[doc(hidden)]
    pub inner: u8,
}

impl<T: Send> Page<T> {
    /// Returns the number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }
    fn private(&self) {}
}
";

/// Creates a repository with a runtime and its generated crate.
fn workspace(name: &str) -> Workspace {
    let workspace = Workspace::new(name);
    for script in [".ci/review", ".ci/semver-checks"] {
        workspace.copy_script(script);
    }
    workspace.cargo();
    workspace.write(".gitignore", "/bin\n/target\n");
    workspace.write("spec/openapi.yaml", LAMPS);
    workspace.write("Cargo.toml", "[workspace.package]\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    workspace.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- Lamps.\n");
    workspace.write("codegen/CHANGELOG.md", "# Changelog\n\n## Unreleased\n");
    workspace.write("codegen/static/guide/first_steps.md", "First steps.\n");
    workspace.write("codegen/static/examples/first.rs", "fn main() {}\n");
    workspace.write("LICENSE-MIT", "MIT\n");
    workspace.write("LICENSE-APACHE", "Apache\n");
    workspace.write("codegen/runtime/Cargo.toml", "[package]\nname = \"pipedrive-runtime\"\n\n[features]\nextra = [\"dep:x\"]\n");
    workspace.write("codegen/runtime/src/lib.rs", RUNTIME);
    workspace.write("codegen/runtime/src/page.rs", PAGE);
    generate(&workspace);
    workspace.git(&["init", "--quiet", "--initial-branch", "main"]);
    commit(&workspace);
    workspace
}

fn generate(workspace: &Workspace) {
    let run = workspace.xtask(&["generate"]);
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
}

fn commit(workspace: &Workspace) {
    workspace.git(&["add", "."]);
    workspace.git(&["commit", "--quiet", "--message", "A change"]);
}

/// Returns the name of the rule, the level and the subject of each change.
fn changes(run: &Run) -> Vec<[String; 3]> {
    let report = run.json();
    let string = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let changes = report["changes"].as_array().expect("changes").iter();
    changes.map(|change| [&change["name"], &change["rust"], &change["subject"]].map(string)).collect()
}

/// Edits the runtime, generates, and compares.
fn after(workspace: &Workspace, file: &str, old: &str, new: &str) -> Vec<[String; 3]> {
    let content = workspace.read(file);
    assert!(content.contains(old), "{file} does not contain {old}");
    workspace.write(file, &content.replace(old, new));
    generate(workspace);
    let found = changes(&workspace.xtask(&["diff", "HEAD", "--format", "json"]));
    workspace.write(file, &content);
    found
}

fn one(rule: &str, level: &str, subject: &str) -> Vec<[String; 3]> {
    vec![[rule, level, subject].map(str::to_owned)]
}

const LIB: &str = "codegen/runtime/src/lib.rs";
const PAGE_FILE: &str = "codegen/runtime/src/page.rs";

#[test]
fn every_public_item_has_a_line() {
    let workspace = workspace("public-api-lines");
    let runtime = workspace.read("spec/public-api/pipedrive-runtime.txt");
    let lines: Vec<&str> = runtime.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    assert_eq!(
        lines,
        [
            "feature extra = []",
            "pub struct pipedrive_runtime::Page<T> { .. }",
            "pub fn pipedrive_runtime::Page<T>::len(&self) -> usize // impl<T: Send>",
            "pub pipedrive_runtime::Page::items: Vec<T>",
            "impl Clone for pipedrive_runtime::Page",
            "pub trait pipedrive_runtime::Request",
            "pub fn pipedrive_runtime::Request::wait(self, time: Duration) { .. }",
            "pub type pipedrive_runtime::Request::Output",
            "pub mod pipedrive_runtime::api",
            "pub use pipedrive_runtime::api::Page = pipedrive_runtime::Page",
            "pub use pipedrive_runtime::api::Request = pipedrive_runtime::Request",
            "pub macro pipedrive_runtime::lamp!",
        ]
    );
    let whole = workspace.read("spec/public-api/pipedrive.txt");
    for line in [
        "feature lamps = []",
        "pub fn pipedrive::v2::lamps::Lamps::list(&self) -> pipedrive::v2::lamps::requests::ListRequest",
        "pub fn pipedrive::v2::lamps::requests::ListRequest::colour(self, colour: impl Into<String>) -> Self",
        "pub use pipedrive::Page = pipedrive_runtime::Page",
    ] {
        assert!(whole.lines().any(|other| other == line), "{line} is missing:\n{whole}");
    }
    assert!(whole.contains("impl pipedrive::Request for pipedrive::v2::lamps::requests::ListRequest { Output = "), "{whole}");
    workspace.write(PAGE_FILE, &PAGE.replace("len(", "count("));
    let check = workspace.xtask(&["check"]);
    assert_eq!(check.code(), Some(1));
    assert!(check.stdout().contains("+pub fn pipedrive_runtime::Page<T>::count("), "{}", check.stdout());
}

#[test]
fn changes_of_the_runtime_have_a_verdict() {
    let workspace = workspace("public-api-runtime");
    let row = |file: &str, old: &str, new: &str| after(&workspace, file, old, new);
    let len = "pipedrive::Page<T>::len";
    assert_eq!(row(PAGE_FILE, "pub fn len", "pub(crate) fn len"), one("item-removed", "major", len));
    assert_eq!(row(PAGE_FILE, "pub fn len", "pub fn count"), one("item-renamed", "major", "pipedrive::Page<T>::count"));
    assert_eq!(
        row(PAGE_FILE, "pub items: Vec<T>", "pub items: Box<[T]>"),
        one("item-changed", "major", "pipedrive::Page::items")
    );
    assert_eq!(row(PAGE_FILE, "    fn private", "    pub fn private"), one("item-added", "minor", "pipedrive::Page<T>::private"));
    assert_eq!(row(PAGE_FILE, "#[must_use]", "#[deprecated]"), one("warning-added", "minor", len));
    assert_eq!(
        row(PAGE_FILE, "    fn wait", "    /// New.\n    fn later(self) {}\n    fn wait"),
        one("item-added", "minor", "pipedrive::Request::later")
    );
    assert_eq!(
        row(PAGE_FILE, "    fn wait", "    /// New.\n    fn later(self);\n    fn wait"),
        one("part-added", "major", "pipedrive::Request::later")
    );
    let added = "        impl $type {\n            /// Sets the priority.\n            pub fn priority(self, priority: u8) -> Self { self }\n        }\n        impl $crate::Request";
    let list = "pipedrive::v2::lamps::requests::ListRequest::priority";
    assert_eq!(row(LIB, "        impl $crate::Request", added), one("item-added", "minor", list));
    // A type that users no longer find is one change, although it has members and other paths.
    let hidden = row(PAGE_FILE, "/// A page.", "/// A page.\n#[doc(hidden)]");
    assert_eq!(hidden, one("item-removed", "major", "pipedrive::Page"));
}

#[test]
fn documentation_and_order_are_no_changes() {
    let workspace = workspace("public-api-docs");
    assert!(after(&workspace, PAGE_FILE, "/// The items.", "/// All items of the page.").is_empty());
    assert!(after(&workspace, PAGE_FILE, "self.items.len()", "self.items.iter().count()").is_empty());
    assert!(after(&workspace, PAGE_FILE, "Time", "Later").is_empty());
    assert!(after(&workspace, PAGE_FILE, "time: ", "limit: ").is_empty());
    let (start, page) = PAGE.split_at(PAGE.find("/// A page.").expect("the struct"));
    let (import, request) = start.split_at(start.find("/// What all").expect("the trait"));
    assert!(after(&workspace, PAGE_FILE, PAGE, &format!("{import}{page}\n{request}")).is_empty());
}

/// Sources with three requests, as templates write them.
fn sources() -> Vec<CrateSource> {
    let runtime = FileSet::from([("src/lib.rs".to_owned(), RUNTIME.to_owned()), ("src/page.rs".to_owned(), PAGE.to_owned())]);
    let requests: String = ["List", "Get", "Create"]
        .map(|name| {
            format!(
                "/// A request.\npub struct {name}Request {{\n    call: u8,\n}}\n\nimpl {name}Request {{\n    /// Sets it.\n    pub fn limit(self) -> Self {{\n        self\n    }}\n}}\n\n\
                 crate::runtime::request!({name}Request, INFO, {name}Request, data);\n\n"
            )
        })
        .concat();
    let lib = "#[doc(hidden)]\npub use pipedrive_runtime as runtime;\npub use self::runtime::api::*;\npub mod requests;\n";
    let pipedrive = FileSet::from([("src/lib.rs".to_owned(), lib.to_owned()), ("src/requests.rs".to_owned(), requests)]);
    let source = |package: &str, files| CrateSource { package: package.to_owned(), files };
    vec![source("pipedrive", pipedrive), source("pipedrive-runtime", runtime)]
}

/// Stores the public APIs of the sources after an edit of the requests.
fn store(workspace: &Workspace, edit: impl Fn(&str) -> String) {
    let mut crates = sources();
    for content in crates[0].files.values_mut() {
        *content = edit(content);
    }
    for (file, content) in public_api::files(&crates).expect("valid sources") {
        workspace.write(&format!("spec/public-api/{file}"), &content);
    }
}

#[test]
fn what_a_template_changes_in_every_request_is_one_change() {
    let workspace = Workspace::new("public-api-template");
    workspace.write("spec/openapi.yaml", LAMPS);
    store(&workspace, str::to_owned);
    workspace.git(&["init", "--quiet", "--initial-branch", "main"]);
    commit(&workspace);
    let after = |edit: &dyn Fn(&str) -> String| {
        store(&workspace, edit);
        changes(&workspace.xtask(&["diff", "HEAD", "--format", "json"]))
    };
    assert!(after(&str::to_owned).is_empty());
    let method = "    /// New.\n    pub fn fresh(self) -> Self {\n        self\n    }\n    /// Sets it.";
    assert_eq!(after(&|code| code.replace("    /// Sets it.", method)), one("item-added", "minor", "fresh of every request"));
    let line = "request!: pub fn $type::fresh(self) -> Self";
    assert!(workspace.read("spec/public-api/pipedrive.txt").lines().any(|other| other == line));
    assert_eq!(after(&|code| code.replace("limit", "max")), one("item-renamed", "major", "max of every request"));
    assert_eq!(
        after(&|code| code.replace("fn limit(self)", "fn limit(self, a: u8)")),
        one("item-changed", "major", "limit of every request")
    );
    // A change of one type does not hide in what the others have in common, or list them again.
    let one_request = after(&|code| {
        code.replace("impl GetRequest {\n    /// Sets it.\n    pub fn limit", "impl GetRequest {\n    pub fn other")
    });
    assert_eq!(one_request, one("item-renamed", "major", "pipedrive::requests::GetRequest::other"));
}

#[test]
fn changes_are_reviewed_and_released() {
    let workspace = workspace("public-api-release");
    assert_eq!(workspace.script(".ci/semver-checks", &[]).stdout(), "skipped: there is no release to compare with\n");
    let release = workspace.run(env!("CARGO_BIN_EXE_xtask"), &["release", "--skip-checks"]);
    assert_eq!(release.code(), Some(0), "{}", release.stderr());
    commit(&workspace);
    workspace.git(&["tag", "v0.1.0"]);
    workspace.write(PAGE_FILE, &PAGE.replace("    fn private", "    /// New.\n    pub fn is_empty"));
    generate(&workspace);
    commit(&workspace);

    assert_eq!(workspace.script(".ci/review", &["--concerned", "v0.1.0"]).code(), Some(0));
    assert_eq!(workspace.script(".ci/review", &["v0.1.0"]).code(), Some(0));
    let comment = workspace.read("target/review/comment.md");
    assert!(comment.contains("| `pipedrive::Page<T>::is_empty` | item-added | none | none | minor |"), "{comment}");
    let checks = workspace.script(".ci/semver-checks", &[]);
    assert_eq!(checks.code(), Some(0), "{}", checks.stderr());
    let call = workspace.calls().into_iter().find(|call| call.contains("--baseline-rev")).expect("a call");
    assert!(call.ends_with("--package pipedrive-mock --baseline-rev v0.1.0 --release-type minor"), "{call}");
    let entry = workspace.xtask(&["changelog", "v0.1.0"]).stdout();
    assert_eq!(entry, "### Added\n\n- Item added: `pipedrive::Page<T>::is_empty`.\n");
    let dry_run = || workspace.xtask(&["release", "--dry-run"]).stderr();
    assert!(dry_run().contains("v0.1.0 → 0.1.1 "), "{}", dry_run());

    workspace.write(PAGE_FILE, &PAGE.replace("pub fn len", "pub fn count"));
    generate(&workspace);
    commit(&workspace);
    assert!(dry_run().contains("v0.1.0 → 0.2.0 "), "{}", dry_run());
    assert!(workspace.script(".ci/semver-checks", &[]).stdout().contains("require a major version"));
}
