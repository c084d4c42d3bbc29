//! The pages that list all resources and operations, and the targets of their links.
//!
//! `README.md` and `COVERAGE.md` are read in two places: as files, where their links lead to docs.rs, and in rustdoc, which includes them. There,
//! `src/links.md` precedes them and defines the same links as items of the crate, which rustdoc checks. The first definition of a link counts.

use std::collections::BTreeSet;

use askama::Template;

use super::docs::{self, call_of};
use super::rust_types::EmitContext;
use crate::inert::{markdown, rustdoc};
use crate::ir::{Operation, PagingStyle, Version};

/// Where the documentation of the latest version is published.
const DOCS: &str = "https://docs.rs/pipedrive/latest/pipedrive";

/// The items that the README links: kind and path.
const ITEMS: &[(&str, &str)] = &[
    ("mod", "common"),
    ("mod", "coverage"),
    ("mod", "guide"),
    ("mod", "guide::custom_fields"),
    ("mod", "guide::errors_and_retries"),
    ("mod", "guide::features"),
    ("mod", "guide::first_steps"),
    ("mod", "guide::from_v1_to_v2"),
    ("mod", "guide::limits_and_budgets"),
    ("mod", "guide::lists_and_resuming"),
    ("mod", "guide::oauth_apps"),
    ("mod", "guide::testing"),
    ("mod", "guide::typed_account"),
    ("mod", "guide::webhooks"),
    ("mod", "guide::writing_and_clearing"),
    ("mod", "ids"),
    ("mod", "oauth"),
    ("mod", "prelude"),
    ("mod", "test_util"),
    ("mod", "testing"),
    ("mod", "v1"),
    ("mod", "v2"),
    ("mod", "webhooks"),
    ("macro", "custom_fields!"),
    ("enum", "CustomFieldValue"),
    ("enum", "ErrorKind"),
    ("enum", "ErrorKind::DailyLimit"),
    ("struct", "Address"),
    ("struct", "Client"),
    ("struct", "Client::from_env"),
    ("struct", "Client::new"),
    ("struct", "Client::request"),
    ("struct", "ClientBuilder"),
    ("struct", "ClientBuilder::access_token"),
    ("struct", "ClientBuilder::api_token"),
    ("struct", "CustomFieldResolver"),
    ("struct", "Cursor"),
    ("struct", "Error"),
    ("struct", "Items"),
    ("struct", "Money"),
    ("struct", "OperationInfo"),
    ("struct", "Page"),
    ("struct", "Pages"),
    ("struct", "RawRequest"),
    ("struct", "Response"),
    ("struct", "Response::mismatches"),
    ("struct", "v1::deals::Deal"),
    ("struct", "v2::deals::Deal"),
    ("struct", "v2::deals::requests::ListRequest"),
    ("trait", "Observer"),
    ("trait", "Paged"),
    ("trait", "Request"),
    ("trait", "Transport"),
];

/// A link of a page: what it is written as, the item, and the page of the item.
pub(super) struct ItemLink {
    pub label: String,
    pub item: String,
    pub url: String,
}

/// The lists that the pages consist of.
pub(super) struct PageLists {
    pub resources: Vec<ResourceRow>,
    pub readme_links: Vec<ItemLink>,
    pub coverage: Vec<CoverageSection>,
    pub coverage_links: Vec<ItemLink>,
}

/// A row of the table of resources. A version without the resource is empty.
pub(super) struct ResourceRow {
    pub docs: String,
    pub v1: String,
    pub v2: String,
}

/// The operations of a resource.
pub(super) struct CoverageSection {
    title: String,
    feature: String,
    rows: Vec<CoverageRow>,
}

struct CoverageRow {
    endpoint: String,
    call: String,
    cost: String,
    paging: &'static str,
    note: String,
}

#[derive(Template)]
#[template(path = "crate/links.md.askama", escape = "none")]
pub(super) struct LinksFile<'a> {
    /// The description.
    pub from: &'a str,
    pub links: Vec<&'a ItemLink>,
}

#[derive(Template)]
#[template(path = "crate/COVERAGE.md.askama", escape = "none")]
pub(super) struct CoverageFile<'a> {
    pub operations: OperationCount,
    pub sections: &'a [CoverageSection],
    pub links: &'a [ItemLink],
}

/// How many operations there are. Retired ones are counted apart, since they can cease to exist without notice.
#[derive(Clone, Copy)]
pub(super) struct OperationCount {
    pub documented: usize,
    pub retired: usize,
}

impl OperationCount {
    pub(super) fn of(operations: &[Operation]) -> Self {
        let retired = operations.iter().filter(|operation| is_retired(operation)).count();
        Self { documented: operations.len() - retired, retired }
    }
}

fn is_retired(operation: &Operation) -> bool {
    operation.deprecated.as_ref().is_some_and(|deprecation| deprecation.retired)
}

/// Returns all lists. An external description has no published documentation, and its README links nothing.
pub(super) fn lists(context: EmitContext<'_>) -> PageLists {
    let names: BTreeSet<&str> = context.names.resources.iter().map(|resource| resource.resource.as_str()).collect();
    let resources: Vec<ResourceRow> = names.iter().map(|resource| resource_row(context, resource)).collect();
    let coverage = names.iter().map(|resource| section(context, resource)).collect();
    let modules = context.names.resources.iter().map(|resource| module_link(&resource.module.path()));
    let items = ITEMS.iter().map(|(kind, path)| item_link(kind, path));
    let coverage_links = context.names.resources.iter().flat_map(|resource| {
        let operations = super::operations::of_resource(context, resource);
        operations.into_iter().map(|(operation, names)| {
            let path = format!("{}::{}::{}", resource.module.path(), resource.accessor, names.method.trim_start_matches("r#"));
            ItemLink { label: call(context, &operation.id), ..item_link("struct", &path) }
        })
    });
    PageLists { resources, readme_links: modules.chain(items).collect(), coverage, coverage_links: coverage_links.collect() }
}

fn resource_row(context: EmitContext<'_>, resource: &str) -> ResourceRow {
    let link = |version: Version| {
        let found = context.index.resource(version, resource);
        found.map(|found| format!("[`{}`]", found.module.path())).unwrap_or_default()
    };
    ResourceRow { docs: docs(context, resource), v1: link(Version::V1), v2: link(Version::V2) }
}

fn docs(context: EmitContext<'_>, resource: &str) -> String {
    context.api.resource_docs(resource).map_or_else(|| format!("`{resource}`"), docs::cell)
}

fn section(context: EmitContext<'_>, resource: &str) -> CoverageSection {
    let positions = [Version::V1, Version::V2].into_iter().flat_map(|version| context.index.of_resource(version, resource));
    let rows = positions.map(|position| row(context, &context.api.operations[*position])).collect();
    let docs = context.api.resource_docs(resource).map(|docs| docs.split(": ").next().unwrap_or_default().trim_end_matches(':'));
    let title = docs.map_or_else(|| markdown::code(resource), rustdoc::prose);
    CoverageSection { title, feature: resource.to_owned(), rows }
}

fn row(context: EmitContext<'_>, operation: &Operation) -> CoverageRow {
    let replaced_by = operation.deprecated.as_ref().map(|deprecation| deprecation.replaced_by.as_deref());
    let kind = if is_retired(operation) { "retired" } else { "deprecated" };
    CoverageRow {
        endpoint: docs::endpoint_cell(operation),
        call: call(context, &operation.id),
        cost: operation.token_cost.map(|cost| cost.to_string()).unwrap_or_default(),
        paging: match operation.pagination.as_ref().map(|pagination| pagination.style) {
            None => "",
            Some(PagingStyle::Cursor) => "cursor",
            Some(PagingStyle::Offset) => "offset",
            Some(PagingStyle::Recents) => "recents",
        },
        note: match replaced_by {
            None => String::new(),
            Some(None) => kind.to_owned(),
            Some(Some(id)) => format!("{kind}, use [`{}`]", call(context, id)),
        },
    }
}

fn call(context: EmitContext<'_>, id: &str) -> String {
    call_of(context, id).unwrap_or_else(|| id.to_owned())
}

fn module_link(path: &str) -> ItemLink {
    ItemLink {
        label: path.to_owned(),
        item: format!("mod@crate::{path}"),
        url: format!("{DOCS}/{}/index.html", path.replace("::", "/")),
    }
}

/// Returns the link to an item: a module, a type, or a method of a type.
fn item_link(kind: &str, path: &str) -> ItemLink {
    if kind == "mod" {
        return module_link(path);
    }
    let mut segments: Vec<&str> = path.trim_end_matches('!').split("::").collect();
    let is_method = |name: &mut &str| kind != "macro" && name.starts_with(|c: char| c.is_ascii_lowercase());
    let anchor = segments.pop_if(|last| is_method(last)).map(|method| format!("#method.{method}"));
    // The variant of an enum.
    let is_type = |name: &str| name.starts_with(|c: char| c.is_ascii_uppercase());
    let is_variant = segments.len() > 1 && segments[segments.len() - 2..].iter().all(|name| is_type(name));
    let variant = if is_variant { segments.pop() } else { None };
    let anchor = anchor.or(variant.map(|variant| format!("#variant.{variant}"))).unwrap_or_default();
    let name = segments.pop().unwrap_or_default();
    segments.insert(0, DOCS);
    let module = segments.join("/");
    ItemLink { label: path.to_owned(), item: format!("crate::{path}"), url: format!("{module}/{kind}.{name}.html{anchor}") }
}

#[cfg(test)]
mod tests {
    use super::item_link;

    #[test]
    fn pages_of_items() {
        let url = |kind, path| item_link(kind, path).url.replace(super::DOCS, "");
        assert_eq!(url("mod", "v2::deals"), "/v2/deals/index.html");
        assert_eq!(url("trait", "oauth::TokenStore"), "/oauth/trait.TokenStore.html");
        assert_eq!(url("struct", "v2::deals::Deals::list"), "/v2/deals/struct.Deals.html#method.list");
        assert_eq!(url("enum", "ErrorKind::Decode"), "/enum.ErrorKind.html#variant.Decode");
        assert_eq!(url("macro", "custom_fields!"), "/macro.custom_fields.html");
    }
}
