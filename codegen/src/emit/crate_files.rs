//! The files of a whole crate around the emitted modules.

use std::collections::BTreeSet;

use askama::Template;

use super::docs::call_of;
use super::pages::{self, CoverageFile, ItemLink, LinksFile, OperationCount, ResourceRow};
use super::rust_types::EmitContext;
use super::{FileSet, Package, access, format};
use crate::diag::Diagnostics;
use crate::inert::{self, markdown, rustdoc, toml};
use crate::ir::{Method, Operation, Version};

#[derive(Template)]
#[template(path = "crate/lib.rs.askama", escape = "none")]
#[allow(clippy::struct_excessive_bools, reason = "each states whether the crate has a module")]
struct Lib<'a> {
    versions: &'a [VersionView],
    has_guide: bool,
    has_oauth: bool,
    has_common: bool,
    has_ids: bool,
    /// The crate of the runtime, as Rust writes it.
    runtime: String,
}

/// The pages themselves are written by hand, so whoever writes the crate adds them in `src/guide`.
#[derive(Template)]
#[template(path = "crate/guide.rs.askama", escape = "none")]
struct Guide;

#[derive(Template)]
#[template(path = "crate/client.rs.askama", escape = "none")]
struct Client<'a> {
    /// What it is a client of.
    api: &'a str,
    /// The setter of the builder for a key or token, if one is all that most operations need.
    token: Option<String>,
    has_oauth: bool,
    /// Whether settings can be read from the environment.
    has_env: bool,
    has_company_domain: bool,
    versions: &'a [VersionView],
}

struct VersionView {
    module: &'static str,
    /// The condition of its `#[cfg]` attributes.
    condition: String,
    number: &'static str,
    accessor: String,
}

#[derive(Template)]
#[template(path = "crate/test_util.rs.askama", escape = "none")]
struct TestUtil {
    resources: Vec<ResourceView>,
}

struct ResourceView {
    feature: String,
    /// The condition of its version.
    condition: String,
    path: String,
}

#[derive(Template)]
#[template(path = "crate/testing.rs.askama", escape = "none")]
struct Testing<'a> {
    /// The version that users write. `None` if the crate is not published.
    version: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "crate/Cargo.toml.askama", escape = "none")]
#[allow(clippy::struct_excessive_bools, reason = "switches of the template")]
struct Manifest<'a> {
    name: &'a str,
    is_foreign: bool,
    version: &'a str,
    standalone: bool,
    has_oauth: bool,
    /// Whether numbers keep all digits by default.
    has_big_integers: bool,
    /// As TOML writes it.
    description: String,
    features: Vec<String>,
}

#[derive(Template)]
#[template(path = "crate/README.md.askama", escape = "none")]
struct Readme<'a> {
    /// What users write for the version.
    version: &'a str,
    operations: OperationCount,
    features: Vec<String>,
    resources: &'a [ResourceRow],
    links: &'a [ItemLink],
}

#[derive(Template)]
#[template(path = "crate/foreign/README.md.askama", escape = "none")]
struct ForeignReadme<'a> {
    name: &'a str,
    ident: String,
    from: String,
    title: &'a str,
    operations: usize,
    /// What the description states about the API as a whole.
    about: Vec<String>,
    /// The setters of credentials, with how they are sent.
    setters: Vec<(String, String)>,
    /// The environment variables of settings, with their setters.
    variables: Vec<(String, String)>,
    server: Option<String>,
    /// A call that nothing has to be known for.
    example: Option<String>,
}

pub(super) fn emit(source: EmitContext<'_>, versions: &BTreeSet<Version>, files: &mut FileSet, diagnostics: &mut Diagnostics) {
    let has_common = files.contains_key("src/common/mod.rs");
    let has_ids = files.contains_key(super::IDS);
    let package = source.options.package.as_ref();
    let name = package.map_or("pipedrive", |package| &package.name);
    let runtime = format!("{}_runtime", package.map_or_else(|| name.to_owned(), Package::ident));
    let views = version_views(source, versions);
    let has_guide = package.is_none();
    let lib =
        super::render(&Lib { versions: &views, has_guide, has_oauth: access::has_oauth(source), has_common, has_ids, runtime });
    files.insert(
        "src/lib.rs".to_owned(),
        source.options.headed("spec/", &format::rust("lib.rs.askama", "lib", &lib, diagnostics)),
    );
    if has_guide {
        let guide = format::rust("guide.rs.askama", "guide", &super::render(&Guide), diagnostics);
        files.insert("src/guide.rs".to_owned(), source.options.headed("codegen/static/guide/", &guide));
    }

    let title = &rustdoc::prose(&source.api.title);
    let api = if package.is_some() { title } else { "the Pipedrive API" };
    let client = super::render(&Client {
        api,
        token: access::token_setter(source),
        has_oauth: access::has_oauth(source),
        has_env: !access::variables(source).is_empty(),
        has_company_domain: source.api.access.company_server.is_some(),
        versions: &views,
    });
    let client = format::rust("client.rs.askama", "client", &client, diagnostics);
    files.insert("src/client.rs".to_owned(), source.options.headed("spec/openapi.yaml", &client));

    access::emit(source, files, diagnostics);

    let resources = source.names.resources.iter().map(|resource| ResourceView {
        feature: resource.resource.clone(),
        condition: condition(source, resource.version),
        path: resource.module.path(),
    });
    let test_util = super::render(&TestUtil { resources: resources.collect() });
    let test_util = format::rust("test_util.rs.askama", "test_util", &test_util, diagnostics);
    files.insert("src/test_util.rs".to_owned(), source.options.headed("spec/", &test_util));

    let testing = super::render(&Testing { version: package.is_none().then(|| requirement(&source.options.version)) });
    let testing = format::rust("testing.rs.askama", "testing", &testing, diagnostics);
    files.insert("src/testing.rs".to_owned(), source.options.headed("spec/", &testing));

    let mut features: BTreeSet<String> = source.names.resources.iter().map(|resource| resource.resource.clone()).collect();
    // The runtime has a part of that name, whatever resources there are.
    features.insert("webhooks".to_owned());
    let features: Vec<String> = features.into_iter().collect();
    // What is more than a resource is in the template.
    let has_oauth = access::has_oauth(source);
    let plain = features.iter().filter(|feature| !has_oauth || *feature != "oauth").cloned().collect();
    let is_foreign = package.is_some();
    let version = source.options.version.as_str();
    let manifest = super::render(&Manifest {
        name,
        is_foreign,
        version,
        standalone: package.is_some_and(|package| package.standalone),
        has_oauth,
        description: toml::string(&format!("A typed client of {}.", inert::line(&source.api.title))),
        has_big_integers: source.api.unlimited_integers,
        features: plain,
    });
    files.insert("Cargo.toml".to_owned(), manifest);
    let operations = OperationCount::of(&source.api.operations);
    let lists = pages::lists(source);
    let readme = match package {
        None => super::render(&Readme {
            version: requirement(&source.options.version),
            operations,
            features,
            resources: &lists.resources,
            links: &lists.readme_links,
        }),
        Some(package) => super::render(&ForeignReadme {
            name: &package.name,
            ident: package.ident(),
            from: markdown::code(&package.from),
            title,
            operations: source.api.operations.len(),
            about: source.api.about.iter().map(|line| rustdoc::prose(line)).collect(),
            setters: access::setter_docs(source.api),
            variables: access::variables(source),
            server: source.api.access.server.as_deref().map(markdown::code),
            example: example(source),
        }),
    };
    files.insert("README.md".to_owned(), readme);
    // The documentation of a crate that is not ours is not published.
    let published = if is_foreign { &[] } else { lists.coverage_links.as_slice() };
    let coverage = super::render(&CoverageFile { operations, sections: &lists.coverage, links: published });
    files.insert("COVERAGE.md".to_owned(), coverage);
    let readme_links = lists.readme_links.iter().filter(|_| !is_foreign);
    let links = super::render(&LinksFile {
        from: &package.map_or_else(
            || "spec/".to_owned(),
            |package| {
                // The title of a link, in which it is written, ends at a parenthesis.
                rustdoc::prose(&package.from).replace('(', "&#40;").replace(')', "&#41;")
            },
        ),
        links: readme_links.chain(&lists.coverage_links).collect(),
    });
    files.insert("src/links.md".to_owned(), links);
}

fn version_views(source: EmitContext<'_>, versions: &BTreeSet<Version>) -> Vec<VersionView> {
    versions
        .iter()
        .map(|&version| VersionView {
            module: version.name(),
            condition: condition(source, version),
            number: &version.name()[1..],
            accessor: version.name().to_ascii_uppercase(),
        })
        .collect()
}

/// Returns the condition under which the module of a version is compiled.
///
/// The documentation of an external description is not tested as code: only the examples in the README of its crate are.
fn condition(context: EmitContext<'_>, version: Version) -> String {
    let feature = format!("feature = \"{}\"", version.name());
    if context.options.package.is_some() { format!("all({feature}, not(doctest))") } else { feature }
}

/// What all versions that fit have in common: `0.1` of 0.1.3, `1` of 1.2.3.
fn requirement(version: &str) -> &str {
    let length = if version.starts_with("0.") { 2 } else { 1 };
    version.match_indices('.').nth(length - 1).map_or(version, |(end, _)| &version[..end])
}

/// The call of the first list, or else of anything that needs no arguments.
fn example(source: EmitContext<'_>) -> Option<String> {
    let inputs = |operation: &Operation| {
        let body = operation.body.iter().flat_map(|body| &body.object.properties);
        operation.parameters.iter().map(|parameter| &parameter.property).chain(body).filter(|input| input.required).count()
    };
    let mut plain = source.api.operations.iter().filter(|operation| operation.method == Method::Get && inputs(operation) == 0);
    let first = plain.clone().next();
    let best = plain.find(|operation| operation.action == "list").or(first)?;
    call_of(source, &best.id)
}
