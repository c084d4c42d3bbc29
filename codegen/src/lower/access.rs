//! The facts that all operations share. They are read from the tree of the root file, where load has checked them.

use crate::ir::{Access, AuthScheme, AuthSchemeKind, OAuthUrls, OperationAuth, RequestLimits};
use crate::load::{Document, Node, NodeValue, Pointer};

/// Reads servers, credentials and limits.
pub(super) fn access(document: &Document) -> Access {
    let Some(root) = document.file(document.root_file()).map(crate::load::File::node) else { return Access::default() };
    let servers = root.get("servers").map(Node::items).unwrap_or_default();
    let urls = || servers.iter().filter_map(|server| server.get("url")?.as_str());
    let schemes_at = Pointer::root(document.root_file().to_owned()).child("components").child("securitySchemes");
    let schemes = root.get("components").and_then(|components| components.get("securitySchemes"));
    Access {
        server: urls().find(|url| url.contains("://") && !url.contains('{')).map(|url| url.trim_end_matches('/').to_owned()),
        company_server: urls().find_map(|url| url.split_once("{company}")).map(|(start, end)| (start.to_owned(), end.to_owned())),
        schemes: schemes
            .map(Node::entries)
            .unwrap_or_default()
            .iter()
            .filter_map(|entry| scheme(&entry.key, &entry.value, schemes_at.child(&entry.key)))
            .collect(),
        security: root.get("security").map(alternatives).unwrap_or_default(),
        limits: root.get("x-rate-limits").and_then(limits),
        user_agent: text(root, "x-user-agent"),
    }
}

/// Returns how an operation is authenticated, in relation to what all operations require by default.
pub(super) fn auth(operation: &openapiv3::Operation, access: &Access) -> OperationAuth {
    let Some(written) = &operation.security else { return OperationAuth::Api };
    let written: Vec<Vec<String>> = written.iter().map(|schemes| schemes.keys().cloned().collect()).collect();
    if written.is_empty() {
        OperationAuth::None
    } else if written == access.security {
        OperationAuth::Api
    } else {
        OperationAuth::Schemes(written)
    }
}

fn alternatives(security: &Node) -> Vec<Vec<String>> {
    let names = |alternative: &Node| alternative.entries().iter().map(|entry| entry.key.clone()).collect();
    security.items().iter().map(names).collect()
}

fn scheme(name: &str, node: &Node, at: Pointer) -> Option<AuthScheme> {
    let kind = match (text(node, "type")?.as_str(), text(node, "in").as_deref(), text(node, "scheme").as_deref()) {
        ("apiKey", Some("header"), _) => AuthSchemeKind::HeaderKey(text(node, "name")?),
        ("apiKey", Some("query"), _) => AuthSchemeKind::QueryKey(text(node, "name")?),
        ("apiKey", Some("cookie"), _) => AuthSchemeKind::CookieKey(text(node, "name")?),
        ("http", _, Some(scheme)) if scheme.eq_ignore_ascii_case("basic") => AuthSchemeKind::Basic,
        ("http", _, Some(scheme)) if scheme.eq_ignore_ascii_case("bearer") => AuthSchemeKind::Bearer,
        ("oauth2", ..) => AuthSchemeKind::OAuth(oauth(node)),
        ("openIdConnect", ..) => AuthSchemeKind::Bearer,
        _ => return None,
    };
    Some(AuthScheme { name: name.to_owned(), kind, description: text(node, "description"), at })
}

fn oauth(node: &Node) -> OAuthUrls {
    let flow = node.get("flows").and_then(|flows| flows.get("authorizationCode"));
    let url = |key: &str| flow.and_then(|flow| text(flow, key));
    OAuthUrls { authorize: url("authorizationUrl"), token: url("tokenUrl"), revoke: text(node, "x-revocation-url") }
}

fn limits(node: &Node) -> Option<RequestLimits> {
    let requests = node.get("requests").map(Node::entries).unwrap_or_default();
    Some(RequestLimits {
        period: number(node.get("period")?)?,
        requests: requests.iter().filter_map(|entry| Some((entry.key.clone(), number(&entry.value)?))).collect(),
        searches: node.get("searches").and_then(number),
    })
}

fn text(node: &Node, key: &str) -> Option<String> {
    node.get(key)?.as_str().map(str::to_owned)
}

fn number(node: &Node) -> Option<u32> {
    match &node.value {
        NodeValue::Number(number) => u32::try_from(number.as_u64()?).ok(),
        _ => None,
    }
}
