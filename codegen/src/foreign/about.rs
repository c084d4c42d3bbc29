//! What the document states about the API as a whole, for the README of the crate: `info`, `externalDocs` and `servers`.

use super::docs::{clean, first_paragraph, joined, link, linked};
use super::tree::string_of;
use super::{Normalizer, tree};
use crate::inert::markdown;
use crate::openapi::{Node, NodeValue};

impl Normalizer<'_> {
    /// Returns lines of Markdown.
    pub(super) fn about(&self) -> Vec<String> {
        let root = self.root;
        let info = root.get("info");
        let text = |key: &str| info.and_then(|info| string_of(info, key)).and_then(clean);
        let mut lines: Vec<String> = Vec::new();
        let description = info.and_then(|info| string_of(info, "description")).and_then(first_paragraph);
        lines.extend(joined([text("summary"), description]));
        let version = info.and_then(|info| info.get("version")).and_then(scalar);
        lines.extend(version.and_then(|version| clean(&version)).map(|version| format!("Version {version} of the API.")));
        lines.extend(linked(root, "Documentation").map(|link| format!("{link}.")));
        let terms = info.and_then(|info| string_of(info, "termsOfService"));
        lines.extend(terms.and_then(|url| link("Terms of service", url)).map(|link| format!("{link}.")));
        lines.extend(info.and_then(|info| info.get("contact")).and_then(|contact| parties("Contact", contact)));
        lines.extend(info.and_then(|info| info.get("license")).and_then(|license| parties("License of the API", license)));
        lines.extend(root.get("servers").map(Node::items).unwrap_or_default().iter().filter_map(server));
        lines
    }
}

/// Returns a contact or a license in one line.
fn parties(label: &str, node: &Node) -> Option<String> {
    let text = |key: &str| string_of(node, key).and_then(clean);
    let url = string_of(node, "url").and_then(|url| link(&text("name").unwrap_or_else(|| url.to_owned()), url));
    let parts: Vec<String> = [url.or_else(|| text("name")), text("email"), text("identifier")].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("{label}: {}.", parts.join(", ")))
}

/// Returns a server with its variables in one line.
fn server(node: &Node) -> Option<String> {
    let url = markdown::code(string_of(node, "url")?);
    let text = |node: &Node, key: &str| string_of(node, key).and_then(clean);
    let variables = node.get("variables").map(Node::entries).unwrap_or_default().iter().map(|variable| {
        let values = variable.value.get("enum").map(Node::items).unwrap_or_default().iter().filter_map(scalar);
        let values: Vec<String> = values.map(|value| markdown::code(&value)).collect();
        let default =
            variable.value.get("default").and_then(scalar).map(|default| format!("default {}", markdown::code(&default)));
        let facts: Vec<String> = [(!values.is_empty()).then(|| values.join(", ")), default].into_iter().flatten().collect();
        let name = markdown::code(&variable.key);
        joined([Some(format!("{name}: {}", facts.join("; "))), text(&variable.value, "description")])
    });
    let name = text(node, "name").or_else(|| text(node, "description"));
    joined(
        [Some(name.map_or_else(|| format!("Server {url}"), |name| format!("Server {url}: {name}")))].into_iter().chain(variables),
    )
}

/// Returns a string, number or boolean as a string: YAML reads `443` and `1.0` as numbers.
pub(super) fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        NodeValue::String(string) => Some(string.clone()),
        NodeValue::Number(_) | NodeValue::Bool(_) => Some(node.to_json().to_string()),
        _ => None,
    }
}

/// Returns a security scheme whose description contains all that the document states about it.
pub(super) fn described_scheme(scheme: &Node) -> Node {
    let mut parts = vec![string_of(scheme, "description").and_then(clean)];
    parts.push(string_of(scheme, "bearerFormat").map(|format| format!("Format of the token: {}", markdown::code(format))));
    parts.push(string_of(scheme, "openIdConnectUrl").and_then(|url| link("OpenID Connect", url)));
    for flow in scheme.get("flows").map(Node::entries).unwrap_or_default() {
        let urls = [("authorizationUrl", "authorization"), ("tokenUrl", "token"), ("refreshUrl", "refresh")];
        let urls = urls.into_iter().filter_map(|(key, label)| link(label, string_of(&flow.value, key)?));
        let scopes = flow.value.get("scopes").map(Node::entries).unwrap_or_default().iter().map(|scope| {
            let docs = scope.value.as_str().and_then(clean);
            let name = markdown::code(&scope.key);
            docs.map_or_else(|| name.clone(), |docs| format!("{name} ({})", docs.trim_end_matches('.')))
        });
        let urls: Vec<String> = urls.collect();
        let scopes: Vec<String> = scopes.collect();
        parts.push(Some(format!("OAuth flow {}: {}", markdown::code(&flow.key), urls.join(", "))));
        parts.push((!scopes.is_empty()).then(|| format!("Scopes: {}", scopes.join(", "))));
    }
    let mut map = tree::MapBuilder::of(scheme.clone());
    if parts.iter().skip(1).any(Option::is_some) {
        // All of these are schemes with tokens.
        parts[0].get_or_insert_with(|| "Authenticates calls with this access token".to_owned());
    }
    map.put_string("description", joined(parts));
    map.build()
}
