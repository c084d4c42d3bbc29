//! Normalizes the document: version, servers, credentials and tags.

use indexmap::IndexMap;

use super::operation_ids::OperationIds;
use super::operations::OperationSet;
use super::tree::{self, MapBuilder};
use super::types::resolve_type_refs;
use super::{NormalizedDescription, Normalizer, about, docs};
use crate::diag::codes;
use crate::openapi::{Mapping, Node, NodeEntry, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The server that requests are sent to.
#[derive(Clone, Default)]
pub(super) struct ServerUrl {
    /// `https://api.example.com`
    pub origin: Option<String>,
    /// Path prefix, such as `/v1`.
    pub prefix: String,
    /// Whether it is declared by a path or operation, not by the document.
    pub own: bool,
}

impl ServerUrl {
    /// Returns the first server of a document, path or operation.
    pub(super) fn of(node: &Node) -> Option<Self> {
        let server = node.get("servers").map(Node::items).unwrap_or_default().first()?;
        let url = filled(tree::string_of(server, "url")?, server.get("variables"));
        let (origin, prefix) = match url.split_once("://") {
            Some((scheme, rest)) => {
                let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                (Some(format!("{scheme}://{host}")), path.to_owned())
            }
            None => (None, url),
        };
        let prefix = prefix.split(['?', '#']).next().unwrap_or_default().trim_matches('/').to_owned();
        let is_valid = !prefix.contains(['{', '}']) && !prefix.chars().any(|c| c.is_whitespace() || c.is_control());
        let prefix = if prefix.is_empty() || !is_valid { String::new() } else { format!("/{prefix}") };
        let origin = origin.filter(|origin| !origin.contains(['{', '}', '@', ' ']));
        Some(Self { origin, prefix, own: true })
    }
}

/// Replaces the variables of a template by their defaults. One without a description stays.
fn filled(template: &str, variables: Option<&Node>) -> String {
    let mut url = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        url.push_str(before);
        let end = after.find(['{', '}']).filter(|end| after[*end..].starts_with('}'));
        if let Some((variable, behind)) = end.and_then(|end| Some((variables?.get(&after[..end])?, &after[end + 1..]))) {
            url.push_str(&variable.get("default").and_then(about::scalar).unwrap_or_default());
            rest = behind;
        } else {
            url.push('{');
            rest = after;
        }
    }
    url + rest
}

/// The credentials that operations take.
pub(super) struct SecurityRequirements {
    /// The schemes that a client can send.
    schemes: Mapping,
    /// What is required if an operation does not state it.
    default: Option<Node>,
}

impl SecurityRequirements {
    /// Whether every scheme of an alternative is known.
    fn can_be_sent(&self, alternative: &Node) -> bool {
        alternative.entries().iter().all(|scheme| self.schemes.entry(&scheme.key).is_some())
    }

    /// The alternatives that a client can send. If there is none, all that is known is that some credentials are required.
    fn known(&self, security: &Node) -> Node {
        let alternatives = security.items().iter().filter(|alternative| self.can_be_sent(alternative)).cloned().collect();
        tree::list(security.span, alternatives)
    }

    /// The requirement of an operation, if it states one.
    pub(super) fn of(&self, operation: &Node) -> Option<Node> {
        operation.get("security").map(|security| self.known(security))
    }
}

impl Normalizer<'_> {
    /// Normalizes the whole document.
    pub(super) fn run(&mut self) -> Option<NormalizedDescription> {
        let root = self.root;
        self.check_version()?;
        self.unread_keywords();
        let server = ServerUrl { own: false, ..ServerUrl::of(root).unwrap_or_default() };
        let mut all = OperationSet {
            server,
            security: self.security(),
            ids: OperationIds::default(),
            paths: IndexMap::new(),
            resources: IndexMap::new(),
            reported_version: false,
            examples: Vec::new(),
        };
        for entry in root.get("paths").map(Node::entries).unwrap_or_default() {
            if !entry.key.starts_with("x-") {
                self.path_item(entry, &mut all);
            }
        }
        if all.paths.is_empty() {
            let at = root.entry("paths").map_or(root.span, |entry| entry.key_span);
            self.warn(codes::MISSING_KEY, at, "missing operations", "declare operations in `paths`");
            return None;
        }
        let examples = std::mem::take(&mut all.examples);
        let files = self.files(all);
        Some(NormalizedDescription { files, examples, unlimited_integers: self.unlimited_integers })
    }

    fn check_version(&mut self) -> Option<()> {
        let root = self.root;
        let written = root.get("openapi").or(root.get("swagger"));
        let at = written.map_or(root.span, |node| node.span);
        match written.map(|node| node.to_json().to_string()).as_deref().map(|version| version.trim_matches('"')) {
            Some(version) if version == "3.0" || version.starts_with("3.0.") => {}
            Some(version) if version.starts_with("3.") => {
                let message = format!("OpenAPI {version} is read as OpenAPI 3.0");
                self.warn(codes::REPAIRED, at, message, "check the warnings for unsupported keywords");
            }
            _ => {
                self.warn(codes::WRONG_SHAPE, at, "not an OpenAPI 3 document", "convert it to OpenAPI 3, with `openapi: 3.0.3`");
                return None;
            }
        }
        Some(())
    }

    /// Returns the root file and a file with types for each resource.
    fn files(&mut self, all: OperationSet) -> Vec<(Arc<str>, Node)> {
        let at = self.root.span;
        let locations = self.type_locations(&all.ids.taken);
        let mut root = MapBuilder::new(at);
        root.put("openapi", tree::string(at, "3.0.3"));
        root.put("info", self.info(at));
        let tags = self.tags(&all, at);
        if !tags.is_empty() {
            root.put("tags", tree::list(at, tags));
        }
        if let Some(origin) = &all.server.origin {
            let mut server = MapBuilder::new(at);
            server.put("url", tree::string(at, origin));
            root.put("servers", tree::list(at, vec![server.build()]));
        }
        if let Some(security) = &all.security.default {
            root.put("security", security.clone());
        }
        if !all.security.schemes.is_empty() {
            let mut schemes = MapBuilder::new(at);
            for scheme in &all.security.schemes {
                schemes.put_at(scheme.key_span, &scheme.key, scheme.value.clone());
            }
            let mut components = MapBuilder::new(at);
            components.put("securitySchemes", schemes.build());
            root.put("components", components.build());
        }
        let mut paths = MapBuilder::new(at);
        for (path, (at, item)) in all.paths {
            paths.put_at(at, &path, item.build());
        }
        root.put("paths", paths.build());
        let mut schemas: BTreeMap<&str, MapBuilder> = BTreeMap::new();
        for (draft, location) in self.types.drafts.iter().zip(&locations) {
            let mut node = draft.node.clone();
            resolve_type_refs(&mut node, &location.file, &locations);
            schemas.entry(&location.file).or_insert_with(|| MapBuilder::new(at)).put_at(draft.at, &location.name, node);
        }
        let mut root = root.build();
        resolve_type_refs(&mut root, self.file, &locations);
        let mut files = vec![(self.file.clone(), root)];
        for (file, schemas) in schemas {
            let mut map = MapBuilder::new(at);
            map.put("schemas", schemas.build());
            files.push((file.into(), map.build()));
        }
        files
    }

    /// The security schemes that a client can send, and what is required by default.
    fn security(&mut self) -> SecurityRequirements {
        let root = self.root;
        let schemes = root.get("components").and_then(|components| components.get("securitySchemes"));
        let mut known = Mapping::default();
        for entry in schemes.map(Node::entries).unwrap_or_default() {
            let Some(scheme) = self.resolved(&entry.value, entry.key_span).cloned() else { continue };
            let entry = &NodeEntry { value: about::described_scheme(&scheme), ..entry.clone() };
            let text = |key: &str| tree::string_of(&entry.value, key).unwrap_or_default();
            let is_known = match text("type") {
                "apiKey" => {
                    matches!(text("in"), "header" | "query" | "cookie") && tree::string_of(&entry.value, "name").is_some()
                }
                "http" => matches!(text("scheme").to_ascii_lowercase().as_str(), "basic" | "bearer"),
                "oauth2" | "openIdConnect" => true,
                _ => false,
            };
            if is_known {
                known.push(entry.clone());
            } else {
                let message = format!("the security scheme `{}` is not generated", entry.key);
                let help =
                    "API keys in a header, query or cookie, HTTP basic and bearer, OAuth 2 and OpenID Connect are supported";
                self.warn(codes::NOT_GENERATED, entry.key_span, message, help);
            }
        }
        let security = SecurityRequirements { schemes: known, default: None };
        let default = root.get("security").map(|default| security.known(default));
        self.undefined_schemes();
        SecurityRequirements { default, ..security }
    }

    /// Reports requirements of schemes that the document does not define.
    fn undefined_schemes(&mut self) {
        let root = self.root;
        let schemes = root.get("components").and_then(|components| components.get("securitySchemes"));
        let items = root.get("paths").map(Node::entries).unwrap_or_default().iter();
        let operations = items.flat_map(|item| item.value.entries()).map(|operation| &operation.value);
        let security = std::iter::once(root).chain(operations).filter_map(|node| node.get("security"));
        for scheme in security.flat_map(Node::items).flat_map(Node::entries) {
            if schemes.is_none_or(|schemes| schemes.get(&scheme.key).is_none()) {
                let message = format!("the security scheme `{}` is not defined", scheme.key);
                let help = format!("define it in `components.securitySchemes`, or remove `{}`", scheme.key);
                self.warn(codes::NOT_GENERATED, scheme.key_span, message, help);
            }
        }
    }

    fn info(&self, at: Span) -> Node {
        let given = |key: &str| self.root.get("info").and_then(|info| tree::string_of(info, key)).and_then(docs::clean);
        let mut info = MapBuilder::new(at);
        info.put("title", tree::string(at, given("title").unwrap_or_else(|| "An API".to_owned())));
        info.put("version", tree::string(at, given("version").unwrap_or_else(|| "1".to_owned())));
        let about = self.about();
        info.put_string("description", (!about.is_empty()).then(|| about.join("\n")));
        info.build()
    }

    /// Returns a tag for each resource that has a description.
    fn tags(&self, all: &OperationSet, at: Span) -> Vec<Node> {
        let described = self.root.get("tags").map(Node::items).unwrap_or_default();
        // Of several with the same name, the first counts.
        let described: BTreeMap<&str, &Node> =
            described.iter().rev().filter_map(|tag| Some((tree::string_of(tag, "name")?, tag))).collect();
        let tags = all.resources.iter().filter_map(|(resource, tags)| {
            let found = tags.iter().filter_map(|tag| described.get(tag.as_str()));
            let all: Vec<Option<String>> = found.map(|tag| docs::described(tag)).collect();
            let mut map = MapBuilder::new(at);
            map.put("name", tree::string(at, resource));
            map.put_string("description", docs::joined(all));
            map.has("description").then(|| map.build())
        });
        tags.collect()
    }
}
