//! The URLs of `externalDocs` lead to the documentation of what has them.

use super::{LintReport, entries, rule};
use crate::load::{Document, Node, Pointer};

rule!(DocsUrls, DOCS_URL, "URLs of `externalDocs` are complete.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    entries::visit(document, &mut |entry, at| {
        let url = entry.value.get("url").and_then(Node::as_str);
        if let Some(url) = url.filter(|url| entry.key == "externalDocs" && !is_web_page(url)) {
            report.at(
                &at().child("url"),
                format!("`{url}` is not the URL of a page"),
                "write the whole URL, as `https://example.com/page`",
            );
        }
    });
    let root = document.root().external_docs.as_ref().map(|docs| docs.url.trim_end_matches('/'));
    let Some(root) = root.filter(|root| is_web_page(root)) else { return };
    for operation in document.operations() {
        let Some(docs) = &operation.operation.external_docs else { continue };
        // Other sites have other forms.
        let Some(page) = docs.url.strip_prefix(root).filter(|rest| rest.is_empty() || rest.starts_with(['/', '#'])) else {
            continue;
        };
        if !has_anchor(page) {
            let message = format!("the URL of `{}` has no page with an anchor", operation.id());
            let help = format!("write the page of the resource and the anchor of the operation, as `{root}/Deals#getDeals`");
            let url: Pointer = operation.at.child("externalDocs").child("url");
            report.at(&url, message, help);
        }
    }
}

/// Whether this is an `http` or `https` URL with a host.
fn is_web_page(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| !host.is_empty()) && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Whether this is `/page#anchor`.
fn has_anchor(page: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    page.strip_prefix('/').and_then(|page| page.split_once('#')).is_some_and(|(page, anchor)| is_name(page) && is_name(anchor))
}
